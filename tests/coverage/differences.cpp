// The known business against itself with a change, and against a channel of its own, of the same random numbers.
#include "results/answer/difference.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

namespace valuescale::coverage {

namespace {

using models::Tallies;
using results::Part;
using results::PartView;

/// Customers come back with probability 0.75 instead of 0.7, and hence spend 90 instead of 70.
const scenarios::Settings kBetterOffer{{"repeat.visit.return", "0.75"}};
/// Half of the leads come by post: they cost 7 instead of 4, and buy with probability Beta(6, 34).
const scenarios::Settings kHalfByAds{{"channel.ads.share", "0.5"}};
const std::string kHalfByPost =
    "[channel.post]\nshare = 0.5\ncost_per_lead = 7\n[channel.post.override.offer.first]\ntake = \"beta(6, 34)\"\n";

struct Differences {
  double per_customer, per_lead, per_money;
};
constexpr Differences kCertainOffers{20, 2, 0.1 * 20 / 4};
constexpr Differences kOffers{0.8 * 20, 0.1 * 0.8 * 20, 0.1 * 0.8 * 20 / 4};
constexpr Differences kChannels{7 / 0.15 - 4 / 0.1, (0.1 * 56 - 4) - (0.15 * 56 - 7), 0.1 * 56 / 4 - 0.15 * 56 / 7};

struct Side {
  const Tallies& tallies;
  Part part;
};

void add(Coverage& coverage, const std::string& column, const std::string& what, Side a, Side b, const Differences& truth) {
  const auto customers = [](Side side) { return PartView(side.tallies, side.part, models::customer_view); };
  const auto leads = [](Side side) { return PartView(side.tallies, side.part, models::lead_view); };
  coverage.add(column, what + ", profit per customer", difference_in_profit(customers(a), customers(b)), truth.per_customer);
  coverage.add(column, what + ", profit per lead", difference_in_profit(leads(a), leads(b)), truth.per_lead);
  coverage.add(column, what + ", profit per money spent", difference_in_return(leads(a), leads(b)), truth.per_money);
}

models::RunOptions means_only(std::uint64_t seed, std::int64_t customers, std::int64_t worlds) {
  models::RunOptions options = options_of(seed, customers, worlds);
  options.cohort = 0;
  options.distributions = {false, false, false, false};
  return options;
}

}  // namespace

Coverage differences(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario certain = files.read(certain_scenario()), certain_and_better = files.read(certain_scenario(), kBetterOffer);
  const models::Scenario uncertain = files.read(uncertain_scenario()),
                         uncertain_and_better = files.read(uncertain_scenario(), kBetterOffer);
  const models::Scenario with_post = files.read(uncertain_scenario() + kHalfByPost, kHalfByAds);
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    const auto compare_offers = [&](const std::string& column, const models::Scenario& better, const models::Scenario& worse,
                                    const models::RunOptions& options, const Differences& truth) {
      const Tallies a = simulate(better, options), b = simulate(worse, options);
      add(coverage, column, "two offers", {a, {}}, {b, {}}, truth);
    };
    compare_offers("2000 customers", certain_and_better, certain, means_only(seed, 2'000, 1), kCertainOffers);
    for (const std::int64_t worlds : {50, 300}) {
      const models::RunOptions options = means_only(seed, worlds * 100, worlds);
      compare_offers(worlds_column(worlds), uncertain_and_better, uncertain, options, kOffers);
      const Tallies both = simulate(with_post, options);
      add(coverage, worlds_column(worlds), "two channels", {both, {Part::What::channel, 0}}, {both, {Part::What::channel, 1}}, kChannels);
    }
  });
}

}  // namespace valuescale::coverage

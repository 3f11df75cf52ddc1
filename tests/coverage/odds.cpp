// How sure it is which of two offers, or doing nothing, is best, where worlds live few customers: the uncertain business, and another that is better in most
// worlds. A lead is worth 70 p m − 4 by one offer, and 72 p m − 4.2 by the other.
#include "results/decision/comparison.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace valuescale::coverage {

namespace {

using boost::math::beta_distribution;

constexpr double kLeadCost = 4, kOtherLeadCost = 4.2, kConversion = 0.1, kMargin = 0.8, kSpent = 70, kOtherSpent = 72;
/// Customers come back with probability 12/17 instead of 0.7, and hence spend 72 instead of 70.
const scenarios::Settings kOther{{"repeat.visit.return", "0.70588235294117647"}, {"channel.ads.cost_per_lead", "4.2"}};
const beta_distribution<> kConversions(4, 36), kMargins(8, 2);

double integral(const std::function<double(double)>& of, double from, double to) {
  return from < to ? boost::math::quadrature::gauss_kronrod<double, 31>::integrate(of, from, to, 8, 1e-9) : 0;
}

struct Known {
  double p_best[3], regret[3];  ///< of the offer, the other, and doing nothing
};

/// By quadrature: the other offer is best where p m is above 0.1 and both pay, the one between 4/70 and 0.1.
Known known() {
  constexpr double kPays = kLeadCost / kSpent, kSwitch = (kOtherLeadCost - kLeadCost) / (kOtherSpent - kSpent);
  const auto over_margins = [](const std::function<double(double m)>& of) {
    return integral([&](double m) { return of(m) * pdf(kMargins, m); }, 1e-9, 1.0);
  };
  const auto share_below = [&](double product) {
    return over_margins([&](double m) { return cdf(kConversions, std::min(1.0, product / m)); });
  };
  const double nothing = share_below(kPays), one = share_below(kSwitch) - nothing;
  const double best = over_margins([&](double m) {
    const double pays = std::min(1.0, kPays / m), other = std::min(1.0, kSwitch / m);
    return integral([&](double p) { return (kSpent * p * m - kLeadCost) * pdf(kConversions, p); }, pays, other) +
           integral([&](double p) { return (kOtherSpent * p * m - kOtherLeadCost) * pdf(kConversions, p); }, other, 1.0);
  });
  constexpr double kMean = kConversion * kMargin;
  return {{one, 1 - one - nothing, nothing}, {best - (kSpent * kMean - kLeadCost), best - (kOtherSpent * kMean - kOtherLeadCost), best}};
}

}  // namespace

Coverage odds_of_being_best(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario scenarios[] = {files.read(uncertain_scenario()), files.read(uncertain_scenario(), kOther)};
  const Known truths = known();
  const double critical = sim::t_quantile(15, 0.975);
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::int64_t each : {5, 50}) {
      constexpr std::int64_t worlds = 200;
      models::RunOptions options = options_of(seed, worlds * each, worlds), again = options_of(seed, 200 * each, 200);
      for (models::RunOptions* one : {&options, &again}) {
        one->cohort = 0;
        one->distributions = {false, false, false, false};
      }
      for (std::int64_t world = 0; world < worlds; ++world) again.design.luck.push_back(static_cast<std::uint32_t>(worlds + world));
      std::vector<models::Tallies> runs, lucky;
      for (const models::Scenario& scenario : scenarios) {
        runs.push_back(models::simulate(scenario, options));
        lucky.push_back(models::simulate(scenario, again));
      }
      const results::Comparison comparison = results::compare(
          {{"one", &runs[0], {}}, {"other", &runs[1], {}}}, {{"one", &lucky[0], {}}, {"other", &lucky[1], {}}}, results::Basis::lead, true);
      const std::string column = fmt::format("{} worlds of {}", worlds, each);
      const char* const names[] = {"the offer", "the other offer", "doing nothing"};
      for (std::size_t o = 0; o < 3; ++o) {
        coverage.add(column, fmt::format("P({} is best)", names[o]), comparison.options[o].p_best, critical, truths.p_best[o]);
        coverage.add(column, fmt::format("regret of {}", names[o]), comparison.options[o].regret, critical, truths.regret[o]);
      }
    }
  });
}

}  // namespace valuescale::coverage

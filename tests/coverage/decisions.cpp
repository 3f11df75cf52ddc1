// What decisions say of known businesses: any number by the jackknife, the value at which leads pay for themselves, and two offers compared.
#include "results/decision/comparison.hpp"
#include "results/decision/measured.hpp"
#include "results/decision/solve.hpp"
#include "results/json/metric_at.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::coverage {

namespace {

const results::Labels kLabels{{"ads"}, {"all"}};
constexpr double kLeadCost = 4;
/// Customers come back with probability 0.75 instead of 0.7, and hence spend 90 instead of 70.
const scenarios::Settings kBetterOffer{{"repeat.visit.return", "0.75"}};

class Deciding {
 public:
  Deciding(Coverage& coverage, std::string column, const Business& truth, models::RunOptions options)
      : coverage_(coverage), column_(std::move(column)), truth_(truth), options_(std::move(options)) {
    options_.threads = 1;
    options_.cohort = 0;
  }

  void measure(const models::Tallies& run) {
    const std::pair<const char*, double> numbers[] = {{"lead.profit.mean", truth_.lead.profit},
                                                      {"customer.ltv_cac", truth_.customer.ltv_cac},
                                                      {"customer.p_loss", truth_.customer.loss},
                                                      {"customer.payback.ever", truth_.customer.ever},
                                                      {"customer.profit.quantiles.0.5", truth_.customer.median},
                                                      {"customer.profit.quantiles.0.95", truth_.customer.high}};
    std::vector<results::Metric> metrics;
    for (const auto& [path, truth] : numbers) metrics.push_back(results::metric_at(path, kLabels));
    const std::vector<results::Measured> measured = results::measure(run, metrics, 1);
    for (std::size_t m = 0; m < measured.size(); ++m) coverage_.add(column_, numbers[m].first, interval(measured[m]), numbers[m].second);
  }

  void solve(const models::Scenario& scenario) {
    results::SolveQuestion question;
    question.vary = "channel.ads.cost_per_lead";
    question.metric = results::metric_at("lead.profit.mean", kLabels);
    options_.distributions = {false, false, false, false};
    results::Experiment experiment(options_);
    coverage_.add(column_, "cost at which leads break even", results::solve(scenario, question, experiment).root.at,
                  truth_.lead.profit + kLeadCost);
  }

  void compare(const models::Scenario& better, const models::Tallies& worse, double truth) {
    options_.distributions = {false, false, false, false};
    const models::Tallies other = models::simulate(better, options_);
    const results::Comparison comparison =
        results::compare({{"better", &other, {}}, {"worse", &worse, {}}}, {}, results::Basis::lead, true);
    coverage_.add(column_, "two offers compared, profit per lead", comparison.differences.front().profit, truth);
    coverage_.add(column_, "profit per lead, compared", comparison.options[1].profit, truth_.lead.profit);
  }

 private:
  Coverage& coverage_;
  std::string column_;
  const Business& truth_;
  models::RunOptions options_;
};

}  // namespace

Coverage decisions(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario certain = files.read(certain_scenario()), certain_and_better = files.read(certain_scenario(), kBetterOffer);
  const models::Scenario uncertain = files.read(uncertain_scenario()),
                         uncertain_and_better = files.read(uncertain_scenario(), kBetterOffer);
  const Business of_certain = certain_business(), of_uncertain = uncertain_business();
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    const auto decide = [&](const std::string& column, const models::Scenario& scenario, const models::Scenario& better,
                            const Business& truth, const models::RunOptions& options, double difference) {
      Deciding deciding(coverage, column, truth, options);
      const models::Tallies run = models::simulate(scenario, options);
      deciding.measure(run);
      if (options.worlds < 300) deciding.solve(scenario);  // thirty runs each
      deciding.compare(better, run, difference);
    };
    decide("2000 customers", certain, certain_and_better, of_certain, options_of(seed, 2'000, 1), 0.1 * 20);
    for (const std::int64_t worlds : {50, 300})
      decide(worlds_column(worlds), uncertain, uncertain_and_better, of_uncertain, options_of(seed, worlds * 20, worlds), 0.1 * 0.8 * 20);
  });
}

}  // namespace valuescale::coverage

// The known business as a plan, lived many times over.
#include "results/answer/plan.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

namespace valuescale::coverage {

namespace {

void add(Coverage& coverage, std::int64_t worlds, const PlanTruths& truths, const results::PlanAnswer& plan) {
  const double t = critical(worlds);
  const auto add = [&](const std::string& row, const auto&... rest) { coverage.add(worlds_column(worlds), row, rest...); };
  add("profit of the plan", plan.profit.mean, t, truths.profit);
  add("P(the plan loses)", plan.p_loss, t, truths.loss);
  add("P(ruin)", *plan.p_ruin, t, truths.ruin);
  add("5 % point of profit", at(plan.profit.quantiles, 0.05), truths.low);
  add("median profit", at(plan.profit.quantiles, 0.5), truths.median);
  add("95 % point of profit", at(plan.profit.quantiles, 0.95), truths.high);
  add("median peak funding", at(plan.peak_funding.quantiles, 0.5), truths.middle_peak);
  add("95 % point of peak funding", at(plan.peak_funding.quantiles, 0.95), truths.high_peak);
  for (std::size_t i = 0; i < plan.tails.size(); ++i)
    if (!std::isnan(plan.tails[i].cvar.lo))
      add(fmt::format("CVaR {:.0f} % of profit", 100 * truths.cvar[i].first), plan.tails[i].cvar, truths.cvar[i].second);
}

}  // namespace

Coverage known_plan(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(planned_scenario());
  const PlanTruths truths = planned_business();
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::int64_t worlds : {50, 300, 1'000}) {
      models::RunOptions options = options_of(seed, 0, worlds);
      options.customers.reset();
      options.cohort = 0;
      options.distributions = {false, false, false, false};
      add(coverage, worlds, truths, results::plan_answer(models::simulate(scenario, options), {"ads"}));
    }
  });
}

}  // namespace valuescale::coverage

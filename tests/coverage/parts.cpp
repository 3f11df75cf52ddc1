// Plans of which it is known by hand what makes up the variance of their profit, and when they break even.
//
//   split   B of 20 leads buy with probability 0.3 each, at the price m S: m is not known, gamma with mean 40 and standard deviation 20, and a
//           shock halves it (S = 0.5) with probability 0.4. Profit is m S B less what leads cost.
//   repaid  ten customers cost 100 each and pay m ~ U(3, 13) a month from the first on: a plan of 24 months breaks even in month ⌈100/m⌉, or never.
#include "results/answer/plan.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

namespace valuescale::coverage {

namespace {

constexpr const char* kSplit =
    "title = \"split\"\nlifetime = 1\n[channel.ads]\ncost_per_lead = 4\n[offer.first]\ntake = 0.3\nprice = \"gamma(4, 10)\"\n"
    "[plan]\nmonths = 1\nleads.ads = 20\n"
    "[shock.war]\nprobability = 0.4\nstart = 0\nduration = 1\nmultiply.price = 0.5\n";

constexpr const char* kRepaid =
    "title = \"repaid\"\nlifetime = 24\n[channel.ads]\ncost_per_customer = 100\n[offer.first]\n"
    "[repeat.fee]\nmodel = \"geometric\"\nreturn = 1\nprice = \"uniform(3, 13)\"\n"
    "[plan]\nmonths = 24\n[plan.customers]\nads = { start = 10, last = 1 }\n";

/// Mean and variance.
struct Moments {
  double mean, variance;
  double square() const { return mean * mean + variance; }
};
constexpr Moments kPrice{40, 400}, kShock{0.6 + 0.4 * 0.5, 0.4 * 0.6 * 0.5 * 0.5}, kBuyers{20 * 0.3, 20 * 0.3 * 0.7};

void add_parts(Coverage& coverage, std::int64_t worlds, const results::PlanAnswer& plan) {
  const auto add = [&](const char* row, const auto&... rest) { coverage.add(worlds_column(worlds), row, rest...); };
  const double luck = kPrice.square() * kShock.square() * kBuyers.variance;
  const double buyers = kBuyers.mean * kBuyers.mean, together = kPrice.variance * kShock.variance * buyers;
  const double unknowns = kPrice.variance * kShock.mean * kShock.mean * buyers,
               shocks = kShock.variance * kPrice.mean * kPrice.mean * buyers;
  add("variance: luck", plan.variance.luck, luck);
  add("variance: what is not known", plan.variance.unknowns, unknowns + together / 2);
  add("variance: shocks", plan.variance.shocks, shocks + together / 2);
  add("variance: interaction", plan.variance.interaction, together);
  add("variance: all of it", plan.variance.total, luck + unknowns + shocks + together);
  const double t = critical(worlds);
  add("revenue of the plan", plan.revenue, t, kPrice.mean * kShock.mean * kBuyers.mean);
  add("CAC of the plan", plan.cac, t, 20 * 4 / kBuyers.mean);
}

/// P(m ≥ 100/k).
double repaid_by(int month) { return (13 - 100.0 / month) / 10; }

void add_break_even(Coverage& coverage, std::int64_t worlds, const results::PlanAnswer& plan) {
  const auto add = [&](const char* row, const auto&... rest) { coverage.add(worlds_column(worlds), row, rest...); };
  const double t = critical(worlds);
  for (const results::BreakEven* even : {&plan.break_even, &plan.channels[0].break_even}) {
    const bool of_plan = even == &plan.break_even;
    add(of_plan ? "plan breaks even by month 12" : "channel has paid for itself by month 12", even->cdf[11], t, repaid_by(12));
    add(of_plan ? "plan never breaks even" : "channel never pays for itself", even->never, t, 1 - repaid_by(24));
    add(of_plan ? "median break-even" : "median month of a channel", even->median, 13);
    add(of_plan ? "25 % point of break-even" : "25 % point of a channel", at(even->quantiles, 0.25), 10);
  }
}

}  // namespace

Coverage known_parts(const Plan& plan) {
  const tests::ScenarioFiles files, others;
  const models::Scenario split = files.read(kSplit), repaid = others.read(kRepaid);
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::int64_t worlds : {50, 300, 1'000}) {
      models::RunOptions options = options_of(seed, 0, worlds);
      options.customers.reset();
      options.cohort = 0;
      options.distributions = {false, false, false, false};
      add_parts(coverage, worlds, results::plan_answer(models::simulate(split, options), {"ads"}));
      add_break_even(coverage, worlds, results::plan_answer(models::simulate(repaid, options), {"ads"}));
    }
  });
}

}  // namespace valuescale::coverage

#include "tests/coverage/study.hpp"

#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "results/precision/size.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::coverage {

namespace {

using results::Answer;
using results::Interval;

constexpr double kBest = 0.2;
constexpr std::int64_t kCustomersAWorld = 100;
constexpr std::size_t kGroups = 64;  // of worlds or customers, where a number is kept by groups only

/// Intervals of one answer, by number.
class Answered {
 public:
  Answered(Coverage& coverage, std::string column, const Business& truth, const Answer& answer)
      : coverage_(coverage), column_(std::move(column)), truth_(truth), answer_(answer) {}

  void people() const {
    const double t = critical(answer_.worlds);
    const double grouped = critical(answer_.worlds > 1 ? std::min<std::int64_t>(answer_.worlds, kGroups) : 1);
    const auto& [customer, lead] = std::tie(answer_.all.customer, answer_.all.lead);
    add("profit per customer", customer.profit.mean, t, truth_.customer.profit);
    add("profit per lead", lead.profit.mean, t, truth_.lead.profit);
    add("LTV : CAC", customer.ltv_cac, truth_.customer.ltv_cac);
    add("P(a customer loses)", customer.p_loss, t, truth_.customer.loss);
    add("P(a lead loses)", lead.p_loss, t, truth_.lead.loss);
    add("paid back ever", customer.payback.first.ever, grouped, truth_.customer.ever);
    add("median customer", at(customer.profit.quantiles, 0.5), truth_.customer.median);
    add("95 % point of customers", at(customer.profit.quantiles, 0.95), truth_.customer.high);
    add("95 % point of leads", at(lead.profit.quantiles, 0.95), truth_.lead.high);
  }
  void who_brings_the_profit() const {
    const results::Concentration& who = *answer_.all.customer.concentration;
    for (const auto& [best, tenth] : who.tenths)
      if (std::fabs(best - kBest) < 1e-9) add("best fifth's share of profit", tenth.cumulative, 1.96, truth_.customer.best_fifth);
    add("Gini coefficient", who.gini, 1.96, truth_.customer.gini);
  }
  void worlds() const {
    add("conversion", answer_.all.conversion, critical(answer_.worlds), truth_.conversion);
    const bool is_told = std::any_of(answer_.warnings.begin(), answer_.warnings.end(),
                                     [](const std::string& warning) { return warning.find("have no end") != std::string::npos; });
    for (const bool of_customers : {true, false}) {
      const results::WorldsView& view = of_customers ? answer_.worlds_interval->customer : answer_.worlds_interval->lead;
      const Truths& truth = of_customers ? truth_.customer : truth_.lead;
      const std::string who = of_customers ? ", per customer" : ", per lead";
      add("5 % world" + who, at(view.profit, 0.05), truth.low_world, is_told);
      add("median world" + who, at(view.profit, 0.5), truth.middle_world, is_told);
      add("95 % world" + who, at(view.profit, 0.95), truth.high_world, is_told);
      add("P(a world loses)" + who, view.p_loss, critical(answer_.worlds), truth.world_loss);
    }
  }
  void cohorts() const {
    add("5 % cohort", at(answer_.cohort->profit, 0.05), truth_.customer.low_cohort);
    add("median cohort", at(answer_.cohort->profit, 0.5), truth_.customer.middle_cohort);
    add("95 % cohort", at(answer_.cohort->profit, 0.95), truth_.customer.high_cohort);
    add("P(a cohort loses)", answer_.cohort->p_loss, critical(answer_.worlds), truth_.customer.cohort_loss);
  }

 private:
  template <class... Rest>
  void add(const std::string& row, const Rest&... rest) const {
    coverage_.add(column_, row, rest...);
  }

  Coverage& coverage_;
  const std::string column_;
  const Business& truth_;
  const Answer& answer_;
};

Answer answer_of(const models::Scenario& scenario, const models::RunOptions& options) {
  return results::make_answer(models::simulate(scenario, options), {"ads"}, {"all"});
}

std::string customers_column(std::int64_t customers) { return fmt::format("{} customers", customers); }

/// Half of the 95 % interval that a wish is for; granted where the interval of the run that was chosen is no wider.
void add_wish(Coverage& coverage, const char* row, const models::Scenario& scenario, models::RunOptions options, const results::Wish& wish,
              double truth) {
  const results::Size size = *results::choose_size(scenario, options, wish);
  options.customers = size.customers;
  options.worlds = size.worlds;
  options.cohort = 0;
  const results::Reading reading = results::read(models::simulate(scenario, options), wish.target);
  coverage.add(kInterval, row, Interval{reading.value, reading.value - reading.half_width, reading.value + reading.half_width}, truth);
  // Not a coverage but a frequency: how often the interval is as narrow as was wished.
  coverage.add(kNarrow, row, Interval{0, 0, results::has(reading, wish) ? 1.0 : -1.0}, 0);
}

}  // namespace

Coverage one_world(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(certain_scenario());
  const Business truth = certain_business();
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::int64_t customers : {500, 2'000, 10'000}) {
      const Answer answer = answer_of(scenario, options_of(seed, customers, 1));
      const Answered answered(coverage, customers_column(customers), truth, answer);
      answered.people();
      answered.who_brings_the_profit();
      answered.cohorts();
    }
  });
}

Coverage many_worlds(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(uncertain_scenario());
  const Business truth = uncertain_business();
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::int64_t worlds : {10, 20, 50, 200, 1'000}) {
      const Answer answer = answer_of(scenario, options_of(seed, worlds * kCustomersAWorld, worlds));
      const Answered answered(coverage, worlds_column(worlds), truth, answer);
      answered.people();
      answered.worlds();
      answered.cohorts();
    }
  });
}

Coverage to_a_precision(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario certain = files.read(certain_scenario());
  tests::ScenarioFiles others;
  const models::Scenario uncertain = others.read(uncertain_scenario());
  const Business known = certain_business(), unknown = uncertain_business();
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    models::RunOptions options = options_of(seed, 0, 1);
    options.worlds.reset();
    options.distributions = {false, false, false, false};
    add_wish(coverage, "profit per customer to 5 %", certain, options, {results::Target::profit, 0.05, true}, known.customer.profit);
    add_wish(coverage, "P(a customer loses) to 0.008", certain, options, {results::Target::p_loss, 0.008, false}, known.customer.loss);
    options.worlds = 200;
    add_wish(coverage, "LTV : CAC to 0.12, 200 worlds", uncertain, options, {results::Target::ltv_cac, 0.12, false},
             unknown.customer.ltv_cac);
    options.worlds = 50;
    add_wish(coverage, "profit per lead to 1.25, 50 worlds", uncertain, options, {results::Target::lead_profit, 1.25, false},
             unknown.lead.profit);
    options.worlds.reset();
    add_wish(coverage, "profit per customer to 2", uncertain, options, {results::Target::profit, 2, false}, unknown.customer.profit);
  });
}

}  // namespace valuescale::coverage

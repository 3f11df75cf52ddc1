// Plans lived by hand, for tests: what came of them, world by world.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/plan.hpp"
#include "tests/results/answer_tallies.hpp"

#include <cmath>
#include <memory>
#include <vector>

namespace valuescale::test {

/// Tallies of plans of one channel, `ads`. Money in currency.
class PlanBuilder {
 public:
  PlanBuilder(std::size_t worlds, int months) : tallies_(worlds) {
    plan_.months = months;
    models::PlanOutcome outcome;
    outcome.cash.assign(static_cast<std::size_t>(months), 0);
    outcome.channels.resize(1);
    outcome.cohorts.resize(static_cast<std::size_t>(months));
    outcome.revenue.resize(static_cast<std::size_t>(months));
    outcome.active.resize(static_cast<std::size_t>(months));
    plan_.worlds.assign(worlds, outcome);
  }
  /// Plans of a month that earn so much.
  explicit PlanBuilder(const std::vector<double>& profits) : PlanBuilder(profits.size(), 1) {
    for (std::size_t w = 0; w < profits.size(); ++w) world(w).cash[0] = units(profits[w]);
  }

  static std::int64_t units(double money) { return std::llround(money * 10'000); }

  models::PlanTallies& plan() { return plan_; }
  models::PlanOutcome& world(std::size_t w) { return plan_.worlds[w]; }
  /// Luck's other plan in a world earns so much.
  void pair(std::size_t w, double profit) { plan_.pairs.push_back({w, units(profit), units(profit), profit * 10'000, profit * 10'000}); }
  /// And its plan with the same buyers and other lives.
  void life_pair(std::size_t w, double profit) {
    plan_.life_pairs.push_back({w, units(profit), units(profit), profit * 10'000, profit * 10'000, world(w).active});
  }
  /// Something is not known.
  void assumption() {
    tallies_.assumption(std::vector<double>(plan_.worlds.size(), 0.5));
    plan_.has_unknowns = true;
  }

  models::Tallies tallies() {
    models::Tallies tallies = tallies_.finish();
    tallies.plan = std::make_shared<const models::PlanTallies>(plan_);
    return tallies;
  }
  results::PlanAnswer answer() { return results::plan_answer(tallies(), {"ads"}); }

 private:
  TallyBuilder tallies_;
  models::PlanTallies plan_;
};

}  // namespace valuescale::test

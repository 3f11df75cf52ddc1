// Many worlds of a plan, and what they come to: means with standard errors, distribution functions and quantiles over worlds.
#pragma once

#include "tests/support/reference_estimates.hpp"
#include "tests/support/reference_plan.hpp"
#include "tests/support/reference_scenario.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace valuescale::tests::reference {

/// A number in each of many worlds.
class Sample {
 public:
  void add(double value) { values_.push_back(value); }
  /// To be called once all are there.
  void sort();

  std::size_t size() const { return values_.size(); }
  Estimate mean() const;
  Estimate sd() const;
  /// P(X ≤ point), and P(X < point).
  Estimate at_most(double point) const;
  Estimate below(double point) const;
  /// The smallest number that so large a share of worlds does not exceed.
  double quantile(double share) const;

 private:
  std::vector<double> values_;
};

/// By name: `cash 1` … `cash M`, `active 1` … `active M`, `profit`, `npv`, `run_off profit`, `run_off npv`, `peak_funding`, `lowest_bank`, `interest`, `fixed_costs`;
/// `customers`, `leads`, `outlay` and `channel profit`, and each with ` of CHANNEL`. Events are numbers that are 1 or 0: `loss`, `ruined by 1` … `ruined by M`,
/// `break_even by 1` …, `break_even ever`, `lasting_break_even by 1` …, `lasting_break_even ever`, and these as `break_even of CHANNEL by 1` … too.
struct ReferencePlan {
  std::size_t worlds = 0;
  std::map<std::string, Sample> samples;
  /// Of sums over all worlds: `customer profit`, `lead profit`, `cac`, `fully_loaded_cac`. A customer's is of a whole life.
  std::map<std::string, Estimate> ratios;
};

/// What plans of some worlds come to, and how deep the cash of each went if it was never short of it. Whoever lived them.
ReferencePlan summed_up(const Business& business, const std::vector<PlanOutcome>& lived, const std::vector<double>& deepest);

ReferencePlan reference_plan(const Business& business, std::size_t worlds, std::uint64_t seed = 1);
ReferencePlan reference_plan(const std::string& path, const Settings& settings, std::size_t worlds, std::uint64_t seed = 1);

}  // namespace valuescale::tests::reference

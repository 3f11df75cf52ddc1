// Numbers whose accuracy a run can be asked for.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/part_view.hpp"
#include "results/answer/worlds.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace valuescale::results {

enum class Target { profit, npv, ltv, cac, ltv_cac, p_loss, payback, lead_profit, plan_profit, plan_npv, plan_loss, peak_funding, ruin };

/// As a user says it, and what it is in a sentence.
struct TargetName {
  Target target;
  const char* name;
  const char* meaning;
  enum class Unit { money, ratio, share } unit;
};
inline constexpr std::array kTargets{
    TargetName{Target::profit, "profit", "profit per customer", TargetName::Unit::money},
    TargetName{Target::npv, "npv", "NPV per customer", TargetName::Unit::money},
    TargetName{Target::ltv, "ltv", "LTV", TargetName::Unit::money},
    TargetName{Target::cac, "cac", "CAC", TargetName::Unit::money},
    TargetName{Target::ltv_cac, "ltv-cac", "LTV : CAC", TargetName::Unit::ratio},
    TargetName{Target::p_loss, "p-loss", "P(a customer loses money)", TargetName::Unit::share},
    TargetName{Target::payback, "payback", "the share of customers that pay back", TargetName::Unit::share},
    TargetName{Target::lead_profit, "lead-profit", "profit per lead", TargetName::Unit::money},
    TargetName{Target::plan_profit, "plan-profit", "the plan's profit", TargetName::Unit::money},
    TargetName{Target::plan_npv, "plan-npv", "the plan's NPV", TargetName::Unit::money},
    TargetName{Target::plan_loss, "plan-loss", "P(the plan loses money)", TargetName::Unit::share},
    TargetName{Target::peak_funding, "peak-funding", "the plan's peak funding", TargetName::Unit::money},
    TargetName{Target::ruin, "ruin", "P(ruin)", TargetName::Unit::share},
};
/// Is it a number of a plan as a whole?
constexpr bool is_of_plan(Target target) { return target >= Target::plan_profit; }
std::optional<Target> target_named(std::string_view name);
const TargetName& name_of(Target target);

/// What a run says of a target. All of it is missing where the run cannot tell.
struct Reading {
  double value = kMissing;
  double half_width = kMissing;  ///< of the 95 % interval; an interval that is not symmetric: half of its length
  double critical = kMissing;    ///< how many standard errors that is
};
Reading read(const models::Tallies& tallies, Target target);

/// The same of every world by itself, with the variance that its luck gives it; of a target that is not of a plan.
WorldValues by_world(const models::Tallies& tallies, Target target);

}  // namespace valuescale::results

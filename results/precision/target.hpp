// Numbers whose accuracy a run can be asked for.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/part_view.hpp"
#include "results/answer/worlds.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace valuescale::results {

enum class Target { profit, npv, ltv, cac, ltv_cac, p_loss, payback, lead_profit };

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
};
std::optional<Target> target_named(std::string_view name);
const TargetName& name_of(Target target);

/// What a run says of a target. All of it is missing where the run cannot tell.
struct Reading {
  double value = kMissing;
  double half_width = kMissing;  ///< of the 95 % interval; an interval that is not symmetric: half of its length
  double critical = kMissing;    ///< how many standard errors that is
};
Reading read(const models::Tallies& tallies, Target target);

/// The same of every world by itself, with the variance that its luck gives it.
WorldValues by_world(const models::Tallies& tallies, Target target);

}  // namespace valuescale::results

// The answer in which every field has a value of its own, to a scenario with a plan.
#pragma once

#include "tests/results/plan_answer_sample.hpp"
#include "tests/results/sample_answer.hpp"

#include <limits>

namespace valuescale::tests {

inline results::Answer planned_answer() {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  results::Answer answer = sample_answer();
  results::PlanAnswer& plan = answer.plan.emplace(plan_answer_sample());
  plan.lived_share = 0.625;
  plan.cac = {10.11, 0.11}, plan.fully_loaded_cac = {12.13, 0.12};
  plan.variance.interaction = {-1'234, -2'345, 345};
  plan.variance.shocks = {4'321, 1'234, 5'432};
  plan.ruin_sampling = results::RuinSampling{1000, 321, {0.044, 0.041, 0.048}, 23'456.5};
  plan.channels[1].name = "微信";
  plan.worlds = {{91, -1500.5, -1400.25, 1600, 1700.5, 3300, kNever, kNever, -20.5, 3, true},
                 {92, 2500.5, 2400.25, 2600, 2700.5, 310, 2, 4, 120.5, kNever, false},
                 {93, 3500.5, 3400.25, 3600, 3700.5, 320, 1, 1, 130.5, kNever, false}};
  return answer;
}

}  // namespace valuescale::tests

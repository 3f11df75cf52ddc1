// "Comes whenever there is a reason, until moving away": purchases at a steady rate while alive; life is exponential.
// For life: E/μ long. For each purchase: gap = E/λ, while alive.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Poisson {
  static constexpr Field fields[] = {
      {"rate", Meaning::rate, Role::assumption, false, true, 0, "purchases per time unit while alive"},
      {"churn", Meaning::rate, Role::assumption, false, false, 0, "hazard of leaving per time unit; 0: never"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"churn", false}};
  static constexpr RepeatModel model{"poisson", "purchases at a steady rate while alive; life is exponential", fields, handles, false,
                                     true};

  enum Column { mean_gap, mean_life, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.value(mean_gap, 1 / (in.parameters[0] * in.rate));  // infinite at rate 0
    row.value(mean_life, 1 / (in.parameters[1] * in.churn));
  }

  struct State {
    F32 mean_gap, end_of_life;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32 start) {
    return {row.value(Column::mean_gap), start + sim::exponential(words[0]) * row.value(Column::mean_life)};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + sim::exponential(words[0]) * state.mean_gap;
    return {sim::select(time <= state.end_of_life, time, never()), state.end_of_life, time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

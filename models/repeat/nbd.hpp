// "Some are busier than others": events at a rate that differs between customers, as long as they are alive; their counts are over-dispersed, negative
// binomial (Ehrenberg, Repeat-Buying, 1959).
// For life: λ = G_r/alpha, ends after E/churn. For each event: gap = E/λ.
#pragma once

#include "models/repeat/behaviour.hpp"
#include "sim/random/special.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Nbd {
  static constexpr Field fields[] = {
      {"r", Meaning::positive, Role::assumption, false, true, 0, "shape of the rate across customers"},
      {"alpha", Meaning::positive_time, Role::assumption, false, true, 0, "its scale: mean rate is r/alpha"},
      {"churn", Meaning::rate, Role::assumption, false, false, 0, "hazard of leaving per time unit; 0: never"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"churn", false}};
  static constexpr RepeatModel model{
      "nbd", "purchases at a rate of the customer's own while alive; life is exponential", fields, handles, false, true};

  enum Column { r, log_alpha, mean_life, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.log_gamma(r, in.parameters[0]);
    row.value(log_alpha, sim::log_of(in.parameters[1]) - sim::log_of(in.rate));
    row.value(mean_life, 1 / (in.parameters[2] * in.churn));
  }

  struct State {
    F32 mean_gap, end_of_life;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32 start) {
    const F32 mean_gap = sim::exp(row.value(log_alpha) - row.log_gamma(r, words[0]));
    return {mean_gap, start + sim::exponential(words[1]) * row.value(Column::mean_life)};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + sim::exponential(words[0]) * state.mean_gap;
    return {sim::select(time <= state.end_of_life, time, never()), state.end_of_life, time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

// "Some buy often, some stay long, and nobody tells us when they leave": purchases at a rate and a life with a hazard that both differ between
// customers, each gamma distributed (Schmittlein, Morrison and Colombo, Counting your customers, 1987).
// For life: λ = G_r/alpha, μ = G_s/beta, life = E/μ. For each purchase: gap = E/λ, while alive.
#pragma once

#include "models/repeat/behaviour.hpp"
#include "sim/random/special.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct ParetoNbd {
  static constexpr Field fields[] = {
      {"r", Meaning::positive, Role::assumption, false, true, 0, "shape of the purchase rate across customers"},
      {"alpha", Meaning::positive_time, Role::assumption, false, true, 0, "its scale: mean rate is r/alpha"},
      {"s", Meaning::positive, Role::assumption, false, true, 0, "shape of the hazard of leaving across customers"},
      {"beta", Meaning::positive_time, Role::assumption, false, true, 0, "its scale: mean hazard is s/beta"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"churn", false}};
  static constexpr RepeatModel model{
      "pareto-nbd", "purchases at a rate while alive; rate and hazard of leaving differ between customers", fields, handles, false, true};

  enum Column { r, log_alpha, s, log_beta, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.log_gamma(r, in.parameters[0]);
    row.value(log_alpha, sim::log_of(in.parameters[1]) - sim::log_of(in.rate));
    row.log_gamma(s, in.parameters[2]);
    row.value(log_beta, sim::log_of(in.parameters[3]) - sim::log_of(in.churn));
  }

  struct State {
    F32 mean_gap, end_of_life;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32 start) {
    const F32 mean_gap = sim::exp(row.value(log_alpha) - row.log_gamma(r, words[0]));
    const F32 mean_life = sim::exp(row.value(log_beta) - row.log_gamma(s, words[1]));
    return {mean_gap, start + sim::exponential(words[2]) * mean_life};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + sim::exponential(words[0]) * state.mean_gap;
    return {sim::select(time <= state.end_of_life, time, never()), state.end_of_life, time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

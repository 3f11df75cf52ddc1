// "The longer they have been with us, the likelier they are to go": purchases at a rate of the customer's own; the hazard of leaving grows
// with age, from a level of the customer's own (gamma/Gompertz/NBD; Bemmaor and Glady, Modeling purchasing behavior with sudden "death",
// 2012).
// For life: λ = G_r/alpha, η = G_s/beta, P(life > t) = exp(−η (e^(bt) − 1)), so that life = ln(1 + E/η)/b. For each purchase: gap = E/λ,
// while alive.
#pragma once

#include "models/repeat/behaviour.hpp"
#include "sim/random/special.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct GammaGompertz {
  static constexpr Field fields[] = {
      {"r", Meaning::positive, Role::assumption, false, true, 0, "shape of the purchase rate across customers"},
      {"alpha", Meaning::positive_time, Role::assumption, false, true, 0, "its scale: mean rate is r/alpha"},
      {"b", Meaning::rate, Role::assumption, false, true, 0, "rate at which the hazard of leaving grows with age; 0: nobody leaves"},
      {"s", Meaning::positive, Role::assumption, false, true, 0, "shape of the level of the hazard across customers"},
      {"beta", Meaning::positive, Role::assumption, false, true, 0, "its scale: mean hazard is b s/beta at first"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"churn", false}};
  static constexpr RepeatModel model{
      "gamma-gompertz",
      "purchases at a rate of the customer's own while alive; the hazard of leaving grows with age, from a level "
      "of the customer's own",
      fields,
      handles,
      false,
      true,
      false};

  enum Column { r, log_alpha, ages, s, log_beta, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.log_gamma(r, in.parameters[0]);
    row.value(log_alpha, sim::log_of(in.parameters[1]) - sim::log_of(in.rate));
    row.value(ages, 1 / in.parameters[2]);  // infinite at 0
    row.log_gamma(s, in.parameters[3]);
    row.value(log_beta, sim::log_of(in.parameters[4]) - sim::log_of(in.churn));
  }

  struct State {
    F32 mean_gap, end_of_life;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32 start) {
    const F32 mean_gap = sim::exp(row.value(log_alpha) - row.log_gamma(r, words[0]));
    const F32 log_ratio = sim::log(sim::exponential(words[2])) + row.value(log_beta) - row.log_gamma(s, words[1]);
    return {mean_gap, start + log_of_1_plus_exp(log_ratio) * row.value(ages)};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + sim::exponential(words[0]) * state.mean_gap;
    return {sim::select(time <= state.end_of_life, time, never()), state.end_of_life, time};
  }

  /// ln(1 + e^y), where e^y is next to nothing and where it is more than a float holds.
  static VALUESCALE_INLINE F32 log_of_1_plus_exp(F32 y) {
    const F32 ratio = sim::exp(y);
    const F32 large = sim::select(y < F32::of(20), sim::log(F32::of(1) + ratio), y);
    return sim::select(ratio < F32::of(0.25f), sim::log_from(ratio, F32::of(0)), large);
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

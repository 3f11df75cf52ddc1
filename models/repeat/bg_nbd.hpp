// "After each purchase some have had enough": purchases at a rate that differs between customers; after each repeat purchase the customer leaves
// with a probability of their own (Fader, Hardie and Lee, Counting your customers the easy way, 2005).
// For life: λ = G_r/alpha, p ~ Beta(a, b). For each purchase: gap = E/λ; then leaves with probability p.
#pragma once

#include "models/repeat/behaviour.hpp"
#include "sim/random/special.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct BgNbd {
  static constexpr Field fields[] = {
      {"r", Meaning::positive, Role::assumption, false, true, 0, "shape of the purchase rate across customers"},
      {"alpha", Meaning::positive_time, Role::assumption, false, true, 0, "its scale: mean rate is r/alpha"},
      {"a", Meaning::positive, Role::assumption, false, true, 0, "first shape of the probability of leaving across customers"},
      {"b", Meaning::positive, Role::assumption, false, true, 0, "second shape of the probability of leaving across customers"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"churn", false}};
  static constexpr RepeatModel model{
      "bg-nbd", "purchases at a rate of the customer's own; after each repeat purchase leaves with a probability of the customer's own",
      fields, handles, false};

  enum Column { r, log_alpha, a, b, churn, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.log_gamma(r, in.parameters[0]);
    row.value(log_alpha, sim::log_of(in.parameters[1]) - sim::log_of(in.rate));
    row.log_gamma(a, in.parameters[2]);
    row.log_gamma(b, in.parameters[3]);
    row.value(churn, in.churn);
  }

  struct State {
    F32 mean_gap, leaves;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32) {
    const F32 mean_gap = sim::exp(row.value(log_alpha) - row.log_gamma(r, words[0]));
    const F32 log_odds = row.log_gamma(a, words[1]) - row.log_gamma(b, words[2]);
    const F32 churn = row.value(Column::churn), as_fitted = sim::logistic(log_odds);
    const Mask unchanged = churn == F32::of(1);
    if (unchanged.all()) return {mean_gap, as_fitted};
    const F32 changed = F32::of(1) - sim::exp(churn * sim::log(sim::logistic(-log_odds)));
    return {mean_gap, sim::select(unchanged, as_fitted, changed)};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + sim::exponential(words[0]) * state.mean_gap;
    return {time, sim::select(sim::uniform(words[1]) < state.leaves, time, never()), time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

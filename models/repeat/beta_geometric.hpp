// "Some subscribers were never going to stay": a subscription whose churn differs between customers as Beta(alpha, beta), so that those who
// have stayed long are those who tend to stay (shifted-beta-geometric; Fader and Hardie, How to project customer retention, 2007).
// For life: churn ~ Beta(alpha, beta). For each purchase but the first: stays with probability 1 − churn, on a lattice.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct BetaGeometric {
  static constexpr Field fields[] = {
      {"alpha", Meaning::positive, Role::assumption, false, true, 0, "first shape of the churn across customers"},
      {"beta", Meaning::positive, Role::assumption, false, true, 0, "second shape of the churn across customers"},
  };
  static constexpr Handle handles[] = {{"churn", false}};
  static constexpr RepeatModel model{"beta-geometric", "a subscription whose churn is Beta(alpha, beta) across customers (sBG)", fields,
                                     handles, true};

  enum Column { alpha, beta, churn, columns };
  static constexpr int first_occurrence = 0;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.log_gamma(alpha, in.parameters[0]);
    row.log_gamma(beta, in.parameters[1]);
    row.value(churn, in.churn);
  }

  struct State {
    F32 stays;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32) {
    const F32 log_odds = row.log_gamma(Column::beta, words[1]) - row.log_gamma(Column::alpha, words[0]);
    const F32 churn = row.value(Column::churn), stays = sim::logistic(log_odds);
    return {sim::select(churn == F32::of(1), stays, sim::exp(churn * sim::log(stays)))};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const Mask first = at.number < F32::of(0.5f);
    return lattice_visit(at, first | (sim::uniform(words[0]) < state.stays));
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

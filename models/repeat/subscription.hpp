// "Pays every month until cancelling": a payment at the start and after each interval; before each later payment the customer leaves
// with a fixed probability.
// For each purchase but the first: stays with probability 1 − churn, on a lattice.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Subscription {
  static constexpr Field fields[] = {
      {"churn", Meaning::probability, Role::assumption, false, true, 0, "probability of leaving before each later payment"},
  };
  static constexpr Handle handles[] = {{"churn", false}};
  static constexpr RepeatModel model{"subscription",
                                     "pays at the start and after each interval; before each later payment leaves with a fixed probability",
                                     fields, handles, true};

  enum Column { stays, columns };
  static constexpr int first_occurrence = 0;

  static void prepare(const RepeatInputs& in, RowWriter& row) { row.threshold(stays, staying(in.parameters[0], in.churn)); }

  struct State {
    F32 stays;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words&, F32) { return {row.value(Column::stays)}; }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const Mask first = at.number < F32::of(0.5f);
    return lattice_visit(at, first | sim::happens(words[0], sim::bits(state.stays)));
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

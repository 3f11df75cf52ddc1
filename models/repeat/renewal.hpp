// "Carpets wear out": a need recurs after a gap drawn anew each time; each time the shop wins it with some probability, and the first need
// that goes elsewhere ends the relation. Gamma and Weibull gaps are the usual ones.
// For each purchase: a gap from its law; won with probability `keep`.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Renewal {
  static constexpr Field fields[] = {
      {"gap", Meaning::positive_time, Role::each_event, true, true, 0, "time between needs"},
      {"keep", Meaning::probability, Role::assumption, false, false, 1, "probability of winning each need"},
  };
  static constexpr Handle handles[] = {{"rate", false}, {"keep", true}, {"churn", false}};
  static constexpr RepeatModel model{
      "renewal", "needs recur after independent gaps; each is won with a fixed probability, the first that is not ends it", fields, handles,
      false};

  enum Column { pace, keeps, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    row.value(pace, 1 / in.rate);
    row.threshold(keeps, staying(1 - in.parameters[1], in.churn));
  }

  struct State {
    F32 pace, keeps;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words&, F32) {
    return {row.value(Column::pace), row.value(Column::keeps)};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    const F32 time = at.last + at.gap * state.pace;
    const Mask won = sim::happens(words[0], sim::bits(state.keeps));
    return {sim::select(won, time, never()), sim::select(won, never(), time), time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

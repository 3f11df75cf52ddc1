// "By the calendar, whatever the customer does": letters, calls, reviews, fees; a number of times, or as long as we look.
// The n-th event is at n intervals after the start.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Schedule {
  static constexpr Field fields[] = {
      {"times", Meaning::positive, Role::assumption, false, false, 1e9, "how many times at most; default: no end"},
  };
  static constexpr RepeatModel model{"schedule",
                                     "comes by the calendar, whatever the customer does: what follows it are letters, reviews, fees; no "
                                     "purchase of the customer",
                                     fields,
                                     {},
                                     true,
                                     false,
                                     true,
                                     false};

  enum Column { times, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) { row.value(times, in.parameters[0]); }

  struct State {
    F32 times;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words&, F32) { return {row.value(Column::times)}; }
  static VALUESCALE_INLINE Visit next(const State& state, const Words&, const Moment& at) {
    const F32 time = lattice_time(at), half = F32::of(0.5f);
    return {sim::select(at.number < state.times + half, time, never()), sim::select(at.number + half < state.times, never(), time), time};
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

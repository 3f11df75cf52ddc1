// "Most come back next month, and whoever stays away once is gone": after each interval the customer returns with a fixed probability,
// until the first time not. The number of returns is geometric.
// For each purchase: returns with probability `return`, on a lattice.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct Geometric {
  static constexpr Field fields[] = {
      {"return", Meaning::probability, Role::assumption, false, true, 0, "probability of coming back after each interval"},
  };
  static constexpr Handle handles[] = {{"return", true}, {"churn", false}};
  static constexpr RepeatModel model{"geometric", "comes back after each interval with a fixed probability, until the first time not",
                                     fields, handles, true};

  enum Column { returns, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) { row.threshold(returns, staying(1 - in.parameters[0], in.churn)); }

  struct State {
    F32 returns;
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words&, F32) { return {row.value(Column::returns)}; }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    return lattice_visit(at, sim::happens(words[0], sim::bits(state.returns)));
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

// What a repeat model is made of: a row of numbers for each kind of customer, a state for each living customer, and two decisions, `begin`
// and `next`. A model never sees threads, lanes, cash or other models.
//
// A model is a struct with
//   model             how the scenario file names it (RepeatModel)
//   Column            the numbers its row holds; the last enumerator is `columns`
//   first_occurrence  number of its first purchase: 0 if it happens at the start, else 1
//   prepare(inputs, row)         scalar: parameters of one kind of customer in one world → its row
//   State                        F32 members only
//   begin(row, words, start)     a customer starts: draws what is fixed for life
//   next(state, words, moment)   when the next purchase comes, and when it all ends; words 0 and 1 are the model's (0 alone if it has a gap law),
//                                the others belong to the purchase
#pragma once

#include "models/description/repeat_model.hpp"
#include "sim/random/laws.hpp"

namespace valuescale::models {

/// Parameters of one kind of customer in one world, in the order of the model's fields, in steps; `rate` and `churn` are the multipliers of
/// purchase rate and of the hazard of leaving.
struct RepeatInputs {
  const double* parameters;
  double rate = 1, churn = 1;
};

/// Receives a row; columns hold numbers, thresholds of probabilities, or places of gamma tables.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void value(int column, double x) = 0;
  virtual void threshold(int column, double probability) = 0;
  virtual void log_gamma(int column, double shape) = 0;
};

/// (1 − p)^churn: the chance of staying when the hazard is multiplied.
double staying(double leaving_probability, double churn);

inline namespace VALUESCALE_ISA {

using sim::F32;
using sim::Mask;
using sim::U32;
using sim::Words;

/// The rows of several lanes.
struct RowReader {
  const float* numbers;       ///< some row of them
  const std::uint8_t* alike;  ///< by column: the same in every row?
  const float* tables;
  U32 offset;  ///< of each lane's row from that one
  bool one;    ///< do all lanes read the same?
  VALUESCALE_INLINE F32 value(int column) const {
    return one || alike[column] ? F32::of(numbers[column]) : sim::gather(numbers + column, offset);
  }
  VALUESCALE_INLINE U32 bits(int column) const { return sim::bits(value(column)); }
  /// Has the probability of that column happened?
  VALUESCALE_INLINE Mask happens(int column, U32 word) const { return sim::happens(word, bits(column)); }
  /// ln of a Gamma(shape of that column, scale 1) variate.
  VALUESCALE_INLINE F32 log_gamma(int column, U32 word) const { return sim::quantile(tables, bits(column), word); }
};

/// Where a customer stands in the process. Times in steps since the first sale.
struct Moment {
  F32 start;   ///< of the process
  F32 last;    ///< purchase, or the start
  F32 number;  ///< of the purchase asked about
  F32 every;   ///< of lattice models
  F32 gap;     ///< of models with a gap law: this event's draw
};

/// The next purchase, or infinity; the end of the process, or infinity while it is not known to end; and when the purchase would be due if nothing
/// prevented it. A process that has no life of its own ends, if it does, when a purchase is due.
struct Visit {
  F32 time, end, due;
};

VALUESCALE_INLINE F32 never() { return F32::of(__builtin_inff()); }

/// Time of the n-th tick of a lattice: whole steps stay whole, whatever `every` was divided into.
VALUESCALE_INLINE F32 lattice_time(const Moment& at) {
  const F32 time = sim::fma(at.number, at.every, at.start);
  const F32 magic = F32::of(0x1.8p23f);
  const F32 whole = (time + magic) - magic;
  const F32 apart = sim::max(time - whole, whole - time);
  return sim::select(apart < sim::fma(time, F32::of(2e-7f), F32::of(1e-6f)), whole, time);
}

/// A lattice visit that comes if the customer stays; otherwise the process ends at the visit that does not come.
VALUESCALE_INLINE Visit lattice_visit(const Moment& at, Mask stays) {
  const F32 time = lattice_time(at);
  return {sim::select(stays, time, never()), sim::select(stays, never(), time), time};
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

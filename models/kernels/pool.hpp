// What the passes of a repeat process work on. Columns stand at fixed places behind one address, so that a pass over many of them needs no
// pointer for each.
#pragma once

#include "models/kernels/customers.hpp"

namespace valuescale::models {

/// So many customers go through a process side by side: their columns stay in the nearest cache.
inline constexpr int kLanes = 512;
inline constexpr int kMaxState = 4;

using WordColumn = std::uint32_t[kLanes + kPadding];
using FloatColumn = float[kLanes + kPadding];

/// Customers in a process.
struct Lanes {
  int count = 0;
  bool origin = true;  ///< do id_high and world hold anything? else they are 0
  alignas(64) WordColumn slot, id_low, id_high, world, row, occurrence;
  FloatColumn start, last;       ///< of the process; last purchase, or the start
  FloatColumn state[kMaxState];  ///< of the model
  FloatColumn next, end;         ///< time of the next purchase, end of the process
  FloatColumn due;               ///< when the next purchase would be, whether or not it comes; for who asked only

  Customers view() const { return {slot, id_low, row, origin ? id_high : nullptr, origin ? world : nullptr, occurrence, last, count}; }
};

/// Purchases about to be made, and what is already drawn for them.
struct Sales {
  bool whole = false;                                  ///< are all columns needed? else slot, row and time
  bool origin = true;                                  ///< do id_high and world hold anything? else they are 0
  bool price_is_drawn = false, cost_is_drawn = false;  ///< by words of the event
  int count = 0;
  alignas(64) WordColumn slot, id_low, id_high, world, row, occurrence;
  FloatColumn time;
  WordColumn price_word, cost_word;

  Customers view() const { return {slot, id_low, row, origin ? id_high : nullptr, origin ? world : nullptr, occurrence, time, count}; }
};

/// Those who left a process in a pass.
struct Leavers {
  bool whole = false;  ///< are all columns needed? else slot and tally,
  bool ends = false;   ///< and end, if this is set
  int count = 0;
  alignas(64) WordColumn slot, tally;  ///< tally: twice the number of purchases, plus 1 for those still in it at the horizon
  WordColumn row;
  FloatColumn start, end;
};

/// A repeat process and its customers.
struct Pool {
  Lanes entering;  ///< begun, but not all of them in the lanes yet
  int entered = 0;
  Lanes lanes;
  Sales sales;
  Leavers leavers;
};

}  // namespace valuescale::models

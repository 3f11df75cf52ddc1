// At which value of something a number of the run meets a target.
#pragma once

#include "models/description/law.hpp"
#include "results/decision/measured.hpp"

#include <functional>
#include <vector>

namespace valuescale::results {

struct Trial {
  double at, value;
};

struct Root {
  bool found = false;
  /// Where it is; 95 %: where the number's own interval still holds the target. An end is missing where the number goes on within its error; both, where
  /// it jumps, or is counted, and nothing tells how far chance may move the jump.
  Interval at;
  bool is_monotone = true;   ///< as far as was looked: else there may be others
  bool is_jump = false;      ///< the number jumps over the target there
  bool is_range = false;     ///< each place of the interval does, so far as was looked; the value is the one next to now
  Measured there;            ///< the number about there
  std::vector<Trial> tried;  ///< in the order of their places
  int by_halving = 0;        ///< so many places would have been tried by halving, for an answer as exact
};

/// Where to look: from `now` on, up and down, doubling the distance, within the range. Where now is 0, in steps of `unit` first.
struct Search {
  double now = 1;
  models::Interval range;
  double unit = 1;
};

/// Where `value` meets the target: the place next to now, to 1e-7 of itself or until what is left is a thousandth of the number's error
/// (TOMS 748: Alefeld, Potra & Shi, ACM Trans. Math. Softw. 21, 327, 1995). The interval ends where the number has moved by half of its own, to 3 %.
/// `measure` is the same with its error, asked for there. `value` must come from common random numbers: a function like any other, whatever
/// chance is in it. Where it is NaN it says nothing: the search goes on from the next place that says something, and no further than the first that
/// does not behind one that did.
Root find_root(const std::function<double(double at)>& value, const std::function<Measured(double at)>& measure, double target,
               const Search& search);

/// The same where it is known to lie between now and `end`.
Root find_root_between(const std::function<double(double at)>& value, const std::function<Measured(double at)>& measure, double target,
                       const Search& search, double end);

}  // namespace valuescale::results

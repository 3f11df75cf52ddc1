// Numbers as a scenario states them: certain, unknown, or different from customer to customer.
//
// A Law is a distribution with the parameters its author wrote; a Quantity is a law in a place of the scenario, with the role it plays
// there. Nothing here draws or computes: models/lifetime resolves quantities world by world.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace valuescale::models {

/// Where something stands in the user's input. `line` and `column` count from 1; 0 means the input has no lines (a command line).
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// Families of distributions. Parameter names are those of scenarios/README.md ("mean", "sd", "shape"…); several sets of names may be
/// valid for one family, and `Law::parameters` keeps the set that was written.
enum class LawKind {
  constant,      ///< `value`
  normal,        ///< mean, sd
  lognormal,     ///< mean & sd | mean & sigma | median & sigma | mu & sigma
  logit_normal,  ///< mu, sigma: of the log-odds ("5% to 20%" of a probability)
  uniform,       ///< low, high
  triangular,    ///< low, mode, high
  pert,          ///< low, mode, high
  beta,          ///< a & b | mean & sd
  gamma,         ///< shape & scale | shape & mean | mean & sd | shape & rate
  exponential,   ///< mean | rate
  weibull,       ///< shape & scale | shape & mean
  mixture,       ///< `components` with `weights`
  truncated,     ///< components[0] given that it lies in [low, high] (parameters low, high)
  earliest,      ///< the smallest of independent draws of `components`
  quotient,      ///< dividend (a parameter) over components[0]
  followed,      ///< `curve` at components[0]: of what follows an assumption that has that law, directly or through others
  values,        ///< one of `components`, constants in ascending order, each as likely: what was seen, taken for what may be
};

/// Straight lines from point to point, level beyond the first and the last. Without points: y = x.
struct Curve {
  struct Point {
    double x, y;
  };
  std::vector<Point> points;  ///< x increasing

  double at(double x) const;
};

struct Law {
  struct Parameter;

  LawKind kind = LawKind::constant;
  double value = 0;                   ///< of a constant
  std::vector<Parameter> parameters;  ///< as written
  std::vector<Law> components;        ///< of mixture, truncated, earliest, quotient, values and followed, even where the last is certain
  std::vector<double> weights;        ///< of mixture and values; sum to 1
  Curve curve;                        ///< of followed

  static Law constant(double value);
  bool is_constant() const { return kind == LawKind::constant; }
};

/// A parameter whose own law is not constant is an assumption inside a draw.
struct Law::Parameter {
  std::string name;
  Law law;
};

inline double Curve::at(double x) const {
  if (points.empty()) return x;
  if (x <= points.front().x) return points.front().y;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point &left = points[i - 1], &right = points[i];
    if (x <= right.x) return left.y + (right.y - left.y) * ((x - left.x) / (right.x - left.x));
  }
  return points.back().y;
}

inline Law Law::constant(double value) {
  Law law;
  law.value = value;
  return law;
}

/// The meaning of a number, which decides its range, its units and how "a to b" is read.
enum class Meaning {
  money,          ///< any sign
  cost,           ///< money >= 0
  probability,    ///< [0, 1]
  margin,         ///< share of a price that is kept; <= 1, may be negative
  positive,       ///< > 0: shapes
  factor,         ///< >= 0: multipliers
  time,           ///< >= 0, a duration
  positive_time,  ///< > 0: a scale in time units (alpha of bg-nbd), `every`, a gap
  rate,           ///< >= 0, per time unit
};

/// Numbers from `low` up to `high`, either end perhaps without it.
struct Interval {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool low_open = false, high_open = false;

  bool holds(double x) const { return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high); }
};

/// Who draws the value: the business as a whole, once a world; a customer, once in a life; or every event.
enum class Role { assumption, each_customer, each_event };

/// A number of the scenario.
struct Quantity {
  std::string path;  ///< "offer.first-course.take": also the address of its randomness
  Meaning meaning = Meaning::money;
  Interval range;  ///< in which it makes sense, in the units it was written in
  Role role = Role::assumption;
  Law law;  ///< in the units it was written in
  double scale =
      1;  ///< multiplies what the law says, where the scenario was changed (models/law/change.hpp); of a constant it is done already
  double shift = 0;   ///< is added to that, in the same units; likewise
  double factor = 1;  ///< multiplies a value: times become steps, rates become per step
  Place place;
  std::string text;     ///< as written, for messages
  std::string follows;  ///< path of another assumption, which settles this one: the value of `along` at that one's
  Curve along;
  std::string note, source;
  bool given = false;  ///< false: the default of its key

  bool is_certain() const { return law.is_constant(); }
};

}  // namespace valuescale::models

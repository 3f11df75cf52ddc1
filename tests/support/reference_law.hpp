// Values as they are written in a scenario file, read and drawn a second time: the reference simulator's own reading of "20 to 60",
// "gamma(4, mean = 8 years)" and the rest. Shares nothing with the reader or the engine, so that an error in one of them shows.
#pragma once

#include <boost/random/mersenne_twister.hpp>

#include <string>
#include <utility>
#include <vector>

namespace valuescale::tests::reference {

using Random = boost::random::mt19937_64;

/// Which numbers a key may hold, which decides what "a to b" is: lognormal, logit-normal or normal.
enum class Range { positive, probability, any };

/// What was written: a number, or a law by name whose parameters may themselves be laws.
struct Expression {
  std::string name = "number";
  double number = 0;
  struct Parameter;
  std::vector<Parameter> parameters;
  std::vector<Expression> parts;  ///< of mix, truncate, earliest and quotient
  std::vector<double> weights;    ///< of mix

  static Expression of(double number);
};

struct Expression::Parameter {
  std::string name;
  Expression value;
};

inline Expression Expression::of(double number) {
  Expression expression;
  expression.number = number;
  return expression;
}

/// Who draws: the text may say so by each_world(…), each_customer(…), each_event(…).
enum class Role { world, customer, event };

struct Value {
  Expression expression;
  Role role = Role::world;
  double unit = 1;  ///< that follows a law, "uniform(0, 18) months": what it draws is to be multiplied by this
};

double days_in(const std::string& unit);

/// Reads a value. Times become multiples, rates become frequencies, of a unit of so many days.
Value read_value(const std::string& text, Range range, Role by_default, double unit_days);

/// A law whose parameters are all numbers.
struct Law {
  enum class Kind {
    constant,
    normal,
    lognormal,
    logit_normal,
    uniform,
    triangular,
    scaled_beta,
    gamma,
    exponential,
    weibull,
    mixture,
    truncated,
    earliest,
    quotient
  };
  Kind kind = Kind::constant;
  double a = 0, b = 0, c = 0, d = 0;
  std::vector<Law> parts;
  std::vector<double> weights;
};

/// Draws whatever is uncertain inside the parameters.
Law settle(const Expression& expression, Random& random);
double draw(const Law& law, Random& random);
double mean_of(const Law& law);
bool is_number(const Expression& expression);
/// Has the law parameters that are laws?
bool has_uncertain_parameters(const Expression& expression);

}  // namespace valuescale::tests::reference

#include "scenarios/reader/laws.hpp"

#include "scenarios/reader/composed_laws.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
using models::StepUnit;
using Sort = LawArgument::Sort;

constexpr std::size_t kComponents = 32;
constexpr int kLawsInLaws = 3;
constexpr double kSmallestShape = 1e-6, kLargestShape = 1e9;

using Forms = std::vector<std::vector<LawArgument>>;

const LawArgument kMean{"mean", Sort::like_value, 1}, kPositiveMean{"mean", Sort::positive, 1}, kSd{"sd", Sort::positive, 1},
    kMedian{"median", Sort::positive, 1}, kMu{"mu", Sort::any, 0}, kSigma{"sigma", Sort::positive, 0}, kLow{"low", Sort::like_value, 1},
    kMode{"mode", Sort::like_value, 1}, kHigh{"high", Sort::like_value, 1}, kA{"a", Sort::positive, 0}, kB{"b", Sort::positive, 0},
    kShape{"shape", Sort::positive, 0}, kScale{"scale", Sort::positive, 1}, kRate{"rate", Sort::positive, -1};

const Forms kNormal{{kMean, kSd}};
const Forms kLognormal{{kPositiveMean, kSd}, {kPositiveMean, kSigma}, {kMedian, kSigma}, {kMu, kSigma}};
const Forms kUniform{{kLow, kHigh}};
const Forms kThreePoints{{kLow, kMode, kHigh}};
const Forms kBeta{{kA, kB}, {{"mean", Sort::unit_interval, 0}, {"sd", Sort::positive, 0}}};
const Forms kGamma{{kShape, kScale}, {kShape, kPositiveMean}, {kPositiveMean, kSd}, {kShape, kRate}};
const Forms kExponential{{kPositiveMean}, {kRate}};
const Forms kWeibull{{kShape, kScale}, {kShape, kPositiveMean}};

const std::array<LawRule, 9> kRules{{
    {"normal", LawKind::normal, kNormal, true, "bell curve"},
    {"lognormal", LawKind::lognormal, kLognormal, false, "positive, with a long tail of large values"},
    {"uniform", LawKind::uniform, kUniform, true, "anything between two bounds"},
    {"triangular", LawKind::triangular, kThreePoints, true, "between two bounds, most often near the mode"},
    {"pert", LawKind::pert, kThreePoints, true, "between two bounds, smoothly around the mode"},
    {"beta", LawKind::beta, kBeta, true, "a share between 0 and 1"},
    {"gamma", LawKind::gamma, kGamma, true, "positive; a sum of waiting times"},
    {"exponential", LawKind::exponential, kExponential, true, "a waiting time without memory"},
    {"weibull", LawKind::weibull, kWeibull, true, "a waiting time whose hazard rises or falls"},
}};

std::string form_text(const LawRule& rule) {
  std::string text;
  for (const auto& form : rule.forms) {
    text += (text.empty() ? "" : " or ") + std::string(rule.name) + "(";
    for (std::size_t i = 0; i < form.size(); ++i) text += (i ? ", " : "") + std::string(form[i].name) + "=";
    text += ")";
  }
  return text;
}

/// What a number written with the expression's unit has to be multiplied by; 1 without a unit.
double unit_factor(const Expression& e, int dimension, StepUnit time_unit) {
  using UnitKind = Expression::UnitKind;
  if (e.unit_kind == UnitKind::none) return 1;
  const double ratio = models::days_in(e.unit) / models::days_in(time_unit);
  if (e.unit_kind == UnitKind::time && dimension == 1) return ratio;
  if (e.unit_kind == UnitKind::rate && dimension == -1) return 1 / ratio;
  throw ExpressionError{e.unit_at,
                        "a unit of time does not belong here",
                        dimension == 1    ? "this is a time, as in '3 months'"
                        : dimension == -1 ? "this is a rate, as in '0.2 a month'"
                                          : "this is a number without a unit",
                        {}};
}

void check_size(double value, std::size_t at) {
  if (std::abs(value) > kLargest) throw ExpressionError{at, "the number is too large", fmt::format("at most {:g}", kLargest), {}};
}

Range range_of_argument(const LawArgument& argument, const Range& value) {
  switch (argument.sort) {
    case Sort::like_value: {
      // How much of the law lies outside the key's range is judged when the law is whole.
      Range unbounded;
      unbounded.spread = value.spread;
      return unbounded;
    }
    case Sort::positive: return {0, std::numeric_limits<double>::infinity(), true, false, Range::Spread::lognormal};
    case Sort::any: return {};
    case Sort::unit_interval: return {0, 1, true, true, Range::Spread::logit_normal};
  }
  return {};
}

/// Builds laws; `scale_` carries the unit written after a whole law to its arguments.
class Builder {
 public:
  explicit Builder(const LawPlace& where) : where_(where) {}

  Law build(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    switch (e.kind) {
      case Expression::Kind::number: {
        const double value = e.number * outer * unit_factor(e, dimension, where_.time_unit);
        check_size(value, e.at);
        return Law::constant(value);
      }
      case Expression::Kind::range: return spread(e, range, dimension, outer);
      case Expression::Kind::call: return call(e, range, dimension, outer * unit_factor(e, dimension, where_.time_unit), depth);
      case Expression::Kind::quotient: return quotient(e, dimension, outer * unit_factor(e, dimension, where_.time_unit), depth);
    }
    return {};
  }

 private:
  // "a to b": the 5th to the 95th percentile.
  Law spread(const Expression& e, const Range& range, int dimension, double outer) const {
    outer *= unit_factor(e, dimension, where_.time_unit);
    const Expression &from = e.arguments[0].value, &to = e.arguments[1].value;
    double a = from.number * outer * unit_factor(from, dimension, where_.time_unit);
    double b = to.number * outer * unit_factor(to, dimension, where_.time_unit);
    check_size(a, from.at);
    check_size(b, to.at);
    if (!(a < b)) throw ExpressionError{e.at, "the range does not go up", "'a to b' needs a < b", {}};
    Law law;
    law.kind = LawKind::normal;
    const char *first = "mean", *second = "sd";
    if (range.spread == Range::Spread::lognormal) {
      if (!(a > 0))
        throw ExpressionError{from.at, "the range does not start above 0",
                              "'a to b' of something positive is a lognormal, which has no value at or below 0",
                              "use uniform(low, high) or another law"};
      law.kind = LawKind::lognormal;
      a = std::log(a);
      b = std::log(b);
    } else if (range.spread == Range::Spread::logit_normal) {
      if (!(a > 0 && b < 1))
        throw ExpressionError{a > 0 ? to.at : from.at, "the range reaches 0 or 1", "'a to b' of a probability needs 0 < a < b < 1",
                              "use uniform(low, high) or beta(a, b)"};
      law.kind = LawKind::logit_normal;
      a = std::log(a / (1 - a));
      b = std::log(b / (1 - b));
    }
    if (law.kind != LawKind::normal) {
      first = "mu";
      second = "sigma";
    }
    law.parameters = {{first, Law::constant((a + b) / 2)}, {second, Law::constant((b - a) / (2 * kEndOfRange))}};
    return law;
  }

  Law call(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    if (depth > kLawsInLaws)
      throw ExpressionError{
          e.at, "laws are nested too deeply", fmt::format("at most {} levels of mix, truncate and earliest", kLawsInLaws), {}};
    if (e.name == "mix") return mixture(e, range, dimension, outer, depth);
    if (e.name == "truncate") return truncated(e, range, dimension, outer, depth);
    if (e.name == "earliest") return earliest(e, range, dimension, outer, depth);
    if (e.name == "values") return values(e, range, dimension, outer, depth);
    const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const LawRule& r) { return r.name == e.name; });
    if (rule == kRules.end()) refuse_name(e);
    return simple(*rule, e, range, dimension, outer);
  }

  [[noreturn]] static void refuse_name(const Expression& e) {
    if (e.name.starts_with("each_"))
      throw ExpressionError{
          e.at, in_quotes(e.name) + " cannot stand here", "each_world, each_customer and each_event enclose a whole value", {}};
    std::vector<std::string> names{"mix", "truncate", "earliest", "values", "each_world", "each_customer", "each_event"};
    for (const LawRule& r : kRules) names.emplace_back(r.name);
    throw ExpressionError{
        e.at, "unknown law " + in_quotes(e.name),
        "laws are normal, lognormal, uniform, triangular, pert, beta, gamma, exponential, weibull, mix, truncate, earliest, values",
        Problems().suggestion(e.name, names)};
  }

  // Names the arguments, finds the form they make, builds each.
  Law simple(const LawRule& rule, const Expression& e, const Range& range, int dimension, double outer) const {
    std::vector<std::pair<std::string_view, const Argument*>> given;
    for (std::size_t i = 0; i < e.arguments.size(); ++i) {
      const Argument& argument = e.arguments[i];
      if (argument.weight) throw ExpressionError{argument.at, "a weight does not belong here", "weights stand in mix(…)", {}};
      std::string_view name = argument.name;
      if (name.empty()) {
        if (!rule.bare_order)
          throw ExpressionError{argument.at, fmt::format("the arguments of {} need names", rule.name), "tools disagree on their order",
                                "write " + form_text(rule)};
        if (i >= rule.forms.front().size())
          throw ExpressionError{argument.at, fmt::format("{} has too many arguments", rule.name), form_text(rule), {}};
        name = rule.forms.front()[i].name;
      }
      if (std::any_of(given.begin(), given.end(), [&](const auto& g) { return g.first == name; }))
        throw ExpressionError{argument.at, fmt::format("{} is given twice", in_quotes(name)), form_text(rule), {}};
      given.emplace_back(name, &argument);
    }
    const auto form = std::find_if(rule.forms.begin(), rule.forms.end(), [&](const auto& f) {
      return f.size() == given.size() && std::all_of(f.begin(), f.end(), [&](const LawArgument& a) {
               return std::any_of(given.begin(), given.end(), [&](const auto& g) { return g.first == a.name; });
             });
    });
    if (form == rule.forms.end()) refuse_arguments(rule, e, given);

    Law law;
    law.kind = rule.kind;
    for (const LawArgument& argument : *form) {
      const auto found = std::find_if(given.begin(), given.end(), [&](const auto& g) { return g.first == argument.name; });
      law.parameters.push_back({std::string(argument.name), parameter(argument, *found->second, range, dimension, outer)});
    }
    check_together(law, e);
    return law;
  }

  [[noreturn]] static void refuse_arguments(const LawRule& rule, const Expression& e,
                                            const std::vector<std::pair<std::string_view, const Argument*>>& given) {
    std::vector<std::string> names;
    for (const auto& form : rule.forms)
      for (const LawArgument& argument : form) names.emplace_back(argument.name);
    for (const auto& [name, argument] : given)
      if (std::find(names.begin(), names.end(), name) == names.end())
        throw ExpressionError{argument->at, fmt::format("unknown argument {} of {}", in_quotes(name), rule.name), form_text(rule),
                              Problems().suggestion(name, names)};
    throw ExpressionError{e.at, fmt::format("{} does not settle its law with these arguments", rule.name), form_text(rule), {}};
  }

  Law parameter(const LawArgument& argument, const Argument& given, const Range& value_range, int dimension, double outer) const {
    const Range range = range_of_argument(argument, value_range);
    const int own_dimension = dimension * argument.scaling;
    if (outer != 1 && given.value.unit_kind != Expression::UnitKind::none)
      throw ExpressionError{given.value.unit_at, "two units for one number", "the law as a whole has a unit", {}};
    const double scale = argument.scaling == 1 ? outer : argument.scaling == -1 ? 1 / outer : 1;
    const bool is_law = given.value.kind != Expression::Kind::number;
    if (is_law && !where_.may_nest)
      throw ExpressionError{
          given.value.at, fmt::format("{} must be a certain number", in_quotes(argument.name)), std::string(where_.nesting_reason), {}};
    LawPlace inner = where_;
    inner.may_nest = false;
    inner.nesting_reason = "a law in the parameters of a law is as deep as it goes";
    Law law = Builder(inner).build(given.value, range, own_dimension, scale, 1);
    // A logarithm moves where its value is scaled.
    if (argument.name == "mu" && outer != 1) {
      if (is_law) throw ExpressionError{given.value.at, "an uncertain mu needs its own unit", {}, "use median= instead of mu="};
      law.value += std::log(outer);
    }
    check_parameter(argument, law, range, given.value.at);
    return law;
  }

  static void check_parameter(const LawArgument& argument, const Law& law, const Range& range, std::size_t at) {
    if (law.is_constant()) {
      if (!range.holds(law.value))
        throw ExpressionError{
            at, fmt::format("{} is {:.6g}", in_quotes(argument.name), law.value), fmt::format("it must be {}", described(range)), {}};
      const bool is_shape = argument.scaling == 0 && argument.sort == Sort::positive && argument.name != "sigma" && argument.name != "sd";
      if (is_shape && (law.value < kSmallestShape || law.value > kLargestShape))
        throw ExpressionError{at,
                              fmt::format("{} is {:.6g}", in_quotes(argument.name), law.value),
                              fmt::format("between {:g} and {:g} can be computed", kSmallestShape, kLargestShape),
                              {}};
      if (argument.name == "sigma" && law.value > 20)
        throw ExpressionError{at, fmt::format("'sigma' is {:.6g}", law.value), "at most 20 can be computed", {}};
      if (argument.name == "mu" && std::abs(law.value) > 50)
        throw ExpressionError{at, fmt::format("'mu' is {:.6g}", law.value), "between -50 and 50 can be computed", {}};
      return;
    }
    const double outside = share_below(law, range.low) + share_above(law, range.high);
    if (!(outside <= 1e-9))
      throw ExpressionError{at, fmt::format("{} may be out of range with probability {:.3g}", in_quotes(argument.name), outside),
                            fmt::format("it must be {}", described(range)), "truncate(LAW, low, high) cuts it off"};
  }

  // Parameters that are each fine may contradict one another; unknown ones are judged at their means.
  static void check_together(const Law& law, const Expression& e) {
    const auto value = [&](std::string_view name) {
      for (const auto& [key, parameter] : law.parameters)
        if (key == name) return mean_of(parameter);
      return std::numeric_limits<double>::quiet_NaN();
    };
    const auto refuse = [&](const char* problem, const char* reason) { throw ExpressionError{e.at, problem, reason, {}}; };
    const double low = value("low"), mode = value("mode"), high = value("high");
    if (law.kind == LawKind::uniform && !(low < high)) refuse("uniform has no room between its bounds", "low < high is needed");
    if ((law.kind == LawKind::triangular || law.kind == LawKind::pert) && !(low <= mode && mode <= high && low < high))
      refuse("the three points are out of order", "low <= mode <= high and low < high are needed");
    if (law.kind == LawKind::beta && law.parameters.back().name == "sd") {
      const double mean = value("mean"), sd = value("sd");
      if (!(sd * sd < mean * (1 - mean))) refuse("no beta law is spread so widely", "sd² < mean × (1 − mean) is needed");
    }
    const double mean = mean_of(law);
    if (!std::isfinite(mean) || std::abs(mean) > kLargest)
      refuse("the law has no mean that can be computed", "its parameters are too extreme");
  }

  Law mixture(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    Law law;
    law.kind = LawKind::mixture;
    if (e.arguments.empty()) throw ExpressionError{e.at, "mix has no parts", "as in mix(70%: 20 to 60, 30%: normal(90, 5))", {}};
    if (e.arguments.size() > kComponents) throw ExpressionError{e.at, "mix has too many parts", fmt::format("at most {}", kComponents), {}};
    double sum = 0;
    for (const Argument& argument : e.arguments) {
      if (!argument.weight || !argument.name.empty())
        throw ExpressionError{argument.at, "a part of mix has no weight", "as in mix(70%: 20 to 60, 30%: normal(90, 5))", {}};
      if (!(*argument.weight > 0 && *argument.weight <= 1))
        throw ExpressionError{
            argument.at, fmt::format("a weight is {:.6g}", *argument.weight), "weights are more than 0 and at most 1", {}};
      sum += *argument.weight;
      check_inner_unit(argument.value, outer);
      law.weights.push_back(*argument.weight);
      law.components.push_back(build(argument.value, range, dimension, outer, depth + 1));
    }
    if (std::abs(sum - 1) > 1e-9)
      throw ExpressionError{e.at, fmt::format("the weights of mix add to {:.10g}", sum), "they must add to 1", {}};
    for (double& weight : law.weights) weight /= sum;
    return law;
  }

  static void check_inner_unit(const Expression& inner, double outer) {
    if (outer != 1 && inner.unit_kind != Expression::UnitKind::none)
      throw ExpressionError{inner.unit_at, "two units for one number", "the law as a whole has a unit", {}};
  }

  Law truncated(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    constexpr const char* usage = "truncate(LAW, low, high)";
    if (e.arguments.size() != 3) throw ExpressionError{e.at, "truncate needs a law and two bounds", usage, {}};
    constexpr std::array<std::string_view, 3> names{"law", "low", "high"};
    for (std::size_t i = 0; i < 3; ++i) {
      const Argument& argument = e.arguments[i];
      if (argument.weight || (!argument.name.empty() && argument.name != names[i]))
        throw ExpressionError{argument.at, fmt::format("unexpected argument {} of truncate", in_quotes(argument.name)), usage, {}};
      check_inner_unit(argument.value, outer);
    }
    if (e.arguments[0].value.kind == Expression::Kind::number)
      throw ExpressionError{e.arguments[0].at, "a certain number cannot be truncated", usage, {}};
    Law law;
    law.kind = LawKind::truncated;
    Range unbounded;
    unbounded.spread = range.spread;
    law.components.push_back(build(e.arguments[0].value, unbounded, dimension, outer, depth + 1));
    for (std::size_t i = 1; i < 3; ++i) {
      const Expression& bound = e.arguments[i].value;
      if (bound.kind != Expression::Kind::number)
        throw ExpressionError{bound.at, "the bounds of truncate must be certain numbers", usage, {}};
      law.parameters.push_back({std::string(names[i]), build(bound, unbounded, dimension, outer, depth + 1)});
    }
    const double low = law.parameters[0].law.value, high = law.parameters[1].law.value;
    if (!(low < high)) throw ExpressionError{e.arguments[1].at, "truncate leaves nothing", "low < high is needed", {}};
    const double inside = share_up_to(law.components[0], high) - share_below(law.components[0], low);
    if (!(inside >= 1e-4))
      throw ExpressionError{e.at, fmt::format("truncate keeps only {:.3g} of its law", inside), "at least 0.0001 is needed", {}};
    return law;
  }

  Law earliest(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    constexpr const char* usage = "as in earliest(gamma(4, mean = 8), exponential(12))";
    if (e.arguments.size() < 2 || e.arguments.size() > kMostEarliest)
      throw ExpressionError{e.at, fmt::format("earliest needs 2 to {} laws", kMostEarliest), usage, {}};
    std::vector<Law> parts;
    std::size_t combinations = 1;
    for (const Argument& argument : e.arguments) {
      if (argument.weight) throw ExpressionError{argument.at, "a weight does not belong here", "weights stand in mix(…)", {}};
      if (!argument.name.empty())
        throw ExpressionError{argument.at, fmt::format("unexpected argument {} of earliest", in_quotes(argument.name)), usage, {}};
      check_inner_unit(argument.value, outer);
      parts.push_back(build(argument.value, range, dimension, outer, depth + 1));
      combinations *= parts_of(parts.back());
    }
    if (std::all_of(parts.begin(), parts.end(), [](const Law& part) { return part.is_constant(); }))
      throw ExpressionError{e.at, "the earliest of certain numbers is certain", usage, {}};
    if (combinations > kComponents)
      throw ExpressionError{e.at, "earliest of mixtures has too many parts", fmt::format("at most {}, all combined", kComponents), {}};
    return earliest_of(std::move(parts));
  }

  // Each value for itself within the range, so that the one that is not can be pointed at.
  Law values(const Expression& e, const Range& range, int dimension, double outer, int depth) const {
    constexpr const char* usage = "as in values(4%, 6%, 5%)";
    if (depth > 1)
      throw ExpressionError{e.at, "values cannot stand inside another law", "each of them is as likely as any other",
                            "mix(70%: 4, 30%: 6) weighs them"};
    if (e.arguments.empty()) throw ExpressionError{e.at, "there are no values", usage, {}};
    std::vector<double> numbers;
    for (const Argument& argument : e.arguments) {
      if (argument.weight)
        throw ExpressionError{argument.at, "a weight does not belong here", "values are equally likely; weights stand in mix(…)", {}};
      if (!argument.name.empty())
        throw ExpressionError{argument.at, fmt::format("unexpected argument {} of values", in_quotes(argument.name)), usage, {}};
      if (argument.value.kind != Expression::Kind::number)
        throw ExpressionError{argument.at, "one of several values must be a certain number", usage, {}};
      check_inner_unit(argument.value, outer);
      numbers.push_back(build(argument.value, range, dimension, outer, depth).value);
      if (!range.holds(numbers.back()))
        throw ExpressionError{
            argument.at, fmt::format("one of the values is {:.10g}", numbers.back()), fmt::format("it must be {}", described(range)), {}};
    }
    return one_of(std::move(numbers));
  }

  // Either number or law has the unit: "100 months / uniform(3, 8)" and "12 / uniform(0.2, 0.5) a month" are times.
  Law quotient(const Expression& e, int dimension, double outer, int depth) const {
    const Expression &above = e.arguments[0].value, &below = e.arguments[1].value;
    check_inner_unit(above, outer);
    const bool has_unit = outer != 1 || e.unit_kind != Expression::UnitKind::none || above.unit_kind != Expression::UnitKind::none;
    const double dividend = above.number * outer * unit_factor(above, dimension, where_.time_unit);
    check_size(dividend, above.at);
    if (!(dividend > 0)) throw ExpressionError{above.at, fmt::format("a law divides {:.6g}", dividend), "it must be more than 0", {}};
    const Law divisor = build(below, range_of_divisor(), has_unit ? 0 : -dimension, 1, depth);
    check_divisor(divisor, below.at);
    return quotient_of(dividend, divisor);
  }

  const LawPlace& where_;
};

}  // namespace

std::span<const LawRule> law_rules() { return kRules; }

Law law_of(const Expression& expression, const LawPlace& where) {
  return Builder(where).build(expression, where.range, where.dimension, 1, 1);
}

}  // namespace valuescale::scenarios

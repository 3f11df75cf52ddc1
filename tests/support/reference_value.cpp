// Reads the little language of values by plain recursive descent.
#include "tests/support/reference_law.hpp"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>

namespace valuescale::tests::reference {

namespace {

constexpr double kNormalQuantile95 = 1.6448536269514722;

const std::map<std::string, double>& units() {
  static const std::map<std::string, double> days = {
      {"day", 1}, {"week", 7}, {"month", 365.25 / 12}, {"quarter", 365.25 / 4}, {"year", 365.25}};
  return days;
}

std::optional<double> find_unit(std::string word) {
  if (!word.empty() && word.back() == 's') word.pop_back();
  const auto found = units().find(word);
  if (found == units().end()) return {};
  return found->second;
}

/// The names that bare parameters take, in order.
std::vector<std::string> positions_of(const std::string& law) {
  static const std::map<std::string, std::vector<std::string>> names = {
      {"normal", {"mean", "sd"}},        {"uniform", {"low", "high"}},   {"triangular", {"low", "mode", "high"}},
      {"pert", {"low", "mode", "high"}}, {"beta", {"a", "b"}},           {"gamma", {"shape", "scale"}},
      {"exponential", {"mean"}},         {"weibull", {"shape", "scale"}}};
  const auto found = names.find(law);
  return found == names.end() ? std::vector<std::string>{} : found->second;
}

/// How "a to b" is read inside a law.
Range range_of_parameter(const std::string& law, const std::string& name, Range of_key) {
  if (law == "beta" && name == "mean") return Range::probability;
  if (name == "mu") return Range::any;
  if (law == "normal" && name == "mean") return of_key;
  if (name == "low" || name == "mode" || name == "high") return of_key;
  return Range::positive;
}

class Reader {
 public:
  Reader(const std::string& text, double unit_days) : text_(text), unit_days_(unit_days) {}

  Value read(Range range, Role role) {
    Value value;
    value.role = role;
    const std::size_t start = at_;
    const std::string name = word();
    if (name == "each_world" || name == "each_customer" || name == "each_event") {
      value.role = name == "each_world" ? Role::world : name == "each_customer" ? Role::customer : Role::event;
      need('(');
      value.expression = expression(range);
      need(')');
    } else {
      at_ = start;
      value.expression = expression(range);
    }
    value.unit = unit().value_or(1);
    skip();
    if (at_ != text_.size()) fail("something is left over");
    return value;
  }

 private:
  struct Number {
    double value = 0;
    std::optional<double> unit;  ///< factor into the unit asked for
  };

  [[noreturn]] void fail(const std::string& why) const { throw std::runtime_error("reference: cannot read '" + text_ + "': " + why); }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void need(char c) {
    if (!take(c)) fail(std::string("expected ") + c);
  }
  std::string word() {
    skip();
    std::string result;
    while (at_ < text_.size() && (std::isalpha(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) result += text_[at_++];
    return result;
  }

  Number number() {
    skip();
    std::string digits;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool exponent = (c == 'e' || c == 'E') && !digits.empty();
      const bool sign = (c == '-' || c == '+') && (digits.empty() || digits.back() == 'e' || digits.back() == 'E');
      if (!std::isdigit(static_cast<unsigned char>(c)) && c != '.' && c != '_' && !exponent && !sign) break;
      if (c != '_') digits += c;
      ++at_;
    }
    if (digits.empty()) fail("expected a number");
    Number result;
    result.value = std::strtod(digits.c_str(), nullptr);
    if (take('%')) {
      result.value /= 100;
    } else if (at_ < text_.size() && (text_[at_] == 'k' || text_[at_] == 'M')) {
      result.value *= text_[at_++] == 'k' ? 1e3 : 1e6;
    }
    result.unit = unit();
    return result;
  }

  /// "months", "a month", "per month", or nothing.
  std::optional<double> unit() {
    const std::size_t start = at_;
    std::string name = word();
    const bool rate = name == "a" || name == "per";
    if (rate) name = word();
    if (const auto days = find_unit(name)) return rate ? unit_days_ / *days : *days / unit_days_;
    at_ = start;
    return {};
  }

  Expression spread(double low, double high, Range range) const {
    const auto logit = [](double p) { return std::log(p / (1 - p)); };
    const auto transform = [&](double x) { return range == Range::positive ? std::log(x) : range == Range::probability ? logit(x) : x; };
    const double a = transform(low), b = transform(high), middle = (a + b) / 2, sigma = (b - a) / (2 * kNormalQuantile95);
    Expression result;
    result.name = range == Range::positive ? "lognormal" : range == Range::probability ? "logit-normal" : "normal";
    const bool normal = range == Range::any;
    result.parameters = {{normal ? "mean" : "mu", Expression::of(middle)}, {normal ? "sd" : "sigma", Expression::of(sigma)}};
    return result;
  }

  Expression expression(Range range) {
    skip();
    if (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]))) return call(range);
    const Number low = number();
    if (take('/')) {
      Expression quotient;
      quotient.name = "quotient";
      quotient.parameters = {{"dividend", Expression::of(low.value * low.unit.value_or(1))}};
      quotient.parts.push_back(call(Range::positive));
      return quotient;
    }
    const std::size_t start = at_;
    if (word() != "to") {
      at_ = start;
      return Expression::of(low.value * low.unit.value_or(1));
    }
    const Number high = number();  // "1 to 3 weeks": the unit is said once for both
    return spread(low.value * low.unit.value_or(high.unit.value_or(1)), high.value * high.unit.value_or(1), range);
  }

  Expression call(Range range) {
    Expression law;
    law.name = word();
    need('(');
    if (law.name == "mix") {
      do {
        law.weights.push_back(number().value);
        need(':');
        law.parts.push_back(expression(range));
      } while (take(','));
    } else if (law.name == "values") {
      law.name = "mix";
      do law.parts.push_back(expression(range));
      while (take(','));
      law.weights.assign(law.parts.size(), 1 / static_cast<double>(law.parts.size()));
    } else if (law.name == "earliest") {
      do law.parts.push_back(expression(range));
      while (take(','));
    } else if (law.name == "truncate") {
      law.parts.push_back(expression(range));
      for (const char* name : {"low", "high"}) {
        need(',');
        named(name);
        law.parameters.push_back({name, expression(range)});
      }
    } else {
      const auto positions = positions_of(law.name);
      std::size_t position = 0;
      do {
        std::string name = named({});
        if (name.empty()) {
          if (position >= positions.size()) fail("too many parameters");
          name = positions[position];
        }
        ++position;
        law.parameters.push_back({name, expression(range_of_parameter(law.name, name, range))});
      } while (take(','));
    }
    need(')');
    return law;
  }

  /// "mean =" before a parameter: its name, or nothing.
  std::string named(const std::string& expected) {
    const std::size_t start = at_;
    const std::string name = word();
    if (!name.empty() && take('=')) {
      if (!expected.empty() && name != expected) fail("expected " + expected);
      return name;
    }
    at_ = start;
    return {};
  }

  std::string text_;
  double unit_days_;
  std::size_t at_ = 0;
};

}  // namespace

double days_in(const std::string& unit) {
  const auto found = find_unit(unit);
  if (!found) throw std::runtime_error("reference: no unit of time is called " + unit);
  return *found;
}

Value read_value(const std::string& text, Range range, Role by_default, double unit_days) {
  return Reader(text, unit_days).read(range, by_default);
}

}  // namespace valuescale::tests::reference

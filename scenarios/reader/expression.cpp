#include "scenarios/reader/expression.hpp"

#include "scenarios/reader/did_you_mean.hpp"
#include "scenarios/reader/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::StepUnit;

constexpr std::array<std::pair<std::string_view, StepUnit>, 10> kUnits{{{"day", StepUnit::day},
                                                                        {"days", StepUnit::day},
                                                                        {"week", StepUnit::week},
                                                                        {"weeks", StepUnit::week},
                                                                        {"month", StepUnit::month},
                                                                        {"months", StepUnit::month},
                                                                        {"quarter", StepUnit::quarter},
                                                                        {"quarters", StepUnit::quarter},
                                                                        {"year", StepUnit::year},
                                                                        {"years", StepUnit::year}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Token {
  enum class Kind { number, word, symbol, end };
  Kind kind = Kind::end;
  std::size_t at = 0, end = 0;
  double number = 0;
  std::string_view text;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    Token token;
    token.at = token.end = at_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (starts_number()) {
      lex_number(token);
    } else if (is_letter(c) || c == '_') {
      while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '_' || text_[at_] == '-')) ++at_;
      token.kind = Token::Kind::word;
    } else if (std::string_view("(),:=%/").find(c) != std::string_view::npos) {
      ++at_;
      token.kind = Token::Kind::symbol;
    } else {
      std::size_t length = 1;
      while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xC0U) == 0x80U) ++length;
      throw ExpressionError{at_, "unexpected " + in_quotes(text_.substr(at_, length)),
                            "a value is a number, a range such as 20 to 60, or a law",
                            c == '$' ? "amounts are written without a currency" : ""};
    }
    token.end = at_;
    token.text = text_.substr(token.at, token.end - token.at);
    return token;
  }

 private:
  bool starts_number() const {
    std::size_t i = at_;
    if (text_[i] == '-' || text_[i] == '+') ++i;
    if (i < text_.size() && text_[i] == '.') ++i;
    return i < text_.size() && is_digit(text_[i]);
  }

  void digits(std::string& plain) {
    while (at_ < text_.size() && (is_digit(text_[at_]) || (text_[at_] == '_' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))) {
      if (text_[at_] != '_') plain += text_[at_];
      ++at_;
    }
  }

  void lex_number(Token& token) {
    std::string plain;
    if (text_[at_] == '-') plain += '-';
    if (text_[at_] == '-' || text_[at_] == '+') ++at_;
    digits(plain);
    if (at_ < text_.size() && text_[at_] == '.') {
      plain += '.';
      ++at_;
      digits(plain);
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      std::size_t i = at_ + 1;
      if (i < text_.size() && (text_[i] == '-' || text_[i] == '+')) ++i;
      if (i < text_.size() && is_digit(text_[i])) {
        plain += 'e';
        if (text_[at_ + 1] == '-') plain += '-';
        at_ = i;
        digits(plain);
      }
    }
    token.kind = Token::Kind::number;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), token.number);
    if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(token.number))
      throw ExpressionError{token.at, in_quotes(text_.substr(token.at, at_ - token.at)) + " is not a number this program can hold", {}, {}};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) { token_ = lexer_.next(); }

  Expression whole() {
    if (token_.kind == Token::Kind::end) throw ExpressionError{0, "a value is missing", "the text is empty", {}};
    Expression result = expression(1);
    if (token_.kind == Token::Kind::end) return result;
    if (token_.kind == Token::Kind::number && result.kind == Expression::Kind::number && token_.text.front() == '-')
      throw ExpressionError{token_.at,
                            "unexpected " + in_quotes(token_.text),
                            {},
                            fmt::format("a range is written '{} to {}'", result.number, -token_.number)};
    throw ExpressionError{token_.at, "unexpected " + in_quotes(token_.text), {}, word_hint()};
  }

 private:
  void advance() { token_ = lexer_.next(); }
  bool is_symbol(char c) const { return token_.kind == Token::Kind::symbol && token_.text.front() == c; }
  bool is_word(std::string_view word) const { return token_.kind == Token::Kind::word && token_.text == word; }

  void expect(char c, const char* after) {
    if (!is_symbol(c))
      throw ExpressionError{token_.at,
                            fmt::format("'{}' is missing {}", c, after),
                            token_.kind == Token::Kind::end ? "the text ends here" : "found " + in_quotes(token_.text) + " instead",
                            {}};
    advance();
  }

  std::string word_hint() const {
    if (token_.kind != Token::Kind::word) return {};
    std::vector<std::string> words{"to", "continuous"};
    for (const auto& [name, unit] : kUnits) words.emplace_back(name);
    const std::string nearest = nearest_name(token_.text, words);
    return nearest.empty() ? "units are day, week, month, quarter, year" : "did you mean '" + nearest + "'?";
  }

  // number := digits [%|k|M]
  double number() {
    if (token_.kind != Token::Kind::number)
      throw ExpressionError{
          token_.at,
          token_.kind == Token::Kind::end ? "a number is missing" : "a number is missing before " + in_quotes(token_.text),
          {},
          {}};
    const std::size_t at = token_.at;
    double value = token_.number;
    advance();
    if (is_symbol('%')) {
      value /= 100;
      advance();
    } else if (is_word("k")) {
      value *= 1e3;
      advance();
    } else if (is_word("M")) {
      value *= 1e6;
      advance();
    }
    if (!std::isfinite(value)) throw ExpressionError{at, "the number is too large", {}, {}};
    return value;
  }

  // unit := day… | (a|an|per|/) day… | continuous
  void unit(Expression& owner) {
    owner.unit_at = token_.at;
    if (is_word("continuous")) {
      owner.unit_kind = Expression::UnitKind::continuous;
      advance();
      return;
    }
    const bool rate = is_word("a") || is_word("an") || is_word("per") || (is_symbol('/') && !call_follows());
    const bool slash = is_symbol('/');
    if (rate) advance();
    const auto found = token_.kind == Token::Kind::word ? unit_named(token_.text) : std::nullopt;
    if (found) {
      owner.unit_kind = rate ? Expression::UnitKind::rate : Expression::UnitKind::time;
      owner.unit = *found;
      advance();
    } else if (rate) {
      throw ExpressionError{token_.at,
                            "a unit of time is missing" + (token_.text.empty() ? std::string() : " before " + in_quotes(token_.text)),
                            slash ? "'/' is followed by one, or by a law as in 100 / uniform(3, 8)" : "", word_hint()};
    }
  }

  // Is what comes after this token a law?
  bool call_follows() const {
    Lexer ahead = lexer_;
    return ahead.next().kind == Token::Kind::word && ahead.next().text == "(";
  }

  // A divisor is a call: what '/' means before a number and a word, its unit, is settled already.
  Expression over(const Expression& dividend, int depth) {
    advance();
    Expression quotient;
    quotient.kind = Expression::Kind::quotient;
    quotient.at = dividend.at;
    quotient.arguments.push_back({{}, dividend.at, {}, dividend});
    quotient.arguments.push_back({{}, token_.at, {}, call(depth)});
    return quotient;
  }

  Expression number_with_unit() {
    Expression result;
    result.at = token_.at;
    result.number = number();
    unit(result);
    return result;
  }

  // expression := number [unit] [to number [unit]] | number [unit] / call [unit] | call [unit]
  Expression expression(int depth) {
    if (depth > kExpressionDepth)
      throw ExpressionError{token_.at, "laws are nested too deeply", fmt::format("at most {} levels", kExpressionDepth), {}};
    if (token_.kind == Token::Kind::word) return call(depth);
    Expression low = number_with_unit();
    if (is_symbol('/') && call_follows()) return over(low, depth);
    if (!is_word("to")) return low;
    const std::size_t to_at = token_.at;
    advance();
    Expression high = number_with_unit();
    Expression range;
    range.kind = Expression::Kind::range;
    range.at = low.at;
    if (low.unit_kind == Expression::UnitKind::none && high.unit_kind != Expression::UnitKind::none) {
      range.unit_kind = std::exchange(high.unit_kind, Expression::UnitKind::none);
      range.unit = high.unit;
      range.unit_at = high.unit_at;
    } else if (low.unit_kind != high.unit_kind) {
      throw ExpressionError{to_at, "the unit of the second number is missing", {}, "write the unit once at the end, or after both numbers"};
    }
    range.arguments.push_back({{}, low.at, {}, low});
    range.arguments.push_back({{}, high.at, {}, high});
    return range;
  }

  Expression call(int depth) {
    Expression result;
    result.kind = Expression::Kind::call;
    result.at = token_.at;
    result.name = token_.text;
    advance();
    if (!is_symbol('('))
      throw ExpressionError{result.at, in_quotes(result.name) + " is neither a number nor a law", "a law is written name(…)", {}};
    advance();
    if (!is_symbol(')')) {
      result.arguments.push_back(argument(depth));
      while (is_symbol(',')) {
        advance();
        result.arguments.push_back(argument(depth));
      }
    }
    expect(')', ("after the arguments of " + shown(result.name)).c_str());
    unit(result);
    return result;
  }

  // argument := [name =] expression | number : expression
  Argument argument(int depth) {
    Argument result;
    result.at = token_.at;
    if (token_.kind == Token::Kind::word) {
      const Lexer lexer = lexer_;
      const Token token = token_;
      advance();
      if (is_symbol('=')) {
        result.name = token.text;
        advance();
      } else {
        lexer_ = lexer;
        token_ = token;
      }
    }
    result.value = expression(depth + 1);
    if (is_symbol(':')) {
      if (result.value.kind != Expression::Kind::number || result.value.unit_kind != Expression::UnitKind::none || !result.name.empty())
        throw ExpressionError{token_.at, "unexpected ':'", "a weight before ':' is a number, as in mix(70%: …, 30%: …)", {}};
      advance();
      result.weight = result.value.number;
      result.value = expression(depth + 1);
    }
    return result;
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;
};

}  // namespace

std::optional<StepUnit> unit_named(std::string_view word) {
  for (const auto& [name, unit] : kUnits)
    if (name == word) return unit;
  return std::nullopt;
}

Expression parse_expression(std::string_view text) { return Parser(text).whole(); }

}  // namespace valuescale::scenarios

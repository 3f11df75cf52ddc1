#include "scenarios/reader/quantity.hpp"

#include "scenarios/reader/composed_laws.hpp"
#include "scenarios/reader/expression.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/laws.hpp"
#include "scenarios/reader/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
using models::Place;
using models::Quantity;
using models::Role;

// Less than this of a law outside its range never shows: it would take a billion draws.
constexpr double kMassIgnored = 1e-9;

// Of a draw: as many as a mixture has parts.
constexpr std::size_t kMostValuesDrawn = 32;

struct Enclosed {
  std::optional<Role> role;
  Expression expression;
};

/// Takes each_world(…), each_customer(…) or each_event(…) off a whole value.
Enclosed without_role(Expression e) {
  if (e.kind != Expression::Kind::call || !e.name.starts_with("each_")) return {std::nullopt, std::move(e)};
  Enclosed result;
  if (e.name == "each_world") result.role = Role::assumption;
  if (e.name == "each_customer") result.role = Role::each_customer;
  if (e.name == "each_event") result.role = Role::each_event;
  if (!result.role) return {std::nullopt, std::move(e)};
  if (e.arguments.size() != 1 || !e.arguments.front().name.empty() || e.arguments.front().weight)
    throw ExpressionError{e.at, e.name + " encloses one value", e.name + "(LAW)", {}};
  result.expression = std::move(e.arguments.front().value);
  if (e.unit_kind != Expression::UnitKind::none) {
    if (result.expression.unit_kind != Expression::UnitKind::none) throw ExpressionError{e.unit_at, "two units for one number", {}, {}};
    result.expression.unit_kind = e.unit_kind;
    result.expression.unit = e.unit;
    result.expression.unit_at = e.unit_at;
  }
  return result;
}

std::string as_written(const Node& node) {
  constexpr std::size_t kShown = 8;
  if (node.is_text()) return node.text;
  if (node.kind == Node::Kind::array) {
    std::string text;
    for (std::size_t i = 0; i < node.elements.size() && i < kShown; ++i) text += (i ? ", " : "") + as_written(node.elements[i]);
    if (node.elements.size() > kShown) text += fmt::format(", … {} in all", node.elements.size());
    return "values(" + text + ")";
  }
  return node.kind == Node::Kind::integer ? std::to_string(node.integer) : fmt::format("{}", node.real);
}

/// A number or text as an expression; throws ExpressionError.
Expression expression_of(const Node& node) {
  if (node.is_text()) return parse_expression(node.text);
  Expression e;
  e.number = node.real;
  if (!std::isfinite(node.real)) throw ExpressionError{0, "the number is not finite", {}, {}};
  return e;
}

const char* name_of(Role role) {
  return role == Role::each_customer ? "each_customer" : role == Role::each_event ? "each_event" : "each_world";
}

bool allowed(Key::Draws draws, Role role) {
  if (role == Role::assumption) return true;
  return draws == Key::Draws::any || (draws == Key::Draws::each_customer && role == Role::each_customer);
}

}  // namespace

std::string percent(double probability) { return fmt::format("{:.3g} %", 100 * probability); }

bool is_value_table(const Node& node) {
  if (!node.is_table() || !node.find("value")) return false;
  for (const Member& member : node.members)
    if (member.name != "value" && member.name != "note" && member.name != "source") return false;
  return true;
}

bool is_follower(const Node& node) { return node.is_table() && (node.find("follows") || node.find("same_as")); }

Place ValueReader::place_in(const Node& node, std::size_t offset) {
  Place place = node.place;
  if (!node.is_text() || !node.exact_columns) return place;
  // Columns count characters, offsets bytes.
  int characters = 0;
  for (std::size_t i = 0; i < offset && i < node.text.size(); ++i)
    characters += (static_cast<unsigned char>(node.text[i]) & 0xC0U) != 0x80U;
  place.column += 1 + characters;
  return place;
}

const Node* ValueReader::value_of(const Node& node, const std::string& path, std::string* note, std::string* source) const {
  if (!node.is_table()) return &node;
  const Node* value = nullptr;
  for (const Member& member : node.members) {
    std::string* text = member.name == "note" ? note : member.name == "source" ? source : nullptr;
    if (member.name == "value") {
      value = &member.node;
    } else if (member.name != "note" && member.name != "source") {
      problems_->add(member.node.key_place, fmt::format("unknown key {} in {}", in_quotes(member.name), path),
                     "a value has value, note, source; instead of value a file's values and column",
                     problems_->suggestion(member.name, {"value", "note", "source", "follows", "same_as"}));
    } else if (!member.node.is_text()) {
      problems_->add(member.node.place, fmt::format("{} of {} must be text, not {}", member.name, path, kind_of(member.node)));
    } else if (text) {
      *text = member.node.text;
    }
  }
  if (!value) {
    problems_->add(node.place, path + " has no value", "it is a number, a law, or { value = …, note = …, source = … }");
  } else if (value->is_table()) {
    problems_->add(value->place, fmt::format("{} must be a number or a law, not a table", path));
    return nullptr;
  }
  return value;
}

double ValueReader::factor_of(models::Meaning meaning) const {
  const double ratio = models::days_in(units_.time_unit) / models::days_in(units_.step);
  const int dimension = dimension_of(meaning);
  return dimension > 0 ? ratio : dimension < 0 ? 1 / ratio : 1;
}

Quantity ValueReader::quantity(const Node* node, const Key& key, std::string path) const {
  Quantity quantity;
  quantity.path = std::move(path);
  quantity.meaning = key.meaning;
  quantity.range = key.range();
  quantity.factor = factor_of(key.meaning);
  quantity.law = Law::constant(key.fallback);
  quantity.text = fmt::format("{}", key.fallback);
  keys_->insert_or_assign(quantity.path, key);
  if (!node) return quantity;
  quantity.given = true;
  quantity.place = node->place;
  if (is_follower(*node)) {
    read_follower(*node, key, quantity);
    return quantity;
  }
  const std::string label = shown(quantity.path);

  const Node* value = value_of(*node, label, &quantity.note, &quantity.source);
  if (!value) return quantity;
  quantity.place = value->place;
  const bool is_list = value->kind == Node::Kind::array;
  if (!is_list && !value->is_text() && !value->is_number()) {
    problems_->add(value->place, fmt::format("{} must be a number or a law, not {}", label, kind_of(*value)));
    return quantity;
  }
  quantity.text = as_written(*value);
  try {
    if (is_list)
      read_list(*value, key, label, quantity);
    else
      read_written(*value, key, label, quantity);
    // What is the same for everyone need not be drawn.
    if (quantity.law.is_constant()) quantity.role = Role::assumption;
  } catch (const ExpressionError& error) {
    const bool names_path = error.problem.find(label) != std::string::npos;
    problems_->add(place_in(*value, error.at), names_path ? error.problem : label + ": " + error.problem, error.reason, error.hint);
    quantity.law = Law::constant(key.fallback);
    quantity.role = Role::assumption;
  }
  return quantity;
}

/// Whom it follows is settled once everything is read.
void ValueReader::read_follower(const Node& table, const Key& key, Quantity& quantity) const {
  const std::string label = shown(quantity.path);
  const std::size_t problems_before = problems_->count();
  const std::vector<std::string> names{"follows", "curve", "same_as", "note", "source"};
  for (const Member& member : table.members) {
    if (std::find(names.begin(), names.end(), member.name) == names.end())
      problems_->add(member.node.key_place, fmt::format("unknown key {} in {}", in_quotes(member.name), label),
                     "a value that follows another reads " + listed(names), problems_->suggestion(member.name, names));
    else if (member.name != "curve" && !member.node.is_text())
      problems_->add(member.node.place, fmt::format("{} of {} must be text, not {}", member.name, label, kind_of(member.node)));
  }
  for (const auto& [name, text] : {std::pair{"note", &quantity.note}, std::pair{"source", &quantity.source}})
    if (const Node* note = table.find(name); note && note->is_text()) *text = note->text;

  const Node *follows = table.find("follows"), *same_as = table.find("same_as"), *curve = table.find("curve");
  if (follows && same_as)
    problems_->add(same_as->key_place, label + " has both follows and same_as", "it follows along a curve, or is the same",
                   "keep one of them");
  else if (follows && !curve)
    problems_->add(follows->key_place, label + " needs 'curve'", "how it follows: points such as [[0, 0.3], [10, 0.2]]",
                   "same_as = … where it is the same number");
  else if (same_as && curve)
    problems_->add(curve->key_place, fmt::format("'curve' of {} is not used", label), "what is the same has no curve", "follows = …");
  const Node& path = follows ? *follows : *same_as;
  if (path.is_text() && path.text.empty()) problems_->add(path.place, label + " follows nothing", "it names no other number");
  quantity.follows = path.text;
  quantity.place = path.place;
  Node plain = table;
  std::erase_if(plain.members, [](const Member& member) { return member.name == "note" || member.name == "source"; });
  quantity.text = written_value(plain);
  if (follows && curve) quantity.along = read_curve(*curve, key, label + ".curve");
  if (problems_->count() == problems_before) quantity.law.kind = LawKind::followed;
}

models::Curve ValueReader::read_curve(const Node& node, const Key& key, const std::string& label) const {
  static constexpr Range any{};
  static const Key followed{
      .name = "followed", .holds = Key::Holds::certain_number, .about = "a value of what it follows", .own_range = &any};
  models::Curve curve;
  if (node.kind != Node::Kind::array || node.elements.size() < 2 || node.elements.size() > kCurvePoints) {
    problems_->add(
        node.place,
        fmt::format("{} is {}", label, node.kind == Node::Kind::array ? fmt::format("a list of {}", node.elements.size()) : kind_of(node)),
        fmt::format("it is a list of 2 to {} points, each [value of what it follows, own value]", kCurvePoints));
    return curve;
  }
  for (std::size_t i = 0; i < node.elements.size(); ++i) {
    const Node& point = node.elements[i];
    const std::string name = fmt::format("{}.{}", label, i + 1);
    if (point.kind != Node::Kind::array || point.elements.size() != 2) {
      problems_->add(point.place, name + " is no point", "a point is a list of two: [value of what it follows, own value]");
      continue;
    }
    const auto x = certain(point.elements[0], followed, name), y = certain(point.elements[1], key, name);
    if (!x || !y) continue;
    if (!curve.points.empty() && *x <= curve.points.back().x)
      problems_->add(point.place, fmt::format("{} stands at {:.10g}, the one before at {:.10g}", name, *x, curve.points.back().x),
                     "points go up in what it follows");
    curve.points.push_back({*x, *y});
  }
  return curve;
}

void ValueReader::read_written(const Node& value, const Key& key, const std::string& label, Quantity& quantity) const {
  const Enclosed enclosed = without_role(expression_of(value));
  quantity.role = enclosed.role.value_or(key.role);
  if (!allowed(key.draws, quantity.role))
    throw ExpressionError{0,
                          fmt::format("{} cannot be {}", label, name_of(quantity.role)),
                          key.draws == Key::Draws::each_customer ? "it is one value for the business, or each_customer"
                                                                 : "it is an assumption: one value for the business as a whole",
                          {}};
  const bool draw = quantity.role != Role::assumption;
  const LawPlace where{key.range(), dimension_of(key.meaning), units_.time_unit, draw,
                       draw ? "" : "only the parameters of a draw may be laws: this is an assumption"};
  quantity.law = law_of(enclosed.expression, where);
  const std::size_t before = problems_->count();
  check_range(quantity.law, where.range, label, quantity.place);
  if (draw && problems_->count() == before) check_draw(quantity, label);
}

void ValueReader::read_list(const Node& list, const Key& key, const std::string& label, Quantity& quantity) const {
  if (list.elements.empty()) {
    problems_->add(list.place, label + " is an empty list", "one of its values is drawn");
    return;
  }
  std::vector<double> numbers;
  for (const Node& element : list.elements)
    if (const auto number = certain(element, key, label)) numbers.push_back(*number);
  if (numbers.size() < list.elements.size()) return;
  quantity.role = key.role;
  quantity.law = one_of(std::move(numbers));
  if (quantity.role != Role::assumption) check_draw(quantity, label);
}

void ValueReader::check_range(const Law& law, const Range& range, const std::string& path, const Place& place,
                              const std::string& hint) const {
  if (law.is_constant()) {
    if (!range.holds(law.value))
      problems_->add(place, fmt::format("{} is {:.10g}", path, law.value), fmt::format("it must be {}", described(range)));
    return;
  }
  const double mean = mean_of(law);
  if (!std::isfinite(mean) || std::abs(mean) > kLargest) {
    problems_->add(place, path + " has no mean that can be computed", "its law is too extreme");
    return;
  }
  const double below = range.low_open ? share_up_to(law, range.low) : share_below(law, range.low);
  const double above = range.high_open ? 1 - share_below(law, range.high) : share_above(law, range.high);
  if (std::isnan(below) || std::isnan(above)) {
    problems_->add(place, path + " has a law that cannot be computed", "its parameters are too extreme");
    return;
  }
  if (below + above <= kMassIgnored) return;
  std::string outside;
  if (below > kMassIgnored)
    outside = fmt::format("{} of its law lies {} {:.6g}", percent(below), range.low_open ? "at or below" : "below", range.low);
  if (above > kMassIgnored)
    outside += fmt::format("{}{} of its law lies above {:.6g}", outside.empty() ? "" : " and ", percent(above), range.high);
  problems_->add(place, fmt::format("{} may be out of range: {}", path, outside), fmt::format("it must be {}", described(range)), hint);
}

void ValueReader::check_draw(const Quantity& quantity, const std::string& path) const {
  switch (quantity.law.kind) {
    case LawKind::mixture:
    case LawKind::triangular:
    case LawKind::pert:
    case LawKind::truncated:
    case LawKind::earliest:
    case LawKind::quotient:
      if (!has_certain_parameters(quantity.law))
        problems_->add(quantity.place, path + " is a draw of a law whose parameters are uncertain",
                       "mix, triangular, pert, truncate, earliest and NUMBER / LAW can be drawn for each customer or event only with "
                       "certain parameters",
                       "make the parameters certain, or enclose the whole in each_world(…)");
      return;
    case LawKind::values:
      if (const std::size_t count = quantity.law.components.size(); count > kMostValuesDrawn)
        problems_->add(quantity.place, fmt::format("{} is drawn from {} values", path, count),
                       fmt::format("for each customer or event one of at most {} can be drawn", kMostValuesDrawn),
                       "give a law, or enclose the values in each_world(…)");
      return;
    default: return;
  }
}

std::optional<double> ValueReader::certain(const Node& node, const Key& key, const std::string& path) const {
  const Node* value = value_of(node, path, nullptr, nullptr);
  if (!value) return std::nullopt;
  if (!value->is_text() && !value->is_number()) {
    problems_->add(value->place, fmt::format("{} must be a number, not {}", path, kind_of(*value)));
    return std::nullopt;
  }
  try {
    const Expression e = expression_of(*value);
    if (e.kind != Expression::Kind::number) throw ExpressionError{e.at, path + " must be a certain number", "it cannot carry a law", {}};
    const double number = law_of(e, {key.range(), dimension_of(key.meaning), units_.time_unit, false, {}}).value;
    if (!key.range().holds(number))
      throw ExpressionError{0, fmt::format("{} is {:.10g}", path, number), fmt::format("it must be {}", described(key.range())), {}};
    return number;
  } catch (const ExpressionError& error) {
    const bool names_path = error.problem.find(path) != std::string::npos;
    problems_->add(place_in(*value, error.at), names_path ? error.problem : path + ": " + error.problem, error.reason, error.hint);
    return std::nullopt;
  }
}

models::Discount ValueReader::discount(const Node* node, const Key& key, std::string path) const {
  models::Discount discount;
  discount.rate.path = path;
  discount.rate.law = Law::constant(0);
  discount.rate.text = "0";
  if (!node) return discount;
  Node plain = *node;
  Node* value = plain.is_table() ? plain.find("value") : &plain;
  // The unit says how interest is compounded; what is left is a plain number or law.
  if (value && value->is_text()) {
    try {
      const Expression e = parse_expression(value->text);
      if (e.unit_kind == Expression::UnitKind::continuous || e.unit_kind == Expression::UnitKind::rate) {
        discount.continuous = e.unit_kind == Expression::UnitKind::continuous;
        if (!discount.continuous) discount.period_years = models::days_in(e.unit) / models::days_in(models::StepUnit::year);
        value->text.resize(e.unit_at);
      }
    } catch (const ExpressionError&) {
      // Reported by `quantity`, with its place.
    }
  }
  Key rate = key;
  if (discount.continuous) {
    static constexpr Range any{};
    rate.own_range = &any;
  }
  discount.rate = quantity(&plain, rate, std::move(path));
  const Node* original = node->is_table() ? node->find("value") : node;
  if (original && original->is_text()) discount.rate.text = original->text;
  return discount;
}

}  // namespace valuescale::scenarios

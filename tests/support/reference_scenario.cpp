#include "tests/support/reference_scenario.hpp"

#include "tests/support/reference_almanac_reading.hpp"
#include "tests/support/reference_plan_reading.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <toml++/toml.h>

namespace valuescale::tests::reference {

namespace {

void merge(toml::table& base, const toml::table& change) {
  for (const auto& [key, node] : change) {
    toml::node* old = base.get(key.str());
    if (old && old->is_table() && node.is_table()) {
      merge(*old->as_table(), *node.as_table());
    } else {
      base.insert_or_assign(key.str(), node);
    }
  }
}

/// The cells of a column, as texts; of tables without quotes.
toml::array column_of(const std::filesystem::path& path, const std::string& name) {
  const auto cells_of = [](const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    return cells;
  };
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = cells_of(line);
  const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  toml::array column;
  while (std::getline(file, line)) column.push_back(cells_of(line).at(at));
  return column;
}

void fill_in_columns(toml::table& table, const std::filesystem::path& folder) {
  for (auto&& [key, node] : table) {
    toml::table* inner = node.as_table();
    if (!inner) continue;
    fill_in_columns(*inner, folder);
    const auto file = (*inner)["values"].value<std::string>(), name = (*inner)["column"].value<std::string>();
    if (file && name) table.insert_or_assign(key, column_of(folder / *file, *name));
  }
}

toml::table load(const std::filesystem::path& path) {
  toml::table own = toml::parse_file(path.string());
  fill_in_columns(own, path.parent_path());
  const auto base = own["extends"].value<std::string>();
  if (!base) return own;
  toml::table result = load(path.parent_path() / *base);
  merge(result, own);
  return result;
}

void apply(toml::table& root, const std::string& path, const std::string& text) {
  toml::table value;
  try {
    value = toml::parse("v = " + text);
  } catch (const toml::parse_error&) {
    value.insert_or_assign("v", text);
  }
  toml::table* at = &root;
  std::istringstream parts(path);
  std::vector<std::string> keys;
  for (std::string key; std::getline(parts, key, '.');) keys.push_back(key);
  for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
    if (!(*at)[keys[i]].is_table()) at->insert_or_assign(keys[i], toml::table{});
    at = (*at)[keys[i]].as_table();
  }
  at->insert_or_assign(keys.back(), *value.get("v"));
}

const toml::table& table_or_empty(const toml::table& from, const std::string& key) {
  static const toml::table empty;
  const toml::node* node = from.get(key);
  return node && node->is_table() ? *node->as_table() : empty;
}

std::vector<std::string> names(const toml::node* node) {
  std::vector<std::string> result;
  if (!node) return result;
  if (const auto one = node->value<std::string>()) return {*one};
  for (const toml::node& name : *node->as_array()) result.push_back(*name.value<std::string>());
  return result;
}

/// What a key means: its range and default role, and whether it is a time (1) or a rate (−1). Names mean the same wherever they stand,
/// but `churn`, `alpha`, `beta` and `b`, which depend on the model.
struct Key {
  Range range = Range::positive;
  Role role = Role::world;
  int dimension = 0;
};

Key key_of(const std::string& name, const std::string& model) {
  const bool nbd = model == "pareto-nbd" || model == "nbd" || model == "bg-nbd" || model == "gamma-gompertz";
  if (name == "take" || name == "return" || name == "keep" || name == "paid" || name == "refund") return {Range::probability};
  if (name == "churn") return model == "poisson" || model == "nbd" ? Key{Range::positive, Role::world, -1} : Key{Range::probability};
  if (name == "margin" || name == "discount_rate") return {Range::any};
  if (name == "spend" || name == "law") return {Range::positive, Role::event};
  if (name == "delay" || name == "gap" || name == "paid_after") return {Range::positive, Role::event, 1};
  if (name == "rate" || (name == "b" && model == "gamma-gompertz")) return {Range::positive, Role::world, -1};
  if ((name == "alpha" && nbd) || (name == "beta" && model == "pareto-nbd") || name == "every") return {Range::positive, Role::world, 1};
  return {};
}

class BusinessReader {
 public:
  explicit BusinessReader(const toml::table& root) : root_(root) {}

  Business read() {
    // Where no table is called `step`, that name will do for the time step.
    const std::string step = root_["time_step"].value_or(root_["step"].value_or<std::string>("month"));
    business_.step_days = days_in(step);
    unit_days_ = days_in(root_["time_unit"].value_or(step));
    business_.lifetime = static_cast<int>(std::lround(plain(root_.get("lifetime"), {Range::positive, Role::world, 1})));
    read_discount();
    for (const auto& [name, node] : table_or_empty(root_, "segment")) {
      business_.segments.push_back({std::string(name.str()), changes(*node.as_table())});
    }
    if (business_.segments.empty()) business_.segments.push_back({"all", {}});
    for (const auto& [name, node] : table_or_empty(root_, "offer")) {
      const toml::table& table = *node.as_table();
      business_.offers[std::string(name.str())] = {quantity(table.get("take"), key_of("take", ""), 1), sale(table)};
    }
    for (const auto& [name, node] : table_or_empty(root_, "step")) {
      Step own = step_of(*node.as_table());
      own.line = node.source().begin.line;
      business_.steps[std::string(name.str())] = own;
      business_.steps_in_order.emplace_back(name.str());
    }
    std::stable_sort(business_.steps_in_order.begin(), business_.steps_in_order.end(),
                     [&](const std::string& a, const std::string& b) { return business_.steps.at(a).line < business_.steps.at(b).line; });
    for (const auto& [name, node] : table_or_empty(root_, "repeat"))
      business_.repeats[std::string(name.str())] = repeat_of(*node.as_table());
    for (const auto& [name, node] : table_or_empty(root_, "spend")) {
      Spend spend;
      spend.gamma_gamma = node.as_table()->contains("model");
      for (const char* key : {"law", "p", "q", "gamma"}) {
        if (const toml::node* value = node.as_table()->get(key)) spend.parameters[key] = quantity(value, key_of(key, ""), 0);
      }
      business_.spends[std::string(name.str())] = spend;
    }
    for (const auto& [name, node] : table_or_empty(root_, "referral"))
      business_.referrals[std::string(name.str())] = referral_of(*node.as_table());
    for (const auto& [name, node] : table_or_empty(root_, "state"))
      business_.states.push_back(state_of(std::string(name.str()), *node.as_table()));
    for (const auto& [name, node] : table_or_empty(root_, "channel")) {
      business_.channels.push_back(channel_of(std::string(name.str()), *node.as_table()));
    }
    read_plan_of_business();
    read_correlations();
    for (const auto& [node, id] : followers_) read_follower(*node, id);
    return business_;
  }

 private:
  void read_plan_of_business() {
    const toml::table* plan = root_["plan"].as_table();
    if (!plan) return;
    const auto read = [this](const toml::node* node, Range range, PlanDimension dimension, double by_default) {
      return quantity(node, {range, Role::world, dimension == PlanDimension::time ? 1 : 0}, by_default);
    };
    business_.plan = read_plan(*plan, business_.channels, read);
    business_.almanac = read_almanac(root_, [this](const toml::node* node, Range range, Role role, int dimension, double by_default) {
      return quantity(node, {range, role, dimension}, by_default);
    });
  }

  void read_correlations() {
    const toml::array* list = root_["correlation"].as_array();
    if (!list) return;
    Correlations& all = business_.correlations;
    const auto number_of = [&](const toml::node& path) {
      const toml::node* node = root_.at_path(*path.value<std::string>()).node();
      const std::size_t id = id_of_.at(node);
      const auto known = std::find(all.ids.begin(), all.ids.end(), id);
      if (known == all.ids.end()) all.ids.push_back(id);
      return static_cast<std::size_t>(std::find(all.ids.begin(), all.ids.end(), id) - all.ids.begin());
    };
    std::vector<std::array<std::size_t, 2>> pairs;
    for (const toml::node& entry : *list) {
      const toml::array& between = *entry.as_table()->get_as<toml::array>("between");
      pairs.push_back({number_of(between[0]), number_of(between[1])});
    }
    all.normal.assign(all.ids.size(), std::vector<double>(all.ids.size(), 0.0));
    for (std::size_t i = 0; i < all.ids.size(); ++i) all.normal[i][i] = 1;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const double rank = *list->get(k)->as_table()->get("rank")->value<double>();
      const auto [a, b] = pairs[k];
      all.normal[a][b] = all.normal[b][a] = 2 * std::sin(std::acos(-1.0) * rank / 6);
    }
    Random random(20'231);
    for (const std::size_t id : all.ids) {
      const Law law = settle(business_.quantities[id].expression, random);
      std::vector<double> draws(100'000);
      for (double& x : draws) x = draw(law, random);
      std::sort(draws.begin(), draws.end());
      all.draws.push_back(std::move(draws));
    }
  }

  void read_follower(const toml::table& table, std::size_t id) {
    const toml::node* path = table.contains("follows") ? table.get("follows") : table.get("same_as");
    Follower follower{id, id_of_.at(root_.at_path(*path->value<std::string>()).node()), {}};
    if (const toml::array* curve = table.get_as<toml::array>("curve"))
      for (const toml::node& point : *curve) {
        const auto coordinate = [&](std::size_t i) {
          return read_value(text_of(*point.as_array()->get(i)), Range::any, Role::world, unit_days_).expression.number;
        };
        follower.points.push_back({coordinate(0), coordinate(1)});
      }
    business_.followers.push_back(follower);
  }

  /// The number or text of a value, from under its note and source; a list as a law.
  static std::string text_of(const toml::node& node) {
    if (const toml::array* list = node.as_array()) {
      std::string values;
      for (const toml::node& one : *list) values += (values.empty() ? "values(" : ", ") + text_of(one);
      return values + ")";
    }
    if (const toml::table* table = node.as_table()) return text_of(*table->get("value"));
    if (const auto text = node.value_exact<std::string>()) return *text;
    std::ostringstream out;
    out.precision(17);
    out << *node.value<double>();
    return out.str();
  }

  Quantity quantity(const toml::node* node, Key key, double by_default) {
    Quantity result;
    result.role = key.role;
    result.expression = Expression::of(by_default);
    double unit = 1;
    const toml::table* table = node ? node->as_table() : nullptr;
    const bool follows = table && (table->contains("follows") || table->contains("same_as"));
    if (follows) {
      result.role = Role::world;
      followers_.emplace_back(table, business_.quantities.size());
    } else if (node) {
      Value value = read_value(text_of(*node), key.range, key.role, unit_days_);
      result.expression = value.expression;
      result.role = value.role;
      unit = value.unit;
    }
    result.steps = unit * std::pow(unit_days_ / business_.step_days, key.dimension);
    result.id = business_.quantities.size();
    business_.quantities.push_back(result);
    if (node) id_of_[node] = result.id;
    return result;
  }

  /// A number that cannot be uncertain.
  double plain(const toml::node* node, Key key) {
    const Value value = read_value(text_of(*node), key.range, key.role, unit_days_);
    return value.expression.number * std::pow(unit_days_ / business_.step_days, key.dimension);
  }

  void read_discount() {
    business_.discount = quantity(nullptr, {}, 0);
    const toml::node* node = root_.get("discount_rate");
    if (!node) return;
    std::string text = text_of(*node);
    const auto ends_with = [&](const std::string& end) { return text.size() > end.size() && text.substr(text.size() - end.size()) == end; };
    const auto strip = [&](const std::string& end) { text.resize(text.size() - end.size()); };
    if (ends_with(" continuous")) {
      business_.discount_continuous = true;
      strip(" continuous");
    }
    for (const char* unit : {"day", "week", "month", "quarter", "year"}) {
      for (const std::string link : {" a ", " per "}) {
        if (!ends_with(link + unit)) continue;
        strip(link + unit);
        business_.discount_years = days_in(unit) / 365.25;
      }
    }
    const toml::value<std::string> rest(text);
    business_.discount = quantity(&rest, key_of("discount_rate", ""), 0);
  }

  Sale sale(const toml::table& table) {
    Sale result;
    if (const toml::node* spend = table.get("spend")) {
      result.is_spend = true;
      const auto name = spend->value_exact<std::string>();
      if (name && table_or_empty(root_, "spend").contains(*name)) {
        result.shared_spend = *name;
      } else {
        result.amount = quantity(spend, key_of("spend", ""), 0);
      }
    } else {
      result.amount = quantity(table.get("price"), key_of("price", ""), 0);
    }
    result.margin = quantity(table.get("margin"), key_of("margin", ""), 1);
    result.unit_cost = quantity(table.get("unit_cost"), key_of("unit_cost", ""), 0);
    result.is_paid_apart = table.contains("paid") || table.contains("paid_after");
    result.paid = quantity(table.get("paid"), key_of("take", ""), 1);
    result.paid_after = quantity(table.get("paid_after"), key_of("delay", ""), 0);
    return result;
  }

  static Stage stage_named(const std::string& name) {
    return static_cast<Stage>(std::find(std::begin(kStageNames), std::end(kStageNames), name) - std::begin(kStageNames));
  }

  /// ">= 3", "3 to 5", "3".
  void read_bounds(const std::string& of, const toml::node& node, std::vector<Bound>& bounds) {
    const Key key = of == "tenure" ? Key{Range::positive, Role::world, 1} : Key{Range::any};
    const std::string text = text_of(node);
    const auto number = [&](const std::string& written) {
      const toml::value<std::string> node_of_its_own(written);
      return plain(&node_of_its_own, key);
    };
    const std::size_t to = text.find(" to "), digits = text.find_first_not_of("<>= ");
    if (to != std::string::npos) {
      bounds.push_back({of, ">=", number(text.substr(0, to))});
      bounds.push_back({of, "<=", number(text.substr(to + 4))});
    } else if (digits == 0) {
      bounds.push_back({of, ">=", number(text)});
      bounds.push_back({of, "<=", number(text)});
    } else {
      std::string sign = text.substr(0, digits);
      sign.erase(std::remove(sign.begin(), sign.end(), ' '), sign.end());
      bounds.push_back({of, sign, number(text.substr(digits))});
    }
  }

  template <class Asked>
  void read_condition(const toml::table& table, Asked& result) {
    for (const auto& [name, node] : table_or_empty(table, "when")) {
      const std::string of(name.str());
      if (of == "purchases" || of == "earned" || of == "tenure")
        read_bounds(of, node, result.bounds);
      else
        result.among[of] = names(&node);
    }
  }

  Referral referral_of(const toml::table& table) {
    Referral result;
    for (const std::string& name : names(table.get("after"))) {
      if (name == "every visit") {
        result.after_every_visit = true;
      } else {
        result.after.push_back(name);
      }
    }
    read_condition(table, result);
    result.leads = quantity(table.get("leads"), {}, 0);
    result.take = quantity(table.get("take"), key_of("take", ""), 1);
    result.delay = quantity(table.get("delay"), key_of("delay", ""), 0);
    result.reward = quantity(table.get("reward"), {}, 0);
    result.offer = table["offer"].value<std::string>();
    if (table.contains("mix"))
      for (const Segment& segment : business_.segments) {
        const toml::node* share = table_or_empty(table, "mix").get(segment.name);
        result.mix.push_back(share ? plain(share, {Range::probability}) : 0);
      }
    if (table.contains("generations")) result.generations = static_cast<int>(plain(table.get("generations"), {}));
    return result;
  }

  State state_of(const std::string& name, const toml::table& table) {
    State result{name, {}};
    std::map<unsigned, std::string> by_line;
    const toml::table& levels = table_or_empty(table, "level");
    for (const auto& [level, node] : levels) by_line[node.source().begin.line] = std::string(level.str());
    for (const auto& [line, level] : by_line) result.levels.push_back({level, changes(*levels.get(level)->as_table())});
    return result;
  }

  Step step_of(const toml::table& table) {
    Step result;
    for (const std::string& name : names(table.get("after"))) {
      if (name == "every visit") {
        result.after_every_visit = true;
      } else {
        result.after.push_back(name);
      }
    }
    result.after_declined = names(table.get("after_declined"));
    result.after_end = names(table.get("after_end"));
    read_condition(table, result);
    for (const auto& [name, node] : table_or_empty(table, "sets")) result.sets[std::string(name.str())] = *node.value<std::string>();
    result.ends = names(table.get("ends"));
    if (const auto stage = table["stage"].value<std::string>()) result.stage = stage_named(*stage);
    result.contact_cost = quantity(table.get("contact_cost"), {}, 0);
    result.take = quantity(table.get("take"), key_of("take", ""), 1);
    result.delay = quantity(table.get("delay"), key_of("delay", ""), 0);
    result.gives_back = table.contains("refund");
    result.refund = quantity(table.get("refund"), key_of("take", ""), 0);
    result.sale = sale(table);
    return result;
  }

  Repeat repeat_of(const toml::table& table) {
    Repeat result;
    result.model = table["model"].value<std::string>().value();
    result.after = names(table.get("after"));
    for (const char* key : {"return", "rate", "churn", "r", "alpha", "s", "beta", "a", "b", "gap", "keep", "gamma", "delta", "times"}) {
      const double by_default = std::string(key) == "keep" ? 1 : std::string(key) == "times" ? 1e9 : 0;
      result.parameters[key] = quantity(table.get(key), key_of(key, result.model), by_default);
    }
    const Key time = key_of("every", "");
    result.every = table.contains("every") ? plain(table.get("every"), time) : unit_days_ / business_.step_days;
    result.cost_per_month = quantity(table.get("cost_per_month"), {}, 0);
    if (const auto stage = table["stage"].value<std::string>()) result.stage = stage_named(*stage);
    result.sale = sale(table);
    return result;
  }

  /// Collects "step.upsell.take" and the like from nested tables; `model` matters for the units of a replaced parameter.
  void collect(const toml::table& table, const std::string& prefix, bool factors, std::map<std::string, Quantity>& into) {
    for (const auto& [name, node] : table) {
      const std::string key(name.str()), path = prefix.empty() ? key : prefix + "." + key;
      if (key == "note" || key == "source") continue;
      const toml::table* inner = node.as_table();
      if (inner && !inner->contains("value")) {
        collect(*inner, path, factors, into);
        continue;
      }
      std::string model;
      if (prefix.rfind("repeat.", 0) == 0) model = root_["repeat"][prefix.substr(7)]["model"].value_or<std::string>("");
      into[path] = quantity(&node, factors ? Key{} : key_of(key, model), 1);
    }
  }

  Changes changes(const toml::table& table) {
    Changes result;
    collect(table_or_empty(table, "multiply"), "", true, result.multiply);
    collect(table_or_empty(table, "odds"), "", true, result.odds);
    collect(table_or_empty(table, "override"), "", false, result.override_);
    return result;
  }

  Channel channel_of(const std::string& name, const toml::table& table) {
    Channel result;
    result.name = name;
    result.per_customer =
        table.contains("cost_per_customer") || (table.contains("share_of_first_sale") && !table.contains("cost_per_lead"));
    if (const toml::node* share = table.get("share_of_first_sale")) result.share_of_first_sale = quantity(share, {Range::probability}, 0);
    if (const auto curve = table["response"].value<std::string>()) {
      result.per_customer = table["of"].value_or<std::string>("leads") == "customers";
      result.response = Response{*curve, quantity(table.get("spend"), {}, 0), {}};
      for (const std::string key : {"cost", "most", "scale", "half", "shape", "factor", "exponent", "capacity"})
        if (const toml::node* value = table.get(key))
          result.response->parameters[key] = quantity(value, {key == "exponent" ? Range::probability : Range::positive}, 0);
    }
    result.cost = quantity(table.get(result.per_customer ? "cost_per_customer" : "cost_per_lead"), {}, 0);
    result.offer = table["offer"].value_or(business_.offers.begin()->first);
    for (const auto& [key, basis] :
         {std::pair{"share", Channel::Size::share}, {"leads", Channel::Size::leads}, {"customers", Channel::Size::customers}}) {
      if (!table.contains(key)) continue;
      result.size_basis = basis;
      result.size = plain(table.get(key), {Range::probability});
    }
    for (const Segment& segment : business_.segments) {
      const toml::node* share = table_or_empty(table, "mix").get(segment.name);
      if (!table.contains("mix")) share = table_or_empty(table_or_empty(root_, "segment"), segment.name).get("share");
      // A segment that a mix leaves out has no share of it; a scenario without segments has one kind of customer.
      result.mix.push_back(share ? plain(share, {Range::probability}) : table_or_empty(root_, "segment").empty() ? 1 : 0);
    }
    result.mix_of_customers = table["mix_of"].value_or<std::string>("leads") == "customers";
    result.changes = changes(table);
    return result;
  }

  const toml::table& root_;
  std::map<const toml::node*, std::size_t> id_of_;  ///< of quantities
  std::vector<std::pair<const toml::table*, std::size_t>> followers_;
  Business business_;
  double unit_days_ = 1;
};

}  // namespace

bool Business::anything_uncertain() const {
  for (const Quantity& quantity : quantities) {
    if (quantity.role == Role::world ? !is_number(quantity.expression) : has_uncertain_parameters(quantity.expression)) return true;
  }
  return false;
}

Business read_business(const std::string& path, const Settings& settings) {
  toml::table root = load(path);
  for (const auto& [key, value] : settings) apply(root, key, value);
  return BusinessReader(root).read();
}

}  // namespace valuescale::tests::reference

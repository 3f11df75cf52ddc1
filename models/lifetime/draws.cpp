// From a stated law to the Draw that the kernels evaluate, and from a stated purchase to its code.
#include "models/description/problem.hpp"
#include "models/lifetime/compiler.hpp"
#include "sim/random/laws.hpp"

#include <algorithm>
#include <memory>

namespace valuescale::models {

namespace {

using Kind = Draw::Kind;

/// The kernel that serves a family; `linear` with a table of its own for the rest. `tabled`: lognormals have tables too.
Kind kind_of(const Law& law, bool tabled) {
  switch (law.kind) {
    case LawKind::constant: return Kind::constant;
    case LawKind::normal: return Kind::linear;
    case LawKind::lognormal: return tabled ? Kind::linear : Kind::log_table;
    case LawKind::gamma: return Kind::log_table;
    case LawKind::uniform: return Kind::uniform;
    case LawKind::exponential: return Kind::exponential;
    case LawKind::weibull: return Kind::weibull;
    case LawKind::beta: return Kind::beta;
    case LawKind::mixture:
    case LawKind::values: return Kind::mixture;
    default: return Kind::linear;
  }
}

bool has_own_table(const Law& law) {
  switch (law.kind) {
    case LawKind::logit_normal:
    case LawKind::triangular:
    case LawKind::pert:
    case LawKind::truncated:
    case LawKind::earliest:
    case LawKind::quotient: return true;
    default: return false;
  }
}

int parts_of(const Law& law) {
  if (law.kind != LawKind::mixture && law.kind != LawKind::values) return 1;
  int parts = 0;
  for (const Law& part : law.components) parts += parts_of(part);
  return parts;
}

/// A law that is moved needs a place to be moved from: these kernels have one anyway, others take theirs from a table.
bool is_moved(const Quantity& q) { return q.shift != 0 && q.law.kind != LawKind::normal && q.law.kind != LawKind::uniform; }

bool is_constant_here(const Quantity& q) { return q.law.is_constant() || q.role == Role::assumption; }

/// Lognormals of known and moderate sigma need no exponential function at each draw: a table holds its values, as exact as floats are.
bool have_tables(const std::vector<Adjusted>& by_kind, const Assumptions& assumptions) {
  constexpr double kLargestSigma = 0.8;  // of wider ones a table's cubics are less exact
  return std::all_of(by_kind.begin(), by_kind.end(), [&](const Adjusted& one) {
    const Quantity& q = *one.base;
    return is_constant_here(q) || q.law.kind != LawKind::lognormal ||
           (!assumptions.is_uncertain(q) && assumptions.law(q, 0).b <= kLargestSigma);
  });
}

}  // namespace

Draw Workshop::draw(const DrawAddress& address, std::vector<Adjusted> by_kind) {
  Draw result;
  result.column = law_columns(kDrawColumns);
  // One kernel serves all; where channels, segments or levels replace a law by one of another family, all go through tables.
  const bool tabled = have_tables(by_kind, assumptions_);
  bool first = true, mixed = false;
  const Quantity* drawn = nullptr;
  for (const Adjusted& one : by_kind) {
    Kind kind = is_constant_here(*one.base) ? Kind::constant : kind_of(one.base->law, tabled);
    if (is_moved(*one.base) && kind != Kind::constant && kind != Kind::mixture) kind = Kind::linear;
    if (first)
      result.kind = kind;
    else if (kind != result.kind)
      mixed = true;
    first = false;
    if (is_constant_here(*one.base)) continue;
    if (drawn && (drawn->role == Role::each_customer) != (one.base->role == Role::each_customer))
      throw InputError({{one.base->place, "'" + one.base->path + "' is drawn for each customer here and for each event elsewhere",
                         "both stand for the same number", "use each_customer or each_event in both places"}});
    if (is_moved(*one.base) && assumptions_.is_uncertain(*one.base))
      throw InputError({{one.base->place, "'" + one.base->path + "' cannot be moved: the parameters of its law are uncertain",
                         "a table of its values is moved, and there is none", "multiply it instead"}});
    drawn = one.base;
    result.parts = std::max(result.parts, parts_of(one.base->law));
  }
  if (mixed) {
    for (const Adjusted& one : by_kind)
      if (!is_constant_here(*one.base) && assumptions_.is_uncertain(*one.base))
        throw InputError(
            {{one.base->place, "'" + one.base->path + "' has uncertain parameters and another family of law than the value it replaces",
              "such a pair cannot be drawn from one table", "use the same family, or certain parameters"}});
    result.kind = result.parts > 1 ? Kind::mixture : Kind::linear;
  }
  // What happens once in a life is drawn once in a life anyway.
  result.each_customer = drawn && drawn->role == Role::each_customer && !address.customer_name.empty();
  const bool takes_two_words = result.kind == Kind::beta || result.kind == Kind::mixture;
  result.own_block = result.each_customer || takes_two_words;
  result.key = result.each_customer ? key(address.customer_name) : takes_two_words ? key(address.event_name) : address.event_key;
  result.word = result.own_block ? 0 : address.word;

  auto own_tables = std::make_shared<std::map<const Quantity*, std::uint32_t>>();
  on_fill([this, result, mixed, own_tables, by_kind = std::move(by_kind)](const RowSite& site) {
    const Adjusted& one = by_kind[site.kind];
    const int column = result.column;
    const double multiplier = one.multiplier(assumptions_, site.world);
    if (is_constant_here(*one.base)) {
      // With scale 0 the same constant comes out of any kernel; a mixture's looks into its tables all the same.
      set_law(site, column, assumptions_.value(*one.base, site.world) * multiplier);
      if (result.kind != Kind::mixture) return;
      const auto [entry, is_new] = own_tables->try_emplace(nullptr, 0);
      if (is_new) entry->second = mixture_of({}, result.parts);
      set_bits(site, column + 2, entry->second);
      return;
    }
    const double factor = one.base->scale * one.base->factor * multiplier, shift = one.base->shift * one.base->factor * multiplier;
    const ResolvedLaw law = assumptions_.law(*one.base, site.world);
    if (mixed || result.kind == Kind::mixture || has_own_table(one.base->law) || is_moved(*one.base)) {
      const auto [entry, is_new] = own_tables->try_emplace(one.base, 0);
      if (is_new) entry->second = result.kind == Kind::mixture ? mixture_of(law, result.parts) : table_of(law);
      set_law(site, column, shift);
      set_law(site, column + 1, factor);
      set_bits(site, column + 2, entry->second);
      return;
    }
    switch (one.base->law.kind) {
      case LawKind::normal:
        set_law(site, column, law.a * factor + shift);
        set_law(site, column + 1, law.b * factor);
        set_bits(site, column + 2, normal_table());
        break;
      case LawKind::lognormal:
        if (result.kind == Kind::linear) {
          set_law(site, column + 1, sim::exp_of(law.a) * factor);
          set_bits(site, column + 2, lognormal_table(law.b));
          break;
        }
        set_law(site, column, law.a + sim::log_of(factor));
        set_law(site, column + 1, law.b);
        set_bits(site, column + 2, normal_table());
        break;
      case LawKind::gamma:
        set_law(site, column, sim::log_of(law.b * factor));
        set_law(site, column + 1, 1);
        set_log_gamma(site, column + 2, law.a);
        break;
      case LawKind::uniform:
        set_law(site, column, law.a * factor + shift);
        set_law(site, column + 1, (law.b - law.a) * factor);
        break;
      case LawKind::exponential: set_law(site, column + 1, law.b * factor); break;
      case LawKind::weibull:
        set_law(site, column, sim::log_of(law.b * factor));
        set_law(site, column + 1, 1 / law.a);
        break;
      case LawKind::beta:
        set_law(site, column, law.low * factor);
        set_law(site, column + 1, (law.high - law.low) * factor);
        set_log_gamma(site, column + 2, law.a);
        set_log_gamma(site, column + 3, law.b);
        break;
      default: break;
    }
  });
  return result;
}

Draw Workshop::gamma_gamma(const Spend& spend, const std::string& prefix, sim::Key event_key) {
  Draw result;
  result.kind = Kind::gamma_ratio;
  result.key = event_key;
  result.word = word::price;
  result.customer_key = key("spend." + spend.name + "/customer");
  result.column = law_columns(kDrawColumns);
  const auto parameter = [&](const char* name, const Quantity& q) {
    return for_every_kind("spend." + spend.name + "." + name, "", "", &q);
  };
  on_fill([this, column = result.column, p = parameter("p", spend.p), q = parameter("q", spend.q), gamma = parameter("gamma", spend.gamma),
           scale = for_every_kind("", prefix + ".spend", "spend", &spend.gamma)](const RowSite& site) {
    set_law(
        site, column,
        sim::log_of(gamma[site.kind].value(assumptions_, site.world)) + sim::log_of(scale[site.kind].multiplier(assumptions_, site.world)));
    set_log_gamma(site, column + 2, p[site.kind].value(assumptions_, site.world));
    set_log_gamma(site, column + 3, q[site.kind].value(assumptions_, site.world));
  });
  return result;
}

std::vector<Adjusted> Workshop::price_for_every_kind(const Purchase& purchase, const std::string& prefix) const {
  if (!purchase.spend) {
    const std::string name = purchase.price.path.ends_with(".spend") ? "spend" : "price";
    return for_every_kind(prefix + "." + name, prefix + "." + name, name, &purchase.price);
  }
  const Spend& spend = scenario_.spends[*purchase.spend];
  return spend.gamma_gamma ? std::vector<Adjusted>{}
                           : for_every_kind("spend." + spend.name + ".law", prefix + ".spend", "spend", &spend.law);
}

PurchaseCode Workshop::price_of(const Purchase& purchase, const PurchaseCode& whole, const std::string& prefix, std::vector<Adjusted> share,
                                double sign) {
  PurchaseCode code = whole;
  code.cost_is_drawn = false;
  code.has_price = true;
  code.money = money_columns(kPurchaseMoney);
  on_fill([this, code, sign, price = price_for_every_kind(purchase, prefix), share = std::move(share)](const RowSite& site) {
    const double part = sign * units() * (share.empty() ? 1 : share[site.kind].value(assumptions_, site.world));
    const double certain = code.price_is_drawn ? 0 : price[site.kind].value(assumptions_, site.world) * part;
    set_money(site, code.money, certain, certain);
    set_money(site, code.money + 1, part, part);
  });
  return code;
}

PaymentCode Workshop::payment(const Purchase& purchase, const PurchaseCode& whole, const std::string& path, const std::string& prefix) {
  PaymentCode code;
  code.is_apart = purchase.is_paid_apart();
  if (!code.is_apart) return code;
  code.question = question(purchase.paid, "paid", purchase.paid_after, "paid_after", path + "/payment", prefix, "");
  code.price = price_of(purchase, whole, prefix, {}, 1);
  return code;
}

StepCode Workshop::question(const Quantity& take, const std::string& take_name, const Quantity& delay, const std::string& delay_name,
                            const std::string& path, const std::string& prefix, const std::string& bare) {
  StepCode code;
  code.event_key = key(path + "/event");
  code.threshold = law_columns(1);
  const std::string name = prefix + "." + take_name;
  on_fill([this, takes = for_every_kind(name, name, bare, &take), name, column = code.threshold](const RowSite& site) {
    bool capped = false;
    const double p = takes[site.kind].probability(assumptions_, site.world, capped);
    if (capped) count_capped(name, site.world);
    set_bits(site, column, sim::threshold_of(p));
  });
  const auto delays = for_every_kind(prefix + "." + delay_name, "", "", &delay);
  for (const Adjusted& one : delays)
    if (!one.base->law.is_constant() || one.base->law.value != 0) code.delayed = true;
  if (code.delayed) code.delay = draw({code.event_key, word::delay, path + "/" + delay_name, prefix + "/" + delay_name}, delays);
  return code;
}

PurchaseCode Workshop::purchase(const Purchase& purchase, const std::string& path, const std::string& prefix, sim::Key event_key) {
  PurchaseCode code;
  code.event_key = event_key;
  code.has_price = true;
  code.money = money_columns(kPurchaseMoney);
  // What a customer draws once in a life is the same whichever path leads here; which offer it was, nobody's luck knows.
  const std::string owner = path == "offer" ? path : prefix;
  const auto drawn = [](const std::vector<Adjusted>& kinds) {
    for (const Adjusted& one : kinds)
      if (!is_constant_here(*one.base)) return true;
    return false;
  };

  const std::vector<Adjusted> price = price_for_every_kind(purchase, prefix);
  if (purchase.spend && scenario_.spends[*purchase.spend].gamma_gamma) {
    code.price = gamma_gamma(scenario_.spends[*purchase.spend], prefix, event_key);
    code.price_is_drawn = true;
  } else if (drawn(price)) {
    code.price_is_drawn = true;
    // A value drawn once in a life is shared by every purchase that names the law.
    const std::string name = purchase.price.path.ends_with(".spend") ? "spend" : "price";
    code.price =
        purchase.spend
            ? draw({event_key, word::price, path + "/spend", "spend." + scenario_.spends[*purchase.spend].name + "/customer"}, price)
            : draw({event_key, word::price, path + "/" + name, owner + "/" + name}, price);
  }

  const auto cost = for_every_kind(prefix + ".unit_cost", prefix + ".cost", "cost", &purchase.unit_cost);
  code.cost_is_drawn = drawn(cost);
  if (code.cost_is_drawn) code.cost = draw({event_key, word::cost, path + "/unit_cost", owner + "/unit_cost"}, cost);

  const auto margin = for_every_kind(prefix + ".margin", prefix + ".margin", "margin", &purchase.margin);
  const double paid_apart = purchase.is_paid_apart() ? 1 : 0;
  on_fill([this, code, price, cost, margin, paid_apart](const RowSite& site) {
    const double kept = (margin[site.kind].value(assumptions_, site.world) - paid_apart) * units(), paid = (1 - paid_apart) * units();
    const double certain = code.price_is_drawn ? 0 : price[site.kind].value(assumptions_, site.world);
    double fixed = certain * kept;
    if (!code.cost_is_drawn) fixed -= cost[site.kind].value(assumptions_, site.world) * units();
    set_money(site, code.money, fixed, certain * paid);
    set_money(site, code.money + 1, kept, paid);
    set_money(site, code.money + 2, units());
  });
  return code;
}

}  // namespace valuescale::models

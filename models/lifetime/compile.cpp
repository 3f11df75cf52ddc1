#include "models/lifetime/acquisition.hpp"
#include "models/lifetime/compiler.hpp"
#include "models/lifetime/conditions.hpp"
#include "models/lifetime/money_units.hpp"

#include "models/catalog/repeat_catalog.hpp"
#include "models/description/problem.hpp"
#include "models/repeat/behaviour.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <initializer_list>

namespace valuescale::models {

namespace {

constexpr std::int64_t kUsualUnits = 10'000;

/// Writes one model's columns of one row.
class SiteWriter : public RowWriter {
 public:
  SiteWriter(Workshop& workshop, const RowSite& site, int column) : workshop_(workshop), site_(site), column_(column) {}
  void value(int column, double x) override { workshop_.set_law(site_, column_ + column, x); }
  void threshold(int column, double p) override { workshop_.set_bits(site_, column_ + column, sim::threshold_of(p)); }
  void log_gamma(int column, double shape) override { workshop_.set_log_gamma(site_, column_ + column, shape); }

 private:
  Workshop& workshop_;
  RowSite site_;
  int column_;
};

/// Something that is paid, certain in each world; false if it is nothing.
bool compile_cost(Workshop& workshop, const Quantity& cost, const std::string& changed, const std::string& multiplied, PurchaseCode& code) {
  const auto kinds = workshop.for_every_kind(changed, multiplied, "cost", &cost);
  if (std::all_of(kinds.begin(), kinds.end(), [](const Adjusted& a) { return a.base->law.is_constant() && a.base->law.value == 0; }))
    return false;
  code.money = workshop.money_columns(kPurchaseMoney);
  workshop.on_fill([&workshop, kinds, column = code.money](const RowSite& site) {
    workshop.set_money(site, column, -kinds[site.kind].value(workshop.assumptions(), site.world) * workshop.units());
  });
  return true;
}

void compile_referral(Workshop& workshop, const Referral& referral, const std::string& path, NodeCode& node) {
  const std::string prefix = "referral." + referral.name;
  ReferralCode& code = node.referral;
  code.event_key = workshop.key(path + "/number");
  code.child_key = workshop.key(path + "/child");
  code.leads = workshop.law_columns(1);
  const auto leads = workshop.for_every_kind(prefix + ".leads", prefix + ".leads", "referrals", &referral.leads);
  workshop.on_fill([&workshop, leads, column = code.leads](const RowSite& site) {
    workshop.set_law(site, column, leads[site.kind].value(workshop.assumptions(), site.world));
  });
  code.generations = referral.generations > 0 ? static_cast<std::uint32_t>(referral.generations) : ~std::uint32_t{0};
  code.offer = referral.offer;
  double passed = 0;
  for (std::size_t s = 0; s + 1 < referral.mix.size(); ++s) {
    passed += referral.mix[s];
    const bool is_last =
        std::all_of(referral.mix.begin() + static_cast<std::ptrdiff_t>(s) + 1, referral.mix.end(), [](double m) { return m == 0; });
    code.thresholds.push_back(is_last ? 0xffffffff : sim::threshold_of(passed));
  }
  node.step = workshop.question(referral.take, "take", referral.delay, "delay", path, prefix, "");
  node.costs_to_ask = compile_cost(workshop, referral.reward, prefix + ".reward", prefix + ".cost", node.contact);
  node.when = condition_code(referral.when, workshop);
}

/// What is given back of the purchase that a step follows: the same price, at the same event.
PurchaseCode compile_refund(Workshop& workshop, const Step& step, const std::string& prefix, const Program& program,
                            const std::optional<std::uint32_t>& parent) {
  const Scenario& scenario = workshop.scenario();
  const Trigger& trigger = step.after.front();
  const bool of_offer = trigger.what == Trigger::What::offer_taken, of_step = trigger.what == Trigger::What::step_taken;
  const Purchase& bought = of_offer  ? scenario.offers[trigger.index].purchase
                           : of_step ? scenario.steps[trigger.index].purchase
                                     : scenario.repeats[trigger.index].purchase;
  const std::string of = of_offer  ? "offer." + scenario.offers[trigger.index].name
                         : of_step ? "step." + scenario.steps[trigger.index].name
                                   : "repeat." + scenario.repeats[trigger.index].name;
  const PurchaseCode& whole = of_offer ? program.offers[trigger.index] : program.nodes[*parent].purchase;
  return workshop.price_of(bought, whole, of, workshop.for_every_kind(prefix + ".refund", "", "", &step.refund), -1);
}

void compile_step(Workshop& workshop, const Step& step, const Node& where, const Program& program, NodeCode& node) {
  const std::string prefix = "step." + step.name, &path = where.path;
  node.step = workshop.question(step.take, "take", step.delay, "delay", path, prefix, "take");
  node.purchase = workshop.purchase(step.purchase, path, prefix, node.step.event_key);
  node.payment = workshop.payment(step.purchase, node.purchase, path, prefix);
  if (step.refund.given) {
    node.gives_back = true;
    node.refund = compile_refund(workshop, step, prefix, program, where.parent);
  }
  node.costs_to_ask = compile_cost(workshop, step.contact_cost, prefix + ".contact_cost", prefix + ".cost", node.contact);
  node.when = condition_code(step.when, workshop);
  node.consequences = consequences_code(step.consequences, workshop);
}

void compile_repeat(Workshop& workshop, const Repeat& repeat, const std::string& path, NodeCode& node) {
  const auto models = repeat_models();
  const std::size_t index =
      std::find_if(models.begin(), models.end(), [&](const RepeatModel* m) { return m->name == repeat.model; }) - models.begin();
  const RepeatModel& model = *models[index];
  const RepeatBehaviour& behaviour = repeat_behaviour(index);
  const std::string prefix = "repeat." + repeat.name;
  RepeatCode& code = node.repeat;
  code.model = static_cast<int>(index);
  code.customer_key = workshop.key(path + "/customer");
  code.event_key = workshop.key(path + "/event");
  code.column = workshop.law_columns(behaviour.columns);
  code.every = static_cast<float>(repeat.every);
  code.first_occurrence = behaviour.first_occurrence;
  code.state_columns = behaviour.state_columns;
  code.on_lattice = model.on_lattice;
  code.has_life = model.has_life;

  struct Parameter {
    std::vector<Adjusted> kinds;
    bool is_probability;
    std::string name;
  };
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < model.fields.size(); ++i) {
    const Field& field = model.fields[i];
    const std::string name = prefix + "." + std::string(field.name);
    const auto handle =
        std::find_if(model.handles.begin(), model.handles.end(), [&](const Handle& h) { return h.name == field.name && h.is_probability; });
    const bool adjustable = handle != model.handles.end();
    auto kinds = workshop.for_every_kind(name, adjustable ? name : "", adjustable ? std::string(field.name) : "", &repeat.parameters[i]);
    if (field.may_be_draw) {
      code.has_gap = true;
      code.gap = workshop.draw({code.event_key, word::gap, path + "/" + std::string(field.name), name}, kinds);
      kinds.clear();
    }
    parameters.push_back({std::move(kinds), adjustable, name});
  }
  const auto rate = workshop.for_every_kind("", prefix + ".rate", "rate", nullptr);
  const auto churn = workshop.for_every_kind("", prefix + ".churn", "churn", nullptr);
  workshop.on_fill([&workshop, &behaviour, parameters, rate, churn, column = code.column](const RowSite& site) {
    std::vector<double> values;
    for (const Parameter& parameter : parameters) {
      if (parameter.kinds.empty()) {
        values.push_back(0);  // a draw: the kernel brings it
        continue;
      }
      const Adjusted& one = parameter.kinds[site.kind];
      bool capped = false;
      values.push_back(parameter.is_probability ? one.probability(workshop.assumptions(), site.world, capped)
                                                : workshop.assumptions().value(*one.base, site.world));
      if (capped) workshop.count_capped(parameter.name, site.world);
    }
    SiteWriter writer(workshop, site, column);
    behaviour.prepare({values.data(), rate[site.kind].multiplier(workshop.assumptions(), site.world),
                       churn[site.kind].multiplier(workshop.assumptions(), site.world)},
                      writer);
  });

  node.purchase = workshop.purchase(repeat.purchase, path, prefix, code.event_key);
  node.payment = workshop.payment(repeat.purchase, node.purchase, path, prefix);
  node.costs_while_alive = compile_cost(workshop, repeat.cost_per_month, prefix + ".cost_per_month", prefix + ".cost", node.monthly);
  node.is_scheduled = !model.sells;
  node.sells = model.sells && node.stage != Stage::service && node.stage != Stage::policy;
}

double force_per_step(const Scenario& scenario, double rate) {
  const double years_per_step = days_in(scenario.step) / days_in(StepUnit::year);
  const double force_per_year = scenario.discount.continuous ? rate : sim::log_of(1 + rate) / scenario.discount.period_years;
  return force_per_year * years_per_step;
}

template <class Values>
void mix_into(std::uint64_t& hash, const Values& values) {
  for (const auto& value : values) {
    std::uint64_t word = 0;
    static_assert(sizeof value <= sizeof word);
    __builtin_memcpy(&word, &value, sizeof value);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
}

void mix_into(std::uint64_t& hash, const PlanCode& plan) {
  mix_into(hash, plan.phases);
  for (const WorldPlan& world : plan.worlds) {
    for (const Winning& winning : world.winnings) {
      for (const Winning::Month& month : winning.months)
        mix_into(hash, std::initializer_list<double>{month.planned, month.conversion, month.cost, month.at_sale});
      mix_into(hash, winning.thresholds);
      mix_into(hash, winning.response);
      mix_into(hash, std::initializer_list<double>{winning.delay, winning.capacity});
    }
    mix_into(hash, world.fixed_costs);
    mix_into(hash, world.marketing_costs);
    for (const StepCost& cost : world.step_costs) {
      mix_into(hash, cost.a_month);
      mix_into(hash, std::initializer_list<double>{cost.for_customers});
    }
    mix_into(hash, std::initializer_list<std::int64_t>{world.cash, world.credit, world.paid_after});
    mix_into(hash, std::initializer_list<double>{world.interest, world.reinvest, world.force});
  }
}

std::uint64_t hash_of(const Program& program, const Graph& graph) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const Node& node : graph.nodes) mix_into(hash, node.path);
  mix_into(hash, program.laws);
  mix_into(hash, program.money);
  mix_into(hash, program.prices);
  mix_into(hash, program.tables);
  for (double LeadCost::*part : {&LeadCost::own, &LeadCost::shared})
    for (const LeadCost& cost : program.lead_costs) mix_into(hash, std::initializer_list<double>{cost.*part});
  mix_into(hash, program.segment_thresholds);
  mix_into(hash, program.world_weight);
  if (program.plan) mix_into(hash, *program.plan);
  return hash;
}

}  // namespace

namespace {

Program compile_in(std::int64_t units_per_currency, const Scenario& scenario, const Assumptions& assumptions, const CalendarCode* calendar,
                   std::uint64_t seed, std::size_t worlds, int threads) {
  Program program;
  if (calendar) program.dims.phases = calendar->phases();
  program.dims.worlds = worlds;
  program.dims.channels = scenario.channels.size();
  program.dims.segments = scenario.segments.size();
  program.dims.levels = number_of_kinds(scenario, program.dims.phases) / program.dims.cells();
  program.dims.lifetime = static_cast<std::size_t>(scenario.lifetime);
  program.lifetime = static_cast<float>(scenario.lifetime);
  program.month = days_in(StepUnit::month) / days_in(scenario.step);

  program.assumptions = assumptions.columns();
  program.units_per_currency = units_per_currency;
  Workshop workshop(scenario, assumptions, calendar, seed, program);
  program.acquisition_key = workshop.key("acquisition");

  workshop.money_columns(1);
  workshop.on_fill([&](const RowSite& site) {
    workshop.set_money(site, kDiscountMoney, force_per_step(scenario, assumptions.value(scenario.discount.rate, site.world)));
  });

  for (const Stage stage : {Stage::offer, Stage::ladder, Stage::repeat}) program.has_stage[static_cast<std::size_t>(stage)] = true;
  // "offer", whichever it is, because a customer takes one only.
  const sim::Key offer_key = workshop.key("offer/event");
  for (const Offer& offer : scenario.offers) {
    program.offers.push_back(workshop.purchase(offer.purchase, "offer", "offer." + offer.name, offer_key));
    program.offer_payments.push_back(workshop.payment(offer.purchase, program.offers.back(), "offer", "offer." + offer.name));
  }
  const Graph graph = unfold(scenario);
  program.after_offer = graph.after_offer;
  program.ways = graph.ways;
  program.repeats = scenario.repeats.size();
  for (const Node& node : graph.nodes) {
    NodeCode code;
    code.what = node.what;
    code.index = node.index;
    code.stage = node.stage;
    code.taken = node.taken;
    code.declined = node.declined;
    code.ended = node.ended;
    if (node.what == Node::What::step)
      compile_step(workshop, scenario.steps[node.index], node, program, code);
    else if (node.what == Node::What::referral)
      compile_referral(workshop, scenario.referrals[node.index], node.path, code);
    else
      compile_repeat(workshop, scenario.repeats[node.index], node.path, code);
    program.has_stage[static_cast<std::size_t>(node.stage)] = true;
    program.has_referrals = program.has_referrals || code.what == Node::What::referral;
    program.in_order = program.in_order || code.when.is_given || code.consequences.is_given || !code.ended.empty() ||
                       code.what == Node::What::referral || (code.what == Node::What::repeat && node.may_restart);
    program.nodes.push_back(std::move(code));
  }
  program.in_order = program.in_order || program.dims.phases > 1;
  program.channels.resize(program.dims.channels);
  compile_acquisition(workshop, program);

  workshop.fill_rows(threads);

  const std::size_t rows = worlds * program.dims.kinds();
  for (const NodeCode& node : program.nodes) {
    if (node.what == Node::What::referral) {
      program.any_outflow_after_start = true;  // children may lose
      continue;
    }
    if (node.costs_while_alive || node.costs_to_ask || node.gives_back || node.purchase.cost_is_drawn)
      program.any_outflow_after_start = true;
    for (std::size_t row = 0; row < rows && !program.any_outflow_after_start; ++row) {
      const double* money = &program.money[row * program.money_columns + node.purchase.money];
      if (money[0] < 0 || (node.purchase.price_is_drawn && (money[1] < 0 || node.purchase.price.kind == Draw::Kind::linear)))
        program.any_outflow_after_start = true;
    }
  }
  program.views_coincide =
      std::all_of(program.lead_costs.begin(), program.lead_costs.end(), [](const LeadCost& cost) { return cost.shared == 0; });
  // What a lead costs that is bought along a curve shows only month by month.
  for (const Channel& channel : scenario.channels)
    if (scenario.plan && channel.response && channel.cost_basis == Channel::Cost::per_lead) program.views_coincide = false;
  for (std::size_t row = 0; row < rows; ++row)
    program.discounts =
        std::max(program.discounts, program.lifetime * std::fabs(program.money[row * program.money_columns + kDiscountMoney]));
  if (scenario.plan) program.plan = compile_plan(workshop, *calendar, program);
  program.hash = hash_of(program, graph);
  return program;
}

}  // namespace

Program compile(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, int threads, Sampling sampling, const Tilt& tilt,
                const WorldDesign& design) {
  const Assumptions assumptions(scenario, seed, worlds, sampling, tilt, design);
  std::optional<CalendarCode> calendar;
  if (scenario.plan)
    calendar.emplace(
        scenario, assumptions, worlds, months_lived(scenario, assumptions, worlds),
        [&](const std::string& name) { return sim::key_of(seed, name); }, tilt);
  const CalendarCode* const only_calendar = calendar ? &*calendar : nullptr;
  Program program = compile_in(kUsualUnits, scenario, assumptions, only_calendar, seed, worlds, threads);
  // What amounts there are is known once they are compiled; few scenarios need other units than the usual.
  const std::int64_t units = suitable_units(program);
  if (units != kUsualUnits) program = compile_in(units, scenario, assumptions, only_calendar, seed, worlds, threads);
  program.dims.sampling = sampling;
  return program;
}

}  // namespace valuescale::models

#include "models/lifetime/acquisition.hpp"

#include "models/acquisition/spend_curve.hpp"
#include "models/description/problem.hpp"
#include "sim/random/laws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::models {

namespace {

/// Points of equal probability standing for the law of a drawn cost, over all worlds and channels together.
constexpr std::size_t kAtomsInAll = 1 << 18;

/// How many times as much everything costs.
double dearer(const Channel& channel, const Assumptions& assumptions, std::size_t world) {
  double product = 1;
  for (const Quantity& factor : channel.dearer) product *= assumptions.value(factor, world);
  return product;
}

/// How a channel responds to what is spent on it in a world; nothing where it doesn't.
SpendCurve spend_curve(const Channel& channel, const Assumptions& assumptions, std::size_t world) {
  SpendCurve curve;
  const Response& response = *channel.response;
  curve.response = find_response_curve(response.curve);
  for (std::size_t i = 0; i < response.parameters.size(); ++i) curve.parameters[i] = assumptions.value(response.parameters[i], world);
  curve.spend = assumptions.value(response.spend, world);
  curve.dearer = dearer(channel, assumptions, world);
  if (response.capacity) curve.capacity = assumptions.value(*response.capacity, world);
  curve.of_leads = channel.size_basis == Channel::Size::leads;
  const Bought bought = curve.bought();
  // Beyond these, shares of channels and costs of customers would be no numbers.
  if (!(bought.number > 1e-9) || !(bought.number < 1e18))
    throw InputError({{response.spend.place,
                       response.spend.path + " brings nobody, or more than can be counted, in some world",
                       "its curve is too extreme",
                       {}}});
  return curve;
}

/// What a lead, or customer, of a channel costs in a world by itself, in units.
struct CostLaw {
  double mean = 0, variance = 0;
  std::vector<Atom> points;  ///< standing for its law
};

CostLaw cost_law(const Channel& channel, const SpendCurve& curve, const Assumptions& assumptions, std::size_t world, double units,
                 std::size_t atoms) {
  const auto certain = [](double cost) { return CostLaw{cost, 0, {{std::llrint(cost), 1}}}; };
  if (channel.response) return certain(curve.spend / curve.bought().number * units);
  if (channel.cost.role == Role::assumption || channel.cost.law.is_constant())
    return certain(assumptions.value(channel.cost, world) * dearer(channel, assumptions, world) * units);
  const ResolvedLaw law = assumptions.law(channel.cost, world);
  const double factor = channel.cost.factor * dearer(channel, assumptions, world) * units, scale = channel.cost.scale * factor,
               shift = channel.cost.shift * factor;
  CostLaw cost{law.mean() * scale + shift, law.variance() * scale * scale, {}};
  for (std::size_t i = 0; i < atoms; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(atoms);
    cost.points.push_back({std::llrint(law.quantile({u, 1 - u}) * scale + shift), 1 / static_cast<double>(atoms)});
  }
  return cost;
}

/// Whatever kind of customer, only what makes the channel dearer acts on it.
Adjusted cost_of(const Channel& channel) {
  Adjusted result;
  result.base = &channel.cost;
  for (const Quantity& factor : channel.dearer) result.multipliers.push_back(&factor);
  return result;
}

}  // namespace

Market market_of(const Channel& channel, const std::vector<double>& conversion) {
  const std::size_t segments = conversion.size();
  Market market;
  double total = 0;
  for (std::size_t s = 0; s < segments; ++s) {
    double share = channel.mix[s];
    if (channel.mix_of_customers) share = conversion[s] > 0 ? share / conversion[s] : 0;
    market.segments.push_back({share, conversion[s]});
    total += share;
  }
  for (CellFacts& segment : market.segments) {
    segment.lead_mix = total > 0 ? segment.lead_mix / total : 1.0 / static_cast<double>(segments);
    market.conversion += segment.lead_mix * segment.conversion;
  }
  double passed = 0;
  for (std::size_t s = 0; s + 1 < segments; ++s) {
    passed += market.conversion > 0 ? market.segments[s].lead_mix * market.segments[s].conversion / market.conversion : 0;
    // Rounding must not let a last segment appear that has no share.
    double rest = 0;
    for (std::size_t t = s + 1; t < segments; ++t) rest += market.segments[t].lead_mix * market.segments[t].conversion;
    market.thresholds.push_back(rest == 0 ? 0xffffffff : sim::threshold_of(passed));
  }
  return market;
}

void compile_acquisition(Workshop& workshop, Program& program) {
  const Scenario& scenario = workshop.scenario();
  const Assumptions& assumptions = workshop.assumptions();
  const Dimensions& dims = program.dims;
  const double units = workshop.units();

  // Conversion of each kind of lead, by the channel's offer.
  std::vector<Adjusted> take(dims.cells());
  for (std::size_t channel = 0; channel < dims.channels; ++channel) {
    const Offer& offer = scenario.offers[scenario.channels[channel].offer];
    const auto kinds = workshop.for_every_kind("offer." + offer.name + ".take", "offer." + offer.name + ".take", "conversion", &offer.take);
    for (std::size_t s = 0; s < dims.segments; ++s) {
      const std::size_t cell = channel * dims.segments + s;
      take[cell] = kinds[cell * dims.levels];
    }
  }
  // What a share of the first sale is taken of: a price that is the same for all customers of the channel.
  std::vector<Adjusted> price(dims.channels);
  for (std::size_t channel = 0; channel < dims.channels; ++channel) {
    const Offer& offer = scenario.offers[scenario.channels[channel].offer];
    const std::string name = "offer." + offer.name + ".price";
    price[channel] = workshop.for_every_kind(name, name, "price", &offer.purchase.price)[channel * dims.segments * dims.levels];
  }
  const bool any_responds =
      std::any_of(scenario.channels.begin(), scenario.channels.end(), [](const Channel& c) { return c.response; }) && !scenario.plan;

  program.channel_facts.resize(dims.worlds * dims.channels);
  if (any_responds) program.spend_curves.resize(dims.worlds * dims.channels);
  program.cell_facts.resize(dims.worlds * dims.cells());
  program.world_weight.resize(dims.worlds);
  program.wasted.resize(dims.worlds * dims.channels);
  program.lead_costs.resize(dims.worlds * dims.channels);
  program.segment_thresholds.reserve(dims.worlds * dims.channels * (dims.segments - 1));
  const std::size_t atoms = std::clamp<std::size_t>(kAtomsInAll / (dims.worlds * dims.channels), 16, 4096);

  std::vector<CostLaw> cost_laws(dims.channels);
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    double all_leads = 0, all_customers = 0;
    for (std::size_t c = 0; c < dims.channels; ++c) {
      const Channel& channel = scenario.channels[c];
      std::vector<double> conversion;
      for (std::size_t s = 0; s < dims.segments; ++s) {
        const double product = take[c * dims.segments + s].product(assumptions, world);
        if (product > 1) workshop.count_capped("offer." + scenario.offers[channel.offer].name + ".take", world);
        if (scenario.plan) program.conversion_products.push_back(product);
        conversion.push_back(std::min(1.0, product));
      }
      const Market market = market_of(channel, conversion);
      std::copy(market.segments.begin(), market.segments.end(), &program.cell_facts[world * dims.cells() + c * dims.segments]);
      program.segment_thresholds.insert(program.segment_thresholds.end(), market.thresholds.begin(), market.thresholds.end());
      ChannelFacts& facts = program.channel_facts[world * dims.channels + c];
      facts.conversion = market.conversion;

      const bool per_lead = channel.cost_basis == Channel::Cost::per_lead;
      // A plan says month by month what is spent, hence how many that brings and at what cost.
      const bool responds = channel.response && !scenario.plan;
      SpendCurve curve = responds ? spend_curve(channel, assumptions, world) : SpendCurve{};
      const double size = responds ? curve.bought().number : channel.size;
      // The same in every world, unless its law or the curve is uncertain.
      CostLaw& own = cost_laws[c];
      if (world == 0 || responds || assumptions.is_uncertain(channel.cost) || !channel.dearer.empty())
        own = channel.response && !responds ? CostLaw{} : cost_law(channel, curve, assumptions, world, units, atoms);
      const double cost = own.mean;
      if (per_lead) program.wasted[world * dims.channels + c] = own.points;
      const double p = facts.conversion;
      const double share = assumptions.value(channel.share_of_first_sale, world);
      const double share_paid = share > 0 ? share * price[c].value(assumptions, world) * units : 0;
      program.lead_costs[world * dims.channels + c] = {cost + share_paid, per_lead && p > 0 ? cost / p - cost : 0, share_paid};
      facts.mean_lead_cost = (per_lead ? cost : p * cost) + p * share_paid;
      facts.mean_cac = (!per_lead ? cost : p > 0 ? cost / p : cost > 0 ? std::numeric_limits<double>::infinity() : 0) + share_paid;
      facts.wasted_mean = per_lead ? cost : 0;
      facts.wasted_variance = per_lead ? own.variance : 0;

      const bool size_is_leads = channel.size_basis == Channel::Size::leads || (channel.size_basis == Channel::Size::share && per_lead);
      facts.lead_share = size_is_leads ? size : p > 0 ? size / p : size;
      facts.customer_share = size_is_leads ? size * p : p > 0 ? size : 0;
      if (responds) {
        curve.conversion = p;
        curve.besides = share_paid / units;
        program.spend_curves[world * dims.channels + c] = curve;
      }
      all_leads += facts.lead_share;
      all_customers += facts.customer_share;
    }
    for (std::size_t c = 0; c < dims.channels; ++c) {
      ChannelFacts& facts = program.channel_facts[world * dims.channels + c];
      facts.lead_share /= all_leads;
      if (all_customers > 0) facts.customer_share /= all_customers;
    }
    program.world_weight[world] = all_customers / all_leads;
  }

  for (std::size_t c = 0; c < dims.channels; ++c) {
    const Channel& channel = scenario.channels[c];
    ChannelCode& code = program.channels[c];
    code.offer = channel.offer;
    code.per_lead = channel.cost_basis == Channel::Cost::per_lead;
    code.cost_is_drawn = channel.cost.role != Role::assumption && !channel.cost.law.is_constant();
    if (code.cost_is_drawn) {
      // Every channel's leads meet the same luck in their cost, so that channels can be compared.
      code.cost = workshop.draw({program.acquisition_key, word::lead_cost, "acquisition/cost", ""},
                                std::vector<Adjusted>(dims.kinds(), cost_of(channel)));
    }
  }
}

}  // namespace valuescale::models

#include "models/lifetime/acquisition.hpp"

#include "sim/random/laws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::models {

namespace {

/// Points of equal probability standing for the law of a drawn cost, over all worlds and channels together.
constexpr std::size_t kAtomsInAll = 1 << 18;

/// A cost that each lead draws, in money units.
struct DrawnCost {
  double mean = 0, variance = 0;
  std::vector<Atom> atoms;
};

DrawnCost drawn_cost(const ResolvedLaw& law, double factor, double units, std::size_t atoms) {
  DrawnCost cost{law.mean() * factor * units, law.variance() * factor * factor * units * units, {}};
  for (std::size_t i = 0; i < atoms; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(atoms);
    cost.atoms.push_back({std::llrint(law.quantile({u, 1 - u}) * factor * units), 1 / static_cast<double>(atoms)});
  }
  return cost;
}

}  // namespace

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

  program.channel_facts.resize(dims.worlds * dims.channels);
  program.cell_facts.resize(dims.worlds * dims.cells());
  program.world_weight.resize(dims.worlds);
  program.wasted.resize(dims.worlds * dims.channels);
  program.lead_cost.resize(dims.worlds * dims.channels);
  program.cost_per_buyer.resize(dims.worlds * dims.channels);
  program.segment_thresholds.resize(dims.worlds * dims.channels * (dims.segments - 1));
  const std::size_t atoms = std::clamp<std::size_t>(kAtomsInAll / (dims.worlds * dims.channels), 16, 4096);

  std::vector<DrawnCost> drawn(dims.channels);
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    double all_leads = 0, all_customers = 0;
    for (std::size_t c = 0; c < dims.channels; ++c) {
      const Channel& channel = scenario.channels[c];
      CellFacts* cells = &program.cell_facts[world * dims.cells() + c * dims.segments];
      double total = 0;
      for (std::size_t s = 0; s < dims.segments; ++s) {
        bool capped = false;
        cells[s].conversion = take[c * dims.segments + s].probability(assumptions, world, capped);
        if (capped) workshop.count_capped("offer." + scenario.offers[channel.offer].name + ".take", world);
        cells[s].lead_mix = channel.mix[s];
        if (channel.mix_of_customers) cells[s].lead_mix = cells[s].conversion > 0 ? channel.mix[s] / cells[s].conversion : 0;
        total += cells[s].lead_mix;
      }
      ChannelFacts& facts = program.channel_facts[world * dims.channels + c];
      for (std::size_t s = 0; s < dims.segments; ++s) {
        cells[s].lead_mix = total > 0 ? cells[s].lead_mix / total : 1.0 / static_cast<double>(dims.segments);
        facts.conversion += cells[s].lead_mix * cells[s].conversion;
      }
      double passed = 0;
      for (std::size_t s = 0; s + 1 < dims.segments; ++s) {
        passed += facts.conversion > 0 ? cells[s].lead_mix * cells[s].conversion / facts.conversion : 0;
        // Rounding must not let a last segment appear that has no share.
        double rest = 0;
        for (std::size_t t = s + 1; t < dims.segments; ++t) rest += cells[t].lead_mix * cells[t].conversion;
        program.segment_thresholds[(world * dims.channels + c) * (dims.segments - 1) + s] =
            rest == 0 ? 0xffffffff : sim::threshold_of(passed);
      }

      const bool per_lead = channel.cost_basis == Channel::Cost::per_lead;
      double cost = 0, variance = 0;
      auto& wasted = program.wasted[world * dims.channels + c];
      if (channel.cost.role == Role::assumption || channel.cost.law.is_constant()) {
        cost = assumptions.value(channel.cost, world) * units;
        if (per_lead) wasted = {{std::llrint(cost), 1}};
      } else {
        // The same in every world, unless its parameters are uncertain.
        if (world == 0 || assumptions.is_uncertain(channel.cost))
          drawn[c] = drawn_cost(assumptions.law(channel.cost, world), channel.cost.factor, units, per_lead ? atoms : 0);
        cost = drawn[c].mean;
        variance = drawn[c].variance;
        wasted = drawn[c].atoms;
      }
      const double p = facts.conversion;
      program.lead_cost[world * dims.channels + c] = cost;
      program.cost_per_buyer[world * dims.channels + c] = per_lead && p > 0 ? cost / p - cost : 0;
      facts.mean_lead_cost = per_lead ? cost : p * cost;
      facts.mean_cac = !per_lead ? cost : p > 0 ? cost / p : cost > 0 ? std::numeric_limits<double>::infinity() : 0;
      facts.wasted_mean = per_lead ? cost : 0;
      facts.wasted_variance = per_lead ? variance : 0;

      const bool size_is_leads = channel.size_basis == Channel::Size::leads || (channel.size_basis == Channel::Size::share && per_lead);
      facts.lead_share = size_is_leads ? channel.size : p > 0 ? channel.size / p : channel.size;
      facts.customer_share = size_is_leads ? channel.size * p : p > 0 ? channel.size : 0;
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
                                std::vector<Adjusted>(dims.kinds(), Adjusted{&channel.cost, {}, {}}));
    }
  }
}

}  // namespace valuescale::models

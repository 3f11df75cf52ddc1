// A scenario compiled for the engine: nodes with codes, and tables of numbers with a row for each (world, cell).
#pragma once

#include "models/kernels/kernels.hpp"
#include "models/lifetime/graph.hpp"
#include "models/lifetime/tallies.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::models {

struct NodeCode {
  Node::What what = Node::What::step;
  bool belongs_to_repeat = false;
  std::vector<Edge> taken, declined;
  StepCode step;
  RepeatCode repeat;
  bool costs_while_alive = false;
  PurchaseCode purchase, monthly;  ///< monthly: what each month of being alive costs (as a negative amount)
};

struct ChannelCode {
  std::size_t offer = 0;
  PurchaseCode offer_purchase;
  bool cost_is_drawn = false;
  Draw cost;
  bool per_lead = true;
};

struct Program {
  Dimensions dims;
  std::int64_t units_per_currency = 10'000;
  float lifetime = 0;  ///< steps
  double month = 1;    ///< steps
  sim::Key acquisition_key{};
  std::vector<NodeCode> nodes;
  std::vector<std::vector<Edge>> after_offer;
  std::vector<ChannelCode> channels;
  std::vector<std::uint32_t> segment_thresholds;  ///< [world][channel][segments − 1]

  int law_columns = 0, money_columns = 0;
  std::vector<float> laws;                            ///< [row][law_columns]
  std::vector<double> money;                          ///< [row][money_columns]
  std::vector<std::uint8_t> laws_alike, money_alike;  ///< by column: the same in every row?
  std::vector<float> tables;
  std::vector<double> lead_cost;       ///< [world][channel]: certain cost of a lead (or customer), or mean of the draw, units
  std::vector<double> cost_per_buyer;  ///< [world][channel]: what the customer view adds to the own lead's cost, units
  bool any_outflow_after_start = false;
  bool views_coincide = false;  ///< a customer costs what their own lead does: nobody pays for leads that don't buy
  bool discounts = false;       ///< in some world
  std::uint64_t hash = 0;

  std::vector<ChannelFacts> channel_facts;
  std::vector<CellFacts> cell_facts;
  std::vector<double> world_weight;
  std::vector<std::vector<Atom>> wasted;
  std::vector<std::int64_t> capped_worlds;
  std::vector<std::string> capped_what;
  std::vector<DrawnAssumption> assumptions;

  Context context() const {
    return {laws.data(),       static_cast<std::uint32_t>(law_columns),
            money.data(),      static_cast<std::uint32_t>(money_columns),
            laws_alike.data(), money_alike.data(),
            tables.data(),     discounts,
            lifetime,          0.9f * lifetime};
  }
};

/// Compiles a scenario for `worlds` worlds, on that many threads (0: one a core). Throws InputError for what only numbers can show (amounts too
/// large, …).
Program compile(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, int threads);

}  // namespace valuescale::models

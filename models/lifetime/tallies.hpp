// What a run leaves behind: exact integer counts and sums over simulated customers, and the facts about each world that arithmetic
// knows without simulating anyone. Everything reported is worked out from these (results/answer).
//
// Simulated are *buyers*. Each has two views (definitions in results/README.md):
//   customer  carries the channel's cost per buyer, c/p;
//   lead      carries its own cost only; leads that never buy are added by arithmetic from WorldFacts.
//
// A *cell* is (channel, segment): cell = channel × segments + segment. A *margin* is a channel or a segment:
// margin m < channels is channel m, otherwise segment m − channels. A *replicate* is a group of consecutive worlds (world w belongs to
// replicate w × replicates / worlds, rounded down) or, where there is a single world, a slice of its customers; replicates are exchangeable, so that the spread between them is
// the sampling error of anything, whatever depends on what inside. Money is in units of 1/units_per_currency.
#pragma once

#include "models/acquisition/spend_curve.hpp"
#include "models/description/stage.hpp"
#include "models/lifetime/plan_tallies.hpp"
#include "models/lifetime/sampling.hpp"
#include "models/lifetime/traffic.hpp"
#include "sim/stats/histogram.hpp"
#include "sim/stats/integers.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace valuescale::models {

/// The amounts tallied for each simulated buyer; undiscounted unless said.
enum Metric : std::size_t {
  ltv,              ///< discounted contribution without acquisition; the same in both views
  customer_profit,  ///< contribution − cost per buyer
  customer_npv,     ///< ltv − cost per buyer
  customer_cac,     ///< cost per buyer (own lead's cost + (1 − p)/p times the mean, where the cost is a draw)
  lead_profit,      ///< contribution − own cost
  lead_npv,         ///< ltv − own cost
  lead_cac,         ///< own cost
  metric_count
};

/// Which amounts get a whole distribution, hence quantiles; means and standard deviations there are always.
struct Distributions {
  bool profit = true, npv = true, ltv = true, cac = true;
  bool has(Metric metric) const {
    switch (metric) {
      case models::ltv: return ltv;
      case customer_profit:
      case lead_profit: return profit;
      case customer_npv:
      case lead_npv: return npv;
      default: return cac;
    }
  }
};

/// The two payback curves of a buyer.
enum View : std::size_t { customer_view, lead_view, view_count };

/// Sums over a group of simulated buyers.
struct Sums {
  std::int64_t customers = 0;
  std::array<sim::Int128, metric_count> sum{};
  std::array<sim::Int128, metric_count> square{};  ///< sums of squares, for standard deviations
  std::array<sim::Int128, kStages> by_stage{};     ///< undiscounted contribution; acquisition is the view's cac
  sim::Int128 at_first_sale = 0;                   ///< all cash at time 0 but offer and acquisition: steps taken at once, first payments
  sim::Int128 late_ltv = 0;                        ///< LTV earned in the last tenth of the horizon
  std::int64_t active = 0;                         ///< still active at the horizon
  std::int64_t purchases = 0;                      ///< repeat purchases
  std::array<std::int64_t, view_count> losses{};   ///< profit < 0
  std::array<std::int64_t, view_count> first_sale_covered{};  ///< offer − cac ≥ 0
  std::array<std::int64_t, view_count> front_end_covered{};   ///< offer + at_first_sale − cac ≥ 0

  sim::Int128 of(Stage stage) const { return by_stage[static_cast<std::size_t>(stage)]; }
  Sums& operator+=(const Sums& other);
};

/// When buyers pay back. `first[k]`: counts of buyers whose balance first was ≥ 0 at the end of step k; `lasting[k]`: stayed so from k on.
struct PaybackCounts {
  std::vector<std::int64_t> first, lasting;      ///< lifetime + 1 each
  std::int64_t first_never = 0, first_open = 0;  ///< unpaid: ended / still active at the horizon
  std::int64_t lasting_never = 0, lasting_open = 0;
};

/// Who brought a child: the customer who was bought, or a child of theirs in any generation.
enum class Descent : std::size_t { direct, further };
inline constexpr std::size_t kDescents = 2;

/// Everything kept for one (replicate, cell).
struct CellTally {
  Sums sums;
  std::array<PaybackCounts, view_count> payback;
  std::array<sim::BinCounts, metric_count> counts;  ///< how the metrics are distributed
};

/// What is known about a (world, channel) before anyone is lived.
struct ChannelFacts {
  double lead_share = 0;       ///< of this world's leads; sums to 1 over channels. With a plan: of the leads of an average world
  double customer_share = 0;   ///< of this world's customers; sums to 1, all 0 where nobody buys
  double conversion = 0;       ///< P(a lead buys), all segments together
  double mean_lead_cost = 0;   ///< expected cost of a lead, units (cost per customer: conversion × cost)
  double mean_cac = 0;         ///< expected cost per buyer, units; infinite where nobody buys and leads cost money
  double wasted_mean = 0;      ///< expected cost of a lead that does not buy, units (0 where cost is per customer)
  double wasted_variance = 0;  ///< of the same, units²
};

/// What is known about a (world, cell).
struct CellFacts {
  double lead_mix = 0;    ///< share of the segment among the channel's leads
  double conversion = 0;  ///< P(such a lead buys)
};

struct Dimensions {
  std::size_t worlds = 1, channels = 1, segments = 1, replicates = 1;
  Sampling sampling = Sampling::independent;  ///< of worlds; stratified: a replicate is a hypercube
  std::size_t levels = 1;    ///< combinations of levels of all states, in all phases of the calendar: phase × state_levels() + level
  std::size_t phases = 1;    ///< of the calendar
  std::size_t lifetime = 0;  ///< steps
  std::size_t cells() const { return channels * segments; }
  std::size_t state_levels() const { return levels / phases; }
  /// A kind of customer: kind = cell × levels + level. Everybody starts at level 0; the segment of the kind may change like the level, while
  /// what a customer brought is counted in the cell in which life began.
  std::size_t kinds() const { return cells() * levels; }
  /// Children are told apart by descent and by the segment in which their own lives began: descent × segments + segment.
  std::size_t child_kinds() const { return kDescents * segments; }
  std::size_t margins() const { return channels + segments; }
};

/// A cost a lead paid in vain, with the share of such leads that paid it.
struct Atom {
  std::int64_t value;
  double probability;
};

/// An assumption with a law, and what each world drew.
struct DrawnAssumption {
  std::string path, text;
  std::vector<double> values;  ///< by world, in the units it was written in
};

struct Tallies {
  Dimensions dims;
  std::int64_t units_per_currency = 10'000;
  bool lead_costs_are_draws = false;
  Distributions distributions;            ///< those that were kept
  std::array<bool, kStages> has_stage{};  ///< may something belong to it?
  bool any_outflow_after_start = false;   ///< some flow after step 0 can be negative: lasting payback is the headline

  std::vector<Sums> world_cells;                                           ///< [world][cell]
  std::vector<CellTally> replicate_cells;                                  ///< [replicate][cell]
  std::vector<std::array<sim::SparseHistogram, metric_count>> histograms;  ///< [cell]: all replicates together
  std::array<Metric, metric_count> standing_for{ltv,         customer_profit, customer_npv, customer_cac,
                                                lead_profit, lead_npv,        lead_cac};  ///< whose distribution each metric shares
  std::vector<sim::Int128> cash;                      ///< [world][margin][step]: contribution received in each step, over simulated buyers
  std::vector<std::int64_t> world_first[view_count];  ///< [world][step]: as PaybackCounts::first over all cells
  std::vector<std::int64_t> world_lasting[view_count];
  std::vector<std::int64_t> world_children;      ///< [world][cell][child kind]: whom buyers brought; empty where nobody is ever brought
  std::vector<std::int64_t> replicate_children;  ///< [replicate][cell][child kind]
  std::vector<Way> ways;                         ///< through the ladder
  std::vector<std::string> offers, repeats;      ///< names of what else is counted there: "offer.front", "repeat.orders"
  std::vector<Traffic> traffic;  ///< [replicate]: of all customers lived, and of those whom they brought; empty without referrals
  /// The same customers with nothing of the stage of referrals: as if nobody whom they brought counted. Null where nobody is ever brought.
  std::shared_ptr<const Tallies> without_referrals;
  std::vector<ChannelFacts> channel_facts;  ///< [world][channel]
  std::vector<SpendCurve> spend_curves;     ///< [world][channel]; empty where no channel responds to spend
  std::vector<CellFacts> cell_facts;        ///< [world][cell]
  std::vector<double> world_weight;         ///< customers per lead of each world; 0 where nobody buys
  std::vector<std::vector<Atom>> wasted;    ///< [world][channel]: distribution of the cost of a lead that does not buy
  std::vector<std::int64_t> capped_worlds;  ///< by warning in `capped_what`: worlds in which a probability passed 1
  std::vector<std::string> capped_what;
  std::vector<DrawnAssumption> assumptions;

  std::shared_ptr<const PlanTallies> plan;  ///< null where there is none

  std::int64_t cohort_size = 0;                         ///< 0: not asked for
  std::vector<std::vector<sim::Int128>> cohort_profit;  ///< [world][cohort]: summed customer_profit of `cohort_size` buyers each
  bool interrupted = false;                             ///< stopped before all customers were lived
  std::uint64_t program_hash = 0;                       ///< of the compiled program, constants and tables included

  const Sums& world_cell(std::size_t world, std::size_t cell) const { return world_cells[world * dims.cells() + cell]; }
  const CellTally& replicate_cell(std::size_t replicate, std::size_t cell) const {
    return replicate_cells[replicate * dims.cells() + cell];
  }
  /// Empty where nobody asked for the distribution.
  const sim::SparseHistogram& histogram(std::size_t cell, Metric metric) const { return histograms[cell][standing_for[metric]]; }
  const sim::BinCounts& counts(std::size_t replicate, std::size_t cell, Metric metric) const {
    return replicate_cell(replicate, cell).counts[standing_for[metric]];
  }
};

}  // namespace valuescale::models

#include "models/lifetime/leave_out.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace valuescale::models {

namespace {

/// Neighbours that are left out, of things that each world or replicate has `width` of.
struct Gap {
  std::size_t from, to;

  template <class T>
  std::vector<T> rest(const std::vector<T>& all, std::size_t width = 1) const {
    std::vector<T> rest;
    if (all.empty()) return rest;
    rest.reserve(all.size() - (to - from) * width);
    rest.insert(rest.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(from * width));
    rest.insert(rest.end(), all.begin() + static_cast<std::ptrdiff_t>(to * width), all.end());
    return rest;
  }
  bool holds(std::size_t i) const { return from <= i && i < to; }
  /// The number that one outside has among the rest.
  std::size_t moved(std::size_t i) const { return i < from ? i : i - (to - from); }
};

PlanTallies rest_of(const PlanTallies& plan, const Gap& worlds, const Gap& replicates) {
  PlanTallies rest = plan;
  rest.worlds = worlds.rest(plan.worlds);
  rest.cohort_cash = replicates.rest(plan.cohort_cash);
  rest.short_worlds.clear();
  rest.with_all_cash.clear();
  for (std::size_t i = 0; i < plan.short_worlds.size(); ++i) {
    if (worlds.holds(plan.short_worlds[i])) continue;
    rest.short_worlds.push_back(worlds.moved(plan.short_worlds[i]));
    rest.with_all_cash.push_back(plan.with_all_cash[i]);
  }
  for (auto* pairs : {&rest.pairs, &rest.life_pairs, &rest.shock_pairs}) {
    std::erase_if(*pairs, [&](const PlanPair& pair) { return worlds.holds(pair.world); });
    for (PlanPair& pair : *pairs) pair.world = worlds.moved(pair.world);
  }
  rest.ruin_worlds.reset();
  return rest;
}

/// Distributions over all replicates that are left. Where a bin saw a single value in all, it did in some.
void collect_histograms(const Tallies& all, Tallies& rest) {
  const std::size_t cells = all.dims.cells();
  rest.histograms.assign(cells, {});
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (std::size_t m = 0; m < metric_count; ++m) {
      const std::vector<sim::Bin>& known = all.histograms[cell][m].bins();
      std::vector<sim::Bin> bins = known;
      for (sim::Bin& bin : bins) bin.count = 0;
      for (std::size_t replicate = 0; replicate < rest.dims.replicates; ++replicate) {
        auto bin = bins.begin();
        rest.replicate_cells[replicate * cells + cell].counts[m].for_each([&](std::int32_t index, std::int64_t count) {
          while (bin->index != index) ++bin;
          bin->count += count;
        });
      }
      rest.histograms[cell][m].merge(bins);
    }
}

void collect_single_world(Tallies& rest) {
  const std::size_t cells = rest.dims.cells(), steps = rest.dims.lifetime + 1;
  rest.world_cells.assign(cells, {});
  rest.world_children.assign(rest.world_children.size(), 0);
  for (std::size_t view = 0; view < view_count; ++view) {
    rest.world_first[view].assign(steps, 0);
    rest.world_lasting[view].assign(steps, 0);
  }
  for (std::size_t i = 0; i < rest.replicate_cells.size(); ++i) {
    const CellTally& cell = rest.replicate_cells[i];
    rest.world_cells[i % cells] += cell.sums;
    for (std::size_t view = 0; view < view_count; ++view)
      for (std::size_t step = 0; step < steps; ++step) {
        rest.world_first[view][step] += cell.payback[view].first[step];
        rest.world_lasting[view][step] += cell.payback[view].lasting[step];
      }
  }
  for (std::size_t i = 0; i < rest.replicate_children.size(); ++i)
    rest.world_children[i % rest.world_children.size()] += rest.replicate_children[i];
  std::fill(rest.cash.begin(), rest.cash.end(), 0);
}

/// Of several worlds.
void take_out_worlds(const Tallies& all, const Gap& worlds, const Gap& replicates, Tallies& rest) {
  const Dimensions& dims = all.dims;
  const std::size_t steps = dims.lifetime + 1;
  rest.dims.worlds -= worlds.to - worlds.from;
  rest.world_cells = worlds.rest(all.world_cells, dims.cells());
  rest.cash = worlds.rest(all.cash, dims.margins() * steps);
  for (std::size_t view = 0; view < view_count; ++view) {
    rest.world_first[view] = worlds.rest(all.world_first[view], steps);
    rest.world_lasting[view] = worlds.rest(all.world_lasting[view], steps);
  }
  rest.world_children = worlds.rest(all.world_children, dims.cells() * dims.child_kinds());
  rest.channel_facts = worlds.rest(all.channel_facts, dims.channels);
  rest.spend_curves = worlds.rest(all.spend_curves, dims.channels);
  rest.cell_facts = worlds.rest(all.cell_facts, dims.cells());
  rest.world_weight = worlds.rest(all.world_weight);
  rest.wasted = worlds.rest(all.wasted, dims.channels);
  for (std::size_t i = 0; i < all.assumptions.size(); ++i) rest.assumptions[i].values = worlds.rest(all.assumptions[i].values);
  if (all.plan) rest.plan = std::make_shared<const PlanTallies>(rest_of(*all.plan, worlds, replicates));
}

}  // namespace

Tallies leave_out(const Tallies& tallies, std::size_t first, std::size_t last) {
  const Dimensions& dims = tallies.dims;
  const Gap replicates{first, last + 1};
  Tallies rest = tallies;
  rest.cohort_size = 0;
  rest.cohort_profit.clear();
  rest.dims.replicates -= last + 1 - first;
  rest.replicate_cells = replicates.rest(tallies.replicate_cells, dims.cells());
  rest.replicate_children = replicates.rest(tallies.replicate_children, dims.cells() * dims.child_kinds());
  rest.traffic = replicates.rest(tallies.traffic);
  collect_histograms(tallies, rest);
  const auto first_world = [&](std::size_t replicate) { return (replicate * dims.worlds + dims.replicates - 1) / dims.replicates; };
  if (dims.worlds == 1)
    collect_single_world(rest);
  else
    take_out_worlds(tallies, {first_world(first), first_world(last + 1)}, replicates, rest);
  if (tallies.without_referrals)
    rest.without_referrals = std::make_shared<const Tallies>(leave_out(*tallies.without_referrals, first, last));
  return rest;
}

}  // namespace valuescale::models

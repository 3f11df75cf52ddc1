// Lives customers by hand, for tests: adds them to tallies as the engine would.
#pragma once

#include "models/lifetime/tallies.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

namespace valuescale::test {

using models::Tallies;

/// One buyer, money in currency.
struct Life {
  double offer = 0, at_first_sale = 0, ladder = 0, repeat = 0;  ///< at_first_sale is part of ladder
  double customer_cac = 0, lead_cac = 0;
  std::vector<double> cash;  ///< contribution by step; empty: all of it at step 0
  bool active = false;
};

class TallyBuilder {
 public:
  TallyBuilder(std::size_t worlds, std::size_t channels = 1, std::size_t segments = 1, std::size_t lifetime = 0,
               std::size_t replicates = 64) {
    auto& dims = tallies_.dims;
    dims.worlds = worlds, dims.channels = channels, dims.segments = segments, dims.lifetime = lifetime;
    dims.replicates = worlds > 1 ? std::min(worlds, replicates) : replicates;
    tallies_.world_cells.resize(worlds * dims.cells());
    tallies_.replicate_cells.resize(dims.replicates * dims.cells());
    tallies_.histograms.resize(dims.cells());
    for (auto& cell : tallies_.replicate_cells) {
      for (auto& payback : cell.payback) payback.first.assign(lifetime + 1, 0), payback.lasting.assign(lifetime + 1, 0);
    }
    tallies_.cash.assign(worlds * dims.margins() * (lifetime + 1), 0);
    for (int view = 0; view < 2; ++view)
      tallies_.world_first[view].assign(worlds * (lifetime + 1), 0), tallies_.world_lasting[view].assign(worlds * (lifetime + 1), 0);
    tallies_.channel_facts.resize(worlds * channels);
    tallies_.cell_facts.resize(worlds * dims.cells(), {1.0 / static_cast<double>(segments), 0});
    tallies_.world_weight.assign(worlds, 0.0);
    tallies_.wasted.resize(worlds * channels);
    values_.resize(tallies_.replicate_cells.size() * models::metric_count);
    taken_.assign(worlds * channels, 0);
  }

  /// A channel's certain cost a lead and conversion in a world, its segments alike. Returns the cost of a buyer.
  double channel(std::size_t world, std::size_t c, double lead_share, double conversion, double lead_cost) {
    const std::vector<double> mix(tallies_.dims.segments, 1.0 / static_cast<double>(tallies_.dims.segments));
    return channel(world, c, lead_share, lead_cost, mix, std::vector<double>(tallies_.dims.segments, conversion));
  }
  double channel(std::size_t world, std::size_t c, double lead_share, double lead_cost, const std::vector<double>& mix,
                 const std::vector<double>& conversions) {
    const std::size_t segments = tallies_.dims.segments;
    double conversion = 0;
    for (std::size_t s = 0; s < segments; ++s) {
      conversion += mix[s] * conversions[s];
      tallies_.cell_facts[world * tallies_.dims.cells() + c * segments + s] = {mix[s], conversions[s]};
    }
    auto& facts = tallies_.channel_facts[world * tallies_.dims.channels + c];
    const double cost = lead_cost * units();
    facts = {lead_share, 0, conversion, cost, conversion > 0 ? cost / conversion : (cost > 0 ? INFINITY : NAN), cost, 0};
    tallies_.wasted[world * tallies_.dims.channels + c] = {{std::llround(cost), 1.0}};
    tallies_.world_weight[world] += lead_share * conversion;
    return lead_cost / conversion;
  }

  /// Buyers of each (world, channel) so that all have their share of `total`, by largest remainders.
  std::vector<std::int64_t> allocate(std::int64_t total) {
    const auto& dims = tallies_.dims;
    std::vector<double> wanted;
    double sum = 0;
    for (const auto& facts : tallies_.channel_facts) wanted.push_back(facts.lead_share * facts.conversion), sum += wanted.back();
    std::vector<std::int64_t> counts;
    std::vector<std::pair<double, std::size_t>> rest;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double exact = sum > 0 ? wanted[i] / sum * static_cast<double>(total) : 0;
      counts.push_back(static_cast<std::int64_t>(std::floor(exact + 1e-9)));
      given += counts.back();
      rest.emplace_back(static_cast<double>(counts.back()) - exact, i);
      auto& facts = tallies_.channel_facts[i];
      const double world = tallies_.world_weight[i / dims.channels];
      facts.customer_share = world > 0 ? wanted[i] / world : 0;
    }
    std::sort(rest.begin(), rest.end());
    for (std::size_t i = 0; given < total && i < rest.size() && sum > 0; ++i, ++given) ++counts[rest[i].second];
    return counts;
  }

  void add(std::size_t world, std::size_t c, std::size_t s, const Life& life) {
    const auto& dims = tallies_.dims;
    const std::size_t cell = c * dims.segments + s, steps = dims.lifetime + 1;
    const std::size_t replicate =
        dims.worlds > 1 ? world * dims.replicates / dims.worlds : static_cast<std::size_t>(taken_[c]++) % dims.replicates;
    const auto money = [&](double amount) { return static_cast<std::int64_t>(std::llround(amount * units())); };
    const std::int64_t value = money(life.offer + life.ladder + life.repeat);
    const std::int64_t own = money(life.lead_cac), full = money(life.customer_cac);
    const std::int64_t metrics[] = {value, value - full, value - full, full, value - own, value - own, own};
    models::CellTally& tally = tallies_.replicate_cells[replicate * dims.cells() + cell];
    for (models::Sums* sums : {&tally.sums, &tallies_.world_cells[world * dims.cells() + cell]}) {
      ++sums->customers;
      for (std::size_t m = 0; m < models::metric_count; ++m) {
        sums->sum[m] += metrics[m];
        sums->square[m] += static_cast<sim::Int128>(metrics[m]) * metrics[m];
      }
      const auto earn = [&](models::Stage stage, double amount) { sums->by_stage[static_cast<std::size_t>(stage)] += money(amount); };
      earn(models::Stage::offer, life.offer), earn(models::Stage::ladder, life.ladder), earn(models::Stage::repeat, life.repeat);
      sums->at_first_sale += money(life.at_first_sale);
      sums->active += life.active;
      for (int view = 0; view < 2; ++view) {
        const std::int64_t cac = view == models::customer_view ? full : own;
        sums->losses[view] += value - cac < 0;
        sums->first_sale_covered[view] += money(life.offer) - cac >= 0;
        sums->front_end_covered[view] += money(life.offer + life.at_first_sale) - cac >= 0;
      }
    }
    for (std::size_t m = 0; m < models::metric_count; ++m)
      values_[(replicate * dims.cells() + cell) * models::metric_count + m].push_back(metrics[m]);

    std::vector<std::int64_t> cash(steps, 0);
    if (life.cash.empty()) cash[0] = value;
    for (std::size_t k = 0; k < life.cash.size(); ++k) cash[k] = money(life.cash[k]);
    for (std::size_t k = 0; k < steps; ++k) {
      for (const std::size_t margin : {c, dims.channels + s}) tallies_.cash[(world * dims.margins() + margin) * steps + k] += cash[k];
    }
    for (int view = 0; view < 2; ++view) {
      std::int64_t balance = -(view == models::customer_view ? full : own);
      std::size_t first = steps, lasting = steps;
      for (std::size_t k = 0; k < steps; ++k) {
        balance += cash[k];
        if (balance >= 0 && first == steps) first = k;
        if (balance < 0)
          lasting = steps;
        else if (lasting == steps)
          lasting = k;
      }
      auto& payback = tally.payback[view];
      if (first < steps)
        ++payback.first[first], ++tallies_.world_first[view][world * steps + first];
      else
        ++(life.active ? payback.first_open : payback.first_never);
      if (lasting < steps)
        ++payback.lasting[lasting], ++tallies_.world_lasting[view][world * steps + lasting];
      else
        ++(life.active ? payback.lasting_open : payback.lasting_never);
    }
  }

  Tallies finish() {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      std::sort(values_[i].begin(), values_[i].end());
      std::vector<sim::Bin> bins;
      for (const std::int64_t value : values_[i]) {
        if (bins.empty() || bins.back().index != sim::bin_of(value)) bins.push_back({sim::bin_of(value), 0, value, value});
        ++bins.back().count;
        bins.back().high = value;
      }
      const std::size_t cell = i / models::metric_count, metric = i % models::metric_count;
      tallies_.replicate_cells[cell].counts[metric].merge(bins);
      tallies_.histograms[cell % tallies_.dims.cells()][metric].merge(bins);
    }
    return tallies_;
  }

  /// Says that something is uncertain.
  void assumption(std::vector<double> values) { tallies_.assumptions.push_back({"offer.first.take", "a law", std::move(values)}); }

  Tallies& tallies() { return tallies_; }
  double units() const { return static_cast<double>(tallies_.units_per_currency); }

 private:
  Tallies tallies_;
  std::vector<std::vector<std::int64_t>> values_;
  std::vector<std::int64_t> taken_;
};

}  // namespace valuescale::test

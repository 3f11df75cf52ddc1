#include "models/lifetime/counter.hpp"

#include <algorithm>

namespace valuescale::models {

Counter::Counter(const Dimensions& dims) : dims_(dims), cells_(dims.cells()) {
  for (Cell& cell : cells_)
    for (std::size_t view = 0; view < view_count; ++view) {
      cell.first[view].resize(dims.lifetime + 1);
      cell.lasting[view].resize(dims.lifetime + 1);
    }
}

void Counter::open(std::size_t first_world, std::size_t last_world, std::size_t replicate) {
  first_world_ = first_world;
  worlds_ = last_world - first_world + 1;
  replicate_ = replicate;
  const std::size_t rows = worlds_ * dims_.cells(), steps = dims_.lifetime + 1;
  rows_.assign(rows, Sums{});
  curves_.assign(rows * steps, 0);
  for (std::size_t view = 0; view < view_count; ++view) {
    world_first_[view].assign(worlds_ * steps, 0);
    world_lasting_[view].assign(worlds_ * steps, 0);
  }
}

void Counter::count(const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation) {
  const std::size_t steps = dims_.lifetime + 1;
  for (int i = 0; i < outcomes.count; ++i) {
    const std::size_t row = outcomes.row[i] - first_row();
    const std::size_t world = row / dims_.cells();
    Cell& cell = cells_[row % dims_.cells()];
    Sums& sums = rows_[row];
    const std::int64_t contribution = outcomes.contribution[i], offer = outcomes.offer[i], value = outcomes.ltv[i];
    const std::int64_t ladder = outcomes.ladder[i], front = outcomes.front[i];
    std::array<std::int64_t, metric_count> metrics;
    metrics[ltv] = value;
    for (const View view : {customer_view, lead_view}) {
      const std::int64_t cac = outcomes.cac[view][i];
      const bool customer = view == customer_view;
      metrics[customer ? customer_profit : lead_profit] = contribution - cac;
      metrics[customer ? customer_npv : lead_npv] = value - cac;
      metrics[customer ? customer_cac : lead_cac] = cac;
      sums.losses[view] += contribution < cac;
      sums.first_sale_covered[view] += offer >= cac;
      sums.front_end_covered[view] += offer + front >= cac;
      const std::int32_t first = outcomes.first[view][i], lasting = outcomes.lasting[view][i];
      if (first >= 0) {
        ++cell.first[view][first];
        ++world_first_[view][world * steps + first];
      } else {
        ++(outcomes.active[i] ? cell.first_open : cell.first_never)[view];
      }
      if (lasting >= 0) {
        ++cell.lasting[view][lasting];
        ++world_lasting_[view][world * steps + lasting];
      } else {
        ++(outcomes.active[i] ? cell.lasting_open : cell.lasting_never)[view];
      }
    }
    ++sums.customers;
    for (std::size_t m = 0; m < metric_count; ++m) {
      sums.sum[m] += metrics[m];
      sums.square[m] += static_cast<sim::Int128>(metrics[m]) * metrics[m];
      cell.histograms[m].add(metrics[m]);
    }
    sums.offer += offer;
    sums.ladder += ladder;
    sums.repeat += contribution - offer - ladder;
    sums.at_first_sale += front;
    sums.late_ltv += outcomes.late[i];
    sums.active += outcomes.active[i];

    if (totals.cohort_size > 0) {
      const std::size_t w = first_world_ + world, channel = (row % dims_.cells()) / dims_.segments;
      const std::int64_t here = allocation.buyers[w * dims_.channels + channel];
      const auto cohort = static_cast<std::size_t>(static_cast<sim::Int128>(outcomes.id[i]) * allocation.of_world(w, dims_.channels) /
                                                   (static_cast<sim::Int128>(here) * totals.cohort_size));
      if (cohort < totals.cohort_profit[w].size()) {
        if (cohorts_.empty() || cohorts_.back().world != w || cohorts_.back().cohort != cohort) cohorts_.push_back({w, cohort, 0});
        cohorts_.back().profit += metrics[customer_profit];
      }
    }
  }
}

void Counter::add_to(Tallies& totals) {
  const std::size_t steps = dims_.lifetime + 1;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].customers == 0) continue;
    const std::size_t world = first_world_ + row / dims_.cells(), cell = row % dims_.cells();
    totals.world_cells[world * dims_.cells() + cell] += rows_[row];
    cells_[cell].sums += rows_[row];
    const std::size_t margins[2] = {cell / dims_.segments, dims_.channels + cell % dims_.segments};
    for (const std::size_t margin : margins)
      for (std::size_t step = 0; step < steps; ++step)
        totals.cash[(world * dims_.margins() + margin) * steps + step] += curves_[row * steps + step];
  }
  for (std::size_t view = 0; view < view_count; ++view)
    for (std::size_t i = 0; i < worlds_ * steps; ++i) {
      totals.world_first[view][first_world_ * steps + i] += world_first_[view][i];
      totals.world_lasting[view][first_world_ * steps + i] += world_lasting_[view][i];
    }
  std::vector<sim::Bin> bins;
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    Cell& cell = cells_[c];
    if (cell.sums.customers == 0) continue;
    CellTally& total = totals.replicate_cells[replicate_ * dims_.cells() + c];
    total.sums += cell.sums;
    cell.sums = {};
    for (std::size_t view = 0; view < view_count; ++view) {
      PaybackCounts& payback = total.payback[view];
      for (std::size_t step = 0; step < steps; ++step) {
        payback.first[step] += cell.first[view][step];
        payback.lasting[step] += cell.lasting[view][step];
      }
      payback.first_never += cell.first_never[view];
      payback.first_open += cell.first_open[view];
      payback.lasting_never += cell.lasting_never[view];
      payback.lasting_open += cell.lasting_open[view];
      std::fill(cell.first[view].begin(), cell.first[view].end(), 0);
      std::fill(cell.lasting[view].begin(), cell.lasting[view].end(), 0);
      cell.first_never[view] = cell.first_open[view] = cell.lasting_never[view] = cell.lasting_open[view] = 0;
    }
    for (std::size_t m = 0; m < metric_count; ++m) {
      bins.clear();
      cell.histograms[m].drain(bins);
      total.histograms[m].merge(bins);
    }
  }
  for (const CohortShare& share : cohorts_) totals.cohort_profit[share.world][share.cohort] += share.profit;
  cohorts_.clear();
}

}  // namespace valuescale::models

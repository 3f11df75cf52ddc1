#include "models/lifetime/counter.hpp"

#include <algorithm>
#include <numeric>

namespace valuescale::models {

namespace {

/// Behind the places of the steps: never paid back, and not yet.
constexpr std::size_t kNotPaidBack = 2;
/// So few customers are counted in less time than it takes to fetch the places where they are counted.
constexpr int kFew = 64;
/// Neighbours often fall on the same place, and a count waits for the one before: unless they are few they take turns at so many counts of it.
constexpr std::size_t kTurns = 4;
/// So many values go to a histogram together.
constexpr int kMostWaiting = 256;

}  // namespace

std::array<Metric, metric_count> standing_for(const Program& program) {
  std::array<Metric, metric_count> of;
  for (std::size_t m = 0; m < metric_count; ++m) of[m] = static_cast<Metric>(m);
  if (program.discounts == 0) {
    of[customer_npv] = customer_profit;
    of[lead_npv] = lead_profit;
  }
  if (program.views_coincide) {
    of[lead_profit] = customer_profit;
    of[lead_npv] = of[customer_npv];
    of[lead_cac] = customer_cac;
  }
  return of;
}

void complete(const Program& program, Tallies& totals) {
  const auto of = totals.standing_for = standing_for(program);
  const auto complete_sums = [&](Sums& sums) {
    for (std::size_t m = 0; m < metric_count; ++m) {
      sums.sum[m] = sums.sum[of[m]];
      sums.square[m] = sums.square[of[m]];
    }
    if (!program.views_coincide) return;
    sums.losses[lead_view] = sums.losses[customer_view];
    sums.first_sale_covered[lead_view] = sums.first_sale_covered[customer_view];
    sums.front_end_covered[lead_view] = sums.front_end_covered[customer_view];
  };
  for (Sums& sums : totals.world_cells) complete_sums(sums);
  for (CellTally& cell : totals.replicate_cells) {
    complete_sums(cell.sums);
    if (program.views_coincide) cell.payback[lead_view] = cell.payback[customer_view];
  }
  if (!program.views_coincide) return;
  totals.world_first[lead_view] = totals.world_first[customer_view];
  totals.world_lasting[lead_view] = totals.world_lasting[customer_view];
}

std::array<sim::Int128, kStages> stages_of(const Kernels& kernels, const Outcomes& outcomes, const Run& run) {
  const auto total = [&](const std::vector<std::int64_t>& column) { return kernels.total(column.data() + run.from, run.to - run.from); };
  std::array<sim::Int128, kStages> stages{};
  const sim::Int128 offers = total(outcomes.offer);
  sim::Int128 repeat = total(outcomes.contribution) - offers;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    if (outcomes.by_stage[stage].empty()) continue;
    stages[stage] = total(outcomes.by_stage[stage]);
    repeat -= stages[stage];
  }
  stages[static_cast<std::size_t>(Stage::offer)] += offers;
  stages[static_cast<std::size_t>(Stage::repeat)] += repeat;
  return stages;
}

Counter::Counter(const Program& program, const Kernels& kernels, const Distributions& distributions)
    : kernels_(kernels),
      dims_(program.dims),
      views_(program.views_coincide ? 1 : 2),
      cac_is_certain_(std::none_of(program.channels.begin(), program.channels.end(), [](const ChannelCode& c) { return c.cost_is_drawn; })),
      standing_for_(standing_for(program)),
      distributions_(distributions),
      has_children_(program.has_referrals),
      no_traffic_(program.no_traffic()),
      histograms_(dims_.cells()),
      few_(dims_.cells()) {}

void Counter::Waiting::reserve(int more) {
  const auto size = static_cast<std::size_t>(padded(std::max(count, kMostWaiting) + more) + kPadding);
  if (value.size() >= size) return;
  value.resize(size);
  bin.resize(size);
}

void Counter::Waiting::settle(sim::PagedHistogram& histogram) {
  for (int i = 0; i < count; ++i) histogram.add(static_cast<int>(bin[i]), value[i], 1);
  count = 0;
}

void Counter::open(std::size_t first_world, std::size_t last_world, std::size_t replicate) {
  if (holds_) return;
  first_world_ = first_world;
  worlds_ = last_world - first_world + 1;
  replicate_ = replicate;
  holds_ = true;
  const std::size_t rows = worlds_ * dims_.cells(), steps = dims_.lifetime + 1;
  rows_.assign(rows, Sums{});
  curves_.assign(rows * steps, 0);
  if (has_children_) children_.assign(rows * dims_.child_kinds(), 0);
  traffic_ = no_traffic_;
  for (std::size_t view = 0; view < views_; ++view) {
    payback_[view].first.assign(kTurns * rows * (steps + kNotPaidBack), 0);
    payback_[view].further.assign(rows * (steps + kNotPaidBack), 0);
  }
}

std::int64_t Counter::count(const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation) {
  std::int64_t customers = 0;
  for (const Run& run : outcomes.runs) {
    if (run.from == run.to) continue;
    count_run(run, outcomes);
    if (totals.cohort_size > 0) count_cohorts(run, outcomes, totals, allocation);
    customers += run.to - run.from;
  }
  for (const Child& child : outcomes.children) {
    const Descent descent = child.generation == 1 ? Descent::direct : Descent::further;
    ++children_[(child.row - first_row()) * dims_.child_kinds() + static_cast<std::size_t>(descent) * dims_.segments + child.segment];
  }
  customers_ += customers;
  return customers;
}

void Counter::count_run(const Run& run, const Outcomes& outcomes) {
  const std::size_t row = run.row - first_row(), steps = dims_.lifetime + 1;
  Sums& sums = rows_[row];
  const std::size_t cell = row % dims_.cells();
  auto& histograms = histograms_[cell];

  const int number = run.to - run.from;
  const auto of_run = [&](const std::vector<std::int64_t>& column) { return column.data() + run.from; };
  const auto total = [&](const std::int64_t* amount) { return kernels_.total(amount, number); };
  const auto measure = [&](Metric metric, const std::int64_t* plus, const std::int64_t* minus) {
    if (standing_for_[metric] != metric) return;
    const bool binned = distributions_.has(metric);
    Waiting& waiting = number < kFew ? few_[cell][metric] : many_;
    if (binned) waiting.reserve(number);
    const auto place = [&](auto& column) { return binned ? &column[waiting.count] : nullptr; };
    const Moments moments = kernels_.measure({plus, minus, number, place(waiting.value), place(waiting.bin)});
    sums.sum[metric] += moments.sum;
    sums.square[metric] += moments.square;
    if (!binned) return;
    waiting.count += number;
    if (waiting.count >= kMostWaiting || number >= kFew) waiting.settle(histograms[metric]);
  };

  const std::int64_t *contribution = of_run(outcomes.contribution), *offer = of_run(outcomes.offer), *front = of_run(outcomes.front);
  const std::int64_t *value = of_run(outcomes.ltv), *late = value + outcomes.capacity;
  measure(ltv, value, nullptr);
  for (std::size_t view = 0; view < views_; ++view) {
    const bool customer = view == customer_view;
    const std::int64_t* cac = of_run(outcomes.cac[view]);
    measure(customer ? customer_profit : lead_profit, contribution, cac);
    measure(customer ? customer_npv : lead_npv, value, cac);
    const Metric cost = customer ? customer_cac : lead_cac;
    if (!cac_is_certain_) {
      measure(cost, cac, nullptr);
    } else if (standing_for_[cost] == cost) {
      sums.sum[cost] += static_cast<sim::Int128>(*cac) * number;
      sums.square[cost] += static_cast<sim::Int128>(*cac) * *cac * number;
      if (distributions_.has(cost)) histograms[cost].add(*cac, number);
    }
    Coverage coverage{contribution, offer, front, cac, number, 0, 0, 0};
    kernels_.compare(coverage);
    sums.losses[view] += coverage.losses;
    sums.first_sale_covered[view] += coverage.first_sale;
    sums.front_end_covered[view] += coverage.front_end;

    const std::uint32_t *first = outcomes.first[view].data() + run.from, *lasting = outcomes.lasting[view].data() + run.from;
    const std::size_t places = steps + kNotPaidBack, turn = number < kFew ? 0 : rows_.size() * places;
    std::int32_t* firsts = &payback_[view].first[row * places];
    for (int i = 0; i < number; ++i) ++firsts[static_cast<std::size_t>(i) % kTurns * turn + first[i]];
    if (std::equal(first, first + number, lasting)) continue;
    std::int32_t* further = &payback_[view].further[row * places];
    for (int i = 0; i < number; ++i) {
      if (lasting[i] == first[i]) continue;
      --further[first[i]];
      ++further[lasting[i]];
    }
  }
  sums.customers += number;
  const std::array<sim::Int128, kStages> stages = stages_of(kernels_, outcomes, run);
  for (std::size_t stage = 0; stage < kStages; ++stage) sums.by_stage[stage] += stages[stage];
  sums.at_first_sale += total(front) - stages[static_cast<std::size_t>(Stage::offer)];
  sums.late_ltv += total(late);
  for (int i = run.from; i < run.to; ++i) sums.active += outcomes.active[i];
  for (int i = run.from; i < run.to; ++i) sums.purchases += outcomes.purchases[i];
}

void Counter::count_cohorts(const Run& run, const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation) {
  const std::size_t world = run.row / dims_.cells(), channel = run.row % dims_.cells() / dims_.segments;
  const std::int64_t here = allocation.buyers[world * dims_.channels + channel], in_all = allocation.of_world(world, dims_.channels);
  for (int i = run.from; i < run.to; ++i) {
    const std::uint64_t id = std::uint64_t{outcomes.id_high[i]} << 32 | outcomes.id_low[i];
    const auto cohort =
        static_cast<std::size_t>(static_cast<sim::Int128>(id) * in_all / (static_cast<sim::Int128>(here) * totals.cohort_size));
    if (cohort >= totals.cohort_profit[world].size()) continue;
    if (cohorts_.empty() || cohorts_.back().world != world || cohorts_.back().cohort != cohort) cohorts_.push_back({world, cohort, 0});
    cohorts_.back().profit += outcomes.contribution[i] - outcomes.cac[customer_view][i];
  }
}

void Counter::flush_row(std::size_t row, Tallies& totals) const {
  const std::size_t steps = dims_.lifetime + 1;
  const std::size_t world = first_world_ + row / dims_.cells(), cell = row % dims_.cells();
  CellTally& replicate = totals.replicate_cells[replicate_ * dims_.cells() + cell];
  totals.world_cells[world * dims_.cells() + cell] += rows_[row];
  replicate.sums += rows_[row];
  for (std::size_t kind = 0; !totals.world_children.empty() && kind < dims_.child_kinds(); ++kind) {
    const std::int64_t children = children_[row * dims_.child_kinds() + kind];
    totals.world_children[(world * dims_.cells() + cell) * dims_.child_kinds() + kind] += children;
    totals.replicate_children[(replicate_ * dims_.cells() + cell) * dims_.child_kinds() + kind] += children;
  }
  const std::size_t margins[2] = {cell / dims_.segments, dims_.channels + cell % dims_.segments};
  for (const std::size_t margin : margins)
    for (std::size_t step = 0; step < steps; ++step)
      totals.cash[(world * dims_.margins() + margin) * steps + step] += curves_[row * steps + step];
  for (std::size_t view = 0; view < views_; ++view) {
    PaybackCounts& counts = replicate.payback[view];
    const std::size_t places = steps + kNotPaidBack;
    const std::int32_t* further = &payback_[view].further[row * places];
    const auto firsts_at = [&](std::size_t place) {
      std::int64_t sum = 0;
      for (std::size_t turn = 0; turn < kTurns; ++turn) sum += payback_[view].first[(turn * rows_.size() + row) * places + place];
      return sum;
    };
    const auto lastings_at = [&](std::size_t place) { return firsts_at(place) + further[place]; };
    const auto add = [&](auto count_at, std::vector<std::int64_t>& by_step, std::vector<std::int64_t>& of_worlds, std::int64_t& never,
                         std::int64_t& open) {
      for (std::size_t step = 0; step < steps; ++step) {
        by_step[step] += count_at(step);
        of_worlds[world * steps + step] += count_at(step);
      }
      never += count_at(steps);
      open += count_at(steps + 1);
    };
    add(firsts_at, counts.first, totals.world_first[view], counts.first_never, counts.first_open);
    add(lastings_at, counts.lasting, totals.world_lasting[view], counts.lasting_never, counts.lasting_open);
  }
}

void Counter::flush(Tallies& totals) {
  if (!holds_) return;
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (rows_[row].customers > 0) flush_row(row, totals);
  if (!totals.traffic.empty()) totals.traffic[replicate_] += traffic_;
  for (const CohortShare& share : cohorts_) totals.cohort_profit[share.world][share.cohort] += share.profit;
  std::vector<sim::Bin> bins;
  for (std::size_t cell = 0; cell < histograms_.size(); ++cell)
    for (std::size_t m = 0; m < metric_count; ++m) {
      bins.clear();
      few_[cell][m].settle(histograms_[cell][m]);
      histograms_[cell][m].drain(bins);
      if (bins.empty()) continue;
      totals.replicate_cells[replicate_ * dims_.cells() + cell].counts[m].merge(bins);
      totals.histograms[cell][m].merge(bins);
    }
  abandon();
}

void Counter::abandon() {
  std::vector<sim::Bin> dropped;
  for (auto& cell : histograms_)
    for (sim::PagedHistogram& histogram : cell) histogram.drain(dropped);
  for (auto& cell : few_)
    for (Waiting& waiting : cell) waiting.count = 0;
  cohorts_.clear();
  customers_ = 0;
  holds_ = false;
}

}  // namespace valuescale::models

#include "results/hdf5/rectangular.hpp"

#include "results/hdf5/levels.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace valuescale::results {
namespace {

/// The blocks of an answer, all of which say whom customers bring where the first does.
std::vector<Block*> blocks_of(Answer& answer) {
  std::vector<Block*> blocks{&answer.all};
  for (auto* named : {&answer.channels, &answer.segments})
    for (auto& [name, block] : *named) blocks.push_back(&block);
  if (!answer.all.referrals) return blocks;
  for (Block* block : blocks) {
    if (!block->referrals) block->referrals.emplace();
    block->referrals->by_segment.resize(answer.all.referrals->by_segment.size());
  }
  return blocks;
}

}  // namespace

Lengths make_rectangular(Answer& answer) {
  std::vector<ViewAnswer*> views;
  for (Block* block : blocks_of(answer)) {
    views.insert(views.end(), {&block->lead, &block->customer});
    if (block->referrals) views.insert(views.end(), {&block->referrals->lead, &block->referrals->customer});
  }
  Lengths lengths;
  lengths.steps.resize(static_cast<std::size_t>(answer.lifetime) + 1);
  std::iota(lengths.steps.begin(), lengths.steps.end(), 0);
  for (ViewAnswer* view : views) {
    for (Distribution* metric : {&view->profit, &view->npv, &view->cac, &view->ltv}) add_levels(lengths.levels, metric->quantiles);
    for (const auto& [stage, mean] : view->by_stage) {
      if (std::find(lengths.stages.begin(), lengths.stages.end(), stage) == lengths.stages.end()) lengths.stages.push_back(stage);
    }
  }
  sort_and_unite(lengths.levels);
  for (ViewAnswer* view : views) {
    for (Distribution* metric : {&view->profit, &view->npv, &view->cac, &view->ltv}) bring_to(metric->quantiles, lengths.levels);
    view->payback.first.cdf.resize(lengths.steps.size());
    view->payback.lasting.cdf.resize(lengths.steps.size());
    view->payback.cohort.cdf.resize(lengths.steps.size(), kMissing);
    std::vector<std::pair<std::string, Estimate>> stages;
    for (const auto& stage : lengths.stages) {
      const auto found = std::find_if(view->by_stage.begin(), view->by_stage.end(), [&](const auto& one) { return one.first == stage; });
      stages.push_back({stage, found == view->by_stage.end() ? Estimate{} : found->second});
    }
    view->by_stage = std::move(stages);
  }
  if (answer.worlds_interval) {
    for (WorldsView* view : {&answer.worlds_interval->lead, &answer.worlds_interval->customer}) {
      const std::array<Quantiles*, 7> all{&view->profit,  &view->npv,          &view->cac,           &view->ltv,
                                          &view->ltv_cac, &view->payback_ever, &view->cohort_payback};
      std::vector<double> levels;
      for (const Quantiles* quantiles : all) add_levels(levels, *quantiles);
      sort_and_unite(levels);
      for (Quantiles* quantiles : all) bring_to(*quantiles, levels);
    }
  }
  for (auto& column : answer.assumptions) column.values.resize(answer.world_rows.size(), kMissing);
  return lengths;
}

}  // namespace valuescale::results

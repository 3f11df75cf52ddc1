#include "results/answer/make_answer.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "results/answer/ladder.hpp"
#include "results/answer/part_view.hpp"
#include "results/answer/plan.hpp"
#include "results/answer/profit_groups.hpp"
#include "results/answer/referrals.hpp"
#include "results/answer/spend.hpp"
#include "results/answer/warnings.hpp"
#include "results/answer/worlds.hpp"
#include "sim/run/tasks.hpp"

#include <cmath>
#include <functional>

namespace valuescale::results {

using models::Tallies;

namespace {

/// Totals over worlds that all have the same number of leads, and the error that having drawn these worlds leaves.
void fill_shares(const Tallies& tallies, Part part, Block& block) {
  const std::size_t worlds = tallies.dims.worlds;
  std::vector<double> leads(worlds, 0.0), buyers(worlds, 0.0);
  double all_leads = 0, all_buyers = 0, everyone = 0;
  for (std::size_t world = 0; world < worlds; ++world) {
    for (const std::size_t channel : channels_of(tallies, part)) {
      const LeadShares shares = lead_shares(tallies, part, world, channel);
      leads[world] += shares.leads;
      buyers[world] += shares.buyers;
    }
    for (std::size_t channel = 0; channel < tallies.dims.channels; ++channel) everyone += lead_shares(tallies, {}, world, channel).buyers;
    all_leads += leads[world];
    all_buyers += buyers[world];
  }
  block.share_of_leads = part.what == Part::What::all ? 1.0 : all_leads / static_cast<double>(worlds);
  block.share_of_customers = everyone > 0 ? (part.what == Part::What::all ? 1.0 : all_buyers / everyone) : kMissing;
  if (!(all_leads > 0)) return;
  block.conversion = {all_buyers / all_leads, 0.0};
  std::vector<double> pulls;
  for (std::size_t world = 0; world < worlds; ++world) {
    const double pull = buyers[world] - block.conversion.value * leads[world];
    pulls.push_back(std::fabs(pull) > 1e-13 * (buyers[world] + block.conversion.value * leads[world]) ? pull : 0);
  }
  const double variance = DrawnWorlds(tallies.dims).variance_of_sum(pulls);
  if (worlds > 1) block.conversion.se = std::sqrt(variance * (static_cast<double>(worlds) / static_cast<double>(worlds - 1))) / all_leads;
}

Block make_block(const Tallies& tallies, Part part, const std::vector<std::string>& segments) {
  Block block;
  const PartView lead(tallies, part, models::lead_view), customer(tallies, part, models::customer_view);
  block.lead = answer_view(lead);
  block.customer = answer_view(customer);
  block.lead.payback.cohort = cohort_payback(lead);
  block.customer.payback.cohort = cohort_payback(customer);
  if (customer.has_distribution(customer.profit())) block.customer.concentration = concentration(customer);
  if (part.what == Part::What::all) {
    block.customer.profit_histogram = profit_histogram(customer);
    if (customer.has_distribution(customer.profit())) block.customer.profit_ranks = profit_ranks(customer);
  }
  fill_shares(tallies, part, block);
  block.referrals = referrals(tallies, part, segments);
  if (part.what == Part::What::channel) block.spend = spend_answer(tallies, part.index, block.customer.ltv.mean);
  return block;
}

}  // namespace

Answer make_answer(const Tallies& tallies, const std::vector<std::string>& channels, const std::vector<std::string>& segments, int threads,
                   const Wanted& wanted) {
  Answer answer;
  answer.lifetime = static_cast<int>(tallies.dims.lifetime);
  answer.program_hash = tallies.program_hash;
  answer.worlds = static_cast<std::int64_t>(tallies.dims.worlds);
  answer.worlds_are_stratified = tallies.dims.sampling == models::Sampling::stratified;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    answer.customers += customers_of(tallies, world);
    if (!(tallies.world_weight[world] > 0)) ++answer.worlds_without_customers;
  }
  answer.customers_per_world = answer.customers / answer.worlds;
  answer.lasting_is_headline = tallies.any_outflow_after_start;
  answer.has_segments = segments.size() > 1 || (segments.size() == 1 && segments[0] != "all");
  answer.interrupted = tallies.interrupted;

  const std::vector<std::string> named_segments = answer.has_segments ? segments : std::vector<std::string>{};
  std::vector<std::pair<Part, Block*>> blocks;
  if (wanted.all) blocks.emplace_back(Part{}, &answer.all);
  for (const std::string& channel : channels) answer.channels.emplace_back(channel, Block{});
  for (std::size_t c = 0; wanted.channels && c < channels.size(); ++c)
    blocks.push_back({{Part::What::channel, c}, &answer.channels[c].second});
  for (const std::string& segment : named_segments) answer.segments.emplace_back(segment, Block{});
  for (std::size_t s = 0; wanted.segments && s < answer.segments.size(); ++s)
    blocks.push_back({{Part::What::segment, s}, &answer.segments[s].second});
  std::vector<std::function<void()>> tasks;  // the longest first
  for (const auto& [part, block] : blocks)
    tasks.push_back([&tallies, &named_segments, part = part, block = block] { *block = make_block(tallies, part, named_segments); });
  if (wanted.plan && tallies.plan && !tallies.interrupted) tasks.push_back([&] { answer.plan = plan_answer(tallies, channels); });
  if (wanted.worlds && anything_uncertain(tallies)) tasks.push_back([&] { answer.worlds_interval = worlds_interval(tallies); });
  if (wanted.all) tasks.push_back([&] { answer.ladder = ladder(tallies); });
  if (tallies.cohort_size > 0) tasks.push_back([&] { answer.cohort = cohort(tallies); });
  if (wanted.worlds) tasks.push_back([&] { answer.world_rows = world_rows(tallies); });
  sim::run_tasks(tasks.size(), threads, nullptr, [&](std::size_t task, std::size_t) { tasks[task](); });
  if (wanted.segments) answer.profit_groups = profit_groups(tallies, answer.segments);
  for (const models::DrawnAssumption& assumption : tallies.assumptions)
    answer.assumptions.push_back({assumption.path, assumption.text, assumption.values});
  if (wanted.is_everything()) answer.warnings = warnings_for(tallies, answer);
  return answer;
}

}  // namespace valuescale::results

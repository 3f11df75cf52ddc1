#include "results/decision/objective.hpp"

#include "results/answer/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace valuescale::results {

namespace {

double mean(const WorldValues& worlds) {
  const double total = std::accumulate(worlds.weight.begin(), worlds.weight.end(), 0.0);
  double sum = 0;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (worlds.weight[w] > 0) sum += worlds.weight[w] * worlds.value[w];
  return total > 0 ? sum / total : kMissing;
}

double share_that_meets(const WorldValues& worlds, double target, bool at_most) {
  WorldValues met = worlds;
  for (double& value : met.value) value = (at_most ? value <= target : value >= target) ? 1 : 0;
  return mean(met);
}

double mean_of_dearest(const WorldValues& worlds, double share) {
  WorldValues turned = worlds;
  for (double& value : turned.value) value = -value;
  return -mean_of_worst(turned, share);
}

}  // namespace

double mean_of_worst(const WorldValues& worlds, double share) {
  std::vector<std::size_t> order;
  double total = 0;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (worlds.weight[w] > 0) order.push_back(w), total += worlds.weight[w];
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return worlds.value[a] < worlds.value[b]; });
  double left = share * total, sum = 0;
  for (const std::size_t w : order) {
    const double here = std::min(left, worlds.weight[w]);
    sum += here * worlds.value[w];
    left -= here;
    if (!(left > 0)) break;
  }
  return total > 0 ? sum / (share * total) : kMissing;
}

Metric metric_of(const Objective& objective) {
  return {objective.metric.path, [=](const models::Tallies& tallies) {
            const WorldValues worlds = expected_by_world(tallies, objective.metric);
            switch (objective.of) {
              case Objective::Of::mean: return mean(worlds);
              case Objective::Of::cvar:
                return (objective.metric.less_is_better ? mean_of_dearest : mean_of_worst)(worlds, 1 - objective.level);
              case Objective::Of::probability: return share_that_meets(worlds, objective.target, objective.metric.less_is_better);
            }
            return kMissing;
          }};
}

std::string in_words(const Objective& objective) {
  switch (objective.of) {
    case Objective::Of::mean: return said<"objective.mean">(objective.metric.path);
    case Objective::Of::cvar: return said<"objective.cvar">(objective.metric.path, fmt::format("{:.4g}", 100 * (1 - objective.level)));
    case Objective::Of::probability: break;
  }
  const std::string target = fmt::format("{:.6g}", objective.target);
  return objective.metric.less_is_better ? said<"objective.at-most">(objective.metric.path, target)
                                         : said<"objective.at-least">(objective.metric.path, target);
}

}  // namespace valuescale::results

#include "results/decision/frontier.hpp"

namespace valuescale::results {

std::vector<Point> efficient_choices(Stages& stages, const OptimizeQuestion& question, std::size_t mean, std::size_t cvar,
                                     const std::vector<Bound>& limits, const std::vector<double>& now) {
  const bool is_smallest = question.objective.metric.less_is_better;
  Goal boldest{mean, is_smallest, limits}, safest{cvar, is_smallest, limits};
  for (const Goal& goal : {boldest, safest}) look_for_best(stages, goal, now);
  const auto bold = stages.fine.best(boldest), safe = stages.fine.best(safest);
  if (!bold || !safe) return {};
  std::vector<Point> points{*bold};
  const double least = stages.fine.at(*bold)[cvar], most = stages.fine.at(*safe)[cvar];
  for (int i = 1; i + 1 < question.frontier; ++i) {
    Goal between = boldest;
    between.bounds.push_back({cvar, is_smallest, least + (most - least) * i / (question.frontier - 1)});
    look_near_best(stages.fine, between);
    if (const auto best = stages.fine.best(between)) points.push_back(*best);
  }
  points.push_back(*safe);
  return points;
}

}  // namespace valuescale::results

#include "results/decision/best_choice.hpp"

#include "results/decision/uphill.hpp"

namespace valuescale::results {

namespace {

/// From today's choice, from the middle, and with most for one and another: a search goes uphill only.
std::vector<Point> starts(const Choices& choices, const std::vector<double>& now) {
  constexpr std::size_t kFewChoices = 4;
  constexpr double kMost = 0.85, kLeast = 0.15;
  std::vector<Point> points{choices.point_of(now), Point(now.size(), 0.5)};
  if (now.size() == 1) points.push_back({kLeast});
  for (std::size_t c = 0; now.size() <= kFewChoices && c < now.size(); ++c) {
    points.emplace_back(now.size(), kLeast);
    points.back()[c] = kMost;
  }
  return points;
}

}  // namespace

std::optional<Point> best_choice(Trials& trials, const std::vector<double>& now) {
  for (const Point& start : starts(trials.choices(), now)) go_uphill(trials, trials.choices().affordable(start), kFirstStep);
  if (trials.best()) go_uphill(trials, *trials.best(), kFirstStep / 20);
  return trials.best();
}

}  // namespace valuescale::results

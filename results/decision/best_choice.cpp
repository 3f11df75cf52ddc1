#include "results/decision/best_choice.hpp"

#include "results/decision/exchange.hpp"
#include "results/decision/uphill.hpp"
#include "sim/random/philox.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace valuescale::results {

namespace {

constexpr std::int64_t kCoarser = 8;
constexpr std::size_t kMostHills = 4, kMostPoints = 64;
constexpr Steps kToTellHills{0.1, 1e-2}, kToTheTop{0.03, 2e-3}, kAtTheTop{0.002, 5e-4}, kOnTheEdge{5e-4, 1e-4};
/// Of its worth; where a finer step still brings more the top is no flat one.
constexpr double kStillRising = 1e-4;

double distance(const Point& a, const Point& b) {
  double most = 0;
  for (std::size_t c = 0; c < a.size(); ++c) most = std::max(most, std::fabs(a[c] - b[c]));
  return most;
}

/// All of the budget, every split of it as likely as any other (of exponentials, each its share of their sum).
Point as_split(const Choices& choices, Point point) {
  double sum = 0, least = 0, room = 0;
  for (double& at : point) at = -std::log(1 - at), sum += at;
  for (std::size_t c = 0; c < point.size(); ++c) least += choices[c].low;
  room = choices.budget() - least;
  std::vector<double> values;
  for (std::size_t c = 0; c < point.size(); ++c) values.push_back(choices[c].low + room * point[c] / sum);
  return choices.point_of(values);
}

/// Today's choice, the middle, nearly all for one and another, and a Latin hypercube.
std::vector<Point> spread(const Choices& choices, const std::vector<double>& now) {
  constexpr double kNearlyAll = 0.9, kHardlyAny = 0.05;
  const std::size_t count = choices.size();
  std::vector<Point> points{choices.point_of(now), Point(count, 0.5)};
  for (std::size_t c = 0; count > 1 && c < count; ++c) {
    points.emplace_back(count, kHardlyAny);
    points.back()[c] = kNearlyAll;
  }
  for (Point& point : latin_hypercube(std::min(kMostPoints, 8 + 8 * count), count))
    points.push_back(choices.has_budget() && count > 1 ? as_split(choices, std::move(point)) : std::move(point));
  for (Point& point : points) point = choices.affordable(std::move(point));
  return points;
}

/// The best, and those that are better than all within a distance of them at which points would lie if they were spread evenly.
std::vector<Point> hills(const std::vector<Point>& by_worth, std::size_t choices) {
  const double near = std::clamp(std::pow(static_cast<double>(by_worth.size()), -1.0 / static_cast<double>(choices)), 0.1, 0.5);
  std::vector<Point> tops;
  for (std::size_t i = 0; i < by_worth.size() && tops.size() < kMostHills; ++i)
    if (std::none_of(by_worth.begin(), by_worth.begin() + static_cast<std::ptrdiff_t>(i),
                     [&](const Point& better) { return distance(better, by_worth[i]) <= near; }))
      tops.push_back(by_worth[i]);
  return tops;
}

/// Where no choice that was tried keeps the limits: the nearest is gone on from, whatever it is worth, until one does; then uphill from there.
void keep_limits(Trials& trials, const Goal& goal, const std::vector<Steps>& all_steps) {
  if (goal.bounds.empty() || trials.best(goal)) return;
  for (const Steps& steps : all_steps) {
    const std::vector<Point> known = trials.by_worth(goal);
    if (known.empty()) return;
    go_towards_limits(trials, goal, known.front(), steps);
    if (const std::optional<Point> first = trials.best(goal)) return go_uphill(trials, goal, *first, steps);
  }
  exchange(trials, goal, {1e-2, 1e-3, 1e-4});
}

/// From the best on, one choice at a time moved through its range, as long as that finds a better place: of several choices that each have hills of their own,
/// points spread over all of them may hit the right hill of each, but of all at once seldom.
void move_each(Trials& trials, const Goal& goal, std::size_t choices) {
  constexpr int kLevels = 8, kMostRounds = 3;
  for (int round = 0; choices > 1 && round < kMostRounds; ++round) {
    const std::vector<Point> known = trials.by_worth(goal);
    if (known.empty()) return;
    for (std::size_t c = 0; c < choices; ++c)
      for (int level = 0; level < kLevels; ++level) {
        Point moved = known.front();
        moved[c] = (level + 0.5) / kLevels;
        trials.at(trials.choices().affordable(std::move(moved)));
      }
    const Point best = trials.by_worth(goal).front();
    if (best == known.front()) return;
    go_uphill(trials, goal, best, kToTellHills);
  }
}

}  // namespace

models::RunOptions coarse_options(const models::RunOptions& options, double tail, bool has_plan) {
  constexpr double kWorldsOfMean = 50, kWorldsOfTail = 20;
  constexpr std::int64_t kFewestCustomers = 2000;
  const std::int64_t worlds = options.worlds.value_or(models::kUsualWorlds);
  const auto needed = static_cast<std::int64_t>(std::ceil(std::max(kWorldsOfMean, kWorldsOfTail / tail)));
  models::RunOptions coarse = options;
  coarse.worlds = std::clamp(worlds / kCoarser, std::min(needed, worlds), worlds);
  const std::int64_t customers = options.customers.value_or(models::kUsualCustomers);
  if (options.customers || !has_plan)
    coarse.customers = std::max({customers / kCoarser, std::min(kFewestCustomers, customers), *coarse.worlds});
  return coarse;
}

void look_for_best(Stages& stages, const Goal& goal, const std::vector<double>& now) {
  Trials &coarse = stages.coarse, &fine = stages.fine;
  for (const Point& point : spread(coarse.choices(), now)) coarse.at(point);
  const std::vector<Point> feet = hills(coarse.by_worth(goal), now.size());
  for (const Point& foot : feet)
    // A plateau is as high everywhere.
    if (&foot == &feet.front() || coarse.worth(goal, foot) != coarse.worth(goal, feet.front())) go_uphill(coarse, goal, foot, kToTellHills);
  move_each(coarse, goal, now.size());
  keep_limits(coarse, goal, {{0.1, 1e-2, 50}, {0.03, 2e-3, 50}, {2e-3, 5e-4, 50}});
  exchange(coarse, goal, {0.1, 0.03});
  for (const Point& top : hills(coarse.by_worth(goal), now.size())) fine.at(top);
  keep_limits(fine, goal, {{0.01, 1e-3, 20}, {1e-3, 2e-4, 20}});
  look_near_best(fine, goal);
}

void look_near_best(Trials& fine, const Goal& goal) {
  double before = kMissing;
  for (const Steps& steps : {kToTheTop, kAtTheTop, kOnTheEdge}) {
    const std::vector<Point> known = fine.by_worth(goal);
    if (known.empty()) return;
    const double worth = fine.worth(goal, known.front());
    if (steps.first < kAtTheTop.first && worth - before <= kStillRising * std::fabs(worth)) return;
    before = worth;
    go_uphill(fine, goal, known.front(), steps);
  }
  // Further trials cost next to nothing there.
  if (fine.lives_stay()) exchange(fine, goal, {0.03, 0.01, 3e-3, 1e-3, 3e-4});
}

std::vector<Point> latin_hypercube(std::size_t points, std::size_t choices) {
  const sim::Key key = sim::key_of(1, "optimize/latin hypercube");
  std::vector<Point> cube(points, Point(choices));
  std::vector<std::size_t> order(points);
  for (std::size_t c = 0; c < choices; ++c) {
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < points; ++i)
      words.push_back(sim::philox({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(c), 0, 0}, key)[0]);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return words[a] < words[b]; });
    for (std::size_t i = 0; i < points; ++i) cube[order[i]][c] = (static_cast<double>(i) + 0.5) / static_cast<double>(points);
  }
  return cube;
}

}  // namespace valuescale::results

#include "results/decision/trials.hpp"

#include "models/description/problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kNotAffordable = 1e9;

}  // namespace

Trials::Trials(const Choices& choices, std::vector<Metric> metrics, Living& living)
    : choices_(choices), metrics_(std::move(metrics)), living_(living) {}

void Trials::start_between(const std::vector<Point>& points) {
  std::vector<std::vector<double>> values;
  for (const Point& point : points) values.push_back(choices_.values_of(point));
  living_.live_between(values);
  known_.clear();
}

const std::vector<double>& Trials::at(const Point& point) {
  const auto found = known_.find(point);
  if (found != known_.end()) return found->second;
  std::optional<models::Tallies> tallies;
  try {
    tallies = living_.at(choices_.values_of(point));
  } catch (const models::InputError& error) {
    if (refused_++ == 0) why_refused_ = models::to_string(error.problems().front());
  }
  std::vector<double> values;
  for (const Metric& metric : metrics_) values.push_back(tallies ? number(metric, *tallies) : kMissing);
  if (first_.empty() && tallies) first_ = values;
  return known_.emplace(point, std::move(values)).first->second;
}

/// A name that the first run doesn't know is misspelt; one that a later doesn't has nothing behind it there.
double Trials::number(const Metric& metric, const models::Tallies& tallies) const {
  try {
    return metric.of(tallies);
  } catch (const models::InputError&) {
    if (first_.empty()) throw;
    return kMissing;
  }
}

double Trials::excess(const Bound& bound, const Point& point) {
  const double value = at(point)[bound.metric];
  if (std::isnan(value)) return 1;
  double scale = std::fabs(bound.bound);
  if (scale == 0) scale = std::fabs(first_[bound.metric]);
  if (!(scale > 0 && std::isfinite(scale))) scale = 1;
  return (bound.at_most ? value - bound.bound : bound.bound - value) / scale;
}

double Trials::excess(const Goal& goal, const Point& point) {
  double most = choices_.has_budget() ? choices_.over_budget(point) : -std::numeric_limits<double>::infinity();
  // No limit is worth money that isn't there.
  if (most > kFeasible) return kNotAffordable + most;
  for (const Bound& bound : goal.bounds) most = std::max(most, excess(bound, point));
  return most;
}

bool Trials::keeps_bounds(const Goal& goal, const Point& point) {
  return !std::isnan(at(point)[goal.metric]) && excess(goal, point) <= kFeasible;
}

std::vector<Point> Trials::by_worth(const Goal& goal) {
  struct Rated {
    const Point* point;
    double excess, worth;
  };
  std::vector<Rated> rated;
  for (const auto& [point, values] : known_)
    if (!std::isnan(values[goal.metric]))
      rated.push_back({&point, keeps_bounds(goal, point) ? 0 : excess(goal, point), worth(goal, point)});
  std::stable_sort(rated.begin(), rated.end(),
                   [](const Rated& a, const Rated& b) { return a.excess != b.excess ? a.excess < b.excess : a.worth > b.worth; });
  std::vector<Point> points;
  for (const Rated& one : rated) points.push_back(*one.point);
  return points;
}

std::optional<Point> Trials::best(const Goal& goal) {
  const std::vector<Point> points = by_worth(goal);
  if (points.empty() || !keeps_bounds(goal, points.front())) return std::nullopt;
  return points.front();
}

bool Trials::is_flat(std::size_t metric) const {
  return std::all_of(known_.begin(), known_.end(),
                     [&](const auto& known) { return !(known.second[metric] != known_.begin()->second[metric]); });
}

}  // namespace valuescale::results

#include "results/decision/judging.hpp"

#include "models/description/problem.hpp"
#include "models/description/quantities.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

/// Of the value, and at least of the range.
constexpr double kStep = 1e-2, kLeastStep = 1e-4;
/// Customers of a plan are whole: a little more brings some worlds one more, and most none.
constexpr double kStepOfPlan = 5e-2, kLeastStepOfPlan = 1e-2;

}  // namespace

Judging::Judging(const models::Scenario& today, const Choices& choices, const OptimizeQuestion& question, Living& living)
    : today_(today), choices_(choices), living_(living), metrics_(metrics_of(question)) {}

const std::vector<Measured>& Judging::at(const std::vector<double>& values) {
  if (const auto found = known_.find(values); found != known_.end()) return found->second;
  const models::Tallies tallies = living_.at(values);
  worlds_ = static_cast<double>(tallies.dims.worlds);
  return known_.emplace(values, measure(tallies, metrics_, living_.experiment().options().threads)).first->second;
}

Interval Judging::told(const Measured& measured, bool is_share) const {
  const Interval told = interval(measured);
  if (!is_share || (told.value != 0 && told.value != 1) || told.hi > told.lo) return told;
  const double bound = std::min(1.0, 3 / worlds_);
  return {told.value, told.value == 0 ? 0 : 1 - bound, told.value == 0 ? bound : 1};
}

Interval Judging::marginal(const std::vector<double>& values, std::size_t choice) {
  const Choice& of = choices_[choice];
  const double step = std::max((today_.plan ? kStepOfPlan : kStep) * std::fabs(values[choice]),
                               (today_.plan ? kLeastStepOfPlan : kLeastStep) * (of.by_ratio ? of.low : of.high - of.low));
  std::vector<double> more = values, twice = values;
  more[choice] += step;
  twice[choice] += 2 * step;
  models::Scenario scenario = today_;
  if (!models::find_quantity(scenario, of.path)->range.holds(twice[choice])) return {};
  // Two steps up, straightened: the slope at their foot is exact for parabolas (Richardson).
  try {
    const Measured first = difference(at(more)[0], at(values)[0]), second = difference(at(twice)[0], at(more)[0]);
    Measured slope{(3 * first.value - second.value) / (2 * step), {}};
    for (std::size_t g = 0; g < first.without.size(); ++g) slope.without.push_back((3 * first.without[g] - second.without[g]) / (2 * step));
    return interval(slope);
  } catch (const models::InputError&) {
    return {};
  }
}

}  // namespace valuescale::results

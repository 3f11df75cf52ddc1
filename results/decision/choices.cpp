#include "results/decision/choices.hpp"

#include "models/description/quantities.hpp"
#include "models/law/change.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace valuescale::results {

Choices::Choices(const models::Scenario& scenario, std::vector<Choice> choices, std::optional<double> budget)
    : scenario_(scenario), choices_(std::move(choices)), budget_(budget) {}

double Choices::value_of(const Point& point, std::size_t choice) const {
  const Choice& of = choices_[choice];
  const double at = std::clamp(point[choice], 0.0, 1.0);
  return of.by_ratio ? of.low * std::pow(of.high / of.low, at) : of.low + at * (of.high - of.low);
}

std::vector<double> Choices::values_of(const Point& point) const {
  std::vector<double> values;
  for (std::size_t c = 0; c < point.size(); ++c) values.push_back(value_of(point, c));
  return values;
}

Point Choices::point_of(const std::vector<double>& values) const {
  Point point;
  for (std::size_t c = 0; c < values.size(); ++c) {
    const Choice& choice = choices_[c];
    const double at = choice.by_ratio ? std::log(values[c] / choice.low) / std::log(choice.high / choice.low)
                                      : (values[c] - choice.low) / (choice.high - choice.low);
    point.push_back(std::clamp(at, 0.0, 1.0));
  }
  return point;
}

models::Scenario Choices::scenario_of(const std::vector<double>& values) const {
  models::Scenario chosen = scenario_;
  for (std::size_t c = 0; c < values.size(); ++c) models::set_mean(chosen, *models::find_quantity(chosen, choices_[c].path), values[c]);
  return chosen;
}

double Choices::over_budget(const Point& point) const {
  double sum = 0;
  for (std::size_t c = 0; c < point.size(); ++c) sum += value_of(point, c);
  return sum / *budget_ - 1;
}

Point Choices::affordable(Point point) const {
  if (!budget_) return point;
  double sum = 0, least = 0;
  for (std::size_t c = 0; c < point.size(); ++c) sum += value_of(point, c), least += choices_[c].low;
  if (sum <= *budget_) return point;
  const double share = (*budget_ - least) / (sum - least);
  for (double& at : point) at *= share;
  return point;
}

}  // namespace valuescale::results

#include "results/decision/judging.hpp"

#include "models/description/problem.hpp"
#include "models/description/quantities.hpp"
#include "results/decision/run_warnings.hpp"
#include "sim/stats/estimates.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

/// Points on the way up, the lowest among them, and how far it goes: of the value, and at least of the range.
struct WayUp {
  int points;
  double of_value, of_range;
};
constexpr WayUp kOfSameLives{3, 2e-3, 2e-5};
/// A little more changes who is lived in which channel: over a longer way that is less.
constexpr WayUp kUsual{3, 4e-2, 2e-4};
/// Customers of a plan are whole: a little more brings some worlds one more, and most none.
constexpr WayUp kOfPlan{6, 0.2, 4e-2};

/// The slope, at the first of points one apart, of the parabola through them (of more than three: by least squares), and what each point lies beside it:
/// weights of their heights.
struct Fit {
  Eigen::VectorXd slope;
  Eigen::MatrixXd residual;
};

Fit parabola(int points) {
  Eigen::MatrixXd powers(points, 3);
  for (int i = 0; i < points; ++i) powers.row(i) << 1, i, i * i;
  const Eigen::MatrixXd solved = (powers.transpose() * powers).inverse() * powers.transpose();
  return {solved.row(1).transpose(), Eigen::MatrixXd::Identity(points, points) - powers * solved};
}

/// Steps of whole customers that all worlds take alike move no group against another: they are seen in how heights scatter around the parabola.
Interval with_scatter(Interval slope, double squares, int degrees, double of_height) {
  if (degrees < 1) return slope;
  const double half = of_height * std::sqrt(squares / degrees) * sim::t_quantile(degrees, 0.975);
  const double own = (slope.hi - slope.lo) / 2, both = std::isnan(own) ? half : std::hypot(own, half);
  return {slope.value, slope.value - both, slope.value + both};
}

}  // namespace

Judging::Judging(const models::Scenario& today, const Choices& choices, const OptimizeQuestion& question, Living& living)
    : today_(today), choices_(choices), living_(living), metrics_(metrics_of(question)) {}

const std::vector<Measured>& Judging::at(const std::vector<double>& values) {
  if (const auto found = known_.find(values); found != known_.end()) return found->second;
  const models::Tallies tallies = living_.at(values);
  worlds_ = static_cast<double>(tallies.dims.worlds);
  if (known_.empty()) {
    std::vector<std::string> told;
    for (const Metric& metric : metrics_) told.push_back(metric.path);
    warnings_ = run_warnings(today_, tallies, told, living_.experiment().options().threads);
  }
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
  const WayUp& way = today_.plan ? kOfPlan : living_.are_alike() ? kOfSameLives : kUsual;
  const double length =
      std::max(way.of_value * std::fabs(values[choice]), way.of_range * (of.by_ratio ? values[choice] : of.high - of.low));
  const double step = length / (way.points - 1);
  models::Scenario scenario = today_;
  if (!models::find_quantity(scenario, of.path)->range.holds(values[choice] + length)) return {};
  const Fit fit = parabola(way.points);
  Measured slope{0, std::vector<double>(at(values)[0].without.size())};
  Eigen::VectorXd heights(way.points);
  try {
    for (int i = 0; i < way.points; ++i) {
      std::vector<double> there = values;
      there[choice] += i * step;
      const Measured& height = at(there)[0];
      heights[i] = height.value;
      slope.value += fit.slope[i] / step * height.value;
      for (std::size_t g = 0; g < slope.without.size(); ++g) slope.without[g] += fit.slope[i] / step * height.without[g];
    }
  } catch (const models::InputError&) {
    return {};
  }
  return with_scatter(interval(slope), (fit.residual * heights).squaredNorm(), way.points - 3, fit.slope.norm() / step);
}

}  // namespace valuescale::results

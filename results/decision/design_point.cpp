#include "results/decision/design_point.hpp"

#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

namespace valuescale::results {

namespace {

using Vector = std::vector<double>;

constexpr int kMostRounds = 8, kMostHalvings = 3;
constexpr double kAccuracy = 5e-4;  // of distances, relative; of those beside a ray:
constexpr double kAsideAccuracy = 3e-3;
constexpr double kNearby = 1.08, kFurther = 1.4;  // how places to look at follow each other: at first, then
constexpr double kEnough = 4e-3;                  // less improvement ends the search
constexpr double kAside[] = {0.25, 0.08};  // how far beside a ray the next ones go, of its length: first to see far, then to see well
constexpr double kLeast = 0.02;            // nearer is in the middle
constexpr std::uintmax_t kMostSteps = 16;
constexpr int kMostSecants = 3;
constexpr double kHuge = 1e100;

double length_of(const Vector& v) {
  double squares = 0;
  for (const double x : v) squares += x * x;
  return std::sqrt(squares);
}

Vector scaled(Vector v, double by) {
  for (double& x : v) x *= by;
  return v;
}

/// a with points · a = 1, by Gaussian elimination; nothing if they don't settle it.
std::optional<Vector> plane_through(std::vector<Vector> points) {
  const std::size_t n = points.size();
  Vector right(n, 1);
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row)
      if (std::fabs(points[row][column]) > std::fabs(points[pivot][column])) pivot = row;
    if (std::fabs(points[pivot][column]) < 1e-12) return std::nullopt;
    std::swap(points[pivot], points[column]);
    std::swap(right[pivot], right[column]);
    for (std::size_t row = 0; row < n; ++row) {
      if (row == column) continue;
      const double times = points[row][column] / points[column][column];
      for (std::size_t k = column; k < n; ++k) points[row][k] -= times * points[column][k];
      right[row] -= times * right[column];
    }
  }
  for (std::size_t i = 0; i < n; ++i) right[i] /= points[i][i];
  return right;
}

class Search {
 public:
  Search(const std::function<double(const Vector&)>& excess, double in_the_middle) : excess_(excess), in_the_middle_(in_the_middle) {}

  /// How far along a ray the limit is met, near `guess`; nothing if not within reach.
  std::optional<double> distance(const Vector& direction, double guess, double accuracy = kAccuracy) const {
    const auto at = [&](double r) {
      const double value = excess_(scaled(direction, r));
      return std::isnan(value) ? -kHuge : std::clamp(value, -kHuge, kHuge);
    };
    if (const auto straight = by_secants(at, guess, accuracy)) return straight;
    return by_bracket(at, guess, accuracy);
  }

  /// The normal of the plane through places of the limit around a ray; nothing where they don't settle one.
  std::optional<Vector> normal(const Vector& direction, double r, double how_far) const {
    std::vector<Vector> places;
    for (std::size_t i = 0; i < direction.size(); ++i) {
      Vector aside = direction;
      // To the side on which the rays stay apart from the opposite of their sum.
      aside[i] += std::copysign(how_far, direction[i]);
      aside = scaled(aside, 1 / length_of(aside));
      places.push_back(scaled(aside, distance(aside, r, kAsideAccuracy).value_or(2 * kFurthest)));
    }
    return plane_through(std::move(places));
  }

 private:
  /// A number that grows evenly meets its limit where a line says: two or three looks will do. Nothing where lines don't agree.
  template <class At>
  std::optional<double> by_secants(const At& at, double guess, double accuracy) const {
    double before = 0, there = in_the_middle_, now = std::clamp(guess, kLeast, kFurthest);
    for (int look = 0; look < kMostSecants; ++look) {
      const double here = at(now), slope = (here - there) / (now - before);
      if (!(slope > 0)) return std::nullopt;
      const double next = now - here / slope;
      if (look > 0 && std::fabs(next - now) <= accuracy * now) return next;
      if (!(next >= kLeast && next <= kFurthest) || next == now) return std::nullopt;
      before = now;
      there = here;
      now = next;
    }
    return std::nullopt;
  }

  /// Whatever the number does.
  template <class At>
  std::optional<double> by_bracket(const At& at, double guess, double accuracy) const {
    double high = std::clamp(guess, kLeast, kFurthest), above = at(high), low = high, below = above, factor = kNearby;
    for (; above < 0 && high < kFurthest; factor = kFurther) {
      low = high;
      below = above;
      high = std::min(kFurthest, high * factor);
      above = at(high);
    }
    if (above < 0) return std::nullopt;
    for (; below >= 0 && low > kLeast; factor = kFurther) {
      high = low;
      above = below;
      low = std::max(kLeast, low / factor);
      below = at(low);
    }
    if (above == 0 || below >= 0) return high;
    std::uintmax_t steps = kMostSteps;
    const auto near = [=](double a, double b) { return std::fabs(a - b) <= accuracy * std::max(a, b); };
    const auto [first, last] = boost::math::tools::toms748_solve(at, low, high, below, above, near, steps);
    return 0.5 * (first + last);
  }

  const std::function<double(const Vector&)>& excess_;
  double in_the_middle_;
};

}  // namespace

DesignPoint find_design_point(const std::function<double(const Vector& at)>& excess, Vector towards) {
  DesignPoint point;
  const double in_the_middle = excess(Vector(towards.size(), 0));
  if (!(in_the_middle < 0)) return point;
  const Search search(excess, std::max(in_the_middle, -kHuge));
  Vector direction = scaled(towards, 1 / length_of(towards));
  auto r = search.distance(direction, 2);
  if (!r) return point;
  std::size_t closeness = 0;
  for (int round = 0; round < kMostRounds && !point.converged; ++round) {
    const auto plane = search.normal(direction, *r, kAside[closeness]);
    if (!plane || !(length_of(*plane) > 0)) break;
    Vector next = scaled(*plane, 1 / length_of(*plane));
    double best = *r;
    for (int halving = 0; halving <= kMostHalvings; ++halving) {
      const auto there = search.distance(next, std::min(best, 1 / length_of(*plane)));
      if (there && *there < best) {
        best = *there;
        direction = next;
        break;
      }
      for (std::size_t i = 0; i < next.size(); ++i) next[i] += direction[i];
      next = scaled(next, 1 / length_of(next));
    }
    if (*r - best <= kEnough * *r && ++closeness == std::size(kAside)) point.converged = true;
    r = best;
  }
  point.found = true;
  point.distance = *r;
  point.at = scaled(direction, *r);
  return point;
}

}  // namespace valuescale::results

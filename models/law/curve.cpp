#include "models/law/curve.hpp"

#include <algorithm>

namespace valuescale::models {

using sim::Tail;

Tail tails_along(const Curve& curve, const std::function<Tail(double)>& tails, double y) {
  if (curve.points.empty()) return tails(y);
  Tail sum{0, 0};
  Tail left{0, 1};
  // Passes on to x: what lies between, at or below y or above it.
  const auto pass = [&](const Tail& here, bool is_above) {
    const double between = left.lower < 0.5 ? here.lower - left.lower : left.upper - here.upper;
    (is_above ? sum.upper : sum.lower) += between;
    left = here;
  };
  pass(tails(curve.points.front().x), curve.points.front().y > y);
  for (std::size_t i = 1; i < curve.points.size(); ++i) {
    const Curve::Point &a = curve.points[i - 1], &b = curve.points[i];
    if ((a.y > y) != (b.y > y)) pass(tails(a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))), a.y > y);
    pass(tails(b.x), b.y > y);
  }
  pass({1, 0}, curve.points.back().y > y);
  return sum;
}

Heights heights_of(const Curve& curve) {
  const auto [low, high] =
      std::minmax_element(curve.points.begin(), curve.points.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  return {low->y, high->y};
}

}  // namespace valuescale::models

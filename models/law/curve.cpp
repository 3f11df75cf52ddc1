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

Curve composed(const Curve& outer, const Curve& inner) {
  if (outer.points.empty()) return inner;
  if (inner.points.empty()) return outer;
  Curve curve;
  for (std::size_t i = 0; i < inner.points.size(); ++i) {
    const Curve::Point& here = inner.points[i];
    curve.points.push_back({here.x, outer.at(here.y)});
    if (i + 1 == inner.points.size()) break;
    // Between two points of the inner curve, the outer one turns wherever it has points of its own.
    const Curve::Point& next = inner.points[i + 1];
    std::vector<Curve::Point> turns;
    for (const Curve::Point& turn : outer.points)
      if ((turn.x > here.y && turn.x < next.y) || (turn.x < here.y && turn.x > next.y))
        turns.push_back({here.x + (next.x - here.x) * ((turn.x - here.y) / (next.y - here.y)), turn.y});
    if (next.y < here.y) std::reverse(turns.begin(), turns.end());
    for (const Curve::Point& turn : turns)
      if (turn.x > curve.points.back().x && turn.x < next.x) curve.points.push_back(turn);
  }
  return curve;
}

Heights heights_of(const Curve& curve) {
  const auto [low, high] =
      std::minmax_element(curve.points.begin(), curve.points.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  return {low->y, high->y};
}

}  // namespace valuescale::models

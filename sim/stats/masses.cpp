#include "sim/stats/masses.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::sim {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
/// Weights are sums of many products; a level that is reached to rounding is reached.
constexpr double kRounding = 1e-12;

template <class Less>
void put_in_order(std::vector<Mass>& masses, Less less) {
  if (!std::is_sorted(masses.begin(), masses.end(), less)) std::stable_sort(masses.begin(), masses.end(), less);
}

}  // namespace

Masses::Masses(std::vector<Mass> masses) {
  masses.erase(std::remove_if(masses.begin(), masses.end(), [](const Mass& mass) { return !(mass.weight > 0); }), masses.end());
  put_in_order(masses, [](const Mass& a, const Mass& b) { return a.low != b.low ? a.low < b.low : a.high < b.high; });
  lows_ = accumulate(masses, &Mass::low);
  std::vector<Mass> by_high = masses;  // mostly in order already
  put_in_order(by_high, [](const Mass& a, const Mass& b) { return a.high < b.high; });
  highs_ = accumulate(by_high, &Mass::high);

  // A point inside a bin cuts it in two, each half with its share of the length, so that the pieces are in order.
  double open_low = 0, open_high = 0, open_weight = 0;
  const auto close_at = [&](double end) {
    if (!(open_weight > 0)) return;
    const double part = end < open_high ? open_weight * ((end - open_low) / (open_high - open_low)) : open_weight;
    if (part > 0) pieces_.push_back({open_low, std::min(end, open_high), part});
    open_weight -= part;
    open_low = end;
  };
  for (const Mass& mass : masses) {
    close_at(mass.low);
    if (mass.low < mass.high) {
      open_low = mass.low, open_high = mass.high, open_weight = mass.weight;
    } else if (!pieces_.empty() && pieces_.back().low == mass.low && pieces_.back().high == mass.low) {
      pieces_.back().weight += mass.weight;
    } else {
      pieces_.push_back(mass);
    }
  }
  close_at(std::numeric_limits<double>::infinity());

  before_.reserve(pieces_.size());
  for (const Mass& piece : pieces_) {
    before_.push_back(total_);
    total_ += piece.weight;
  }
}

std::vector<Masses::Point> Masses::accumulate(const std::vector<Mass>& masses, double Mass::*value) {
  std::vector<Point> points;
  double up_to = 0;
  for (const Mass& mass : masses) {
    up_to += mass.weight;
    if (!points.empty() && points.back().value == mass.*value)
      points.back().up_to = up_to;
    else
      points.push_back({mass.*value, up_to});
  }
  return points;
}

double Masses::from(const std::vector<Point>& points, double level) const {
  if (empty() || level > 1 + kRounding) return kMissing;
  const double wanted = (level - kRounding) * total_;
  const auto found =
      std::lower_bound(points.begin(), points.end(), wanted, [](const Point& point, double weight) { return point.up_to < weight; });
  return found == points.end() ? points.back().value : found->value;
}

double Masses::lowest_quantile(double level) const { return from(lows_, level); }
double Masses::highest_quantile(double level) const { return from(highs_, level); }

double Masses::quantile(double level) const {
  if (empty() || level > 1 + kRounding) return kMissing;
  const double wanted = (level - kRounding) * total_;
  // The last piece with less than the wanted weight before it.
  const auto next = std::lower_bound(before_.begin(), before_.end(), wanted);
  const std::size_t i = next == before_.begin() ? 0 : static_cast<std::size_t>(next - before_.begin()) - 1;
  const Mass& piece = pieces_[i];
  if (piece.low == piece.high) return piece.low;
  const double part = std::clamp((level * total_ - before_[i]) / piece.weight, 0.0, 1.0);
  return piece.low + (piece.high - piece.low) * part;
}

double Masses::cdf(double x) const {
  if (empty()) return kMissing;
  const auto next = std::upper_bound(pieces_.begin(), pieces_.end(), x, [](double value, const Mass& piece) { return value < piece.low; });
  if (next == pieces_.begin()) return 0;
  const std::size_t i = static_cast<std::size_t>(next - pieces_.begin()) - 1;
  const Mass& piece = pieces_[i];
  const double part = piece.low == piece.high ? 1.0 : std::min(1.0, (x - piece.low) / (piece.high - piece.low));
  return (before_[i] + piece.weight * part) / total_;
}

double Masses::cdf_below(double x) const {
  if (empty()) return kMissing;
  const auto next = std::lower_bound(pieces_.begin(), pieces_.end(), x, [](const Mass& piece, double value) { return piece.low < value; });
  if (next == pieces_.begin()) return 0;
  const std::size_t i = static_cast<std::size_t>(next - pieces_.begin()) - 1;
  const Mass& piece = pieces_[i];
  const double part = piece.low == piece.high ? 1.0 : std::min(1.0, (x - piece.low) / (piece.high - piece.low));
  return (before_[i] + piece.weight * part) / total_;
}

}  // namespace valuescale::sim

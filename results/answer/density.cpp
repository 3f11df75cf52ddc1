#include "results/answer/density.hpp"

#include "results/answer/drawn_worlds.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

constexpr std::size_t kBins = 1000;
constexpr double kReach = 8;     // bandwidths beyond which a kernel is nothing
constexpr double kAlike = 1e-9;  // what differs by less, of its size, differs by rounding
constexpr double kIqrOfNormal = 1.349;

/// Between neighbours in proportion, as R has it by default: the width of its kernels is matched.
double quartile(const std::vector<double>& sorted, double level) {
  const double at = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// How far apart two values of a sample are, counted in bins: what the functionals of its density are estimated from.
class Distances {
 public:
  explicit Distances(const std::vector<double>& sorted)
      : count_(static_cast<double>(sorted.size())), bin_((sorted.back() - sorted.front()) * 1.01 / kBins), pairs_(kBins, 0.0) {
    std::vector<double> held(kBins, 0.0);
    for (const double value : sorted) ++held[std::min(kBins - 1, static_cast<std::size_t>((value - sorted.front()) / bin_))];
    for (std::size_t i = 0; i < kBins; ++i) {
      if (held[i] == 0) continue;
      pairs_[0] += held[i] * (held[i] - 1) / 2;
      for (std::size_t j = i + 1; j < kBins; ++j) pairs_[j - i] += held[i] * held[j];
    }
  }

  double bin() const { return bin_; }
  /// ∫ f f⁗, by a kernel of this width.
  double fourth(double width) const {
    return sum(width, [](double d) { return d * d - 6 * d + 3; }) / std::pow(width, 5);
  }
  /// −∫ f f⁽⁶⁾
  double sixth(double width) const {
    return -sum(width, [](double d) { return d * d * d - 15 * d * d + 45 * d - 15; }) / std::pow(width, 7);
  }

 private:
  /// Over all pairs, each value with itself too, of a derivative of the normal density: `polynomial` of the squared distance, in widths.
  template <class Polynomial>
  double sum(double width, Polynomial polynomial) const {
    double total = 0;
    for (std::size_t k = 0; k < kBins; ++k) {
      const double distance = static_cast<double>(k) * bin_ / width, squared = distance * distance;
      if (squared > 1000) break;
      total += pairs_[k] * std::exp(-squared / 2) * polynomial(squared);
    }
    return (2 * total + count_ * polynomial(0.0)) / (count_ * (count_ - 1) * std::sqrt(2 * M_PI));
  }

  double count_, bin_;
  std::vector<double> pairs_;
};

/// The width at which the equation of Sheather and Jones holds; nothing where it has no answer.
std::optional<double> sheather_jones(const std::vector<double>& sorted, double scale) {
  const double n = static_cast<double>(sorted.size());
  const Distances distances(sorted);
  const double sixth = distances.sixth(1.23 * scale * std::pow(n, -1.0 / 9)),
               fourth = distances.fourth(1.24 * scale * std::pow(n, -1.0 / 7));
  if (!(sixth > 0) || !(fourth > 0)) return std::nullopt;
  const double pilot = 1.357 * std::pow(fourth / sixth, 1.0 / 7);
  /// By how much the width that is best for a density as rough as it looks at this width exceeds it; missing where it looks like none.
  const auto excess = [&](double width) {
    return std::pow(1 / (2 * std::sqrt(M_PI) * n * distances.fourth(pilot * std::pow(width, 5.0 / 7))), 0.2) - width;
  };
  double high = 1.144 * scale * std::pow(n, -0.2), low = 0.1 * high;
  while (!(excess(low) > 0) && low > distances.bin()) low /= 1.2;
  for (int i = 0; i < 10 && !(excess(high) < 0); ++i) high *= 1.2;
  if (!(excess(low) > 0) || !(excess(high) < 0)) return std::nullopt;
  while (high - low > 1e-6 * high) {
    const double middle = (low + high) / 2;
    (excess(middle) > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

double below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

/// Each point the mean over the stretch from halfway to its neighbours, so that a kernel narrower than that keeps its area.
std::vector<double> curve(const std::vector<double>& values, double bandwidth, const std::vector<double>& at) {
  const double step = at[1] - at[0], first = at.front() - step / 2, last = at.back() + step / 2;
  std::vector<double> heights(at.size(), 0.0);
  const auto stretch = [&](double place) {
    return static_cast<std::size_t>(std::clamp((place - first) / step, 0.0, static_cast<double>(at.size() - 1)));
  };
  const auto add = [&](double value) {
    const double least = value - kReach * bandwidth, most = value + kReach * bandwidth;
    if (most < first || least > last) return;
    double before = below((first + static_cast<double>(stretch(least)) * step - value) / bandwidth);
    for (std::size_t i = stretch(least); i <= stretch(most); ++i) {
      const double upto = below((first + static_cast<double>(i + 1) * step - value) / bandwidth);
      heights[i] += upto - before;
      before = upto;
    }
  };
  // Mirrored at both ends, the stretches there are as high outside as inside.
  for (const double value : values)
    for (const double image : {value, 2 * at.front() - value, 2 * at.back() - value}) add(image);
  double area = -(heights.front() + heights.back()) / 2;
  for (const double height : heights) area += height;
  for (double& height : heights) height /= area * step;
  return heights;
}

}  // namespace

double bandwidth_of(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double range = sorted.back() - sorted.front();
  if (!std::isfinite(range) || !(range > kAlike * std::max(std::fabs(sorted.front()), std::fabs(sorted.back())))) return 0;
  const double sd = std::sqrt(variance_of(sorted)), spread = (quartile(sorted, 0.75) - quartile(sorted, 0.25)) / kIqrOfNormal;
  // Where half of the values are alike, quartiles know nothing.
  const double scale = spread > 0 ? std::min(sd, spread) : sd;
  return sheather_jones(sorted, scale).value_or(0.9 * scale * std::pow(static_cast<double>(sorted.size()), -0.2));
}

std::optional<Density> density_of(const std::vector<double>& values) {
  Density density;
  density.bandwidth = bandwidth_of(values);
  if (!(density.bandwidth > 0)) return std::nullopt;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double step = (*most - *least) / static_cast<double>(kDensityPoints - 1);
  for (std::size_t i = 0; i < kDensityPoints; ++i) density.at.push_back(*least + static_cast<double>(i) * step);
  density.at.back() = *most;
  density.heights = curve(values, density.bandwidth, density.at);
  return density;
}

double area_below_zero(const std::vector<double>& at, const std::vector<double>& heights) {
  double area = 0;
  for (std::size_t i = 1; i < at.size() && at[i - 1] < 0; ++i) {
    const double to = std::min(at[i], 0.0), step = at[i] - at[i - 1], part = (to - at[i - 1]) / step;
    area += (to - at[i - 1]) * (heights[i - 1] + part * (heights[i] - heights[i - 1]) / 2);
  }
  return area;
}

}  // namespace valuescale::results

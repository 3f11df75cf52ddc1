#include "scenarios/reader/law_facts.hpp"

#include "models/law/curve.hpp"
#include "models/law/numeric.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
namespace bm = boost::math;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool has(const Law& law, std::string_view name) {
  return std::any_of(law.parameters.begin(), law.parameters.end(), [&](const auto& p) { return p.name == name; });
}

double get(const Law& law, std::string_view name) {
  for (const auto& [key, value] : law.parameters)
    if (key == name) return value.is_constant() ? value.value : mean_of(value);
  return kNaN;
}

struct Pair {
  double first, second;
};

Pair mu_sigma(const Law& law) {
  if (has(law, "sd")) {
    const double mean = get(law, "mean"), variance = std::log1p(std::pow(get(law, "sd") / mean, 2));
    return {std::log(mean) - variance / 2, std::sqrt(variance)};
  }
  const double sigma = get(law, "sigma");
  if (has(law, "mu")) return {get(law, "mu"), sigma};
  if (has(law, "median")) return {std::log(get(law, "median")), sigma};
  return {std::log(get(law, "mean")) - sigma * sigma / 2, sigma};
}

Pair beta_shapes(const Law& law) {
  if (!has(law, "sd")) return {get(law, "a"), get(law, "b")};
  const double mean = get(law, "mean"), size = mean * (1 - mean) / std::pow(get(law, "sd"), 2) - 1;
  return {mean * size, (1 - mean) * size};
}

Pair gamma_shape_scale(const Law& law) {
  if (has(law, "sd")) {
    const double mean = get(law, "mean"), sd = get(law, "sd");
    return {mean * mean / (sd * sd), sd * sd / mean};
  }
  const double shape = get(law, "shape");
  if (has(law, "scale")) return {shape, get(law, "scale")};
  if (has(law, "rate")) return {shape, 1 / get(law, "rate")};
  return {shape, get(law, "mean") / shape};
}

Pair weibull_shape_scale(const Law& law) {
  const double shape = get(law, "shape");
  return {shape, has(law, "scale") ? get(law, "scale") : get(law, "mean") / std::tgamma(1 + 1 / shape)};
}

double exponential_mean(const Law& law) { return has(law, "rate") ? 1 / get(law, "rate") : get(law, "mean"); }

Pair pert_shapes(const Law& law) {
  const double low = get(law, "low"), mode = get(law, "mode"), high = get(law, "high");
  return {1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)};
}

enum class Ask { up_to, above, quantile };

template <class Distribution>
double answer(const Distribution& law, Ask ask, double x) {
  switch (ask) {
    case Ask::up_to: return bm::cdf(law, x);
    case Ask::above: return bm::cdf(bm::complement(law, x));
    case Ask::quantile: return bm::quantile(law, x);
  }
  return kNaN;
}

/// Asks a law on [low, low + width], given as one on [0, 1].
template <class Distribution>
double answer_within(const Distribution& law, double low, double width, Ask ask, double x) {
  if (ask == Ask::quantile) return low + width * bm::quantile(law, x);
  return answer(law, ask, std::clamp((x - low) / width, 0.0, 1.0));
}

double ask_law(const Law& law, Ask ask, double x);

double ask_mixture(const Law& law, Ask ask, double x) {
  if (ask != Ask::quantile) {
    double sum = 0;
    for (std::size_t i = 0; i < law.components.size(); ++i) sum += law.weights[i] * ask_law(law.components[i], ask, x);
    return sum;
  }
  // The quantile lies between the smallest and the largest of the components'.
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Law& component : law.components) {
    const double q = ask_law(component, ask, x);
    low = std::min(low, q);
    high = std::max(high, q);
  }
  for (int i = 0; i < 100 && high - low > 1e-12 * (std::abs(low) + std::abs(high)); ++i) {
    const double middle = low + (high - low) / 2;
    (ask_mixture(law, Ask::up_to, middle) >= x ? high : low) = middle;
  }
  return high;
}

double ask_values(const Law& law, Ask ask, double x) {
  if (ask != Ask::quantile) return ask_mixture(law, ask, x);
  const auto last = static_cast<double>(law.components.size()) - 1;
  return law.components[static_cast<std::size_t>(std::clamp(std::ceil(x * (last + 1)) - 1, 0.0, last))].value;
}

double ask_truncated(const Law& law, Ask ask, double x) {
  const double low = get(law, "low"), high = get(law, "high");
  const Law& base = law.components.front();
  const double below = share_below(base, low), inside = share_up_to(base, high) - below;
  if (ask == Ask::quantile) return std::clamp(quantile_of(base, std::clamp(below + x * inside, 1e-300, 1 - 1e-16)), low, high);
  if (x < low) return ask == Ask::up_to ? 0 : 1;
  if (x >= high) return ask == Ask::up_to ? 1 : 0;
  const double share = std::clamp((share_up_to(base, x) - below) / inside, 0.0, 1.0);
  return ask == Ask::up_to ? share : 1 - share;
}

double ask_earliest(const Law& law, Ask ask, double x) {
  if (ask != Ask::quantile) {
    double up_to = 0, above = 1;
    for (const Law& part : law.components) {
      up_to += above * ask_law(part, Ask::up_to, x);
      above *= ask_law(part, Ask::above, x);
    }
    return ask == Ask::up_to ? up_to : above;
  }
  // None of n parts reaches the quantile of x, and one of them that of x/n.
  double low = std::numeric_limits<double>::infinity(), high = low;
  for (const Law& part : law.components) {
    low = std::min(low, ask_law(part, Ask::quantile, x / static_cast<double>(law.components.size())));
    high = std::min(high, ask_law(part, Ask::quantile, x));
  }
  for (int i = 0; i < 100 && high - low > 1e-14 * (std::abs(low) + std::abs(high)); ++i) {
    const double middle = low + (high - low) / 2;
    const bool too_low = x < 0.5 ? ask_earliest(law, Ask::up_to, middle) < x : ask_earliest(law, Ask::above, middle) > 1 - x;
    (too_low ? low : high) = middle;
  }
  return high;
}

double ask_quotient(const Law& law, Ask ask, double x) {
  const double dividend = get(law, "dividend");
  const Law& divisor = law.components.front();
  if (ask == Ask::quantile) return dividend / ask_law(divisor, Ask::quantile, 1 - x);
  if (x <= 0) return ask == Ask::up_to ? 0 : 1;
  return ask == Ask::up_to ? ask_law(divisor, Ask::above, dividend / x) : share_below(divisor, dividend / x);
}

double ask_followed(const Law& law, Ask ask, double x) {
  const Law& driver = law.components.front();
  if (law.curve.points.empty()) return ask_law(driver, ask, x);
  const auto tails = [&](double y) {
    return models::tails_along(
        law.curve,
        [&](double at) {
          return sim::Tail{ask_law(driver, Ask::up_to, at), ask_law(driver, Ask::above, at)};
        },
        y);
  };
  if (ask != Ask::quantile) return ask == Ask::up_to ? tails(x).lower : tails(x).upper;
  const models::Heights heights = models::heights_of(law.curve);
  return models::quantile_by_bisection(tails, {x, 1 - x}, heights.low, heights.high);
}

double ask_law(const Law& law, Ask ask, double x) {
  const bool positive =
      law.kind == LawKind::lognormal || law.kind == LawKind::gamma || law.kind == LawKind::exponential || law.kind == LawKind::weibull;
  if (ask != Ask::quantile && std::isinf(x)) return (x > 0) == (ask == Ask::up_to) ? 1 : 0;
  if (positive && ask != Ask::quantile && x <= 0) return ask == Ask::up_to ? 0 : 1;
  switch (law.kind) {
    case LawKind::constant:
      if (ask == Ask::quantile) return law.value;
      return (law.value <= x) == (ask == Ask::up_to) ? 1 : 0;
    case LawKind::normal: return answer(bm::normal(get(law, "mean"), get(law, "sd")), ask, x);
    case LawKind::lognormal: {
      const Pair p = mu_sigma(law);
      return answer(bm::lognormal(p.first, p.second), ask, x);
    }
    case LawKind::logit_normal: {
      const bm::normal logit(get(law, "mu"), get(law, "sigma"));
      if (ask == Ask::quantile) return 1 / (1 + std::exp(-bm::quantile(logit, x)));
      if (x <= 0 || x >= 1) return (x <= 0) == (ask == Ask::up_to) ? 0 : 1;
      return answer(logit, ask, std::log(x / (1 - x)));
    }
    case LawKind::uniform: {
      const double low = get(law, "low"), high = get(law, "high");
      return answer_within(bm::uniform(0, 1), low, high - low, ask, x);
    }
    case LawKind::triangular: {
      const double low = get(law, "low"), width = get(law, "high") - low;
      return answer_within(bm::triangular(0, (get(law, "mode") - low) / width, 1), low, width, ask, x);
    }
    case LawKind::pert: {
      const Pair p = pert_shapes(law);
      const double low = get(law, "low");
      return answer_within(bm::beta_distribution<>(p.first, p.second), low, get(law, "high") - low, ask, x);
    }
    case LawKind::beta: {
      const Pair p = beta_shapes(law);
      return answer_within(bm::beta_distribution<>(p.first, p.second), 0, 1, ask, x);
    }
    case LawKind::gamma: {
      const Pair p = gamma_shape_scale(law);
      return answer(bm::gamma_distribution<>(p.first, p.second), ask, x);
    }
    case LawKind::exponential: return answer(bm::gamma_distribution<>(1, exponential_mean(law)), ask, x);
    case LawKind::weibull: {
      const Pair p = weibull_shape_scale(law);
      return answer(bm::weibull(p.first, p.second), ask, x);
    }
    case LawKind::mixture: return ask_mixture(law, ask, x);
    case LawKind::truncated: return ask_truncated(law, ask, x);
    case LawKind::earliest: return ask_earliest(law, ask, x);
    case LawKind::quotient: return ask_quotient(law, ask, x);
    case LawKind::followed: return ask_followed(law, ask, x);
    case LawKind::values: return ask_values(law, ask, x);
  }
  return kNaN;
}

/// The library throws where a stranger's parameters overflow its arithmetic.
double ask_safely(const Law& law, Ask ask, double x) {
  try {
    return ask_law(law, ask, x);
  } catch (const std::exception&) {
    return kNaN;
  }
}

double mean_by_quantiles(const Law& law) {
  constexpr int kPoints = 512;
  double sum = 0;
  for (int i = 0; i < kPoints; ++i) sum += ask_law(law, Ask::quantile, (i + 0.5) / kPoints);
  return sum / kPoints;
}

template <class F>
double integral(F f, double from, double to) {
  return bm::quadrature::gauss_kronrod<double, 31>::integrate(f, from, to, 10, 1e-10);
}

/// By P(X > x), piece by piece: between quantiles of the parts it is smooth.
double mean_of_earliest(const Law& law) {
  std::vector<double> joints;
  for (const Law& part : law.components)
    for (const double p : {1e-15, 0.01, 0.1, 0.5, 0.9, 0.99, 1 - 1e-15}) joints.push_back(ask_law(part, Ask::quantile, p));
  std::sort(joints.begin(), joints.end());
  double mean = joints.front();
  for (std::size_t i = 1; i < joints.size(); ++i)
    if (joints[i - 1] < joints[i]) mean += integral([&](double x) { return ask_earliest(law, Ask::above, x); }, joints[i - 1], joints[i]);
  return mean;
}

/// E[1/X] of a law whose values are positive.
double inverse_mean(const Law& law) {
  switch (law.kind) {
    case LawKind::lognormal: {
      const Pair p = mu_sigma(law);
      return std::exp(p.second * p.second / 2 - p.first);
    }
    case LawKind::gamma: {
      const Pair p = gamma_shape_scale(law);
      return 1 / (p.second * (p.first - 1));
    }
    case LawKind::weibull: {
      const Pair p = weibull_shape_scale(law);
      return std::tgamma(1 - 1 / p.first) / p.second;
    }
    // Over t = p^(1/4), where 1/X does not grow without bound; closer to 0 than a probability of 1e-12 nothing is left that shows.
    default: return integral([&](double t) { return 4 * t * t * t / ask_law(law, Ask::quantile, std::max(t * t * t * t, 1e-12)); }, 0, 1);
  }
}

double mean_unsafe(const Law& law);

/// E[f(X)] by parts: what the curve climbs, times the P(X > x) there.
double mean_of_followed(const Law& law) {
  const Law& driver = law.components.front();
  const auto& points = law.curve.points;
  if (points.empty()) return mean_unsafe(driver);
  double mean = points.front().y;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double slope = (points[i].y - points[i - 1].y) / (points[i].x - points[i - 1].x);
    if (slope != 0) mean += slope * integral([&](double x) { return ask_law(driver, Ask::above, x); }, points[i - 1].x, points[i].x);
  }
  return mean;
}

double mean_unsafe(const Law& law) {
  switch (law.kind) {
    case LawKind::constant: return law.value;
    case LawKind::normal: return get(law, "mean");
    case LawKind::lognormal: {
      const Pair p = mu_sigma(law);
      return std::exp(p.first + p.second * p.second / 2);
    }
    case LawKind::uniform: return (get(law, "low") + get(law, "high")) / 2;
    case LawKind::triangular: return (get(law, "low") + get(law, "mode") + get(law, "high")) / 3;
    case LawKind::pert: return (get(law, "low") + 4 * get(law, "mode") + get(law, "high")) / 6;
    case LawKind::beta: {
      const Pair p = beta_shapes(law);
      return p.first / (p.first + p.second);
    }
    case LawKind::gamma: {
      const Pair p = gamma_shape_scale(law);
      return p.first * p.second;
    }
    case LawKind::exponential: return exponential_mean(law);
    case LawKind::weibull: {
      const Pair p = weibull_shape_scale(law);
      return p.second * std::tgamma(1 + 1 / p.first);
    }
    case LawKind::mixture:
    case LawKind::values: {
      double sum = 0;
      for (std::size_t i = 0; i < law.components.size(); ++i) sum += law.weights[i] * mean_unsafe(law.components[i]);
      return sum;
    }
    case LawKind::logit_normal:
    case LawKind::truncated: return mean_by_quantiles(law);
    case LawKind::earliest: return mean_of_earliest(law);
    case LawKind::quotient: return get(law, "dividend") * inverse_mean(law.components.front());
    case LawKind::followed: return mean_of_followed(law);
  }
  return kNaN;
}

/// A curve has atoms where it is level. P(f(X) < y) is P(−f(X) > −y).
double share_below_followed(const Law& law, double y) {
  const Law& driver = law.components.front();
  if (law.curve.points.empty()) return share_below(driver, y);
  models::Curve mirrored = law.curve;
  for (models::Curve::Point& point : mirrored.points) point.y = -point.y;
  const auto tails = [&](double x) { return sim::Tail{share_up_to(driver, x), share_above(driver, x)}; };
  return models::tails_along(mirrored, tails, -y).upper;
}

}  // namespace

double mean_of(const Law& law) {
  try {
    return mean_unsafe(law);
  } catch (const std::exception&) {
    return kNaN;
  }
}

double share_up_to(const Law& law, double x) { return ask_safely(law, Ask::up_to, x); }
double share_above(const Law& law, double x) { return ask_safely(law, Ask::above, x); }
double quantile_of(const Law& law, double p) { return ask_safely(law, Ask::quantile, p); }

double share_below(const Law& law, double x) {
  // Only constants have atoms; they are inside mixtures and lists of values.
  if (law.kind == LawKind::constant) return law.value < x ? 1 : 0;
  if (law.kind == LawKind::mixture || law.kind == LawKind::values) {
    double sum = 0;
    for (std::size_t i = 0; i < law.components.size(); ++i) sum += law.weights[i] * share_below(law.components[i], x);
    return sum;
  }
  if (law.kind == LawKind::truncated) {
    const double low = get(law, "low"), high = get(law, "high");
    if (x <= low) return 0;
    if (x > high) return 1;
    const Law& base = law.components.front();
    const double below = share_below(base, low);
    return (share_below(base, x) - below) / (share_up_to(base, high) - below);
  }
  if (law.kind == LawKind::earliest) {
    double below = 0, rest = 1;
    for (const Law& part : law.components) {
      const double share = share_below(part, x);
      below += rest * share;
      rest *= 1 - share;
    }
    return below;
  }
  if (law.kind == LawKind::followed) return share_below_followed(law, x);
  return share_up_to(law, x);
}

double shape_at_zero(const Law& law) { return (law.kind == LawKind::beta ? beta_shapes(law) : gamma_shape_scale(law)).first; }

bool has_certain_parameters(const Law& law) {
  const auto certain = [](const auto& parameter) { return parameter.law.is_constant(); };
  return std::all_of(law.parameters.begin(), law.parameters.end(), certain) &&
         std::all_of(law.components.begin(), law.components.end(), has_certain_parameters);
}

}  // namespace valuescale::scenarios

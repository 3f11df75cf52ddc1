#include "models/law/resolved_law.hpp"

#include "models/law/curve.hpp"
#include "models/law/numeric.hpp"

#include <cmath>
#include <limits>

namespace valuescale::models {

using sim::exp_of;
using sim::log_of;
using sim::Tail;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double logistic(double y) { return y >= 0 ? 1 / (1 + exp_of(-y)) : exp_of(y) / (1 + exp_of(y)); }

double central_moment_by_quadrature(const ResolvedLaw& law, double mean, int power) {
  // Midpoints of equal probability, refined towards both tails.
  constexpr int kPoints = 4096;
  double sum = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double u = (i + 0.5) / kPoints;
    const double x = law.quantile({u, 1 - u});
    sum += power == 1 ? x : (x - mean) * (x - mean);
  }
  return sum / kPoints;
}

double inverse_moment_by_quadrature(const ResolvedLaw& law, int power) {
  return mean_by_quadrature([&](Tail at) {
    const double x = law.quantile(at);
    return power == 1 ? 1 / x : 1 / (x * x);
  });
}

/// E[X^-power] of a positive law, power 1 or 2. By formula where it may only just exist.
double inverse_moment(const ResolvedLaw& law, int power) {
  const double a = law.a, b = law.b;
  switch (law.kind) {
    case LawKind::lognormal: return exp_of(-power * a + power * power * b * b / 2);
    case LawKind::gamma: return power == 1 ? 1 / (b * (a - 1)) : 1 / (b * b * (a - 1) * (a - 2));
    case LawKind::weibull: return exp_of(sim::log_gamma_of(1 - power / a)) / (power == 1 ? b : b * b);
    default: return inverse_moment_by_quadrature(law, power);
  }
}

}  // namespace

double ResolvedLaw::quantile(Tail at) const {
  switch (kind) {
    case LawKind::constant: return a;
    case LawKind::normal: return a + b * sim::normal_quantile(at);
    case LawKind::lognormal: return exp_of(a + b * sim::normal_quantile(at));
    case LawKind::logit_normal: return logistic(a + b * sim::normal_quantile(at));
    case LawKind::uniform: return at.lower <= at.upper ? a + (b - a) * at.lower : b - (b - a) * at.upper;
    case LawKind::triangular: {
      const double split = (c - a) / (b - a);
      return at.lower <= split ? a + std::sqrt(at.lower * (b - a) * (c - a)) : b - std::sqrt(at.upper * (b - a) * (b - c));
    }
    case LawKind::pert:
    case LawKind::beta: return low + (high - low) * logistic(sim::logit_beta_quantile(a, b, at));
    case LawKind::exponential:
    case LawKind::gamma: return b * exp_of(sim::log_gamma_quantile(a, at));
    case LawKind::weibull: {
      const double e = at.upper < 0.5 ? -log_of(at.upper) : exp_of(sim::log_gamma_quantile(1, at));
      return b * exp_of(log_of(e) / a);
    }
    case LawKind::truncated: {
      const ResolvedLaw& whole = components[0];
      const Tail first = whole.tails(low), last = whole.tails(high);
      return whole.quantile({first.lower + at.lower * (last.lower - first.lower), last.upper + at.upper * (first.upper - last.upper)});
    }
    case LawKind::mixture: {
      double below = kInfinity, above = -kInfinity;
      for (const ResolvedLaw& part : components) {
        const double x = part.quantile(at);
        if (x < below) below = x;
        if (x > above) above = x;
      }
      for (int n = 0; n < 200 && above - below > 1e-14 * (std::fabs(above) + std::fabs(below)); ++n) {
        const double x = 0.5 * (below + above);
        const Tail here = tails(x);
        const bool too_low = at.lower <= at.upper ? here.lower < at.lower : here.upper > at.upper;
        (too_low ? below : above) = x;
      }
      return 0.5 * (below + above);
    }
    case LawKind::earliest: {
      // With n parts, P(X ≤ x) is at least each part's and at most the sum of all.
      double below = kInfinity, above = kInfinity;
      const double share = at.lower / static_cast<double>(components.size());
      for (const ResolvedLaw& part : components) {
        below = std::fmin(below, part.quantile({share, 1 - share}));
        above = std::fmin(above, part.quantile(at));
      }
      return quantile_by_bisection([&](double x) { return tails(x); }, at, below, above);
    }
    case LawKind::quotient: return a / components[0].quantile({at.upper, at.lower});
    case LawKind::values: {
      const auto last = static_cast<double>(components.size()) - 1;
      const double place = at.lower <= at.upper ? std::ceil(at.lower * (last + 1)) - 1 : last - std::floor(at.upper * (last + 1));
      return components[static_cast<std::size_t>(std::fmin(std::fmax(place, 0), last))].a;
    }
    case LawKind::followed: {
      if (curve.points.empty()) return components[0].quantile(at);
      const Heights heights = heights_of(curve);
      return quantile_by_bisection([&](double x) { return tails(x); }, at, heights.low, heights.high);
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

Tail ResolvedLaw::tails(double x) const {
  switch (kind) {
    case LawKind::constant: return x >= a ? Tail{1, 0} : Tail{0, 1};
    case LawKind::uniform:
      if (x <= a) return {0, 1};
      if (x >= b) return {1, 0};
      return {(x - a) / (b - a), (b - x) / (b - a)};
    case LawKind::triangular:
      if (x <= a) return {0, 1};
      if (x >= b) return {1, 0};
      return x <= c ? Tail::from_lower((x - a) * (x - a) / ((b - a) * (c - a))) : Tail::from_upper((b - x) * (b - x) / ((b - a) * (b - c)));
    case LawKind::pert:
    case LawKind::beta:
      if (x <= low) return {0, 1};
      if (x >= high) return {1, 0};
      return sim::beta_tails(a, b, log_of((x - low) / (high - x)));
    case LawKind::mixture:
    case LawKind::values: {
      Tail sum{0, 0};
      for (std::size_t i = 0; i < components.size(); ++i) {
        const Tail part = components[i].tails(x);
        sum.lower += weights[i] * part.lower;
        sum.upper += weights[i] * part.upper;
      }
      return sum;
    }
    case LawKind::earliest: {
      Tail sum{0, 1};
      for (const ResolvedLaw& part : components) {
        const Tail one = part.tails(x);
        sum.lower += sum.upper * one.lower;
        sum.upper *= one.upper;
      }
      return sum;
    }
    case LawKind::quotient: {
      if (x <= 0) return {0, 1};
      const Tail divisor = components[0].tails(a / x);
      return {divisor.upper, divisor.lower};
    }
    case LawKind::followed:
      return tails_along(
          curve, [&](double driver) { return components[0].tails(driver); }, x);
    case LawKind::truncated: {
      if (x <= low) return {0, 1};
      if (x >= high) return {1, 0};
      const Tail first = components[0].tails(low), last = components[0].tails(high), here = components[0].tails(x);
      const double mass = last.lower - first.lower;
      return {(here.lower - first.lower) / mass, (here.upper - last.upper) / mass};
    }
    case LawKind::normal: return sim::normal_tails((x - a) / b);
    case LawKind::lognormal: return x <= 0 ? Tail{0, 1} : sim::normal_tails((log_of(x) - a) / b);
    case LawKind::logit_normal:
      if (x <= 0) return {0, 1};
      if (x >= 1) return {1, 0};
      return sim::normal_tails((log_of(x / (1 - x)) - a) / b);
    case LawKind::gamma:
    case LawKind::exponential: return x <= 0 ? Tail{0, 1} : sim::gamma_tails(a, x / b);
    case LawKind::weibull: return x <= 0 ? Tail{0, 1} : sim::gamma_tails(1, exp_of(a * log_of(x / b)));
  }
  return {0, 1};
}

double ResolvedLaw::mean() const {
  switch (kind) {
    case LawKind::constant:
    case LawKind::normal: return a;
    case LawKind::lognormal: return exp_of(a + b * b / 2);
    case LawKind::uniform: return (a + b) / 2;
    case LawKind::triangular: return (a + b + c) / 3;
    case LawKind::pert:
    case LawKind::beta: return low + (high - low) * a / (a + b);
    case LawKind::exponential:
    case LawKind::gamma: return a * b;
    case LawKind::weibull: return b * exp_of(sim::log_gamma_of(1 + 1 / a));
    case LawKind::mixture:
    case LawKind::values: {
      double sum = 0;
      for (std::size_t i = 0; i < components.size(); ++i) sum += weights[i] * components[i].mean();
      return sum;
    }
    case LawKind::logit_normal:
    case LawKind::truncated: return central_moment_by_quadrature(*this, 0, 1);
    case LawKind::earliest: return mean_by_quadrature([&](Tail at) { return quantile(at); });
    case LawKind::quotient: return a * inverse_moment(components[0], 1);
    case LawKind::followed: return mean_by_quadrature([&](Tail at) { return curve.at(components[0].quantile(at)); });
  }
  return 0;
}

double ResolvedLaw::variance() const {
  switch (kind) {
    case LawKind::constant: return 0;
    case LawKind::normal: return b * b;
    case LawKind::lognormal: return (exp_of(b * b) - 1) * exp_of(2 * a + b * b);
    case LawKind::uniform: return (b - a) * (b - a) / 12;
    case LawKind::triangular: return (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
    case LawKind::pert:
    case LawKind::beta: return (high - low) * (high - low) * a * b / ((a + b) * (a + b) * (a + b + 1));
    case LawKind::exponential:
    case LawKind::gamma: return a * b * b;
    case LawKind::weibull: {
      const double m = mean();
      return b * b * exp_of(sim::log_gamma_of(1 + 2 / a)) - m * m;
    }
    case LawKind::mixture:
    case LawKind::values: {
      double sum = 0;
      const double m = mean();
      for (std::size_t i = 0; i < components.size(); ++i) {
        const double d = components[i].mean() - m;
        sum += weights[i] * (components[i].variance() + d * d);
      }
      return sum;
    }
    case LawKind::logit_normal:
    case LawKind::truncated: return central_moment_by_quadrature(*this, mean(), 2);
    case LawKind::earliest: {
      const double m = mean();
      return mean_by_quadrature([&](Tail at) {
        const double d = quantile(at) - m;
        return d * d;
      });
    }
    case LawKind::quotient: {
      const double first = inverse_moment(components[0], 1);
      return a * a * (inverse_moment(components[0], 2) - first * first);
    }
    case LawKind::followed: {
      const double m = mean();
      return mean_by_quadrature([&](Tail at) {
        const double d = curve.at(components[0].quantile(at)) - m;
        return d * d;
      });
    }
  }
  return 0;
}

ResolvedLaw resolve(const Law& law, const std::function<double(const std::string&, const Law&)>& value_of) {
  const auto has = [&](const char* name) {
    for (const auto& [key, value] : law.parameters)
      if (key == name) return true;
    return false;
  };
  const auto get = [&](const char* name) {
    for (const auto& [key, value] : law.parameters)
      if (key == name) return value.is_constant() ? value.value : value_of(key, value);
    return std::numeric_limits<double>::quiet_NaN();
  };
  ResolvedLaw r;
  r.kind = law.kind;
  switch (law.kind) {
    case LawKind::constant: r.a = law.value; break;
    case LawKind::normal:
      r.a = get("mean");
      r.b = get("sd");
      break;
    case LawKind::logit_normal:
      r.a = get("mu");
      r.b = get("sigma");
      break;
    case LawKind::lognormal: {
      if (has("sd")) {
        const double m = get("mean"), ratio = get("sd") / m;
        const double variance = log_of(1 + ratio * ratio);
        r.b = std::sqrt(variance);
        r.a = log_of(m) - variance / 2;
      } else {
        r.b = get("sigma");
        r.a = has("mu") ? get("mu") : has("median") ? log_of(get("median")) : log_of(get("mean")) - r.b * r.b / 2;
      }
      break;
    }
    case LawKind::uniform:
      r.a = get("low");
      r.b = get("high");
      break;
    case LawKind::triangular:
      r.a = get("low");
      r.b = get("high");
      r.c = get("mode");
      break;
    case LawKind::pert: {
      const double mode = get("mode");
      r.kind = LawKind::beta;
      r.low = get("low");
      r.high = get("high");
      r.a = 1 + 4 * (mode - r.low) / (r.high - r.low);
      r.b = 1 + 4 * (r.high - mode) / (r.high - r.low);
      break;
    }
    case LawKind::beta:
      if (has("sd")) {
        const double m = get("mean"), sd = get("sd"), size = m * (1 - m) / (sd * sd) - 1;
        r.a = m * size;
        r.b = (1 - m) * size;
      } else {
        r.a = get("a");
        r.b = get("b");
      }
      break;
    case LawKind::gamma:
      if (has("sd")) {
        const double m = get("mean"), sd = get("sd");
        r.a = (m / sd) * (m / sd);
        r.b = sd * sd / m;
      } else {
        r.a = get("shape");
        r.b = has("scale") ? get("scale") : has("rate") ? 1 / get("rate") : get("mean") / r.a;
      }
      break;
    case LawKind::exponential:
      r.kind = LawKind::gamma;
      r.a = 1;
      r.b = has("rate") ? 1 / get("rate") : get("mean");
      break;
    case LawKind::weibull:
      r.a = get("shape");
      r.b = has("scale") ? get("scale") : get("mean") / exp_of(sim::log_gamma_of(1 + 1 / r.a));
      break;
    case LawKind::mixture:
    case LawKind::truncated:
    case LawKind::earliest:
    case LawKind::quotient:
    case LawKind::followed:
    case LawKind::values:
      r.weights = law.weights;
      r.curve = law.curve;
      for (const Law& part : law.components) r.components.push_back(resolve(part, value_of));
      if (law.kind == LawKind::truncated) {
        r.low = get("low");
        r.high = get("high");
      }
      if (law.kind == LawKind::quotient) r.a = get("dividend");
      break;
  }
  return r;
}

}  // namespace valuescale::models

#include "tests/support/reference_law.hpp"

#include <boost/random/beta_distribution.hpp>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/triangle_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <boost/random/weibull_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace valuescale::tests::reference {

namespace {

double parameter(const Expression& law, const std::string& name, Random& random) {
  for (const auto& [key, value] : law.parameters) {
    if (key == name) return draw(settle(value, random), random);
  }
  throw std::runtime_error("reference: " + law.name + " needs " + name);
}

bool has(const Expression& law, const std::string& name) {
  for (const auto& [key, value] : law.parameters) {
    if (key == name) return true;
  }
  return false;
}

Law make(Law::Kind kind, double a, double b, double c = 0, double d = 0) { return {kind, a, b, c, d, {}, {}}; }

Law settle_lognormal(const Expression& law, Random& random) {
  const auto value = [&](const char* name) { return parameter(law, name, random); };
  if (has(law, "mu")) return make(Law::Kind::lognormal, value("mu"), value("sigma"));
  if (has(law, "median")) return make(Law::Kind::lognormal, std::log(value("median")), value("sigma"));
  const double mean = value("mean");
  const double sigma = has(law, "sigma") ? value("sigma") : std::sqrt(std::log1p(std::pow(value("sd") / mean, 2)));
  return make(Law::Kind::lognormal, std::log(mean) - sigma * sigma / 2, sigma);
}

Law settle_gamma(const Expression& law, Random& random) {
  const auto value = [&](const char* name) { return parameter(law, name, random); };
  if (has(law, "sd")) {
    const double mean = value("mean"), sd = value("sd");
    return make(Law::Kind::gamma, mean * mean / (sd * sd), sd * sd / mean);
  }
  const double shape = value("shape");
  if (has(law, "mean")) return make(Law::Kind::gamma, shape, value("mean") / shape);
  if (has(law, "rate")) return make(Law::Kind::gamma, shape, 1 / value("rate"));
  return make(Law::Kind::gamma, shape, value("scale"));
}

}  // namespace

bool is_number(const Expression& expression) { return expression.name == "number"; }

bool has_uncertain_parameters(const Expression& expression) {
  for (const auto& [name, value] : expression.parameters) {
    if (!is_number(value)) return true;
  }
  for (const Expression& part : expression.parts) {
    if (has_uncertain_parameters(part)) return true;
  }
  return false;
}

Law settle(const Expression& law, Random& random) {
  using Kind = Law::Kind;
  const auto value = [&](const char* name) { return parameter(law, name, random); };
  const std::string& name = law.name;
  if (name == "number") return make(Kind::constant, law.number, 0);
  if (name == "normal") return make(Kind::normal, value("mean"), value("sd"));
  if (name == "lognormal") return settle_lognormal(law, random);
  if (name == "logit-normal") return make(Kind::logit_normal, value("mu"), value("sigma"));
  if (name == "uniform") return make(Kind::uniform, value("low"), value("high"));
  if (name == "triangular") return make(Kind::triangular, value("low"), value("mode"), value("high"));
  if (name == "pert") {
    const double low = value("low"), mode = value("mode"), high = value("high");
    return make(Kind::scaled_beta, 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high);
  }
  if (name == "beta") {
    if (has(law, "a")) return make(Kind::scaled_beta, value("a"), value("b"), 0, 1);
    const double mean = value("mean"), sd = value("sd"), sum = mean * (1 - mean) / (sd * sd) - 1;
    return make(Kind::scaled_beta, mean * sum, (1 - mean) * sum, 0, 1);
  }
  if (name == "gamma") return settle_gamma(law, random);
  if (name == "exponential") return make(Kind::exponential, has(law, "mean") ? value("mean") : 1 / value("rate"), 0);
  if (name == "weibull") {
    const double shape = value("shape");
    return make(Kind::weibull, shape, has(law, "scale") ? value("scale") : value("mean") / std::tgamma(1 + 1 / shape));
  }
  Law result;
  if (name == "mix") {
    result.kind = Kind::mixture;
    result.weights = law.weights;
  } else if (name == "truncate") {
    result.kind = Kind::truncated;
    result.a = value("low");
    result.b = value("high");
  } else if (name == "earliest") {
    result.kind = Kind::earliest;
  } else if (name == "quotient") {
    result.kind = Kind::quotient;
    result.a = value("dividend");
  } else {
    throw std::runtime_error("reference: no law is called " + name);
  }
  for (const Expression& part : law.parts) result.parts.push_back(settle(part, random));
  return result;
}

double draw(const Law& law, Random& random) {
  using Kind = Law::Kind;
  namespace br = boost::random;
  switch (law.kind) {
    case Kind::constant: return law.a;
    case Kind::normal: return br::normal_distribution<double>(law.a, law.b)(random);
    case Kind::lognormal: return br::lognormal_distribution<double>(law.a, law.b)(random);
    case Kind::logit_normal: return 1 / (1 + std::exp(-br::normal_distribution<double>(law.a, law.b)(random)));
    case Kind::uniform: return br::uniform_real_distribution<double>(law.a, law.b)(random);
    case Kind::triangular: return br::triangle_distribution<double>(law.a, law.b, law.c)(random);
    case Kind::scaled_beta: return law.c + (law.d - law.c) * br::beta_distribution<double>(law.a, law.b)(random);
    case Kind::gamma: return br::gamma_distribution<double>(law.a, law.b)(random);
    case Kind::exponential: return br::exponential_distribution<double>(1 / law.a)(random);
    case Kind::weibull: return br::weibull_distribution<double>(law.a, law.b)(random);
    case Kind::mixture: {
      br::discrete_distribution<std::size_t> which(law.weights.begin(), law.weights.end());
      return draw(law.parts[which(random)], random);
    }
    case Kind::truncated:
      for (;;) {
        const double value = draw(law.parts[0], random);
        if (law.a <= value && value <= law.b) return value;
      }
    case Kind::earliest: {
      double first = draw(law.parts[0], random);
      for (std::size_t i = 1; i < law.parts.size(); ++i) first = std::min(first, draw(law.parts[i], random));
      return first;
    }
    case Kind::quotient: return law.a / draw(law.parts[0], random);
  }
  throw std::logic_error("reference: unknown law");
}

double mean_of(const Law& law) {
  using Kind = Law::Kind;
  switch (law.kind) {
    case Kind::constant:
    case Kind::normal:
    case Kind::exponential: return law.a;
    case Kind::lognormal: return std::exp(law.a + law.b * law.b / 2);
    case Kind::uniform: return (law.a + law.b) / 2;
    case Kind::triangular: return (law.a + law.b + law.c) / 3;
    case Kind::scaled_beta: return law.c + (law.d - law.c) * law.a / (law.a + law.b);
    case Kind::gamma: return law.a * law.b;
    case Kind::weibull: return law.b * std::tgamma(1 + 1 / law.a);
    case Kind::mixture: {
      double mean = 0, total = 0;
      for (std::size_t i = 0; i < law.parts.size(); ++i) {
        mean += law.weights[i] * mean_of(law.parts[i]);
        total += law.weights[i];
      }
      return mean / total;
    }
    case Kind::logit_normal:
    case Kind::earliest: {
      double rate = 0;
      for (const Law& part : law.parts) {
        if (part.kind != Kind::exponential) throw std::runtime_error("reference: the mean of the earliest is worked out for exponentials");
        rate += 1 / part.a;
      }
      return 1 / rate;
    }
    case Kind::quotient: {
      const Law& by = law.parts[0];
      if (by.kind == Kind::uniform) return law.a * std::log(by.b / by.a) / (by.b - by.a);
      break;
    }
    case Kind::truncated: break;
  }
  throw std::runtime_error("reference: the mean of this law is not worked out");
}

}  // namespace valuescale::tests::reference

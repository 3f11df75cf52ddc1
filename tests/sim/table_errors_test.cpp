// How far tables stray from the laws they stand for, over both tails down to 2^-32, against Boost.Math.
//
// The unit is what floats cost anyway: 2^-24 of the variate, for its rounding, and 2^-24 of its slope in ln mass, for the rounding of the tail's
// mass. A table pays up to two of the second, because mass is cut to 24 bits instead of rounded, and about two of the first, for the
// coefficients, the joints and the sum. What a law pays beyond is what a cubic cannot follow within an eighth of an octave.
#include "sim/random/quantile_table.hpp"
#include "sim/random/special.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/resolved_laws.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

using namespace valuescale::sim;
using namespace valuescale::tests;
namespace bm = boost::math;

namespace {

using Quantile = std::function<double(Tail)>;

struct Table {
  std::string name;
  std::vector<float> rows;
  Quantile exact;
  double bound;      ///< in units of float precision
  double least = 0;  ///< variates below count as if they were so large
};

constexpr double kFloat = 6;      ///< what floats cost
constexpr double kLogGamma = 10;  ///< where ln x is near 0, and the slope is small too

template <class Distribution>
Quantile quantile_of(const Distribution& d) {
  return [d](Tail at) { return at.lower <= at.upper ? bm::quantile(d, at.lower) : bm::quantile(bm::complement(d, at.upper)); };
}

/// Truncated by Boost's tails, each on its own side.
template <class Distribution>
Quantile truncated_quantile_of(const Distribution& d, double low, double high) {
  const double below = bm::cdf(d, low), above = bm::cdf(bm::complement(d, high));
  const double inside = below < 0.5 ? bm::cdf(d, high) - below : bm::cdf(bm::complement(d, low)) - above;
  return [=](Tail at) {
    const double lower = below + at.lower * inside, upper = above + at.upper * inside;
    return std::clamp(lower < 0.5 ? bm::quantile(d, lower) : bm::quantile(bm::complement(d, upper)), low, high);
  };
}

double exact_log_gamma(double shape, Tail at) {
  // Where x underflows, P(x) = x^shape / Gamma(shape + 1) to all digits.
  const double log_x = (std::log(at.lower) + std::lgamma(shape + 1)) / shape;
  return log_x < -600 ? log_x : std::log(quantile_of(bm::gamma_distribution<double>(shape, 1))(at));
}

Table of_law(const std::string& name, double bound, const ResolvedLaw& law, Quantile exact) {
  Table table{name, std::vector<float>(kTableFloats), std::move(exact), bound};
  build_quantile_table([&](Tail at, double) { return law.quantile(at); }, table.rows.data());
  return table;
}

void add_interpolated(std::vector<Table>& tables, const std::string& name, double bound, double first, double last, int shapes) {
  const LogGammaRow row(first, last, shapes);
  for (const int i : {0, 1, shapes / 3, shapes / 2, shapes - 1}) {
    char text[80];
    std::snprintf(text, sizeof text, "ln gamma(%.4g), %s", row.shape(i), name.c_str());
    tables.push_back({text, row.table(i), [s = row.shape(i)](Tail at) { return exact_log_gamma(s, at); }, bound});
  }
}

std::vector<Table> tables() {
  std::vector<Table> result;
  const bm::normal_distribution<double> standard;
  result.push_back(of_law("normal", kFloat, law(LawKind::normal, 0, 1), quantile_of(standard)));
  for (const double sigma : {0.1, 0.5, 0.8})
    result.push_back(of_law("lognormal(0, " + std::to_string(sigma) + ")", kFloat, law(LawKind::lognormal, 0, sigma),
                            quantile_of(bm::lognormal_distribution<double>(0, sigma))));
  for (const double shape : {1e-6, 0.01, 0.2426, 1.0, 4.0, 50.0, 1e4, 1e9}) {
    Table table{"", std::vector<float>(kTableFloats), [=](Tail at) { return exact_log_gamma(shape, at); }, kLogGamma};
    build_quantile_table([=](Tail at, double start) { return log_gamma_quantile(shape, at, start); }, table.rows.data());
    char text[80];
    std::snprintf(text, sizeof text, "ln gamma(%.4g)", shape);
    table.name = text;
    result.push_back(std::move(table));
  }
  add_interpolated(result, "of 200", kLogGamma, 0.08, 4.3, 200);
  add_interpolated(result, "of 300 far apart", kLogGamma, 1e-6, 1e9, 300);
  add_interpolated(result, "of 50 close together", kLogGamma, 2.0, 2.1, 50);
  result.push_back(of_law("uniform", kFloat, law(LawKind::uniform, -1, 4),
                          [](Tail at) { return at.lower < 0.5 ? -1 + 5 * at.lower : 4 - 5 * at.upper; }));
  const bm::triangular_distribution<double> triangular(1, 2, 6), falling(-3, -3, 4);
  // A kink where the mode lies within a row.
  result.push_back(of_law("triangular", 60, law(LawKind::triangular, 1, 6, 2), quantile_of(triangular)));
  result.push_back(of_law("triangular, falling", kFloat, law(LawKind::triangular, -3, 4, -3), quantile_of(falling)));
  const auto beta_on = [](double low, double high, double a, double b) {
    return [=, quantile = quantile_of(bm::beta_distribution<double>(a, b))](Tail at) { return low + (high - low) * quantile(at); };
  };
  result.push_back(of_law("pert", kFloat, on(1, 6, law(LawKind::beta, 1.8, 4.2)), beta_on(1, 6, 1.8, 4.2)));
  result.push_back(of_law("beta(0.3, 0.8)", kFloat, on(0, 1, law(LawKind::beta, 0.3, 0.8)), beta_on(0, 1, 0.3, 0.8)));
  result.push_back(of_law("beta(200, 3000)", kFloat, on(0, 1, law(LawKind::beta, 200, 3000)), beta_on(0, 1, 200, 3000)));
  const auto logit_normal = [&](double mu, double sigma) {
    return [=](Tail at) {
      const double y = mu + sigma * quantile_of(standard)(at);
      return y < 0 ? std::exp(y) / (1 + std::exp(y)) : 1 / (1 + std::exp(-y));
    };
  };
  result.push_back(of_law("logit-normal(-1, 0.7)", kFloat, law(LawKind::logit_normal, -1, 0.7), logit_normal(-1, 0.7)));
  result.push_back(of_law("logit-normal(2, 8)", 160, law(LawKind::logit_normal, 2, 8), logit_normal(2, 8)));
  result.push_back(
      of_law("truncated normal", kFloat, truncated(-1, 2.5, law(LawKind::normal, 0, 1)), truncated_quantile_of(standard, -1, 2.5)));
  result.push_back(
      of_law("truncated normal, far out", kFloat, truncated(5, 6, law(LawKind::normal, 0, 1)), truncated_quantile_of(standard, 5, 6)));
  result.push_back(of_law("truncated exponential", kFloat, truncated(0.5, 100, law(LawKind::gamma, 1, 3)),
                          truncated_quantile_of(bm::gamma_distribution<double>(1, 3), 0.5, 100)));
  result.push_back(of_law("truncated gamma(0.05)", 500, truncated(0, 2, law(LawKind::gamma, 0.05, 10)),
                          truncated_quantile_of(bm::gamma_distribution<double>(0.05, 10), 0, 2)));
  result.back().least = 0.01;  // x falls as the 20th power of mass
  result.push_back(of_law("truncated lognormal(1, 3)", 80, truncated(0.1, 1e6, law(LawKind::lognormal, 1, 3)),
                          truncated_quantile_of(bm::lognormal_distribution<double>(1, 3), 0.1, 1e6)));
  // Of competing waits.
  const auto waits = earliest({law(LawKind::gamma, 1, 3), law(LawKind::gamma, 1, 6)});
  result.push_back(of_law("earliest of exponentials", kFloat, waits, quantile_of(bm::gamma_distribution<double>(1, 2))));
  result.push_back(
      of_law("earliest of lognormals", 15, earliest({law(LawKind::lognormal, 1, 0.7), law(LawKind::lognormal, 1, 0.7)}), [](Tail at) {
        const double upper = std::sqrt(at.upper), lower = -std::expm1(std::log1p(-at.lower) / 2);
        const bm::lognormal_distribution<double> one(1, 0.7);
        return upper < 0.5 ? bm::quantile(bm::complement(one, upper)) : bm::quantile(one, lower);
      }));
  const ResolvedLaw triggers = earliest({law(LawKind::gamma, 4, 2), law(LawKind::gamma, 1, 12), law(LawKind::weibull, 2, 17)});
  result.push_back(of_law("earliest of three", 15, triggers, [](Tail at) {
    const bm::gamma_distribution<double> wear(4, 2), move(1, 12);
    const bm::weibull_distribution<double> taste(2, 17);
    double below = 0, above = 200;
    for (double x = 100; x > below && x < above; x = below + 0.5 * (above - below)) {
      const double upper = bm::cdf(bm::complement(wear, x)) * bm::cdf(bm::complement(move, x)) * bm::cdf(bm::complement(taste, x));
      const double lower = -std::expm1(std::log1p(-bm::cdf(wear, x)) + std::log1p(-bm::cdf(move, x)) + std::log1p(-bm::cdf(taste, x)));
      ((at.lower < 0.5 ? lower < at.lower : upper > at.upper) ? below : above) = x;
    }
    return above;
  }));
  // The second uniform makes a kink at 5, where half are left, at the end of a row.
  result.push_back(of_law("earliest of uniforms", kFloat, earliest({law(LawKind::uniform, 0, 10), law(LawKind::uniform, 5, 9)}),
                          [](Tail at) { return at.lower < 0.5 ? 10 * at.lower : 9.5 - std::sqrt(0.25 + 40 * at.upper); }));
  result.push_back(of_law("over uniform", kFloat, quotient(100, law(LawKind::uniform, 3, 8)),
                          [](Tail at) { return at.lower < 0.5 ? 100 / (8 - 5 * at.lower) : 100 / (3 + 5 * at.upper); }));
  result.push_back(of_law("over gamma", 15, quotient(100, law(LawKind::gamma, 4, 2)), [](Tail at) {
    return 100 / quantile_of(bm::gamma_distribution<double>(4, 2))({at.upper, at.lower});
  }));
  // Parts of mixtures.
  result.push_back(of_law("lognormal(1, 2)", 40, law(LawKind::lognormal, 1, 2), quantile_of(bm::lognormal_distribution<double>(1, 2))));
  result.push_back(of_law("gamma(0.3)", 15, law(LawKind::gamma, 0.3, 1), quantile_of(bm::gamma_distribution<double>(0.3, 1))));
  result.push_back(of_law("gamma(50)", kFloat, law(LawKind::gamma, 50, 1), quantile_of(bm::gamma_distribution<double>(50, 1))));
  result.push_back(of_law("weibull(0.4)", 35, law(LawKind::weibull, 0.4, 2), quantile_of(bm::weibull_distribution<double>(0.4, 2))));
  return result;
}

struct Errors {
  double in_units = 0, absolute = 0, relative = 0;
  std::uint32_t word = 0;  ///< where the first is largest
};

/// At `points` words of every row.
Errors measure(const Table& table, int points) {
  Errors worst;
  for (int side = 0; side < 2; ++side)
    for (int octave = 0; octave < 32; ++octave)
      for (int i = 0; i < 8 * points; ++i) {
        const double mass = std::ldexp(1 + (i + 0.37) / (8 * points), octave - 1);
        const auto from_end = static_cast<std::uint32_t>(mass);
        const std::uint32_t word = side == 0 ? from_end : ~from_end;
        const auto exact_at = [&](double m) {
          const double p = std::ldexp(m, -32);
          return table.exact(side == 0 ? Tail::from_lower(p) : Tail::from_upper(p));
        };
        const double centre = from_end + 0.5, exact = exact_at(centre),
                     slope = (exact_at(1.001 * centre) - exact_at(0.999 * centre)) / 0.002;
        const double error = std::fabs(look_up(table.rows.data(), word) - exact);
        const double units = error / std::ldexp(std::max(std::fabs(exact), table.least) + std::fabs(slope), -24);
        worst.absolute = std::max(worst.absolute, error);
        if (exact != 0) worst.relative = std::max(worst.relative, error / std::fabs(exact));
        if (!(units <= worst.in_units)) {
          worst.in_units = units;
          worst.word = word;
        }
      }
  return worst;
}

}  // namespace

TEST_CASE("tables stray from their laws by no more than floats must") {
  for (const Table& table : tables()) {
    const Errors errors = measure(table, 1);
    INFO(table.name << ": " << errors.in_units << " units at word " << errors.word);
    CHECK(errors.in_units <= table.bound);
    CHECK(errors.in_units > 0);  // a cubic in single precision is not exact: zero would mean nothing was compared
  }
}

TEST_CASE("errors of quantile tables", "[long][errors]") {
  std::printf("%-40s %14s %14s %14s   %s\n", "table", "units of float", "relative", "absolute", "worst at word");
  for (const Table& table : tables()) {
    const Errors errors = measure(table, 8);
    std::printf("%-40s %14.2f %14.2g %14.2g   0x%08x\n", table.name.c_str(), errors.in_units, errors.relative, errors.absolute,
                errors.word);
    CHECK(errors.in_units <= table.bound);
  }
}

#include "models/law/resolved_law.hpp"

#include "tests/support/catch.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/weibull.hpp>

#include <cmath>

using namespace valuescale::models;
using valuescale::sim::Tail;

namespace {

Law law(LawKind kind, std::vector<std::pair<std::string, double>> parameters) {
  Law result;
  result.kind = kind;
  for (const auto& [name, value] : parameters) result.parameters.push_back({name, Law::constant(value)});
  return result;
}

ResolvedLaw resolved(const Law& stated) {
  return resolve(stated, [](const std::string&, const Law&) { return std::nan(""); });
}

ResolvedLaw resolved(LawKind kind, std::vector<std::pair<std::string, double>> parameters) {
  return resolved(law(kind, std::move(parameters)));
}

Law of(LawKind kind, std::vector<Law> components) {
  Law result;
  result.kind = kind;
  result.components = std::move(components);
  return result;
}

Law quotient(double dividend, const Law& divisor) {
  Law result = of(LawKind::quotient, {divisor});
  result.parameters = {{"dividend", Law::constant(dividend)}};
  return result;
}

/// Quantile, tails, mean and variance belong to one law: the quantile's own moments, and the tails at its quantiles.
void check_consistent(const ResolvedLaw& r) {
  constexpr int n = 20'000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double u = (i + 0.5) / n, x = r.quantile({u, 1 - u});
    sum += x;
    squares += x * x;
    if (i % 1'999 == 0) CHECK(r.tails(x).lower == Approx(u).margin(1e-9));
  }
  const double mean = sum / n, sd = std::sqrt(squares / n - mean * mean);
  CHECK(mean == Approx(r.mean()).epsilon(1e-3).margin(1e-6));
  CHECK(sd == Approx(std::sqrt(r.variance())).epsilon(0.01));
}

}  // namespace

TEST_CASE("laws follow Boost.Math whichever way their parameters are written") {
  const boost::math::gamma_distribution<double> gamma(4, 2);
  for (const auto& r : {resolved(LawKind::gamma, {{"shape", 4}, {"scale", 2}}), resolved(LawKind::gamma, {{"shape", 4}, {"mean", 8}}),
                        resolved(LawKind::gamma, {{"mean", 8}, {"sd", 4}}), resolved(LawKind::gamma, {{"shape", 4}, {"rate", 0.5}})})
    for (const double p : {0.001, 0.3, 0.9, 0.9999}) CHECK(r.quantile({p, 1 - p}) == Approx(quantile(gamma, p)).epsilon(1e-10));
  const boost::math::lognormal_distribution<double> lognormal(1, 0.5);
  const double mean = std::exp(1 + 0.125), sd = mean * std::sqrt(std::exp(0.25) - 1);
  for (const auto& r :
       {resolved(LawKind::lognormal, {{"mu", 1}, {"sigma", 0.5}}), resolved(LawKind::lognormal, {{"median", std::exp(1)}, {"sigma", 0.5}}),
        resolved(LawKind::lognormal, {{"mean", mean}, {"sigma", 0.5}}), resolved(LawKind::lognormal, {{"mean", mean}, {"sd", sd}})})
    for (const double p : {0.001, 0.3, 0.9, 0.9999}) CHECK(r.quantile({p, 1 - p}) == Approx(quantile(lognormal, p)).epsilon(1e-10));
  const boost::math::weibull_distribution<double> weibull(1.7, 3);
  for (const auto& r : {resolved(LawKind::weibull, {{"shape", 1.7}, {"scale", 3}}),
                        resolved(LawKind::weibull, {{"shape", 1.7}, {"mean", 3 * std::tgamma(1 + 1 / 1.7)}})})
    for (const double p : {0.001, 0.3, 0.9, 0.9999}) CHECK(r.quantile({p, 1 - p}) == Approx(quantile(weibull, p)).epsilon(1e-10));
  const boost::math::beta_distribution<double> beta(2, 6);
  for (const auto& r :
       {resolved(LawKind::beta, {{"a", 2}, {"b", 6}}), resolved(LawKind::beta, {{"mean", 0.25}, {"sd", std::sqrt(0.25 * 0.75 / 9)}})})
    for (const double p : {0.001, 0.3, 0.9, 0.9999}) CHECK(r.quantile({p, 1 - p}) == Approx(quantile(beta, p)).epsilon(1e-9));
}

TEST_CASE("quantile, tails, mean and variance tell of the same law") {
  check_consistent(resolved(LawKind::normal, {{"mean", 3}, {"sd", 2}}));
  check_consistent(resolved(LawKind::logit_normal, {{"mu", -1}, {"sigma", 0.7}}));
  check_consistent(resolved(LawKind::uniform, {{"low", -1}, {"high", 4}}));
  check_consistent(resolved(LawKind::triangular, {{"low", 1}, {"mode", 2}, {"high", 6}}));
  check_consistent(resolved(LawKind::pert, {{"low", 1}, {"mode", 2}, {"high", 6}}));
  check_consistent(resolved(LawKind::exponential, {{"mean", 2.5}}));
  Law mixture;
  mixture.kind = LawKind::mixture;
  mixture.components = {law(LawKind::normal, {{"mean", 0}, {"sd", 1}}), law(LawKind::uniform, {{"low", 5}, {"high", 6}})};
  mixture.weights = {0.7, 0.3};
  check_consistent(resolved(mixture));
  Law truncated = law(LawKind::truncated, {{"low", 0.5}, {"high", 2}});
  truncated.components = {law(LawKind::normal, {{"mean", 0}, {"sd", 1}})};
  check_consistent(resolved(truncated));
  const Law wear = law(LawKind::gamma, {{"shape", 4}, {"mean", 8}}), move = law(LawKind::exponential, {{"mean", 12}});
  check_consistent(resolved(of(LawKind::earliest, {wear, move, law(LawKind::weibull, {{"shape", 2}, {"mean", 15}})})));
  check_consistent(resolved(of(LawKind::earliest, {wear, truncated, law(LawKind::normal, {{"mean", 1}, {"sd", 2}}), move})));
  check_consistent(resolved(quotient(100, law(LawKind::uniform, {{"low", 3}, {"high", 8}}))));
  check_consistent(resolved(quotient(100, law(LawKind::lognormal, {{"median", 4}, {"sigma", 0.5}}))));
  check_consistent(resolved(quotient(100, law(LawKind::gamma, {{"shape", 9}, {"mean", 4}}))));
  check_consistent(resolved(quotient(100, law(LawKind::weibull, {{"shape", 7}, {"mean", 4}}))));
  check_consistent(resolved(quotient(100, truncated)));
  check_consistent(resolved(quotient(100, of(LawKind::earliest, {law(LawKind::uniform, {{"low", 3}, {"high", 8}}), truncated}))));
}

TEST_CASE("the earliest of exponential waits is exponential, at the sum of their rates") {
  const auto exponential = [](double mean) { return law(LawKind::exponential, {{"mean", mean}}); };
  const ResolvedLaw first = resolved(of(LawKind::earliest, {exponential(3), exponential(4), exponential(12)}));
  const ResolvedLaw same = resolved(exponential(1.5)), other = resolved(exponential(1.51));
  CHECK(first.mean() == Approx(1.5).epsilon(1e-11));
  CHECK(first.variance() == Approx(2.25).epsilon(1e-11));
  for (const double p : {1e-10, 1e-3, 0.3, 0.5, 0.9}) {
    for (const Tail at : {Tail::from_lower(p), Tail::from_upper(p)}) {
      CHECK(first.quantile(at) == Approx(same.quantile(at)).epsilon(1e-13));
      CHECK(first.quantile(at) != Approx(other.quantile(at)).epsilon(1e-13));
    }
    const double x = same.quantile({p, 1 - p});
    CHECK(first.tails(x).lower == Approx(same.tails(x).lower).epsilon(1e-12));
    CHECK(first.tails(x).upper == Approx(same.tails(x).upper).epsilon(1e-12));
  }
}

TEST_CASE("the smallest of uniform draws is their order statistic") {
  const Law uniform = law(LawKind::uniform, {{"low", 2}, {"high", 6}});
  for (const int n : {2, 3, 4}) {
    const ResolvedLaw first = resolved(of(LawKind::earliest, std::vector<Law>(static_cast<std::size_t>(n), uniform)));
    CHECK(first.mean() == Approx(2 + 4.0 / (n + 1)).epsilon(1e-12));
    CHECK(first.variance() == Approx(16.0 * n / ((n + 1.0) * (n + 1) * (n + 2))).epsilon(1e-11));
    for (const double p : {1e-9, 0.2, 0.5, 0.97})
      CHECK(first.quantile(Tail::from_lower(p)) == Approx(2 - 4 * std::expm1(std::log1p(-p) / n)).epsilon(1e-14));
    CHECK(first.quantile(Tail::from_upper(1e-9)) == Approx(6 - 4 * std::pow(1e-9, 1.0 / n)).epsilon(1e-14));
  }
}

TEST_CASE("a cost divided by a uniform factor has a mean above the cost at the factor's mean") {
  const ResolvedLaw cost = resolved(quotient(100, law(LawKind::uniform, {{"low", 3}, {"high", 8}})));
  CHECK(cost.mean() == Approx(20 * std::log(8.0 / 3)).epsilon(1e-12));
  CHECK(cost.mean() == Approx(19.6166).margin(5e-5));
  CHECK(std::sqrt(cost.variance()) == Approx(5.644).margin(5e-4));
  CHECK(cost.mean() != Approx(100 / 5.5).epsilon(0.05));
  CHECK(cost.quantile(Tail::from_lower(0.3)) == Approx(100 / 6.5).epsilon(1e-14));
  // An inverse gamma law, with few moments: mean scale/(shape − 1).
  const ResolvedLaw inverse = resolved(quotient(6, law(LawKind::gamma, {{"shape", 2.01}, {"rate", 0.5}})));
  CHECK(inverse.mean() == Approx(3 / 1.01).epsilon(1e-13));
  CHECK(inverse.variance() == Approx(9 / (1.01 * 1.01 * 0.01)).epsilon(1e-10));
}

TEST_CASE("pert leans to its mode as published") {
  // Mean (low + 4 mode + high)/6 (Malcolm et al., Application of a technique for research and development program evaluation, 1959).
  CHECK(resolved(LawKind::pert, {{"low", 1}, {"mode", 2}, {"high", 6}}).mean() == Approx((1 + 8 + 6) / 6.0).epsilon(1e-12));
}

TEST_CASE("each of several values is drawn as often as any other, the smaller ones first") {
  Law seen = of(LawKind::values, {Law::constant(0.02), Law::constant(0.05), Law::constant(0.05), Law::constant(0.3)});
  seen.weights.assign(4, 0.25);
  const ResolvedLaw values = resolved(seen);
  CHECK(values.mean() == Approx(0.105));
  CHECK(values.variance() == Approx((0.085 * 0.085 + 2 * 0.055 * 0.055 + 0.195 * 0.195) / 4));
  CHECK(values.tails(0.05).lower == Approx(0.75));
  CHECK(values.tails(0.0499).lower == Approx(0.25));
  // The lower quantile: the smallest x that P(X ≤ x) reaches p with.
  for (const auto& [p, x] : {std::pair{1e-12, 0.02}, {0.25, 0.02}, {0.2500001, 0.05}, {0.5, 0.05}, {0.75, 0.05}, {0.7500001, 0.3}})
    CHECK(values.quantile(Tail::from_lower(p)) == x);
  CHECK(values.quantile(Tail::from_upper(1e-12)) == 0.3);
}

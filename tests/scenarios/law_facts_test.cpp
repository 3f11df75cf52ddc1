// What the reader tells people about a law (by Boost.Math) and what the engine draws from (by the house's own functions) are the same law.
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/composed_laws.hpp"

#include "models/law/resolved_law.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace valuescale::models;
using namespace valuescale::scenarios;
using valuescale::sim::Tail;

namespace {

Law law(LawKind kind, const std::vector<std::pair<std::string, double>>& parameters) {
  Law result;
  result.kind = kind;
  for (const auto& [name, value] : parameters) result.parameters.push_back({name, Law::constant(value)});
  return result;
}

Law truncated(double low, double high, const Law& whole) {
  Law result = law(LawKind::truncated, {{"low", low}, {"high", high}});
  result.components = {whole};
  return result;
}

Law mixture(double weight, const Law& first, const Law& second) {
  Law result = law(LawKind::mixture, {});
  result.components = {first, second};
  result.weights = {weight, 1 - weight};
  return result;
}

Law of(LawKind kind, const std::vector<Law>& components, const std::vector<std::pair<std::string, double>>& parameters = {}) {
  Law result = law(kind, parameters);
  result.components = components;
  return result;
}

Law over(double dividend, const Law& divisor) { return of(LawKind::quotient, {divisor}, {{"dividend", dividend}}); }

Law following(const Law& followed, std::vector<Curve::Point> points) {
  Law result = of(LawKind::followed, {followed});
  result.curve.points = std::move(points);
  return result;
}

/// Every family, in every way in which its parameters may be written.
std::vector<std::pair<std::string, Law>> laws() {
  const Law normal = law(LawKind::normal, {{"mean", 1}, {"sd", 2}});
  const Law uniform = law(LawKind::uniform, {{"low", 5}, {"high", 6}});
  return {
      {"constant", Law::constant(3)},
      {"normal", normal},
      {"lognormal: mean, sd", law(LawKind::lognormal, {{"mean", 3}, {"sd", 2}})},
      {"lognormal: mean, sigma", law(LawKind::lognormal, {{"mean", 3}, {"sigma", 0.8}})},
      {"lognormal: median, sigma", law(LawKind::lognormal, {{"median", 3}, {"sigma", 0.8}})},
      {"lognormal: mu, sigma", law(LawKind::lognormal, {{"mu", -1}, {"sigma", 1.5}})},
      {"logit-normal", law(LawKind::logit_normal, {{"mu", -1}, {"sigma", 0.7}})},
      {"uniform", uniform},
      {"triangular", law(LawKind::triangular, {{"low", 1}, {"mode", 2}, {"high", 6}})},
      {"triangular, falling", law(LawKind::triangular, {{"low", -1}, {"mode", -1}, {"high", 6}})},
      {"triangular, rising", law(LawKind::triangular, {{"low", -1}, {"mode", 6}, {"high", 6}})},
      {"pert", law(LawKind::pert, {{"low", 1}, {"mode", 2}, {"high", 6}})},
      {"beta: a, b", law(LawKind::beta, {{"a", 0.793}, {"b", 2.4262}})},
      {"beta: mean, sd", law(LawKind::beta, {{"mean", 0.2}, {"sd", 0.05}})},
      {"gamma: shape, scale", law(LawKind::gamma, {{"shape", 0.2426}, {"scale", 4}})},
      {"gamma: shape, mean", law(LawKind::gamma, {{"shape", 6.25}, {"mean", 40}})},
      {"gamma: mean, sd", law(LawKind::gamma, {{"mean", 40}, {"sd", 3}})},
      {"gamma: shape, rate", law(LawKind::gamma, {{"shape", 2}, {"rate", 0.1}})},
      {"gamma, large shape", law(LawKind::gamma, {{"shape", 1e6}, {"scale", 1e-6}})},
      {"exponential: mean", law(LawKind::exponential, {{"mean", 2.5}})},
      {"exponential: rate", law(LawKind::exponential, {{"rate", 2.5}})},
      {"weibull: shape, scale", law(LawKind::weibull, {{"shape", 0.6}, {"scale", 3}})},
      {"weibull: shape, mean", law(LawKind::weibull, {{"shape", 1.7}, {"mean", 3}})},
      {"truncated normal", truncated(0.5, 4, normal)},
      {"truncated gamma", truncated(0.1, 5, law(LawKind::gamma, {{"shape", 0.5}, {"scale", 4}}))},
      {"mixture", mixture(0.7, normal, uniform)},
      {"mixture of mixtures", mixture(0.4, mixture(0.5, normal, uniform), law(LawKind::exponential, {{"mean", 2}}))},
      {"earliest", of(LawKind::earliest, {law(LawKind::gamma, {{"shape", 4}, {"mean", 8}}), law(LawKind::exponential, {{"mean", 12}}),
                                          law(LawKind::weibull, {{"shape", 2}, {"mean", 15}})})},
      {"earliest of normal and uniform", of(LawKind::earliest, {normal, law(LawKind::uniform, {{"low", 0}, {"high", 3}})})},
      {"over uniform", over(100, uniform)},
      {"over lognormal", over(100, law(LawKind::lognormal, {{"mean", 3}, {"sd", 2}}))},
      {"over gamma", over(2, law(LawKind::gamma, {{"shape", 2.4}, {"mean", 5}}))},
      {"over weibull", over(2, law(LawKind::weibull, {{"shape", 3}, {"mean", 5}}))},
      {"over pert", over(2, law(LawKind::pert, {{"low", 1}, {"mode", 2}, {"high", 6}}))},
      {"over triangular", over(2, law(LawKind::triangular, {{"low", 1}, {"mode", 2}, {"high", 6}}))},
      {"over beta", over(2, law(LawKind::beta, {{"a", 3}, {"b", 2.4262}}))},
      {"over truncated", over(2, truncated(0.5, 4, normal))},
      {"over earliest", over(100, of(LawKind::earliest, {uniform, law(LawKind::gamma, {{"shape", 4}, {"scale", 2}})}))},
      {"truncated mixture", truncated(0, 5.5, mixture(0.7, normal, uniform))},
      {"the same", following(normal, {})},
      {"along a curve", following(normal, {{-6, 0.9}, {1, 0.5}, {9, 0.1}})},
      {"along a curve that turns", following(law(LawKind::lognormal, {{"mean", 3}, {"sd", 2}}), {{0, 0.1}, {3, 0.6}, {50, -0.2}})},
      {"along a curve along a curve", following(following(normal, {{-9, 0}, {9, 5}}), {{-1, 3}, {6, 1}})},
      {"values", valuescale::scenarios::one_of({0.06, -0.5, 3, 3, 0.04})},
  };
}

ResolvedLaw resolved(const Law& stated) {
  return resolve(stated, [](const std::string&, const Law& parameter) { return mean_of(parameter); });
}

/// Some means are sums over quantiles, 512 here and 4096 there, or integrals, over values here and over probabilities there.
double mean_tolerance(const Law& stated) {
  switch (stated.kind) {
    case LawKind::logit_normal:
    case LawKind::truncated: return 1e-3;
    case LawKind::earliest:  // kinks
    case LawKind::followed:
    case LawKind::quotient: return 1e-5;
    default: return 1e-12;
  }
}

}  // namespace

TEST_CASE("what is told of a law is what is drawn from it") {
  for (const auto& [name, stated] : laws()) {
    INFO(name);
    const ResolvedLaw drawn = resolved(stated);
    CHECK(drawn.mean() == Approx(mean_of(stated)).epsilon(mean_tolerance(stated)));
    for (const double p : {1e-6, 0.01, 0.3, 0.5, 0.77, 0.99, 0.99999}) {
      INFO("p = " << p);
      const double x = quantile_of(stated, p);
      CHECK(drawn.quantile({p, 1 - p}) == Approx(x).epsilon(1e-8).margin(1e-9));
      if (stated.kind == LawKind::constant) continue;
      const Tail tails = drawn.tails(x);
      CHECK(tails.lower == Approx(share_up_to(stated, x)).epsilon(1e-8).margin(1e-12));
      CHECK(tails.upper == Approx(share_above(stated, x)).epsilon(1e-8).margin(1e-12));
    }
  }
}

TEST_CASE("a curve that is level has an atom there") {
  const Law uniform = law(LawKind::uniform, {{"low", 0}, {"high", 10}});
  const Law level = following(uniform, {{2, 0.5}, {7, 0.1}});
  CHECK(mean_of(level) == Approx(0.2 * 0.5 + 0.5 * 0.3 + 0.3 * 0.1));
  CHECK(share_up_to(level, 0.1) == Approx(0.3));
  CHECK(share_below(level, 0.1) == 0);
  CHECK(share_below(level, 0.5) == Approx(0.8));
  CHECK(share_above(level, 0.5) == 0);
  CHECK(share_up_to(level, 0.3) == Approx(0.55));
  CHECK(quantile_of(level, 0.2) == Approx(0.1));
  CHECK(quantile_of(level, 0.9) == Approx(0.5));
  CHECK(resolved(level).variance() == Approx(0.2 * 0.25 + 0.3 * 0.01 + 0.5 * (0.09 + 0.16 / 12) - 0.28 * 0.28).epsilon(1e-5));
}

TEST_CASE("a parameter that is a law itself counts with its mean") {
  Law stated = law(LawKind::exponential, {});
  stated.parameters.push_back({"mean", law(LawKind::uniform, {{"low", 1}, {"high", 4}})});
  CHECK(mean_of(stated) == Approx(2.5));
  CHECK(resolved(stated).mean() == Approx(2.5));
  CHECK(resolved(stated).quantile({0.9, 0.1}) == Approx(quantile_of(stated, 0.9)).epsilon(1e-9));
}

TEST_CASE("another law is told apart from what is drawn") {
  const ResolvedLaw drawn = resolved(law(LawKind::gamma, {{"shape", 2}, {"scale", 1}}));
  const Law other = law(LawKind::gamma, {{"shape", 2.0001}, {"scale", 1}});
  CHECK(drawn.quantile({0.3, 0.7}) != Approx(quantile_of(other, 0.3)).epsilon(1e-8));
  CHECK(drawn.mean() != Approx(mean_of(other)).epsilon(1e-8));
}

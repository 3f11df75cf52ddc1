// Plans whose worst worlds are known: what each world comes to is drawn from a law, and its plan's answer made as that of any run.
#include "results/answer/plan.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/results/plan_tallies.hpp"

#include <fmt/format.h>

#include <cmath>
#include <random>

namespace valuescale::coverage {

namespace {

/// Of what a world loses.
struct Law {
  const char* name;
  double (*quantile)(double p);
  double (*worst)(double share);  ///< mean of the worst share of worlds
};

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)); }
double normal_above(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

/// Light tails, none, heavy and heavier ones; and a disaster that strikes 3 % of worlds alike.
const Law kLaws[] = {
    {"normal", [](double p) { return sim::normal_quantile(p); },
     [](double share) { return normal_density(sim::normal_quantile(share)) / share; }},
    {"uniform", [](double p) { return p; }, [](double share) { return 1 - share / 2; }},
    {"lognormal, σ = 1", [](double p) { return std::exp(sim::normal_quantile(p)); },
     [](double share) { return std::exp(0.5) * normal_above(-sim::normal_quantile(share) - 1) / share; }},
    {"power law, x⁻⁴", [](double p) { return std::pow(1 - p, -0.25); }, [](double share) { return std::pow(share, -0.25) / 0.75; }},
    {"a disaster", [](double p) { return p < 0.97 ? p : 10; },
     [](double share) { return share < 0.03 ? 10 : (0.03 * 10 + (share - 0.03) * (0.97 + 1 - share) / 2) / share; }},
};

constexpr double kMoney = 1000;  // of a loss of 1: cents don't matter

results::PlanAnswer lived(const Law& law, std::mt19937_64& words, std::size_t worlds) {
  std::vector<double> profits;
  for (std::size_t w = 0; w < worlds; ++w) profits.push_back(-kMoney * law.quantile((static_cast<double>(words() >> 11) + 0.5) * 0x1p-53));
  return test::PlanBuilder(profits).answer();
}

}  // namespace

Coverage known_tails(const Plan& plan) {
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    std::mt19937_64 words(seed);
    for (const std::int64_t worlds : {300, 1'000, 3'000})
      for (const Law& law : kLaws)
        for (const results::Tail& tail : lived(law, words, static_cast<std::size_t>(worlds)).tails) {
          const auto row = [&](const char* number) { return fmt::format("{} {:.0f} %, {}", number, 100 * tail.level, law.name); };
          // Ranks know nothing of the law.
          if (&law == kLaws) coverage.add(worlds_column(worlds), row("VaR"), tail.var, kMoney * law.quantile(tail.level));
          if (!std::isnan(tail.cvar.lo)) coverage.add(worlds_column(worlds), row("CVaR"), tail.cvar, kMoney * law.worst(1 - tail.level));
        }
  });
}

}  // namespace valuescale::coverage

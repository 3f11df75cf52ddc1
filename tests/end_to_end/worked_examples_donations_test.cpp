// Donors who give at most once a year, against the closed forms of BG/BB (Fader, Hardie and Shang 2010).
#include "tests/support/catch.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

constexpr double kAlpha = 1.2035, kBeta = 0.7497, kGamma = 0.6567, kDelta = 2.7834;

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

/// P(x gifts at given occasions of i, none at the others | still with us), over the donors' own probabilities.
double pattern(int x, int i) { return std::exp(log_beta(kAlpha + x, kBeta + i - x) - log_beta(kAlpha, kBeta)); }
double stays(int n) { return std::exp(log_beta(kGamma, kDelta + n) - log_beta(kGamma, kDelta)); }
double leaves_after(int i) { return std::exp(log_beta(kGamma + 1, kDelta + i) - log_beta(kGamma, kDelta)); }

double ways(int n, int x) { return std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1)); }

/// P(x gifts in n years).
double pmf(int n, int x) {
  double sum = ways(n, x) * pattern(x, n) * stays(n);
  for (int i = x; i < n; ++i) sum += ways(i, x) * pattern(x, i) * leaves_after(i);
  return sum;
}

double mean(int n) {
  double sum = 0;
  for (int x = 1; x <= n; ++x) sum += x * pmf(n, x);
  return sum;
}

double sd(int n) {
  double square = 0;
  for (int x = 1; x <= n; ++x) square += x * x * pmf(n, x);
  return std::sqrt(square - mean(n) * mean(n));
}

std::vector<double> at_least(int gifts) {
  std::vector<double> curve;
  for (int year = 0; year <= 10; ++year) {
    double fewer = 0;
    for (int x = 0; x < gifts && x <= year; ++x) fewer += pmf(year, x);
    curve.push_back(1 - fewer);
  }
  return curve;
}

std::vector<Example> examples() {
  return {{"a donor gives 3.18 more times in ten years",
           "donations.toml",
           {},
           join(paid_back_curve(&customer, at_least(1)), {profit_mean(&customer, mean(10) - 1, sd(10)), still_active(stays(10))}),
           {{{{"repeat.gifts.alpha", "1.24"}}, "customer profit"},
            {{{"repeat.gifts.gamma", "0.67"}}, "customer still active at the horizon"},
            {{{"repeat.gifts.beta", "0.78"}}, "customer paid back by step 3"}}},
          {"donors who give at least four times",
           "donations.toml",
           {{"channel.appeal.cost_per_customer", "4"}},
           paid_back_curve(&customer, at_least(4)),
           {{{{"repeat.gifts.delta", "2.7"}}, "customer paid back by step 10"}}}};
}

}  // namespace

TEST_CASE("the closed form of BG/BB gives the published mean") {
  CHECK(mean(10) == Approx(3.17981).margin(1e-4));  // published from unrounded estimates
  double total = 0;
  for (int x = 0; x <= 10; ++x) total += pmf(10, x);
  CHECK(total == Approx(1));
}

TEST_CASE("donors give as their closed forms say") { check_examples(examples(), kUsual); }
TEST_CASE("donors give as their closed forms say with ten times the donors", "[long]") { check_examples(examples(), kLong); }

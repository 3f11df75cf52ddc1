// Customers who grow likelier to leave with age, against the closed forms of the gamma/Gompertz/NBD (Bemmaor and Glady 2012).
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

/// Repeat purchases X by time t.
struct GammaGompertz {
  double r, alpha, b, s, beta;

  double alive(double t) const { return std::pow(beta / (beta + std::expm1(b * t)), s); }
  double mean(double t) const {
    return r / alpha * integrate([&](double u) { return alive(u); }, t);
  }
  double variance(double t) const {
    const double square_of_life = integrate([&](double u) { return 2 * u * alive(u); }, t);
    const double m = mean(t);
    return m + r * (r + 1) / (alpha * alpha) * square_of_life - m * m;
  }
  /// P(X ≥ 1): the first purchase comes by t and finds the customer alive.
  double any(double t) const {
    return integrate([&](double u) { return r / alpha * std::pow(alpha / (alpha + u), r + 1) * alive(u); }, t);
  }

 private:
  template <typename F>
  static double integrate(F f, double t) {
    return t <= 0 ? 0 : boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, 0.0, t, 12, 1e-11);
  }
};

constexpr GammaGompertz kPublished{.553, 10.578, .0002, .603, .0026};
constexpr double kYear = 52;

std::vector<Expectation> expectations(const GammaGompertz& model) {
  std::vector<double> bought;
  for (int week = 0; week <= kYear; ++week) bought.push_back(model.any(week));
  return join(paid_back_curve(&customer, bought), {profit_mean(&customer, model.mean(kYear) - 1, std::sqrt(model.variance(kYear))),
                                                   ltv_mean(&customer, model.mean(kYear)), still_active(model.alive(kYear))});
}

scenarios::Settings settings(const GammaGompertz& model) {
  return {{"repeat.order.r", fmt::format("{}", model.r)},
          {"repeat.order.alpha", fmt::format("{}", model.alpha)},
          {"repeat.order.b", fmt::format("{}", model.b)},
          {"repeat.order.s", fmt::format("{}", model.s)},
          {"repeat.order.beta", fmt::format("{}", model.beta)}};
}

scenarios::Settings and_also(scenarios::Settings some, const scenarios::Settings& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

std::vector<Example> examples() {
  // Most are still there after ten months, but only four in ten after a year.
  const GammaGompertz sudden{.85, 4.45, .15, 2, 4000};
  // E/η beyond e^88, which no float holds, and next to nothing.
  const GammaGompertz late{.553, 10.578, 3, .02, 1e15}, steady{.553, 10.578, 1e-9, .603, 13e-9};
  return {{"customers of a music shop buy 1.530 times more within a year (gamma/Gompertz/NBD)",
           "gamma-gompertz.toml",
           {},
           expectations(kPublished),
           {{{{"repeat.order.r", "0.563"}}, "customer profit"},
            {{{"repeat.order.alpha", "11.2"}}, "customer paid back by step 39"},
            {{{"repeat.order.b", "0.00021"}}, "customer still active at the horizon"},
            {{{"repeat.order.s", "0.62"}}, "customer still active at the horizon"},
            {{{"repeat.order.beta", "0.0027"}}, "customer still active at the horizon"}}},
          {"customers who leave when they have had enough",
           "gamma-gompertz.toml",
           settings(sudden),
           expectations(sudden),
           {{{{"repeat.order.b", "0.152"}}, "customer still active at the horizon"},
            {{{"repeat.order.b", "0.152"}, {"repeat.order.beta", "4200"}}, "customer still active at the horizon"},
            {{{"repeat.order.s", "2.1"}}, "customer still active at the horizon"}}},
          {"customers who leave twice as readily and buy three times as often",
           "gamma-gompertz.toml",
           and_also(settings(sudden), {{"channel.web.multiply.churn", "2"}, {"channel.web.multiply.rate", "3"}}),
           expectations({sudden.r, sudden.alpha / 3, sudden.b, sudden.s, sudden.beta / 2}),
           {{{{"channel.web.multiply.churn", "2.1"}}, "customer still active at the horizon"},
            {{{"channel.web.multiply.rate", "2.9"}}, "customer profit"}}},
          {"customers who leave at any age, or never",
           "gamma-gompertz.toml",
           settings(late),
           expectations(late),
           {{{{"repeat.order.beta", "1e14"}}, "customer still active at the horizon"}}},
          {"customers whose hazard of leaving does not grow",
           "gamma-gompertz.toml",
           settings(steady),
           expectations(steady),
           {{{{"repeat.order.beta", "13.5e-9"}}, "customer still active at the horizon"}}}};
}

}  // namespace

TEST_CASE("with a hazard that hardly grows the closed forms are those of the Pareto/NBD") {
  const ParetoNbd steady{.553, 10.578, .603, 13};
  const GammaGompertz growing{.553, 10.578, 1e-9, .603, 13e-9};
  CHECK(growing.mean(kYear) == Approx(steady.mean(kYear)));
  CHECK(growing.variance(kYear) == Approx(steady.variance(kYear)));
  CHECK(growing.any(kYear) == Approx(1 - steady.pmf(0, kYear)));
}

TEST_CASE("customers who grow likelier to leave buy as their closed forms say") { check_examples(examples(), kUsual); }
TEST_CASE("customers who grow likelier to leave buy as their closed forms say, with ten times the customers", "[long]") {
  check_examples(examples(), kLong);
}

// The music shop: published models of repeat purchases (BG/NBD, Pareto/NBD) and of spend (Gamma-Gamma), alone and together.
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

constexpr BgNbd kBgNbd{0.2426, 4.4137, 0.7930, 2.4262};
constexpr ParetoNbd kParetoNbd{0.5533, 10.578, 0.6062, 11.669};
constexpr GammaGamma kSpend{6.25, 3.74, 15.44};

Example bg_nbd() {
  std::vector<double> bought;
  for (int week = 0; week <= 52; ++week) bought.push_back(kBgNbd.at_least(1, week));
  return {"customers of a music shop buy 1.444 times more within a year (BG/NBD)",
          "music-bgnbd.toml",
          {},
          join(paid_back_curve(&customer, bought),
               {profit_mean(&customer, kBgNbd.mean(52) - 1, std::sqrt(kBgNbd.variance(52))), ltv_mean(&customer, kBgNbd.mean(52)),
                loses(&customer, 1 - bought[52]), still_active(kBgNbd.alive(52))}),
          {{{{"repeat.order.r", "0.246"}}, "customer profit"},
           {{{"repeat.order.alpha", "4.55"}}, "customer paid back by step 39"},
           {{{"repeat.order.b", "2.6"}}, "customer profit"},
           {{{"repeat.order.a", "0.85"}}, "customer still active at the horizon"}}};
}

/// P(X(t) ≥ n) at every week, read as payback of a cost of n purchases.
Example bg_nbd_at_least(int n) {
  std::vector<double> bought;
  for (int week = 0; week <= 52; ++week) bought.push_back(kBgNbd.at_least(n, week));
  return {"customers of a music shop with at least " + std::to_string(n) + " repeat purchases (BG/NBD)",
          "music-bgnbd.toml",
          {{"channel.web.cost_per_customer", std::to_string(n)}},
          paid_back_curve(&customer, bought),
          {{{{"repeat.order.b", "2.55"}}, "customer paid back by step 52"}}};
}

Example pareto_nbd() {
  std::vector<double> bought;
  for (int week = 0; week <= 52; ++week) bought.push_back(1 - kParetoNbd.pmf(0, week));
  return {"customers of a music shop buy 1.473 times more within a year (Pareto/NBD)",
          "music-paretonbd.toml",
          {},
          join(paid_back_curve(&customer, bought),
               {profit_mean(&customer, kParetoNbd.mean(52) - 1, std::sqrt(kParetoNbd.variance(52))),
                ltv_mean(&customer, kParetoNbd.mean(52)), loses(&customer, 1 - bought[52]), still_active(kParetoNbd.alive(52))}),
          {{{{"repeat.order.r", "0.563"}}, "customer profit"},
           {{{"repeat.order.s", "0.62"}}, "customer still active at the horizon"},
           {{{"repeat.order.beta", "11.9"}}, "customer still active at the horizon"},
           {{{"repeat.order.alpha", "11.2"}}, "customer paid back by step 39"}}};
}

Example pareto_nbd_at_least(int n) {
  std::vector<double> bought;
  for (int week = 0; week <= 52; ++week) {
    double fewer = 0;
    for (int k = 0; k < n; ++k) fewer += kParetoNbd.pmf(k, week);
    bought.push_back(1 - fewer);
  }
  return {"customers of a music shop with at least " + std::to_string(n) + " repeat purchases (Pareto/NBD)",
          "music-paretonbd.toml",
          {{"channel.web.cost_per_customer", std::to_string(n)}},
          paid_back_curve(&customer, bought),
          {{{{"repeat.order.s", "0.68"}}, "customer paid back by step 52"}}};
}

/// Margin 30 % of 1 + X purchases of one customer reaches 15 when they come to 50.
double cdnow_paid_back(double week) {
  double sum = 0, mass = 0;
  for (int n = 0; mass < 1 - 1e-9 && n < 400; ++n) {
    const double p = kParetoNbd.pmf(n, week);
    mass += p;
    sum += p * kSpend.sum_at_least(n + 1, 50);
  }
  return sum;
}

double cdnow_profit(double week) { return 0.3 * kSpend.mean() * (1 + kParetoNbd.mean(week)) - 15; }

double cdnow_sd(double week) {
  const double repeats = kParetoNbd.mean(week), n = 1 + repeats, n_squared = kParetoNbd.variance(week) + n * n;
  return 0.3 * kSpend.sd_of_sum(n, n_squared);
}

Example cdnow() {
  std::vector<Expectation> expectations;
  for (const int week : {0, 1, 4, 10, 13, 26, 39, 52, 65, 78}) expectations.push_back(paid_by(&customer, week, cdnow_paid_back(week)));
  int cohort = 0;
  while (cdnow_profit(cohort) < 0) ++cohort;
  return {"CDNOW's average customer is paid back in week 10, most customers not by week 78",
          "cdnow.toml",
          {},
          join(expectations, {profit_mean(&customer, cdnow_profit(78), cdnow_sd(78)), break_even(&customer, cdnow_profit(78) + 15),
                              loses(&customer, 1 - cdnow_paid_back(78)), stage(&customer, "offer", 0.3 * kSpend.mean()),
                              stage(&customer, "repeat", 0.3 * kSpend.mean() * kParetoNbd.mean(78)), cohort_pays_back_at(&customer, cohort),
                              still_active(kParetoNbd.alive(78))}),
          {{{{"spend.orders.q", "3.8"}}, "customer profit"},
           {{{"spend.orders.p", "6"}}, "customer paid back by step 0"},
           {{{"repeat.order.margin", "0.25"}}, "customer cohort payback"},
           {{{"repeat.order.r", "0.6"}}, "customer paid back by step 78"}}};
}

Example gamma_gamma() {
  // The second order comes after four weeks.
  std::vector<double> paid(9, kSpend.sum_at_least(2, 50));
  for (std::size_t week = 0; week < 4; ++week) paid[week] = kSpend.sum_at_least(1, 50);
  return {"two orders of one customer are worth 70.44, and go together",
          "spend-gamma-gamma.toml",
          {},
          join(paid_back_curve(&customer, paid), {profit_mean(&customer, 2 * kSpend.mean() - 50, kSpend.sd_of_sum(2, 4)),
                                                  stage(&customer, "offer", kSpend.mean()), stage(&customer, "ladder", kSpend.mean())}),
          {{{{"spend.orders.gamma", "15.6"}}, "customer profit"},
           {{{"spend.orders.p", "6.35"}}, "customer stage offer"},
           {{{"spend.orders.p", "6.35"}}, "customer paid back by step 4"},
           {{{"step.second-order.spend", "gamma(6.25, mean = 35.219)"}}, "customer paid back by step 4"}}};
}

std::vector<Example> examples() {
  return {bg_nbd(), bg_nbd_at_least(3), bg_nbd_at_least(8), pareto_nbd(), pareto_nbd_at_least(3), pareto_nbd_at_least(8),
          cdnow(),  gamma_gamma()};
}

}  // namespace

TEST_CASE("the closed forms themselves give the published answers of the music shop") {
  CHECK(kBgNbd.mean(52) == Approx(1.44401).margin(5e-6));
  CHECK(1 - kBgNbd.at_least(1, 39) == Approx(0.574303).margin(5e-7));
  CHECK(kParetoNbd.mean(52) == Approx(1.4735).margin(5e-5));
  CHECK(kParetoNbd.variance(52) == Approx(8.72).margin(6e-3));
  CHECK(kSpend.mean() == Approx(35.22).margin(5e-3));
  CHECK(1 - cdnow_paid_back(78) == Approx(0.54).margin(5e-3));
  CHECK(cdnow_profit(9) < 0);
  CHECK(cdnow_profit(10) >= 0);
  // A mean by counting agrees with the closed form.
  double mean = 0;
  for (int n = 1; n < 400; ++n) mean += n * kParetoNbd.pmf(n, 52);
  CHECK(mean == Approx(kParetoNbd.mean(52)).epsilon(1e-6));
}

TEST_CASE("the music shop's customers come back and spend as published") { check_examples(examples(), kUsual); }
TEST_CASE("the music shop's customers come back and spend as published with ten times the customers", "[long]") {
  check_examples(examples(), kLong);
}

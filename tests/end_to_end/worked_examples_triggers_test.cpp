// The shipped scenarios whose laws are made of others: triggers that compete, and a cost divided by a draw.
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

constexpr double kKeep = 0.72, kDiscount = 0.05;

/// P(worn out, moved or refurnished within so many years).
double need_cdf(double years) {
  const double scale = 15 / std::tgamma(1.5);
  return 1 - (1 - gamma_cdf(4, 2, years)) * std::exp(-years / 12 - std::pow(years / scale, 2));
}

/// Today's value of 1 at the next need: by parts, the integral of i·exp(−i·t)·P(need by t).
double discounted_need() {
  return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(
      [](double t) { return kDiscount * std::exp(-kDiscount * t) * need_cdf(t); }, 0.0, 800.0, 15, 1e-12);
}

/// The first need that is won pays for the customer, and a customer brings as many as before.
std::vector<Expectation> paid_at_next_need(const std::function<double(double)>& cdf, double discounted) {
  std::vector<double> paid;
  for (int year = 0; year <= 300; ++year) paid.push_back(kKeep * cdf(year));
  const double value = kKeep * discounted;
  return join(paid_back_curve(&customer, paid),
              {profit_mean(&customer, -50 + 300 * kKeep / (1 - kKeep), 300 * std::sqrt(kKeep) / (1 - kKeep)),
               npv_mean(&customer, -50 + 300 * value / (1 - value)), paid_ever(&customer, kKeep)});
}

Example carpets() {
  const std::string gap = "repeat.next-carpet.gap";
  return {"carpets are bought at the first of three triggers",
          "carpets-triggers.toml",
          {},
          paid_at_next_need(need_cdf, discounted_need()),
          {{{{gap, "earliest(gamma(4, mean = 8 years), exponential(mean = 12 years), weibull(2, mean = 17 years))"}},
            "customer paid back by step 5"},
           {{{gap, "earliest(gamma(4, mean = 8 years), exponential(mean = 12 years))"}}, "customer NPV"},
           {{{gap, "earliest(gamma(4, mean = 8 years), exponential(mean = 12.3 years), weibull(2, mean = 15 years))"}},
            "customer paid back by step 2"},
           {{{"repeat.next-carpet.keep", "0.804"}}, "customer profit"}}};
}

/// Without memory: rates of 1/12 and 1/6 make one of 1/4.
Example movers() {
  const std::string gap = "repeat.next-carpet.gap";
  auto example = carpets();
  example.name = "two triggers without memory are one at the sum of their rates";
  example.settings = {{gap, "earliest(exponential(mean = 12 years), exponential(mean = 6 years))"}};
  example.expectations = paid_at_next_need([](double t) { return 1 - std::exp(-t / 4); }, 0.25 / (0.25 + kDiscount));
  example.spoilers = {{{{gap, "earliest(exponential(mean = 12 years), exponential(mean = 6.1 years))"}}, "customer paid back by step 3"}};
  return example;
}

/// E[(100/k)^n], k uniform between 3 and 8.
double cost_moment(int n) {
  const double of_inverse = n == 1 ? std::log(8.0 / 3) : (std::pow(3.0, 1 - n) - std::pow(8.0, 1 - n)) / (n - 1);
  return std::pow(100.0, n) * of_inverse / 5;
}

double cost_variance() { return cost_moment(2) - std::pow(cost_moment(1), 2); }

double fourth_central_moment_of_cost() {
  const double m = cost_moment(1);
  return cost_moment(4) - 4 * m * cost_moment(3) + 6 * m * m * cost_moment(2) - 3 * m * m * m * m;
}

Example kept() {
  const double back = 0.75, won = 60 - cost_moment(1), sales = back / (1 - back);
  const double sd = std::sqrt(sales * cost_variance() + sales / (1 - back) * won * won);
  // One sale later 20 − 100/k is missing or over: paid back if k ≥ 5. After two nobody owes anything.
  std::vector<double> paid(81, back * 0.6 + back * back * 0.4);
  paid[0] = 0;
  paid[1] = back * 0.6;
  const std::string cost = "repeat.sale.unit_cost";
  return {"a customer who is there costs 19.62 a sale, and brings 81",
          "keep-or-acquire.toml",
          {},
          join(paid_back_curve(&customer, paid),
               {profit_mean(&customer, -40 + sales * won, sd), first_sale(&customer, -40), back_end(&customer, sales * won),
                break_even(&customer, 60 + sales * won), loses(&customer, 0.25 + back * 0.4 * 0.25)}),
          {{{{cost, "each_event(100 / uniform(3, 8.2))"}}, "customer profit"},
           {{{cost, "18.1818"}}, "customer profit"},
           {{{cost, "each_event(100 / uniform(3, 8.1))"}}, "customer paid back by step 1"},
           {{{cost, "each_event(100 / pert(3, 5.5, 8))"}}, "customer loses money"}}};
}

/// Everybody comes back once, and pays nothing: what is left is the cost of that sale.
Example one_sale() {
  const double sd = std::sqrt(cost_variance());
  return {"a sale to a customer who is there costs 19.6166, give or take 5.644",
          "keep-or-acquire.toml",
          {{"repeat.sale.return", "1"}, {"repeat.sale.price", "0"}, {"lifetime", "1"}},
          {profit_mean(&customer, -40 - cost_moment(1), sd), profit_sd(&customer, sd, spread_of_sd(fourth_central_moment_of_cost(), sd))},
          {{{{"repeat.sale.unit_cost", "each_event(100 / uniform(3, 8.05))"}}, "customer profit"},
           {{{"repeat.sale.unit_cost", "each_event(100 / uniform(3.02, 8))"}}, "customer sd of profit"}}};
}

std::vector<Example> examples() { return {carpets(), movers(), kept(), one_sale()}; }

}  // namespace

TEST_CASE("the closed forms themselves give the published answers of keeping and acquiring") {
  CHECK(cost_moment(1) == Approx(19.6166).margin(5e-5));
  CHECK(std::sqrt(cost_variance()) == Approx(5.644).margin(5e-4));
  CHECK(need_cdf(5) > gamma_cdf(4, 2, 5));
}

TEST_CASE("laws made of others give what their closed forms say") { check_examples(examples(), kUsual); }
TEST_CASE("laws made of others give what their closed forms say with ten times the customers", "[long]") {
  check_examples(examples(), kLong);
}

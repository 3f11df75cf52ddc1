// The shipped scenarios of repeat business with a closed form: weekly shops, renewals, subscriptions, Poisson purchases.
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

template <typename F>
std::vector<double> curve(int steps, F cdf) {
  std::vector<double> values;
  for (int k = 0; k <= steps; ++k) values.push_back(cdf(k));
  return values;
}

/// `sd` of the sample sd where profit is a + b·N and N is geometric: N = n with probability (1 − q)·qⁿ.
Expectation sd_of_geometric(double q, double unit) {
  Atoms atoms;
  double p = 1 - q;
  for (int n = 0; p > 1e-18; ++n, p *= q) atoms.add(unit * n, p);
  return profit_sd(&customer, atoms.sd(), spread_of_sd(atoms.central_moment(4), atoms.sd()));
}

std::vector<Example> grocers() {
  const auto paid = curve(2600, [](int week) { return week < 19 ? 0.0 : std::pow(0.995, 19); });
  const double sd = 2 * std::sqrt(0.995) / 0.005;
  Example whole{"a grocer's customer is paid back in week 19, to the cent",
                "grocer.toml",
                {},
                {profit_mean(&customer, 360, sd), break_even(&customer, 400), sd_of_geometric(0.995, 2), paid_by(&customer, 18, 0),
                 paid_by(&customer, 19, paid[19]), paid_by(&customer, 520, paid[19]), paid_ever(&customer, paid[19]),
                 paid_never(&customer, 1 - paid[19])},
                {{{{"repeat.weekly-shop.return", "0.9952"}}, "customer profit"},
                 {{{"channel.door-to-door.cost_per_customer", "40.0001"}}, "customer paid back by step 19"}},
                0.2};
  // Ten years: 521 shops from week 0 to 520, or 520 of them.
  const auto shops = [](int n) { return 2 * (1 - std::pow(0.995, n)) / 0.005; };
  Example ten_years{"over ten years a grocer's customer is worth 370.63",
                    "grocer-ten-years.toml",
                    {},
                    {ltv_mean(&customer, shops(521)), still_active(std::pow(0.995, 520))},
                    {{{{"lifetime", "500"}}, "customer LTV"}, {{{"lifetime", "500"}}, "customer still active at the horizon"}},
                    0.5};
  Example fewer{"520 weekly shops are worth 370.48",
                "grocer-520-shops.toml",
                {},
                {ltv_mean(&customer, shops(520))},
                {{{{"lifetime", "500"}}, "customer LTV"}},
                0.5};
  // The average customer: 40 are back in week 21 (week 20 is 4 cents short, so it takes many customers to tell).
  std::vector<double> first_year(paid.begin(), paid.begin() + 31);
  Example average{"the average customer of a grocer is paid back in week 21",
                  "grocer.toml",
                  {{"lifetime", "30"}},
                  join(paid_back_curve(&customer, first_year), {cohort_pays_back_at(&customer, 21), unpaid_but_open(&customer, 0)}),
                  {{{{"repeat.weekly-shop.return", "0.99"}}, "customer cohort payback"},
                   {{{"repeat.weekly-shop.return", "0.994"}}, "customer paid back by step 19"}},
                  4};
  return {whole, ten_years, fewer, average};
}

Example carpets() {
  const double keep = 0.72, discounted = keep * std::pow(1 + 0.05 * 2, -4.0);
  double cohort = 0;
  while (-50 + 300 * renewals(4, 2, keep, cohort) < 0) ++cohort;
  return {
      "a carpet shop earns 721.43 a customer, 240.28 of them today",
      "carpets.toml",
      {},
      join(paid_back_curve(&customer, curve(300, [&](int year) { return keep * gamma_cdf(4, 2, year); })),
           {profit_mean(&customer, -50 + 300 * keep / (1 - keep), 300 * std::sqrt(keep) / (1 - keep)),
            npv_mean(&customer, -50 + 300 * discounted / (1 - discounted)), ltv_mean(&customer, 150 + 300 * discounted / (1 - discounted)),
            break_even(&customer, 150 + 300 * keep / (1 - keep)), sd_of_geometric(keep, 300), paid_ever(&customer, keep),
            cohort_pays_back_at(&customer, cohort), first_sale(&customer, -50)}),
      {{{{"repeat.next-carpet.keep", "0.804"}}, "customer profit"},
       {{{"repeat.next-carpet.gap", "gamma(4, mean = 8.1 years)"}}, "customer paid back by step 5"},
       {{{"repeat.next-carpet.gap", "gamma(3.9, mean = 8 years)"}}, "customer paid back by step 5"},
       {{{"discount_rate", "5%"}}, "customer NPV"}}};
}

Example constant_margin() {
  const auto paid = curve(120, [](int month) { return nth_purchase_cdf(0.5, 0.1, 3, month); });
  return {"three purchases pay for a customer, to the cent",
          "constant-margin.toml",
          {},
          join(paid_back_curve(&customer, paid),
               {profit_mean(&customer, 20, 10 * std::sqrt(30)), sd_of_geometric(5.0 / 6, 10), paid_ever(&customer, std::pow(5.0 / 6, 3)),
                loses(&customer, 1 - std::pow(5.0 / 6, 3)), cohort_pays_back_at(&customer, 10)}),
          {{{{"repeat.purchase.rate", "0.51 a month"}}, "customer profit"},
           {{{"repeat.purchase.rate", "0.51 a month"}}, "customer paid back by step 12"},
           {{{"repeat.purchase.churn", "0.102 a month"}}, "customer ever paid back"},
           {{{"channel.ads.cost_per_customer", "30.0001"}}, "customer paid back by step 12"},
           {{{"repeat.purchase.churn", "0.12 a month"}}, "customer cohort payback"}}};
}

/// The same in dimes: 3 × 0.1 is 0.3 in money, though not in binary fractions.
Example dimes() {
  auto example = constant_margin();
  example.name = "three dimes pay for thirty cents";
  example.settings = {{"channel.ads.cost_per_customer", "0.3"}, {"repeat.purchase.price", "0.1"}, {"repeat.purchase.margin", "1"}};
  example.expectations = {paid_by(&customer, 12, nth_purchase_cdf(0.5, 0.1, 3, 12)), paid_ever(&customer, std::pow(5.0 / 6, 3))};
  example.spoilers = {{{{"channel.ads.cost_per_customer", "0.3001"}}, "customer ever paid back"}};
  return example;
}

std::vector<Example> subscriptions() {
  std::vector<double> paid(121, 0.729);
  paid[0] = paid[1] = paid[2] = 0;
  const double sd = 30 * std::sqrt(0.9) / 0.1;
  Example fourth{"a subscription is paid back by the fourth payment",
                 "subscription.toml",
                 {},
                 join(paid_back_curve(&customer, paid),
                      {profit_mean(&customer, 200, sd), break_even(&customer, 300), sd_of_geometric(0.9, 30), paid_ever(&customer, 0.729),
                       loses(&customer, 0.271), cohort_pays_back_at(&customer, 3), first_sale(&customer, -100)}),
                 {{{{"repeat.plan.churn", "0.102"}}, "customer profit"},
                  {{{"repeat.plan.churn", "0.102"}}, "customer paid back by step 3"},
                  {{{"channel.ads.cost_per_customer", "120.0001"}}, "customer paid back by step 3"},
                  {{{"repeat.plan.churn", "0.15"}}, "customer cohort payback"}}};
  // 90 and 120 are three and four payments exactly.
  Example exactly{"a subscription is paid back when payments equal the cost",
                  "subscription.toml",
                  {{"channel.ads.cost_per_customer", "120"}},
                  {paid_by(&customer, 2, 0), paid_by(&customer, 3, 0.729)},
                  {{{{"channel.ads.cost_per_customer", "120.0001"}}, "customer paid back by step 3"}}};
  auto three = exactly;
  three.settings = {{"channel.ads.cost_per_customer", "90"}};
  three.expectations = {paid_by(&customer, 1, 0), paid_by(&customer, 2, 0.81)};
  three.spoilers = {{{{"channel.ads.cost_per_customer", "90.0001"}}, "customer paid back by step 2"}};
  return {fourth, exactly, three};
}

Example members(const std::string& name, const std::string& file, double alpha, double beta, const std::string& other_beta) {
  const auto survives = [&](int year) { return beta_geometric_survival(alpha, beta, year); };
  double payments = 0, square = 0;
  for (int n = 1; n <= 13; ++n) {
    payments += survives(n - 1);
    square += (2 * n - 1) * survives(n - 1);
  }
  return {name,
          file,
          {},
          join(paid_back_curve(&customer, curve(12, [&](int year) { return year < 2 ? 0 : survives(2); })),
               {profit_mean(&customer, payments - 3, std::sqrt(square - payments * payments)), ltv_mean(&customer, payments),
                still_active(survives(12))}),
          {{{{"repeat.membership.beta", other_beta}}, "customer profit"},
           {{{"repeat.membership.beta", other_beta}}, "customer still active at the horizon"},
           {{{"repeat.membership.beta", other_beta}}, "customer paid back by step 2"}}};
}

/// Survival to every year, read as payback of a cost of one payment more.
Example survival(const std::string& file, double alpha, double beta, int year) {
  return {"members who make the payment of year " + std::to_string(year),
          file,
          {{"channel.mailing.cost_per_customer", std::to_string(year + 1)}},
          {paid_by(&customer, year, beta_geometric_survival(alpha, beta, year))},
          {},
          0.2};
}

Example compound_poisson() {
  const double cost = 15, sd = std::sqrt(60);
  const auto at_least = [](double orders, double x) {
    double sum = 0;
    for (int n = 1; n < 120; ++n) sum += poisson_pmf(orders, n) * (1 - gamma_cdf(2.0 * n, 1, x));
    return sum;
  };
  // Cumulants are 10·E[Y^k] for Y ~ Gamma(2, 1): 60, 240, 1200 for k = 2, 3, 4.
  const double fourth = 1200 + 3 * 60.0 * 60;
  return {
      "a year of orders of random size comes to 20",
      "compound-poisson.toml",
      {},
      join(paid_back_curve(&customer, curve(12, [&](int month) { return at_least(10.0 * month / 12, cost); })),
           {ltv_mean(&customer, 20, sd), profit_mean(&customer, 5), profit_sd(&customer, sd, spread_of_sd(fourth, sd)), still_active(1)}),
      {{{{"repeat.orders.rate", "10.05 a year"}}, "customer LTV"},
       {{{"repeat.orders.spend", "gamma(2.2, mean=2)"}}, "customer sd of profit"},
       {{{"repeat.orders.spend", "gamma(2.2, mean=2)"}}, "customer paid back by step 6"}}};
}

/// P(no order in the year), read as the chance not to pay back a cost smaller than any order.
Example no_order() {
  return {"one customer in 22,000 orders nothing in a year",
          "compound-poisson.toml",
          {{"channel.fair.cost_per_customer", "0.0001"}},
          {paid_never(&customer, 0), unpaid_but_open(&customer, std::exp(-10.0)), paid_by(&customer, 1, 1 - std::exp(-10.0 / 12))},
          {{{{"repeat.orders.rate", "7 a year"}}, "customer unpaid but open"}}};
}

std::vector<Example> examples() {
  std::vector<Example> all = {
      carpets(),
      constant_margin(),
      dimes(),
      compound_poisson(),
      no_order(),
      members("17.0 % of regular members are there in year 12", "subscription-regular.toml", 0.704, 1.182, "1.21"),
      members("37.8 % of high-end members are there in year 12", "subscription-high-end.toml", 0.668, 3.806, "3.9")};
  for (const int year : {1, 6, 12}) {
    all.push_back(survival("subscription-regular.toml", 0.704, 1.182, year));
    all.push_back(survival("subscription-high-end.toml", 0.668, 3.806, year));
  }
  for (auto& example : grocers()) all.push_back(example);
  for (auto& example : subscriptions()) all.push_back(example);
  return all;
}

}  // namespace

TEST_CASE("the closed forms themselves give the published answers of repeat business") {
  CHECK(std::pow(0.995, 19) == Approx(0.909156).margin(5e-7));
  CHECK(0.72 * gamma_cdf(4, 2, 5) == Approx(0.17455).margin(5e-6));
  CHECK(0.72 * gamma_cdf(4, 2, 15) == Approx(0.67742).margin(5e-6));
  CHECK(nth_purchase_cdf(0.5, 0.1, 3, 12) == Approx(0.563962).margin(5e-7));
  CHECK(beta_geometric_survival(0.704, 1.182, 12) == Approx(0.170).margin(5e-4));
  CHECK(beta_geometric_survival(0.668, 3.806, 12) == Approx(0.378).margin(5e-4));
  CHECK(300 * renewals(4, 2, 0.72, 1000) == Approx(771.428571));
}

TEST_CASE("repeat business gives what its closed forms say") { check_examples(examples(), kUsual); }
TEST_CASE("repeat business gives what its closed forms say with ten times the customers", "[long]") { check_examples(examples(), kLong); }

TEST_CASE("the year's total of orders is as skewed as a compound Poisson sum") {
  models::RunOptions options;
  options.customers = kUsual;
  const auto outcome = run_scenario("scenarios/compound-poisson.toml", {}, options);
  // From the histogram: the middle of a bin is off by less than a hundredth of the value, either way.
  double n = 0, sum = 0, square = 0, cube = 0;
  for (std::size_t cell = 0; cell < outcome.tallies.dims.cells(); ++cell) {
    for (const auto& bin : outcome.tallies.histogram(cell, models::ltv).bins()) {
      const double x =
          (static_cast<double>(bin.low) + static_cast<double>(bin.high)) / 2 / static_cast<double>(outcome.tallies.units_per_currency);
      const auto count = static_cast<double>(bin.count);
      n += count, sum += count * x, square += count * x * x, cube += count * x * x * x;
    }
  }
  const double mean = sum / n, variance = square / n - mean * mean, third = cube / n - 3 * mean * square / n + 2 * mean * mean * mean;
  const double skewness = third / std::pow(variance, 1.5), exact = 240 / std::pow(60, 1.5);
  // The variance of a sample's skewness, from the central moments of the law (cumulants 60, 240, 1200, 7200, 50400).
  const double m2 = 60, m4 = 1200 + 3 * m2 * m2, m5 = 7200 + 10 * 240 * m2,
               m6 = 50400 + 15 * 1200 * m2 + 10 * 240.0 * 240 + 15 * m2 * m2 * m2;
  const double g = exact;
  const double variance_of_skewness =
      m6 / std::pow(m2, 3) - 6 * m4 / (m2 * m2) + 9 + g * g * (9.0 / 4 * m4 / (m2 * m2) + 35.0 / 4) - 3 * g * m5 / std::pow(m2, 2.5);
  const double error = std::sqrt(variance_of_skewness / n);
  INFO(skewness << " against " << exact << " ± " << error);
  CHECK(std::fabs(skewness - exact) <= 4.5 * error);
  CHECK(std::fabs(skewness - 240 * 1.1 / std::pow(60, 1.5)) > 4.5 * error);
}

// Published examples that the language of states, conditions and the calendar can tell: a catalogue, the margin multiple, a random walk.
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <vector>

using namespace valuescale::tests;

namespace {

Example catalogue() {
  const double first = -25 + 40 * 0.35, rest = 0.35 * 149.47 - 12 - 9 - 7 - 5;
  return {"a catalogue's clicks lose 11 a customer and pay back in the second year",
          "catalogue.toml",
          {},
          {first_sale(&customer, first), profit_mean(&customer, first + rest), back_end(&customer, rest), paid_by(&customer, 1, 0),
           paid_by(&customer, 2, 1)},
          {{{{"step.second-year.contact_cost", "9.5"}}, "customer paid back by step 2"},
           {{{"step.third-year.price", "28"}}, "customer profit"}},
          0.1};
}

Example margin_multiple(double retention, double discount) {
  return {"a yearly margin is worth r / (1 + i - r) times itself",
          "margin-multiple.toml",
          {{"repeat.year.return", std::to_string(retention)}, {"discount_rate", std::to_string(discount)}},
          {ltv_mean(&customer, 100 * retention / (1 + discount - retention))},
          {{{{"repeat.year.return", std::to_string(retention - 0.004)}}, "customer LTV"}}};
}

Example random_walk() {
  std::vector<Expectation> known{paid_by(&customer, 2, 0), paid_by(&customer, 4, 0.216), paid_by(&customer, 3, 0.216)};
  // First passage of 3 after n steps: 3/n × C(n, (n + 3)/2) p^((n + 3)/2) q^((n − 3)/2).
  double passed = 0;
  for (int n = 3; n <= 25; n += 2) {
    const int up = (n + 3) / 2, down = n - up;
    passed += 3.0 / n * std::exp(std::lgamma(n + 1.0) - std::lgamma(up + 1.0) - std::lgamma(down + 1.0)) * std::pow(0.6, up) *
              std::pow(0.4, down);
    if (n > 3) known.push_back(paid_by(&customer, n, passed));
  }
  return {"a random walk first covers its cost as Feller has it",
          "random-walk.toml",
          {{"lifetime", "30"}},
          known,
          {{{{"step.up.take", "0.61"}}, "customer paid back by step 3"}}};
}

/// P(n customers in all, the first one included), where each brings Poisson(mean) others: Borel's law.
double borel(int n, double mean) { return std::exp(-mean * n + (n - 1) * std::log(mean * n) - std::lgamma(n + 1.0)); }

/// P(at most n in all).
double borel_up_to(int n, double mean) {
  double sum = 0;
  for (int k = 1; k <= n; ++k) sum += borel(k, mean);
  return sum;
}

std::vector<Example> word_of_mouth() {
  Atoms total;
  for (int n = 1; n <= 5000; ++n) total.add(n, borel(n, 0.8));
  Example each{"every customer brings 0.8 others: five in all, with variance 100",
               "mechanisms/word-of-mouth.toml",
               {},
               {profit_mean(&customer, -1.5 + 5, 10), profit_sd(&customer, 10, spread_of_sd(total.central_moment(4), 10)),
                loses(&customer, borel_up_to(1, 0.8))},
               {{{{"referral.friends.leads", "0.79"}}, "customer profit"},
                {{{"referral.friends.leads", "0.78"}}, "customer sd of profit"},
                {{{"referral.friends.leads", "0.79"}}, "customer loses money"}}};
  std::vector<Example> examples{each};
  // With more than one each the lines die out or grow for ever; few in all are few whatever the limit to generations.
  for (const double mean : {1.5, 2.0})
    examples.push_back({"where every customer brings more than one other, few in all are as likely as Borel has it",
                        "mechanisms/word-of-mouth.toml",
                        {{"referral.friends.leads", std::to_string(mean)},
                         {"referral.friends.generations", "8"},
                         {"channel.web.cost_per_customer", "8.5"}},
                        {loses(&customer, borel_up_to(8, mean))},
                        {{{{"referral.friends.leads", std::to_string(mean - 0.02)}}, "customer loses money"}},
                        0.2});
  return examples;
}

}  // namespace

TEST_CASE("customers who bring customers come to as many as a branching process") {
  // All of Borel's law together is the chance that a line dies out.
  CHECK(std::fabs(borel_up_to(2000, 1.5) - 0.41719) < 5e-6);
  CHECK(std::fabs(borel_up_to(2000, 2) - 0.20319) < 5e-6);
  check_examples(word_of_mouth(), kUsual);
}

TEST_CASE("published examples have their published answers") {
  check_examples({catalogue(), margin_multiple(0.9, 0.12), margin_multiple(0.8, 0.1), random_walk()}, kUsual);
}

// Published examples that the language of states, conditions and the calendar can tell: a catalogue, the margin multiple, a random walk.
#include "tests/support/catch.hpp"
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

}  // namespace

TEST_CASE("published examples have their published answers") {
  check_examples({catalogue(), margin_multiple(0.9, 0.12), margin_multiple(0.8, 0.1), random_walk()}, kUsual);
}

#include "scenarios/reader/expression.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/laws.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

using namespace valuescale;
using namespace valuescale::scenarios;
using models::Law;
using models::LawKind;
using models::StepUnit;

namespace {

Law law(const std::string& text, models::Meaning meaning = models::Meaning::money, StepUnit time_unit = StepUnit::month) {
  return law_of(parse_expression(text), {range_of(meaning), dimension_of(meaning), time_unit, true, {}});
}

double parameter(const Law& of, const std::string& name) {
  for (const auto& [key, value] : of.parameters)
    if (key == name) return value.value;
  FAIL("no parameter " + name);
  return 0;
}

std::size_t error_at(const std::string& text, models::Meaning meaning = models::Meaning::money) {
  try {
    law(text, meaning);
  } catch (const ExpressionError& error) {
    return error.at;
  }
  FAIL("accepted: " + text);
  return 0;
}

}  // namespace

TEST_CASE("numbers may carry a percent sign, k or M") {
  CHECK(law("12%").value == 0.12);
  CHECK(law("12 %").value == 0.12);
  CHECK(law("20k").value == 20'000);
  CHECK(law("1.5M").value == 1.5e6);
  CHECK(law("-3").value == -3);
  CHECK(law("+2e-3").value == 2e-3);
  CHECK(law("1_000.5").value == 1000.5);
  CHECK(law(".5").value == 0.5);
}

TEST_CASE("a range is the 5th to 95th percentile of the law its meaning calls for") {
  const Law cost = law("20 to 60", models::Meaning::cost);
  CHECK(cost.kind == LawKind::lognormal);
  CHECK(quantile_of(cost, 0.05) == Approx(20));
  CHECK(quantile_of(cost, 0.95) == Approx(60));

  const Law probability = law("5% to 20%", models::Meaning::probability);
  CHECK(probability.kind == LawKind::logit_normal);
  CHECK(quantile_of(probability, 0.05) == Approx(0.05));
  CHECK(quantile_of(probability, 0.95) == Approx(0.2));

  const Law money = law("-20 to 60");
  CHECK(money.kind == LawKind::normal);
  CHECK(parameter(money, "mean") == Approx(20));
  CHECK(quantile_of(money, 0.05) == Approx(-20));
}

TEST_CASE("arguments of laws go by order, by name, or first one then the other") {
  CHECK(parameter(law("normal(3, 1)"), "sd") == 1);
  CHECK(parameter(law("normal(sd=1, mean=3)"), "mean") == 3);
  const Law mixed = law("gamma(4, mean = 8)");
  CHECK(parameter(mixed, "shape") == 4);
  CHECK(mean_of(mixed) == Approx(8));
  CHECK(mean_of(law("gamma(4, 0.5)")) == Approx(2));
  CHECK(mean_of(law("gamma(shape=3, rate=2)")) == Approx(1.5));
  CHECK(mean_of(law("exponential(rate=4)")) == Approx(0.25));
  CHECK(mean_of(law("weibull(shape=2, mean=5)")) == Approx(5));
  CHECK(mean_of(law("beta(mean=0.2, sd=0.1)")) == Approx(0.2));
  CHECK(mean_of(law("lognormal(mean=80, sd=40)")) == Approx(80));
  CHECK(mean_of(law("lognormal(median=80, sigma=0.5)")) == Approx(80 * std::exp(0.125)));
  CHECK(mean_of(law("pert(1, 2, 9)")) == Approx(3));
  CHECK(mean_of(law("triangular(1, 2, 9)")) == Approx(4));
}

TEST_CASE("mixtures and truncated laws are made of laws") {
  const Law mix = law("mix(70%: 10, 30%: normal(90, 5))");
  REQUIRE(mix.components.size() == 2);
  CHECK(mix.weights[0] == Approx(0.7));
  CHECK(mean_of(mix) == Approx(34));
  CHECK(share_up_to(mix, 10) == Approx(0.7));
  CHECK(share_below(mix, 10) == Approx(0).margin(1e-12));

  const Law half = law("truncate(normal(0, 1), 0, 50)");
  CHECK(half.kind == LawKind::truncated);
  CHECK(mean_of(half) == Approx(0.7978845608).epsilon(1e-2));
  CHECK(quantile_of(half, 0.5) == Approx(0.6744897502));
}

TEST_CASE("the earliest of several is a law, and a mixture where one of them is") {
  const Law first = law("earliest(exponential(3), exponential(6))");
  CHECK(first.kind == LawKind::earliest);
  CHECK(mean_of(first) == Approx(2).epsilon(1e-9));
  CHECK(quantile_of(first, 0.5) == Approx(2 * std::log(2)).epsilon(1e-10));

  const Law mix = law("earliest(mix(30%: 2, 70%: exponential(6)), exponential(3), mix(50%: 4, 50%: 5))");
  CHECK(mix.kind == LawKind::mixture);
  CHECK(mix.weights == std::vector<double>{0.3, 0.7});
  CHECK(mean_of(mix) == Approx(0.3 * 3 * (1 - std::exp(-2.0 / 3)) + 0.7 * 2 * (1 - (std::exp(-2.0) + std::exp(-2.5)) / 2)).epsilon(1e-2));
  CHECK(share_up_to(mix, 1) == Approx(1 - std::exp(-1.0 / 3) * (0.3 + 0.7 * std::exp(-1.0 / 6))));
  CHECK(law("earliest(mix(50%: 2, 50%: exponential(6)), 3)").components[0].is_constant());
}

TEST_CASE("a deadline caps the earliest of several") {
  const Law first = law("earliest(30, exponential(3), exponential(6), 4)");
  CHECK(first.kind == LawKind::mixture);
  CHECK(mean_of(first) == Approx(2 * (1 - std::exp(-2.0))).epsilon(1e-4));
  CHECK(share_up_to(first, 4) == Approx(1));
  CHECK(share_below(first, 4) == Approx(1 - std::exp(-2.0)));
  CHECK(share_up_to(first, 1) == Approx(1 - std::exp(-0.5)));
  CHECK(quantile_of(first, 0.5) == Approx(2 * std::log(2)).epsilon(1e-10));
  CHECK(quantile_of(first, 0.95) == Approx(4));
  CHECK(law("earliest(uniform(5, 6), 4)").is_constant());
  CHECK(law("earliest(uniform(5, 6), 7)").kind == LawKind::uniform);
}

TEST_CASE("what was seen may be listed, and each is as likely") {
  const Law seen = law("values(20%, 0.1, 20%, 40%)");
  CHECK(seen.kind == LawKind::values);
  REQUIRE(seen.components.size() == 4);
  CHECK(seen.components[0].value == Approx(0.1));
  CHECK(seen.components[3].value == Approx(0.4));
  CHECK(mean_of(seen) == Approx(0.225));
  CHECK(share_up_to(seen, 0.2) == Approx(0.75));
  CHECK(share_below(seen, 0.2) == Approx(0.25));
  CHECK(quantile_of(seen, 0.76) == Approx(0.4));
  CHECK(law("values(3, 3)").is_constant());
  CHECK(law("100 / values(4, 5, 10)").components[2].value == Approx(25));
}

TEST_CASE("a number may be divided by a law") {
  const Law cost = law("100 / uniform(3, 8)");
  CHECK(cost.kind == LawKind::quotient);
  CHECK(mean_of(cost) == Approx(20 * std::log(8.0 / 3)).epsilon(1e-12));
  CHECK(quantile_of(cost, 0.2) == Approx(100 / 7.0));
  CHECK(share_above(cost, 20) == Approx(0.4));
  CHECK(mean_of(law("2k/mix(50%: 4, 50%: uniform(3, 8))")) == Approx(250 + 200 * std::log(8.0 / 3)));
  CHECK(mean_of(law("mix(40%: 100 / uniform(3, 8), 60%: 9)")) == Approx(8 * std::log(8.0 / 3) + 5.4));
  CHECK(mean_of(law("gamma(2, mean = 100 / uniform(3, 8))").parameters[1].law) == Approx(20 * std::log(8.0 / 3)));

  // The unit is the number's or the law's, and "/ month" remains one.
  using models::Meaning;
  const double expected = 20 * std::log(8.0 / 3);
  for (const char* text : {"100 months / uniform(3, 8)", "100 / uniform(3, 8)", "100 / uniform(3, 8) a month",
                           "8.333333333333333 years / uniform(3, 8)", "100 / uniform(36 a year, 8 a month)"})
    CHECK(mean_of(law(text, Meaning::time)) == Approx(expected));
  CHECK(mean_of(law("100 / uniform(3 months, 8 months)", Meaning::rate)) == Approx(expected));
  CHECK(mean_of(law("100/month / uniform(3, 8)", Meaning::rate)) == Approx(expected));
  CHECK(law("1/month", Meaning::rate).is_constant());
  CHECK(error_at("100 / uniform(3, 8) months", Meaning::time) == 20);
  CHECK(error_at("100 months / uniform(3 a month, 8)", Meaning::time) == 23);
  CHECK(error_at("100 / 5") == 6);
  CHECK(error_at("uniform(3, 8) / uniform(3, 8)") == 14);
  CHECK(error_at("100 / normal(0, 1)") == 6);
}

TEST_CASE("a law divides only if the inverse of it has a mean and a variance") {
  for (const char* divisor : {"uniform(0.1, 8)", "lognormal(mu=0, sigma=3)", "gamma(2.01, 3)", "weibull(2.01, 3)", "beta(2.1, 1)",
                              "pert(0, 3, 8)", "triangular(0.1, 3, 8)", "truncate(exponential(2), 0.1, 90)",
                              "earliest(gamma(3, 2), gamma(4, 2))", "mix(50%: 4, 50%: gamma(3, 2))", "truncate(gamma(3, 2), 0, 9)"}) {
    INFO(divisor);
    CHECK_NOTHROW(law(std::string("100 / ") + divisor));
  }
  for (const char* divisor :
       {"uniform(0, 8)", "uniform(-1, 8)", "normal(5, 1)", "exponential(2)", "gamma(2, 3)", "gamma(0.9, 3)", "weibull(1, 3)",
        "weibull(2, 3)", "beta(2, 1)", "pert(0, 1, 8)", "triangular(0, 3, 8)", "truncate(exponential(2), 0, 90)",
        "earliest(gamma(3, 2), gamma(2, 2))", "mix(50%: 4, 50%: gamma(2, 2))", "mix(50%: 0, 50%: 3)"}) {
    INFO(divisor);
    CHECK_THROWS_AS(law(std::string("100 / ") + divisor), ExpressionError);
  }
}

TEST_CASE("times and rates are brought to the time unit") {
  using models::Meaning;
  CHECK(law("3 months", Meaning::time).value == 3);
  CHECK(law("1 month", Meaning::time, StepUnit::week).value == Approx(30.4375 / 7));
  CHECK(law("1 year", Meaning::time).value == Approx(12));
  CHECK(law("0.2 a month", Meaning::rate, StepUnit::week).value == Approx(0.2 * 7 / 30.4375));
  CHECK(law("1/year", Meaning::rate).value == Approx(1.0 / 12));
  CHECK(quantile_of(law("1 to 3 weeks", Meaning::time), 0.95) == Approx(3 * 7 / 30.4375));
  CHECK(quantile_of(law("2 days to 3 weeks", Meaning::time, StepUnit::day), 0.05) == Approx(2));
  CHECK(mean_of(law("gamma(4, mean = 8 years)", Meaning::time)) == Approx(96));
  CHECK(mean_of(law("gamma(4, 0.5) years", Meaning::time)) == Approx(24));
  CHECK(mean_of(law("earliest(exponential(3), exponential(6)) years", Meaning::time)) == Approx(24));
  CHECK(mean_of(law("earliest(exponential(3 years), exponential(72))", Meaning::time)) == Approx(24));
  CHECK(mean_of(law("gamma(4, rate = 0.5 a year)", Meaning::time)) == Approx(96));
  CHECK(mean_of(law("gamma(2, rate = 3 months)", Meaning::rate)) == Approx(2.0 / 3));
  CHECK(quantile_of(law("lognormal(mu=1, sigma=0.5) years", Meaning::time), 0.5) == Approx(12 * std::exp(1.0)));
  CHECK(mean_of(law("mix(50%: 1 to 3 weeks, 50%: 2 months)", Meaning::time)) > 1);
}

TEST_CASE("an error in a value points at the byte where it is") {
  CHECK(error_at("20 to") == 5);
  CHECK(error_at("20 too 60") == 3);
  CHECK(error_at("gamma(4, men=3)") == 9);
  CHECK(error_at("mix(60%: 1, 50%: 2, 1%: foo(3))") == 24);
  CHECK(error_at("3 weeks") == 2);
  CHECK(error_at("normal(0, -1)") == 10);
}

TEST_CASE("laws inside laws end where they should") {
  CHECK_NOTHROW(law("gamma(2, mean = 20 to 60)"));
  CHECK_THROWS_AS(law("gamma(2, mean = gamma(2, mean = 20 to 60))"), ExpressionError);
  CHECK_THROWS_AS(law("mix(100%: mix(100%: mix(100%: mix(100%: 3 to 4))))"), ExpressionError);
}

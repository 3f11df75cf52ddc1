#include "models/acquisition/spend_curve.hpp"

#include "tests/support/catch.hpp"

#include <cmath>

using namespace valuescale::models;

namespace {

SpendCurve curve_of(const char* name, std::array<double, kMostResponseParameters> parameters) {
  SpendCurve curve;
  curve.response = find_response_curve(name);
  curve.parameters = parameters;
  curve.spend = 20'000;
  curve.conversion = 0.04;
  curve.besides = 7;
  return curve;
}

}  // namespace

TEST_CASE("what so many times a spend brings is what the formulas say, with all that a customer costs") {
  for (const double times : {0.1, 1.0, 2.5}) {
    const double spend = 20'000 * times;
    const auto check = [&](const SpendCurve& curve, double number, double slope) {
      const SpendFacts facts = curve.at(times);
      CHECK(facts.spend == spend);
      CHECK(facts.leads == Approx(number).epsilon(1e-12));
      CHECK(facts.customers == Approx(0.04 * number).epsilon(1e-12));
      CHECK(facts.average_cac == Approx(spend / (0.04 * number) + 7).epsilon(1e-12));
      CHECK(facts.marginal_cac == Approx(1 / (0.04 * slope) + 7).epsilon(1e-12));
    };
    check(curve_of("linear", {4}), spend / 4, 0.25);
    check(curve_of("exponential", {900, 15'000}), 900 * (1 - std::exp(-spend / 15'000)), 900 / 15e3 * std::exp(-spend / 15'000));
    const double power = std::pow(spend / 30'000, 1.7);
    check(curve_of("hill", {800, 30'000, 1.7}), 800 * power / (1 + power), 800 * 1.7 * power / (spend * (1 + power) * (1 + power)));
    check(curve_of("power", {12, 0.6}), 12 * std::pow(spend, 0.6), 12 * 0.6 * std::pow(spend, -0.4));
  }
}

TEST_CASE("where everything is dearer, so much more has to be spent for as many") {
  const SpendCurve usual = curve_of("exponential", {900, 15'000});
  SpendCurve dear = usual;
  dear.dearer = 2;
  CHECK(dear.at(2).customers == Approx(usual.at(1).customers).epsilon(1e-12));
  CHECK(dear.at(2).marginal_cac - 7 == Approx(2 * (usual.at(1).marginal_cac - 7)).epsilon(1e-12));
}

TEST_CASE("beyond its capacity a channel brings nobody more, for any money") {
  SpendCurve curve = curve_of("linear", {4});
  curve.capacity = 6'000;
  CHECK(curve.at(1.1).leads == Approx(5'500));
  CHECK(curve.at(1.3).leads == 6'000);
  CHECK(std::isinf(curve.at(1.3).marginal_cac));
  CHECK(curve.at(1.3).average_cac == Approx(26'000 / 240.0 + 7));
}

TEST_CASE("customers who are won as such stand for the leads that it takes, and nobody is won where nobody buys") {
  SpendCurve curve = curve_of("linear", {100});
  curve.of_leads = false;
  CHECK(curve.at().customers == Approx(200));
  CHECK(curve.at().leads == Approx(5'000));
  for (const bool of_leads : {true, false}) {
    curve.of_leads = of_leads;
    curve.conversion = 0;
    CHECK(curve.at(2).customers == 0);
    CHECK(std::isinf(curve.at(2).average_cac));
    CHECK(std::isinf(curve.at(2).marginal_cac));
  }
}

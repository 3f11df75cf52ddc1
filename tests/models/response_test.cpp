#include "models/acquisition/response.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <vector>

using namespace valuescale::models;

namespace {

/// How far a curve's slope is from the rise of its numbers over a short way, relatively.
double slope_off(const ResponseCurve& curve, const std::vector<double>& parameters, double spend) {
  const double step = spend * 1e-5;
  const double rise = (curve.at(parameters, spend + step).number - curve.at(parameters, spend - step).number) / (2 * step);
  return std::fabs(curve.at(parameters, spend).slope / rise - 1);
}

std::vector<double> some_parameters(const ResponseCurve& curve) {
  if (curve.name == "linear") return {2.5};
  if (curve.name == "exponential") return {1000, 50'000};
  if (curve.name == "hill") return {800, 30'000, 1.7};
  return {12, 0.6};
}

}  // namespace

TEST_CASE("responses bring what their formulas say") {
  CHECK(LinearResponse{2.5}.at(100).number == Approx(40));
  CHECK(ExponentialResponse{1000, 50}.at(50 * std::log(100)).number == Approx(990).epsilon(1e-12));
  CHECK(HillResponse{800, 30, 1.7}.at(30).number == Approx(400).epsilon(1e-12));
  CHECK(HillResponse{800, 30, 1}.at(90).number == Approx(600).epsilon(1e-12));
  CHECK(HillResponse{800, 30, 2}.at(10).number == Approx(80).epsilon(1e-12));
  CHECK(PowerResponse{12, 0.5}.at(64).number == Approx(96).epsilon(1e-12));
}

TEST_CASE("the slope of a response is the slope of its numbers") {
  for (const ResponseCurve& curve : response_curves()) {
    const auto right = some_parameters(curve);
    CHECK(right.size() == curve.fields.size());
    for (const double spend : {100.0, 20'000.0, 90'000.0}) {
      INFO(curve.name << " at " << spend);
      CHECK(slope_off(curve, right, spend) < 1e-6);
    }
  }
  // A slope that forgets its exponent is found.
  const ResponseCurve wrong{"power", "", {}, [](std::span<const double> p, double spend) {
                              const Bought bought = PowerResponse{p[0], p[1]}.at(spend);
                              return Bought{bought.number, bought.number / spend};
                            }};
  CHECK(slope_off(wrong, {12, 0.6}, 100) > 0.1);
}

TEST_CASE("responses keep their digits where hardly anything or far too much is spent") {
  const Bought first = ExponentialResponse{1000, 50'000}.at(1e-9);
  CHECK(first.number == Approx(2e-11).epsilon(1e-9));
  CHECK(1 / first.slope == Approx(50));
  const Bought last = ExponentialResponse{1000, 50}.at(5'000);
  CHECK(last.number == 1000);
  CHECK(last.slope == Approx(20 * std::exp(-100)));
  for (const double spend : {1e-200, 1e200}) {
    const Bought bought = HillResponse{800, 1, 20}.at(spend);
    CHECK(bought.number == (spend > 1 ? 800 : 0));
    CHECK(bought.slope == Approx(0).margin(1e-100));
  }
}

TEST_CASE("at its capacity a response brings nobody more") {
  const Bought bought = LinearResponse{2}.at(100);
  CHECK(limited(bought, 60).number == 50);
  CHECK(limited(bought, 60).slope == 0.5);
  for (const double capacity : {50.0, 10.0}) {
    CHECK(limited(bought, capacity).number == capacity);
    CHECK(limited(bought, capacity).slope == 0);
  }
}

TEST_CASE("curves are found by name") {
  CHECK(find_response_curve("hill")->fields.size() == 3);
  CHECK(find_response_curve("hil") == nullptr);
}

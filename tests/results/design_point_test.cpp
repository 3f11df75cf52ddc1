// The nearest way to fail, against limits whose nearest point is known.
#include "results/decision/design_point.hpp"
#include "results/decision/normal_space.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>

using namespace valuescale;
using results::DesignPoint;
using results::find_design_point;

using Vector = std::vector<double>;

TEST_CASE("of a plane the nearest point is on its normal") {
  const Vector normal{0.6, -0.8, 0.0, 1.2};
  const double length = std::sqrt(0.36 + 0.64 + 1.44);
  const auto excess = [&](const Vector& u) { return 0.6 * u[0] - 0.8 * u[1] + 1.2 * u[3] - 3; };
  const DesignPoint point = find_design_point(excess, {1, -0.1, 0.2, 0.3});
  REQUIRE(point.found);
  CHECK(point.converged);
  // Distances are found to 5e-4 of themselves, and directions as far as that shows.
  CHECK(point.distance == Approx(3 / length).epsilon(1e-3));
  for (std::size_t i = 0; i < 4; ++i) CHECK(point.at[i] == Approx(3 * normal[i] / (length * length)).margin(0.02));
  // Another limit is seen to be elsewhere.
  CHECK(point.distance != Approx(3.05 / length).epsilon(1e-3));
}

TEST_CASE("a number that jumps at its limit is no harder") {
  const auto excess = [](const Vector& u) { return 3 * u[0] + 4 * u[1] >= 10 ? 0.8 : -0.2; };
  const DesignPoint point = find_design_point(excess, {1, 0.05});
  REQUIRE(point.found);
  CHECK(point.distance == Approx(2).epsilon(3e-3));
  CHECK(point.at[0] == Approx(1.2).margin(0.06));
  CHECK(point.at[1] == Approx(1.6).margin(0.06));
}

TEST_CASE("of a bent limit the nearest point is found, too") {
  // A circle of radius 2 around (3, 1): the nearest point lies on the way to its centre.
  const auto excess = [](const Vector& u) { return 4 - (u[0] - 3) * (u[0] - 3) - (u[1] - 1) * (u[1] - 1); };
  const DesignPoint point = find_design_point(excess, {1, 0});
  REQUIRE(point.found);
  CHECK(point.distance == Approx(std::sqrt(10) - 2).epsilon(5e-3));
}

TEST_CASE("what is out of reach is not found") {
  const auto excess = [](const Vector& u) { return u[0] + u[1] - 20; };
  CHECK_FALSE(find_design_point(excess, {1, 1}).found);
}

TEST_CASE("assumptions that go together are one another's normals") {
  const models::Scenario scenario = tests::written(R"TOML(title = "two"
lifetime = 1
[channel.a]
cost_per_customer = "1 to 4"
[offer.o]
price = "truncate(normal(60, 8), 0, 1000)"
[[correlation]]
between = ["channel.a.cost_per_customer", "offer.o.price"]
rank = -0.6
)TOML");
  const results::NormalSpace space(scenario, results::uncertain_of(scenario));
  REQUIRE(space.unknowns().size() == 2);
  const Vector middle = space.values({0, 0});
  CHECK(middle[0] == Approx(2));
  CHECK(middle[1] == Approx(60));
  // One standard deviation of the first moves the second by Pearson's correlation, −2 sin(π 0.6/6).
  const double pearson = -2 * std::sin(M_PI * 0.1);
  const Vector moved = space.values({1, 0});
  CHECK(std::log(moved[0] / 2) == Approx(std::log(2) / 1.6448536269514722));
  CHECK(moved[1] == Approx(60 + 8 * pearson).epsilon(1e-9));
  CHECK(space.values({0, 1})[1] == Approx(60 + 8 * std::sqrt(1 - pearson * pearson)).epsilon(1e-9));
}

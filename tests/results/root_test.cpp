#include "results/decision/root.hpp"

#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <limits>

using namespace valuescale;
using namespace valuescale::results;

namespace {

/// A number that errs by `se`, by sixteen groups.
Measured erring(double value, double se) {
  Measured measured{value, {}};
  const double each = se * std::sqrt(15.0 * 16 / 16) / 15;
  for (int group = 0; group < 16; ++group) measured.without.push_back(value + (group % 2 == 0 ? each : -each));
  return measured;
}

Root root_of(const std::function<double(double)>& value, double target, const Search& search, double se = 0) {
  return find_root(
      value, [&](double at) { return erring(value(at), se); }, target, search);
}

}  // namespace

TEST_CASE("a number that falls meets its target where it does, with the interval turned round") {
  const auto value = [](double cost) { return 81 - cost; };
  REQUIRE(estimate(erring(0, 0.5)).se == Approx(0.5));
  const Root root = root_of(value, 0, {30, {0, 1e9, false, false}}, 0.5);
  REQUIRE(root.found);
  CHECK(root.at.value == Approx(81).epsilon(1e-6));
  const double half = 0.5 * sim::t_quantile(15, 0.975);
  CHECK(root.at.lo == Approx(81 - half).epsilon(1e-3));
  CHECK(root.at.hi == Approx(81 + half).epsilon(1e-3));
  CHECK(root.is_monotone);
  CHECK_FALSE(root.is_jump);
}

TEST_CASE("roots are found upwards, downwards, at 0, below it, and at once") {
  const models::Interval any;
  CHECK(root_of([](double x) { return x * x * x; }, 1000, {1, any}).at.value == Approx(10).epsilon(1e-6));
  CHECK(root_of([](double x) { return std::log(x); }, -5, {1, {0, 1e9, true, false}}).at.value == Approx(std::exp(-5)).epsilon(1e-6));
  CHECK(root_of([](double x) { return x; }, -3, {1, any}).at.value == Approx(-3).epsilon(1e-6));
  CHECK(root_of([](double x) { return x; }, 2, {-1, any}).at.value == Approx(2).epsilon(1e-6));
  CHECK(root_of([](double x) { return 2 * x; }, 0, {1, {0, 1, false, false}}).at.value == Approx(0).margin(1e-6));
  CHECK(root_of([](double p) { return p; }, 0.999, {0.1, {0, 1, false, false}}).at.value == Approx(0.999).epsilon(1e-6));
  CHECK(root_of([](double p) { return p; }, 0.3, {0, {0, 1, false, false}}).at.value == Approx(0.3).epsilon(1e-6));
  CHECK(root_of([](double x) { return x; }, 5, {5, any}).at.value == 5);
}

TEST_CASE("where there is no such value none is found, and what was tried is told") {
  const Root root = root_of([](double p) { return p; }, 2, {0.5, {0, 1, false, false}});
  CHECK_FALSE(root.found);
  CHECK(root.tried.front().at == 0);
  CHECK(root.tried.back().at == 1);
  CHECK_FALSE(root_of([](double) { return 1.0; }, 2, {1, {}}).found);
  CHECK_FALSE(root_of([](double) { return std::nan(""); }, 2, {1, {}}).found);
}

TEST_CASE("a number that turns round, or jumps, is said to") {
  const Root turning = root_of([](double x) { return (x - 3) * (x - 3); }, 1, {1, {0, 10, false, false}});
  REQUIRE(turning.found);
  CHECK((std::fabs(turning.at.value - 2) < 1e-5 || std::fabs(turning.at.value - 4) < 1e-5));
  const Root broken = root_of([](double x) { return std::sin(x); }, 0.95, {0.3, {0, 100, false, false}});
  CHECK_FALSE(broken.is_monotone);
  const Root jumping = root_of([](double x) { return x < 7 ? 0.0 : 1.0; }, 0.5, {1, {0, 100, false, false}});
  REQUIRE(jumping.found);
  CHECK(jumping.is_jump);
  CHECK(jumping.at.value == Approx(7).epsilon(1e-6));
}

TEST_CASE("intervals end where the number has moved by its error, be they wide or narrow, in few steps and fewer than by halving") {
  const auto value = [](double x) { return 500 * std::log(x); };
  const double at = std::exp(0.7);
  for (const double se : {1e-4, 0.01, 1.0, 40.0}) {
    const Root root = root_of(value, 350, {1, {0, 1e9, true, false}}, se);
    const double by = se * sim::t_quantile(15, 0.975) / 500;
    REQUIRE(root.found);
    CHECK(std::fabs(root.at.value - at) <= std::max(2e-3 * by * at, 1e-7 * at));
    CHECK(root.at.lo - at == Approx(at * std::expm1(-by)).epsilon(0.06));
    CHECK(root.at.hi - at == Approx(at * std::expm1(by)).epsilon(0.06));
    CHECK(root.tried.size() <= 16);
    CHECK(2 * root.tried.size() <= static_cast<std::size_t>(root.by_halving));
  }
}

TEST_CASE("between two places the same is found as from now on") {
  const auto value = [](double x) { return x * x; };
  const Root root = find_root_between(
      value, [&](double at) { return erring(value(at), 0.1); }, 2, {1, {0, 10, false, false}}, 3);
  REQUIRE(root.found);
  CHECK(root.at.value == Approx(std::sqrt(2)).epsilon(1e-4));
  CHECK(root.at.hi - root.at.lo == Approx(2 * 0.1 * sim::t_quantile(15, 0.975) / (2 * std::sqrt(2))).epsilon(0.05));
  CHECK(root.there.value == Approx(2).epsilon(1e-2));
}

TEST_CASE("where a number jumps further than it errs, its interval ends at the jump") {
  const Root root = root_of([](double x) { return x < 7 ? 0.0 : 1.0; }, 0.5, {1, {0, 100, false, false}}, 0.01);
  REQUIRE(root.found);
  CHECK(root.is_jump);
  CHECK(root.at.lo == Approx(7).epsilon(1e-3));
  CHECK(root.at.hi == Approx(7).epsilon(1e-3));
  // What is continuous does not jump, whatever the target.
  CHECK_FALSE(root_of([](double x) { return x * x * x - 8; }, 0, {1, {}}).is_jump);
}

TEST_CASE("where the target is met today, the interval is found all the same") {
  for (const double slope : {2.0, -2.0}) {
    const Root root = root_of([=](double x) { return slope * (x - 5); }, 0, {5, {}}, 0.1);
    const double half = 0.1 * sim::t_quantile(15, 0.975) / 2;
    CHECK(root.at.value == 5);
    CHECK(root.at.lo == Approx(5 - half).epsilon(1e-3));
    CHECK(root.at.hi == Approx(5 + half).epsilon(1e-3));
  }
}

TEST_CASE("a number that does not exist today may exist further on") {
  const auto ratio = [](double cost) { return cost > 0 ? 400 / cost : std::nan(""); };
  CHECK(root_of(ratio, 3, {0, {0, 1e12, false, false}}).at.value == Approx(400.0 / 3).epsilon(1e-6));
  CHECK(root_of([](double x) { return x; }, 145'000, {0, {}}).at.value == Approx(145'000).epsilon(1e-6));
}

TEST_CASE("where a whole range meets the target, it is told, and the place in it that is next to now") {
  const auto share = [](double price) { return std::clamp((price - 4) / 8, 0.0, 1.0); };
  const Root all = root_of(share, 1, {10, {0, 100, false, false}});
  REQUIRE(all.found);
  CHECK(all.is_range);
  CHECK(all.at.value == Approx(12).epsilon(2e-3));
  CHECK(all.at.lo == all.at.value);
  CHECK(all.at.hi == 100);
  const Root none = root_of(share, 0, {10, {0, 100, false, false}});
  CHECK(none.is_range);
  CHECK(none.at.lo == 0);
  CHECK(none.at.value == Approx(4).epsilon(3e-3));
  CHECK_FALSE(root_of(share, 0.5, {10, {0, 100, false, false}}).is_range);
}

TEST_CASE("of what is counted, and where a jump alone is seen, there is no interval") {
  const Root steps = root_of([](double cost) { return std::floor(cost / 10); }, 5.5, {12, {0, 1000, false, false}});
  REQUIRE(steps.found);
  CHECK(std::isnan(steps.at.lo));
  CHECK(std::isnan(steps.at.hi));
}

TEST_CASE("a number that falls from never goes one way") {
  const auto payback = [](double price) { return price < 7 ? std::numeric_limits<double>::infinity() : 0.0; };
  const Root root = root_of(payback, 3, {10, {0, 1000, false, false}});
  REQUIRE(root.found);
  CHECK(root.is_monotone);
  CHECK(root.at.value == Approx(7).epsilon(1e-5));
}

TEST_CASE("never is beyond every target") {
  const auto payback = [](double cost) { return cost < 50 ? cost / 10 : std::numeric_limits<double>::infinity(); };
  CHECK(root_of(payback, 3, {100, {0, 1000, false, false}}).at.value == Approx(30).epsilon(1e-6));
}

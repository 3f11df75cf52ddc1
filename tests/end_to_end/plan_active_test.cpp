// How many customers of a plan are active at the end of each month, against what is known of their models.
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/written.hpp"

#include <cmath>
#include <functional>
#include <string>

namespace {

using namespace valuescale;

constexpr double kErrors = 4.5;
constexpr int kMonths = 6;
constexpr double kBought[kMonths] = {150, 0, 100, 0, 0, 50};

models::Tallies lived(const std::string& customers, const std::string& plan = "", models::RunOptions options = {}, int lifetime = 6) {
  options.worlds = 400;
  const std::string business = "title = \"Customers who go\"\nlifetime = " + std::to_string(lifetime) + R"TOML(
[channel.ads]
cost_per_customer = 1
[offer.first]
price = 1
)TOML" + customers + R"TOML(
[plan]
months = 6
customers.ads = [150, 0, 100, 0, 0, 50]
)TOML";
  return models::simulate(tests::written(business + plan), options);
}

std::vector<results::PlanMonth> active(const models::Tallies& tallies) { return results::plan_answer(tallies, {"ads"}).active; }

/// The largest distance of a month from what it is to be, in standard errors, where a customer is active at an age in months with probability `alive`.
double distance(const std::vector<results::PlanMonth>& found, const std::function<double(int)>& alive) {
  REQUIRE(found.size() == kMonths);
  double most = 0;
  for (int month = 0; month < kMonths; ++month) {
    double exact = 0;
    for (int won = 0; won <= month; ++won) exact += kBought[won] * alive(month + 1 - won);
    const results::Estimate& mean = found[static_cast<std::size_t>(month)].mean;
    most = std::fmax(most, mean.se > 0 ? std::fabs(mean.value - exact) / mean.se : mean.value == exact ? 0 : 1e9);
  }
  return most;
}

const char* const kMembers = R"TOML(
[repeat.fee]
model = "subscription"
churn = 0.1
price = 5
)TOML";
double stays(int age) { return std::pow(0.9, age); }

TEST_CASE("members of a plan are active until they leave, shoppers with the probability of being alive") {
  CHECK(distance(active(lived(kMembers)), stays) < kErrors);
  CHECK(distance(active(lived(kMembers)), [](int age) { return std::pow(0.89, age); }) > kErrors);

  const tests::BgNbd often{0.8, 1.2, 0.9, 2.1};
  const auto shoppers = active(lived("[repeat.order]\nmodel = \"bg-nbd\"\nr = 0.8\nalpha = 1.2\na = 0.9\nb = 2.1\nprice = 1\n"));
  CHECK(distance(shoppers, [&](int age) { return often.alive(age); }) < kErrors);
  CHECK(distance(shoppers, [&](int age) { return tests::BgNbd{0.8, 1.3, 0.9, 2.1}.alive(age); }) > kErrors);

  const auto alive = [](double s) { return [s](int age) { return std::pow(4.0 / (4.0 + age), s); }; };
  const auto unseen = active(lived("[repeat.order]\nmodel = \"pareto-nbd\"\nr = 1\nalpha = 1\ns = 0.7\nbeta = 4\nprice = 1\n"));
  CHECK(distance(unseen, alive(0.7)) < kErrors);
  CHECK(distance(unseen, alive(0.75)) > kErrors);
}

TEST_CASE("a customer is active while a purchase or a payment is on its way, and no longer") {
  const auto waiting =
      active(lived("[step.upgrade]\nafter = \"first\"\ntake = 0.4\ndelay = 2.5\nprice = 20\npaid = 0.5\npaid_after = 2\n"));
  // Half of those who upgrade pay at age 4.5, the others have nothing to come after 2.5.
  CHECK(distance(waiting, [](int age) { return age < 3 ? 0.4 : age < 5 ? 0.2 : 0; }) < kErrors);
  CHECK(distance(active(lived("")), [](int) { return 0; }) == 0);
  // Whoever is dropped is gone, whatever goes on.
  const auto dropped =
      active(lived("[repeat.fee]\nmodel = \"subscription\"\nchurn = 0\nprice = 5\n"
                   "[step.quit]\nafter = \"first\"\ntake = 0.3\ndelay = 2.5\nends = \"everything\"\n"));
  CHECK(distance(dropped, [](int age) { return age < 3 ? 1 : 0.7; }) < kErrors);
  CHECK(distance(dropped, [](int age) { return age < 2 ? 1 : 0.7; }) > kErrors);
  // Letters keep nobody.
  CHECK(distance(active(lived("[repeat.letter]\nmodel = \"schedule\"\nevery = 1\nunit_cost = 1\n")), [](int) { return 0; }) == 0);
}

TEST_CASE("the first sale comes after the delay, and lives end with the horizon") {
  const auto late = active(lived(kMembers, "[plan.delay]\nads = 1.5\n"));
  // Whole steps of life count in the month in which they end.
  CHECK(distance(late, [](int age) { return age < 2 ? 0 : stays(age - 2); }) < kErrors);
  const auto followed = active(lived("[repeat.visit]\nmodel = \"poisson\"\nrate = 1\nprice = 1\n", "", {}, 3));
  CHECK(distance(followed, [](int age) { return age <= 3; }) == 0);
}

TEST_CASE("at the horizon as many are active as the report of customers says") {
  models::RunOptions options;
  options.worlds = 20;
  const models::Scenario business = tests::written(R"TOML(
title = "One cohort"
lifetime = 6
[channel.ads]
cost_per_customer = 1
[offer.first]
price = 10
[step.upgrade]
after = "first"
take = 0.4
delay = "each_customer(exponential(4))"
price = 20
[repeat.order]
model = "bg-nbd"
r = 0.8
alpha = 1.2
a = 0.9
b = 2.1
price = 1
[plan]
months = 6
customers.ads = [500, 0, 0, 0, 0, 0]
)TOML");
  const models::Tallies tallies = models::simulate(business, options);
  for (std::size_t world = 0; world < 20; ++world) CHECK(tallies.plan->worlds[world].active.back() == tallies.world_cell(world, 0).active);
}

TEST_CASE("as many are active in the order of events and on any processor, and a share of the customers stands for all") {
  const auto in_all = lived(kMembers);
  const std::string step = "[step.upgrade]\nafter = \"fee\"\ntake = 0.4\ndelay = 0.7\nprice = 20\n";
  const auto free = lived(kMembers + step);
  CHECK(free.plan->worlds[7].active == lived(kMembers + step + "when = { purchases = '>= 0' }\n").plan->worlds[7].active);
  models::RunOptions options;
  options.instruction_set = "baseline";
  CHECK(in_all.plan->worlds == lived(kMembers, "", options).plan->worlds);

  options.customers = 400 * 45;
  const auto some = lived(kMembers, "", options);
  REQUIRE(some.plan->lived_share < 0.2);
  CHECK(distance(active(some), stays) < kErrors);
}

}  // namespace

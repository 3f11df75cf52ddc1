// Seasons, shocks and trends against arithmetic: purchases at a rate that the calendar changes, by customers who leave at one that it changes too.
#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "results/answer/plan_variance.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace valuescale;

const std::string kFile = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/calendar.toml";

constexpr int kMonths = 12, kLifetime = 12;
constexpr double kErrors = 4.5, kProbability = 0.3;

/// What moves in each month, on average, with and without the recession of months 5 to 7. The plan begins in March.
std::vector<double> expected_flows(bool strikes) {
  std::vector<double> flows(kMonths + kLifetime, 0.0);
  const auto of_year = [](int month) { return (2 + month) % 12; };
  const auto is_on = [&](int month) { return strikes && month >= 4 && month < 7; };
  for (int born = 0; born < kMonths; ++born) {
    const double conversion[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1.1, 1.2, 1.4};
    double alive = 400 * 0.5 * conversion[of_year(born)];
    flows[born] += alive * 10 - 400 * 2 * (is_on(born) ? 1.5 : 1);
    for (int month = born; month < born + kLifetime; ++month) {
      const double season = of_year(month) == 11 ? 2 : of_year(month) == 0 ? 0.5 : 1;
      const double rate = 0.5 * season * (is_on(month) ? 0.5 : 1), churn = 0.1 * (is_on(month) ? 2 : 1);
      const double left = alive * std::exp(-churn);
      flows[month] += rate * (alive - left) / churn * 10 * std::pow(1.01, std::min(month, kMonths - 1));
      alive = left;
    }
  }
  return flows;
}

double sum(const std::vector<double>& flows, int months) {
  double sum = 0;
  for (int month = 0; month < months; ++month) sum += flows[month];
  return sum;
}

double expected(int months) {
  return (1 - kProbability) * sum(expected_flows(false), months) + kProbability * sum(expected_flows(true), months);
}

models::Tallies lived(const scenarios::Settings& settings = {}) {
  models::RunOptions options;
  options.worlds = 2000;
  return models::simulate(scenarios::read_scenario(kFile, settings), options);
}

/// How many standard errors the mean of an amount is from what it should be.
double distance(const models::Tallies& tallies, double expected, std::int64_t (*amount)(const models::PlanOutcome&, int), int month) {
  const double units = static_cast<double>(tallies.units_per_currency), worlds = static_cast<double>(tallies.plan->worlds.size());
  double mean = 0, squares = 0;
  for (const models::PlanOutcome& world : tallies.plan->worlds) mean += static_cast<double>(amount(world, month)) / units / worlds;
  for (const models::PlanOutcome& world : tallies.plan->worlds)
    squares += std::pow(static_cast<double>(amount(world, month)) / units - mean, 2);
  return std::fabs(mean - expected) / std::sqrt(squares / (worlds - 1) / worlds);
}

std::int64_t cash(const models::PlanOutcome& world, int month) { return world.cash[static_cast<std::size_t>(month - 1)]; }
std::int64_t run_off(const models::PlanOutcome& world, int) { return world.run_off; }

TEST_CASE("seasons, a shock and a trend bring what arithmetic says, month by month and after the plan") {
  const models::Tallies tallies = lived();
  for (int month = 1; month <= kMonths; ++month) {
    INFO("month " << month);
    CHECK(distance(tallies, expected(month), cash, month) < kErrors);
  }
  CHECK(distance(tallies, expected(kMonths + kLifetime), run_off, 0) < kErrors);
}

TEST_CASE("each segment's conversion is held at 1 by itself, and who buys follows") {
  // Of 1000 leads 200 are keen: in January all of these buy, and 400 of the others; in February 150 and 200. Of customers bought as such, a third are
  // keen in January.
  const std::string text = R"TOML(
title = "Held at 1"
lifetime = 1
[segment.keen]
share = 0.2
multiply.conversion = 3
multiply.price = 10
[segment.plain]
share = 0.8
[channel.ads]
cost_per_lead = 1
[channel.friends]
cost_per_customer = 2
[offer.first]
take = 0.25
price = 1
[plan]
months = 2
leads.ads = 1_000
customers.friends = [300, 0]
[season.january.multiply]
conversion = { january = )TOML";
  const auto lived = [&](const char* factor) {
    models::RunOptions options;
    options.worlds = 300;
    return models::simulate(tests::written(text + factor + " }\n"), options);
  };
  const auto of_ads = [](const models::PlanOutcome& world, int) { return world.channels[0].customers * 10'000; };
  const models::Tallies held = lived("2"), less = lived("1.3");
  CHECK(distance(held, 950, of_ads, 0) < kErrors);
  CHECK(distance(held, 200 * 10 + 400 + 300 * (10 / 3.0 + 2 / 3.0) - 1'600, cash, 1) < kErrors);
  CHECK(distance(less, 950, of_ads, 0) > kErrors);
  REQUIRE(held.capped_what == std::vector<std::string>{"offer.first.take"});
  CHECK(held.capped_worlds == std::vector<std::int64_t>{300});
  CHECK(less.capped_what.empty());
}

TEST_CASE("another calendar brings something else") {
  const auto differs = [](const std::string& key, const std::string& value) {
    INFO(key << " = " << value);
    const models::Tallies tallies = lived({{key, value}});
    double farthest = 0;
    for (int month = 1; month <= kMonths; ++month) farthest = std::max(farthest, distance(tallies, expected(month), cash, month));
    CHECK(farthest > kErrors);
  };
  differs("plan.starts_in", "\"april\"");
  differs("shock.recession.probability", "0.4");
  differs("shock.recession.duration", "4");
  differs("shock.recession.multiply.repeat.orders.churn", "1");
  differs("season.xmas.multiply.rate.december", "1.9");
  differs("trend.price.multiply.repeat.orders.price", "0");
}

TEST_CASE("a shock's share of the variance is what its strikes make of the profit") {
  const results::VarianceParts parts = results::plan_variance(lived());
  const double difference = sum(expected_flows(false), kMonths) - sum(expected_flows(true), kMonths);
  const double exact = kProbability * (1 - kProbability) * difference * difference;
  CHECK(std::fabs(parts.shocks.value - exact) < kErrors * (parts.shocks.hi - parts.shocks.lo) / 2 / 1.96);
  CHECK(parts.unknowns.value == 0);
  CHECK(parts.luck.hi < 0.2 * exact);
}

TEST_CASE("when a shock starts may be not known, or follow: it then strikes when the world's assumption says") {
  // A thousand visitors a month, who cost twice as much while it lasts.
  const std::string text = R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_lead = 1
[offer.first]
take = "uniform(0.4, 0.6)"
[plan]
months = 12
leads.ads = 1_000
[shock.strike]
probability = 1
duration = 1
multiply.acquisition_cost = 2
start = )TOML";
  const auto strikes_as_said = [&](const std::string& start, const char* path, double (*start_of)(double)) {
    models::RunOptions options;
    options.worlds = 200;
    const models::Tallies tallies = models::simulate(tests::written(text + start), options);
    const auto assumption =
        std::find_if(tallies.assumptions.begin(), tallies.assumptions.end(), [&](const auto& a) { return a.path == path; });
    REQUIRE(assumption != tallies.assumptions.end());
    for (std::size_t world = 0; world < 200; ++world) {
      const auto month = static_cast<int>(start_of(assumption->values[world])) + 1;
      for (int m = 1; m <= 12; ++m) {
        const auto spent = (m > 1 ? cash(tallies.plan->worlds[world], m - 1) : 0) - cash(tallies.plan->worlds[world], m);
        if (spent != (m == month ? 2'000 : 1'000) * tallies.units_per_currency) return false;
      }
    }
    return true;
  };
  CHECK(strikes_as_said("\"each_world(uniform(0, 12))\"", "shock.strike.start", [](double start) { return start; }));
  CHECK_FALSE(strikes_as_said("\"each_world(uniform(0, 12))\"", "shock.strike.start", [](double start) { return 11.9 - start; }));
  CHECK(strikes_as_said("{ follows = \"offer.first.take\", curve = [[0.4, 0], [0.6, 12]] }", "offer.first.take",
                        [](double take) { return (take - 0.4) * 60; }));
}

TEST_CASE("what is not known and what strikes are told apart, and share what they do together") {
  // Profit is bought leads x (a margin that is not known) x (a factor that a shock halves), all but without luck: a product of two independent
  // numbers, whose variance splits by arithmetic.
  const std::string text = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/unknown-and-shock.toml";
  models::RunOptions options;
  options.worlds = 20'000;
  const results::VarianceParts parts = results::plan_variance(models::simulate(scenarios::read_scenario(text), options));
  // 1000 customers x price uniform(10, 30) x (0.5 with probability 0.4, else 1).
  const double a = 20, va = 400.0 / 12, s = 0.6 + 0.4 * 0.5, vs = 0.4 * 0.6 * 0.25, scale = 1e6;
  const double unknowns = scale * (va * s * s + va * vs / 2), shocks = scale * (vs * a * a + va * vs / 2);
  const auto near = [](const results::Interval& part, double exact) {
    return std::fabs(part.value - exact) < kErrors * (part.hi - part.lo) / 2 / 1.96;
  };
  CHECK(near(parts.unknowns, unknowns));
  CHECK(near(parts.shocks, shocks));
  CHECK(near(parts.interaction, scale * va * vs));
  CHECK_FALSE(near(parts.unknowns, shocks));
  CHECK(parts.luck.value == 0);
}

TEST_CASE("how hard a shock strikes is the shock's, unless it is tied to what is not known") {
  // 1000 customers x price 20 x a factor from 0.2 to 0.8, if it strikes: E[factor | strike] = 0.5, E[factor^2 | strike] = 0.28.
  const std::string text = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/unknown-and-shock.toml";
  const auto parts_of = [&](const scenarios::Settings& settings) {
    models::RunOptions options;
    options.worlds = 20'000;
    return results::plan_variance(models::simulate(scenarios::read_scenario(text, settings), options));
  };
  const auto near = [](const results::Interval& part, double exact) {
    return std::fabs(part.value - exact) < kErrors * (part.hi - part.lo) / 2 / 1.96;
  };
  const double p = 0.4, mean = 1 - p * 0.5, square = 1 - p + p * 0.28, vs = square - mean * mean, scale = 1e6;
  const results::VarianceParts alone = parts_of({{"offer.first.price", "20"}, {"shock.war.multiply.price", "'uniform(0.2, 0.8)'"}});
  CHECK(near(alone.shocks, scale * 400 * vs));
  CHECK(alone.unknowns.value == 0);

  const double a = 20, va = 400.0 / 12;
  const results::VarianceParts both = parts_of({{"shock.war.multiply.price", "'uniform(0.2, 0.8)'"}});
  CHECK(near(both.shocks, scale * (vs * a * a + va * vs / 2)));
  CHECK(near(both.unknowns, scale * (va * mean * mean + va * vs / 2)));
  CHECK_FALSE(near(both.shocks, scale * p * (1 - p) * 0.25 * a * a));
}

}  // namespace

TEST_CASE("leads of a plan convert as its seasons have it, in all and by segment") {
  const auto answer_to = [](const std::string& business) {
    models::RunOptions options;
    options.worlds = 60;
    const models::Tallies tallies = models::simulate(tests::written("title = \"Leads\"\nlifetime = 2\n" + business), options);
    std::vector<std::string> segments;
    for (std::size_t s = 0; s < tallies.dims.segments; ++s) segments.push_back("segment " + std::to_string(s));
    return results::make_answer(tallies, {"ads"}, segments, 1);
  };
  // Conversion is 0.2 × 3; a lead costs 10, and who buys brings 100.
  const results::Answer keen = answer_to(R"TOML(
[channel.ads]
cost_per_lead = 10
[offer.first]
take = 0.2
price = 100
[plan]
months = 3
leads.ads = 500
[season.all.multiply]
conversion = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
)TOML");
  const double error = std::sqrt(0.6 * 0.4 / (60 * 3 * 500));
  CHECK(std::fabs(keen.all.conversion.value - 0.6) < kErrors * error);
  CHECK(std::fabs(keen.all.lead.profit.mean.value - 50) < kErrors * 100 * error);
  CHECK(std::fabs(keen.all.lead.profit.mean.value - 10) > 100 * 100 * error);
  // Of 1,000 customers a month 5/9, 2/3 and 1/2 are of the second segment, whose leads convert at 1, 0.8 and 1 beside 0.8, 0.4 and 1.
  const results::Answer mixed = answer_to(R"TOML(
[channel.ads]
cost_per_customer = 10
[segment.plain]
share = 0.5
[segment.keen]
share = 0.5
multiply.conversion = 2
[offer.first]
take = 0.4
price = 100
[plan]
months = 3
customers.ads = 1000
[season.some.multiply]
conversion = { january = 2, march = 3 }
)TOML");
  const double keen_share = (5.0 / 9 + 2.0 / 3 + 0.5) / 3;
  const double leads = 1000 / 0.9 + 1000 / 0.6 + 1000;
  CHECK(std::fabs(mixed.segments[1].second.share_of_customers - keen_share) < kErrors * std::sqrt(0.25 / (60 * 3000)));
  CHECK(std::fabs(mixed.all.conversion.value - 3000 / leads) < 1e-3);
  CHECK(std::fabs(mixed.segments[1].second.conversion.value - 3000 * keen_share / (leads / 2)) < 0.01);
}

// Which is better: what is equal, what is known, and what must not be claimed.
#include "models/lifetime/simulate.hpp"
#include "results/answer/drawn_worlds.hpp"
#include "results/decision/budgets.hpp"
#include "results/decision/comparison.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

using namespace valuescale;
using namespace valuescale::results;

namespace {

models::Tallies run(const std::string& text, std::int64_t worlds, std::int64_t customers, std::size_t first_luck = 0) {
  const tests::ScenarioFiles files;
  models::RunOptions options;
  options.customers = customers;
  options.worlds = worlds;
  for (std::int64_t world = 0; world < worlds; ++world)
    options.design.luck.push_back(static_cast<std::uint32_t>(first_luck + static_cast<std::size_t>(world)));
  return models::simulate(files.read(text), options);
}

std::vector<Option> channels_of_run(const models::Tallies& tallies) {
  std::vector<Option> options;
  for (std::size_t c = 0; c < tallies.dims.channels; ++c)
    options.push_back({"channel " + std::to_string(c), &tallies, {Part::What::channel, c}});
  return options;
}

/// A wrong rule: does the one that looks best differ by Student's t from the one that looks worst?
bool beats_the_last(const std::vector<Option>& options) {
  std::vector<std::vector<double>> values;
  for (const Option& option : options) values.push_back(values_by_unit(option, Basis::money, Worth::profit));
  const auto [last, best] =
      std::minmax_element(values.begin(), values.end(), [](const auto& a, const auto& b) { return mean_of(a) < mean_of(b); });
  std::vector<double> differences;
  std::transform(best->begin(), best->end(), last->begin(), std::back_inserter(differences), std::minus<>());
  const Estimate lead = DrawnWorlds().mean(differences);
  return lead.value > sim::t_quantile(static_cast<double>(differences.size() - 1), 0.975) * lead.se;
}

const char* const kShop = R"toml(
title = "shop"
lifetime = 24
[channel.ads]
cost_per_lead = "1 to 3"
[offer.trial]
take = "10% to 30%"
price = 10
unit_cost = 8
[repeat.orders]
model = "geometric"
return = "70% to 85%"
price = "each_event(lognormal(mean=6, sd=4))"
)toml";

}  // namespace

TEST_CASE("a scenario is no better than itself, exactly") {
  for (const std::int64_t worlds : {1, 50}) {
    const models::Tallies one = run(kShop, worlds, 20'000), two = run(kShop, worlds, 20'000);
    for (const Basis basis : {Basis::lead, Basis::money, Basis::customer}) {
      const Comparison comparison = compare({{"a", &one, {}}, {"b", &two, {}}}, {}, basis, false);
      CHECK(comparison.differences[0].profit.value == 0);
      CHECK(comparison.differences[0].profit.lo == 0);
      CHECK(comparison.differences[0].npv.value == 0);
      CHECK(comparison.differences[0].odds.p.value == 0.5);
      CHECK(comparison.options[0].p_best.value == 0.5);
      CHECK(comparison.options[0].regret.value == 0);
      CHECK_FALSE(comparison.winner);
      CHECK(comparison.options[0].density.has_value() == (worlds > 1));
      CHECK_FALSE(comparison.ahead);
    }
  }
}

TEST_CASE("densities are of what the options bring in the same worlds as P(best), and of the best less the next") {
  std::string dear = kShop;
  dear.replace(dear.find("price = 10"), 10, "price = 12");
  std::string loyal = dear;
  loyal.replace(loyal.find("70% to 85%"), 10, "68% to 87%");
  const models::Tallies a = run(kShop, 400, 40'000), b = run(dear, 400, 40'000), c = run(loyal, 400, 40'000);
  const Comparison comparison = compare({{"a", &a, {}}, {"b", &b, {}}, {"c", &c, {}}}, {}, Basis::lead, true);
  const auto mean = [](const std::vector<double>& places, const std::vector<double>& heights) {
    double sum = 0, all = 0;
    for (std::size_t i = 0; i < places.size(); ++i) sum += places[i] * heights[i], all += heights[i];
    return sum / all;
  };
  for (std::size_t o = 0; o < 3; ++o) {
    const auto& density = comparison.options[o].density;
    REQUIRE(density);
    CHECK(std::fabs(mean(density->at, density->heights) - comparison.options[o].profit.value) < density->at[1] - density->at[0]);
    // No amount is drawn that no world has.
    const auto& worlds = comparison.options[o].worlds;
    CHECK(density->at.front() <= worlds.front().second);
    CHECK(density->at.back() >= worlds.back().second);
  }
  CHECK_FALSE(comparison.options[3].density);
  REQUIRE(comparison.ahead);
  // By their means, the two that bring most.
  std::vector<ComparedOption> lived(comparison.options.begin(), comparison.options.begin() + 3);
  std::sort(lived.begin(), lived.end(), [](const auto& x, const auto& y) { return x.profit.value > y.profit.value; });
  CHECK(comparison.ahead->a == lived[0].name);
  CHECK(comparison.ahead->b == lived[1].name);
  const Density& ahead = comparison.ahead->of;
  CHECK(std::fabs(mean(ahead.at, ahead.heights) - (lived[0].profit.value - lived[1].profit.value)) < ahead.at[1] - ahead.at[0]);
  const auto pair =
      std::find_if(comparison.of_best.begin(), comparison.of_best.end(), [&](const auto& one) { return one.b == lived[1].name; });
  REQUIRE(pair != comparison.of_best.end());
  // A kernel carries worlds over zero only from so near: those within three widths.
  double near_zero = 0;
  for (std::size_t i = 0; i < ahead.at.size(); ++i)
    if (std::fabs(ahead.at[i]) < 3 * ahead.bandwidth) near_zero += ahead.heights[i] * (ahead.at[1] - ahead.at[0]);
  CHECK(std::fabs(area_below_zero(ahead.at, ahead.heights) - (1 - pair->odds.p.value)) <
        near_zero / 4 + 4.5 * std::sqrt(near_zero / 4 / 400));
}

TEST_CASE("channels compete for money: what a customer brings is not what money brings") {
  // CAC 10 and profit 20 against CAC 40 and profit 22: 2,000 against 550 on a budget of 1,000.
  const char* const text = R"toml(
title = "two channels"
lifetime = 1
[channel.cheap]
cost_per_customer = 10
share = 0.5
[channel.dear]
cost_per_customer = 40
share = 0.5
multiply = { offer.trial.price = 2.0666666666666667 }
[offer.trial]
price = 30
)toml";
  const models::Tallies tallies = run(text, 1, 1000);
  const Comparison by_money = compare(channels_of_run(tallies), {}, Basis::money, true);
  CHECK(by_money.options[0].profit.value == Approx(2));
  CHECK(by_money.options[1].profit.value == Approx(0.55));
  CHECK(by_money.winner == "channel 0");
  CHECK(by_money.options[2].name == kNothing);
  CHECK(by_money.options[2].regret.value == Approx(2));
  const Comparison by_customer = compare(channels_of_run(tallies), {}, Basis::customer, true);
  CHECK(by_customer.winner == "channel 1");
}

TEST_CASE("worlds decide how surely one is better, not how many customers were lived") {
  // Channels differ by an unknown cost: P(best) is that of two lognormal costs of the same law, whatever luck does.
  const char* const text = R"toml(
title = "two costs"
lifetime = 12
[channel.one]
cost_per_customer = "lognormal(mean=20, sd=2)"
share = 0.5
[channel.two]
cost_per_customer = 20.5
share = 0.5
[offer.trial]
price = 10
[step.more]
after = "trial"
take = 0.3
price = "each_customer(lognormal(mean=60, sd=40))"
)toml";
  constexpr std::int64_t kWorlds = 4000, kPairs = 400;
  const double sigma = std::sqrt(std::log1p(0.01)), mu = std::log(20) - sigma * sigma / 2;
  const double exact = std::erfc(-(std::log(20.5) - mu) / sigma / std::sqrt(2.0)) / 2;
  for (const std::int64_t each : {20, 200}) {
    const models::Tallies tallies = run(text, kWorlds, 2 * each * kWorlds), again = run(text, kPairs, 2 * each * kPairs, kWorlds);
    const Comparison comparison = compare(channels_of_run(tallies), channels_of_run(again), Basis::customer, false);
    INFO(each << " customers: " << comparison.options[0].p_best.value << ", exactly " << exact);
    CHECK(std::fabs(comparison.options[0].p_best.value - exact) < 4.5 * comparison.options[0].p_best.se);
  }
}

TEST_CASE("where nearly all by which two differ is luck, it is said") {
  std::string shop = kShop;
  shop.replace(shop.find("\"70% to 85%\""), 12, "0.8");
  std::string other = shop;  // but for its luck
  other.replace(other.find("repeat.orders"), 13, "repeat.others");
  const auto warned = [&](const std::string& second, std::int64_t each) {
    const models::Tallies a = run(shop, 100, 100 * each), b = run(second, 100, 100 * each), a2 = run(shop, 100, 100 * each, 100),
                          b2 = run(second, 100, 100 * each, 100);
    const Comparison comparison = compare({{"a", &a, {}}, {"b", &b, {}}}, {{"a", &a2, {}}, {"b", &b2, {}}}, Basis::lead, false);
    return std::any_of(comparison.warnings.begin(), comparison.warnings.end(),
                       [](const std::string& text) { return text.find("is luck") != std::string::npos; });
  };
  CHECK(warned(other, 3));
  CHECK_FALSE(warned(shop, 3));  // the same, and so is its luck
}

TEST_CASE("ten equal channels show no winner") {
  std::string text =
      "title = \"ten\"\nlifetime = 12\n[offer.trial]\nprice = 30\ntake = 0.5\n[repeat.more]\nmodel = \"geometric\"\nreturn = 0.7\nprice = "
      "5\n";
  for (int c = 0; c < 10; ++c) text += "[channel.c" + std::to_string(c) + "]\ncost_per_lead = \"4 to 8\"\nshare = 0.1\n";
  int claims = 0, naive = 0;
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(text);
  constexpr int kStudies = 60;
  for (int study = 0; study < kStudies; ++study) {
    models::RunOptions options;
    options.seed = static_cast<std::uint64_t>(study);
    options.worlds = 60;
    options.customers = 12'000;
    options.distributions = {false, false, false, false};
    const models::Tallies tallies = models::simulate(scenario, options);
    const Comparison comparison = compare(channels_of_run(tallies), {}, Basis::money, false);
    claims += comparison.winner.has_value();
    naive += beats_the_last(channels_of_run(tallies));
    double sum = 0;
    for (const ComparedOption& option : comparison.options) sum += option.p_best.value;
    CHECK(sum == Approx(1));
  }
  INFO(claims << " and " << naive << " of " << kStudies);
  const double most = 0.05 * kStudies + 4.5 * std::sqrt(0.05 * 0.95 * kStudies);
  CHECK(claims <= most);
  CHECK(naive > most);
}

TEST_CASE("over a horizon the lead may change, and it is told when") {
  const char* const text = R"toml(
title = "soon or late"
lifetime = 12
[channel.soon]
cost_per_customer = 10
offer = "quick"
share = 0.5
[channel.late]
cost_per_customer = 10
offer = "slow"
share = 0.5
[offer.quick]
price = 25
[offer.slow]
price = 10
[step.rest]
after = "slow"
take = 1
delay = 5
price = 40
)toml";
  const models::Tallies tallies = run(text, 1, 1000);
  const Comparison comparison = compare(channels_of_run(tallies), {}, Basis::customer, true);
  REQUIRE(comparison.crossings.size() == 2);
  CHECK(comparison.crossings[0].leader == "channel 0");
  CHECK(comparison.crossings[1].leader == "channel 1");
  CHECK(comparison.crossings[1].at == 5);
}

TEST_CASE("what costs nothing has no return on money") {
  const models::Tallies tallies = run("title = \"t\"\nlifetime = 1\n[channel.free]\ncost_per_lead = 0\n[offer.o]\nprice = 1\n", 1, 100);
  CHECK_THROWS_AS(compare({{"a", &tallies, {}}, {"b", &tallies, {}}}, {}, Basis::money, true), models::InputError);
}

TEST_CASE("the best channel for a little is not the best for much, and it is told from which budget on") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(R"toml(
title = "ponds"
lifetime = 1
[channel.small]
spend = 1
response = "exponential"
of = "customers"
most = 100
scale = 1000
[channel.large]
spend = 1
response = "exponential"
of = "customers"
most = 1000
scale = 20_000
[offer.o]
price = 50
)toml");
  models::RunOptions options;
  options.customers = 1000;
  options.worlds = 1;
  Experiment experiment(options);
  const BudgetComparison budgets = compare_budgets(scenario, {100, 1000, 10'000}, experiment);
  const auto caught = [](double most, double scale, double spend) { return most * (1 - std::exp(-spend / scale)); };
  CHECK(budgets.rows[1].profit[0].value == Approx(50 * caught(100, 1000, 1000) - 1000).epsilon(1e-4));
  CHECK(budgets.rows[0].leader == "small");
  CHECK(budgets.rows[2].leader == "large");
  double low = 1000, high = 10'000;
  while (high - low > 1e-6) {
    const double at = (low + high) / 2;
    (caught(100, 1000, at) > caught(1000, 20'000, at) ? low : high) = at;
  }
  REQUIRE(budgets.crossings.size() == 1);
  CHECK(budgets.crossings[0].at == Approx(low).epsilon(1e-3));
}

TEST_CASE("what is equal but for its luck is not told apart, and its odds say how little they know") {
  // The same channel twice, once behind a step of another name: equal in law, with luck of their own.
  const auto shop = [](const char* step) {
    return std::string(
               "title = \"t\"\nlifetime = 6\n[channel.ads]\ncost_per_lead = \"1 to 3\"\n[offer.o]\nprice = 10\ntake = 0.3\n[step.") +
           step + "]\nafter = \"o\"\ntake = 0.3\nprice = \"each_customer(lognormal(mean=60, sd=60))\"\n";
  };
  int beyond = 0, dominated = 0;
  constexpr int kStudies = 40;
  const tests::ScenarioFiles files;
  const models::Scenario one = files.read(shop("more")), other = files.read(shop("extra"));
  for (int study = 0; study < kStudies; ++study) {
    const auto live = [&](const models::Scenario& scenario, std::int64_t worlds, std::size_t first_luck) {
      models::RunOptions options;
      options.seed = static_cast<std::uint64_t>(study);
      options.worlds = worlds;
      options.customers = 40 * worlds;
      for (std::int64_t world = 0; world < worlds; ++world)
        options.design.luck.push_back(static_cast<std::uint32_t>(first_luck + static_cast<std::size_t>(world)));
      options.distributions = {false, false, false, false};
      return models::simulate(scenario, options);
    };
    const models::Tallies a = live(one, 300, 0), b = live(other, 300, 0), a2 = live(one, 200, 300), b2 = live(other, 200, 300);
    const Comparison comparison = compare({{"a", &a, {}}, {"b", &b, {}}}, {{"a", &a2, {}}, {"b", &b2, {}}}, Basis::lead, false);
    beyond += std::fabs(comparison.options[0].p_best.value - 0.5) > 2.13 * comparison.options[0].p_best.se;
    const PairedDifference& pair = comparison.differences[0];
    dominated += (pair.a_over_b && pair.a_over_b->second) || (pair.b_over_a && pair.b_over_a->second);
  }
  INFO(beyond << " and " << dominated << " of " << kStudies);
  CHECK(beyond <= kStudies / 4);
  CHECK(dominated <= 0.05 * kStudies + 4.5 * std::sqrt(0.05 * 0.95 * kStudies));
}

TEST_CASE("a rare channel wins by no luck of those few who were lived") {
  const char* const text = R"toml(
title = "rare"
lifetime = 6
[channel.usual]
cost_per_lead = 2
share = 0.99
[channel.rare]
cost_per_lead = 2
share = 0.01
[offer.o]
price = 10
take = 0.3
[step.more]
after = "o"
take = 0.3
price = "each_customer(lognormal(mean=60, sd=60))"
)toml";
  int claims = 0;
  constexpr int kStudies = 30;
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(text);
  for (int study = 0; study < kStudies; ++study) {
    models::RunOptions options;
    options.seed = static_cast<std::uint64_t>(study);
    options.customers = 4000;
    options.worlds = 1;
    options.distributions = {false, false, false, false};
    const models::Tallies tallies = models::simulate(scenario, options);
    claims += compare(channels_of_run(tallies), {}, Basis::lead, false).winner.has_value();
  }
  INFO(claims << " of " << kStudies);
  CHECK(claims <= 0.05 * kStudies + 4.5 * std::sqrt(0.05 * 0.95 * kStudies));
}

TEST_CASE("worlds in which nothing is unknown say nothing of how sure it is") {
  const char* const text = "title = \"t\"\nlifetime = 6\n[channel.ads]\ncost_per_lead = 2\n[offer.o]\nprice = 10\ntake = 0.3\n";
  const models::Tallies one = run(text, 50, 5000), two = run(text, 50, 5000);
  CHECK_FALSE(compare({{"a", &one, {}}, {"b", &two, {}}}, {}, Basis::lead, true).is_uncertain);
  const models::Tallies once = run(kShop, 1, 1000);
  CHECK(compare({{"a", &once, {}}, {"b", &once, {}}}, {}, Basis::lead, true).warnings.size() == 1);
}

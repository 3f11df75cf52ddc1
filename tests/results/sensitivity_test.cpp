// Which assumption matters most, where arithmetic knows it.
#include "results/decision/sensitivity.hpp"

#include "models/description/problem.hpp"
#include "results/json/metric_at.hpp"
#include "results/json/sensitivity_to_json.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>

using namespace valuescale;
using results::Estimate;
using results::Experiment;
using results::Sensitivity;
using results::SensitivityQuestion;
using tests::written;

namespace {

/// A customer costs c, and pays L with probability m: profit m L − c is expected. Luck is as large as what is not known.
constexpr const char* kProduct = R"toml(
title = "One step"
currency = "USD"
time_step = "month"
lifetime = 1
[channel.web]
cost_per_customer = "uniform(10, 40)"
offer = "trial"
[offer.trial]
price = 0
[step.more]
after = "trial"
take = "uniform(0.2, 0.6)"
price = "uniform(40, 160)"
)toml";
constexpr double kTake = 0.4, kPrice = 100, kSpreadOfTake = 0.4 / 3.4641016151377544, kSpreadOfPrice = 120 / 3.4641016151377544;
constexpr double kOfTake = kSpreadOfTake * kPrice * kSpreadOfTake * kPrice, kOfPrice = kTake * kSpreadOfPrice * kTake * kSpreadOfPrice;
constexpr double kOfBoth = kSpreadOfTake * kSpreadOfPrice * kSpreadOfTake * kSpreadOfPrice, kOfCost = 30.0 * 30 / 12;
constexpr double kAll = kOfTake + kOfPrice + kOfBoth + kOfCost;

Sensitivity answer(const std::string& text, std::vector<std::string> metrics, std::int64_t customers, std::size_t rows, int threads = 0,
                   std::int64_t worlds = 200) {
  const models::Scenario scenario = written(text);
  SensitivityQuestion question;
  for (const std::string& metric : metrics) {
    question.metrics.push_back(results::metric_at(metric, {{"web"}, {"all"}}));
    question.by_world.push_back(results::world_metric(metric));
  }
  question.rows = rows;
  models::RunOptions options;
  options.customers = customers;
  options.worlds = worlds;
  options.threads = threads;
  Experiment experiment(options);
  return results::sensitivity(scenario, question, experiment);
}

std::size_t number_of(const Sensitivity& found, const std::string& path) {
  for (std::size_t i = 0; i < found.assumptions.size(); ++i)
    if (found.assumptions[i].assumption.path == path) return i;
  FAIL("no such assumption: " << path);
  return 0;
}

void check_near(const results::Measured& found, double known) {
  const Estimate estimate = results::estimate(found);
  INFO(estimate.value << " ± " << estimate.se << ", known: " << known);
  CHECK(std::fabs(estimate.value - known) <= 4.5 * estimate.se + 1e-9 * std::fabs(known));
}

}  // namespace

TEST_CASE("shares of the variance of a business are those of its formula, however few customers a world has", "[sensitivity]") {
  const Sensitivity found = answer(kProduct, {"customer.profit.mean", "customer.cac.mean"}, 20'000, 4096);
  const results::SensitivityOf& profit = found.of[0];
  REQUIRE(profit.sobol);
  check_near(profit.sobol->variance, kAll);
  check_near(profit.sobol->mean, kTake * kPrice - 25);
  const auto index = [&](const std::string& path) { return profit.sobol->of[number_of(found, path)]; };
  check_near(index("step.more.take").first, kOfTake / kAll);
  check_near(index("step.more.take").total, (kOfTake + kOfBoth) / kAll);
  check_near(index("step.more.price").first, kOfPrice / kAll);
  check_near(index("step.more.price").total, (kOfPrice + kOfBoth) / kAll);
  check_near(index("channel.web.cost_per_customer").first, kOfCost / kAll);
  check_near(index("channel.web.cost_per_customer").total, kOfCost / kAll);
  CHECK(results::estimate(index("step.more.take").total).se < 0.03);
  CHECK(std::fabs(index("step.more.take").total.value - kOfTake / kAll) > 1e-4);
  // From the same design: what a customer costs is one assumption, and nothing else.
  const results::SensitivityOf& cost = found.of[1];
  CHECK(cost.sobol->of[number_of(found, "channel.web.cost_per_customer")].total.value == Approx(1));
  CHECK(cost.sobol->of[number_of(found, "step.more.take")].total.value == 0);
  CHECK(cost.ranks[number_of(found, "channel.web.cost_per_customer")].simple.value == Approx(1));
}

TEST_CASE("a tornado's bars end where arithmetic says", "[sensitivity]") {
  const Sensitivity found = answer(kProduct, {"customer.profit.mean"}, 200'000, 0);
  const std::size_t take = number_of(found, "step.more.take"), cost = number_of(found, "channel.web.cost_per_customer");
  CHECK(found.assumptions[take].low == Approx(0.22));
  CHECK(found.assumptions[take].high == Approx(0.58));
  CHECK(found.assumptions[cost].high == Approx(38.5));
  const results::SensitivityOf& of = found.of[0];
  check_near(results::swing(of.bars[take]), 0.36 * kPrice);
  check_near(of.bars[take].high, 0.58 * kPrice - 25);
  CHECK(results::swing(of.bars[cost]).value == Approx(-27));
  CHECK(results::estimate(results::swing(of.bars[cost])).se < 1e-9);
  CHECK(std::fabs(results::swing(of.bars[take]).value - 0.45 * kPrice) > 4.5 * results::estimate(results::swing(of.bars[take])).se);
  // 0.4 × 108 is the price's swing.
  const std::vector<std::size_t> order = results::by_swing(of);
  CHECK(found.assumptions[order[0]].assumption.path == "step.more.price");
  CHECK(order[2] == cost);
  CHECK(found.lifetimes == 7 * 200'000);
  CHECK(found.lifetimes_without_common_numbers > 5e6);
}

TEST_CASE("a number that worlds tell is measured as it is where the run is taken apart", "[sensitivity]") {
  const models::Scenario scenario = written(kProduct);
  models::RunOptions options;
  options.customers = 20'000;
  options.worlds = 150;
  const models::Tallies tallies = models::simulate(scenario, options);
  for (const std::string path : {"customer.profit.mean", "customer.p_loss", "customer.payback.ever", "customer.payback.cdf.0",
                                 "lead.profit.mean", "customer.ltv.mean"}) {
    INFO(path);
    const results::Metric metric = results::metric_at(path, {{"web"}, {"all"}});
    const results::Measured apart = results::measure(tallies, {metric}, 1).front();
    const std::optional<results::Measured> known = results::measured_by_worlds(tallies, *results::world_metric(path), metric.of(tallies));
    REQUIRE(known);
    REQUIRE(known->without.size() == apart.without.size());
    // Leads' worlds count alike, though one has a customer more than another.
    const double tolerance = path == "lead.profit.mean" ? 0.01 * results::estimate(apart).se : 1e-9;
    for (std::size_t g = 0; g < apart.without.size(); ++g) CHECK(known->without[g] == Approx(apart.without[g]).margin(tolerance));
    CHECK(results::estimate(*known).se == Approx(results::estimate(apart).se).epsilon(0.01));
  }
}

TEST_CASE("assumptions that go together are one input", "[sensitivity]") {
  const std::string text = std::string(kProduct) + R"(
[[correlation]]
between = ["step.more.take", "step.more.price"]
rank = -0.5
)";
  const Sensitivity found = answer(text, {"customer.profit.mean"}, 20'000, 128);
  REQUIRE(found.inputs.size() == 2);
  const results::Json json = results::json_of(found);
  CHECK(json["sobol"]["step.more.take"]["with"] == results::Json::array({"step.more.price"}));
  CHECK(json["sobol"]["step.more.take"]["first"] == json["sobol"]["step.more.price"]["first"]);
  CHECK(json["sobol"]["channel.web.cost_per_customer"]["with"].empty());
  // Each has a bar of its own.
  CHECK(json["tornado"].size() == 3);
}

TEST_CASE("the same answer comes from any number of threads and any batch", "[sensitivity]") {
  const auto text = [](int threads) {
    return results::as_text(results::json_of(answer(kProduct, {"customer.p_loss"}, 5000, 64, threads)));
  };
  CHECK(text(1) == text(2));
}

TEST_CASE("a number that no assumption moves has bars of no length and shares of 0", "[sensitivity]") {
  const Sensitivity found = answer(kProduct, {"customer.payback.cdf.0", "customer.purchases"}, 5000, 64);
  REQUIRE_FALSE(found.of[1].sobol);
  const results::Json json = results::json_of(answer(
      std::string(kProduct) + "[step.gift]\nafter = \"trial\"\ntake = \"10% to 20%\"\nprice = 0\n", {"customer.profit.mean"}, 20'000, 64));
  CHECK(json["sobol"]["step.gift.take"]["total"]["value"] == 0);
  CHECK(json["sobol"]["step.gift.take"]["first"]["hi"] == 0);
  CHECK(json["tornado"].back()["path"] == "step.gift.take");
  CHECK(json["tornado"].back()["swing"]["value"] == 0);
}

TEST_CASE("where nothing is uncertain, nothing matters most", "[sensitivity]") {
  CHECK_THROWS_AS(
      answer("title = \"Known\"\ncurrency = \"USD\"\ntime_step = \"month\"\nlifetime = 1\n[channel.web]\ncost_per_customer = 3\noffer = "
             "\"trial\"\n[offer.trial]\nprice = 5\n",
             {"customer.profit.mean"}, 1000, 0, 0, 1),
      models::InputError);
}

TEST_CASE("shares of the variance of a plan's profit are those of its formula, its luck left out", "[sensitivity]") {
  // 4 months of 20 customers, who pay p with probability 0.3, and fixed costs F a month: profit 24 p - 4 F - 80, with p and F uniform.
  constexpr const char* kPlan = R"toml(
title = "Plan"
currency = "USD"
time_step = "month"
lifetime = 1
[channel.web]
cost_per_customer = 1
offer = "trial"
[offer.trial]
price = 0
[step.more]
after = "trial"
take = 0.3
price = "uniform(5, 15)"
[plan]
months = 4
fixed_costs = "uniform(0, 40)"
[plan.customers]
web = 20
)toml";
  const Sensitivity found = answer(kPlan, {"plan.profit.mean"}, 1'000'000, 1024, 0, 100);
  const results::SensitivityOf& of = found.of[0];
  const double of_price = 24.0 * 24 * 100 / 12, of_costs = 4.0 * 4 * 1600 / 12;
  REQUIRE(of.sobol);
  check_near(of.sobol->mean, 24 * 10.0 - 4 * 20.0 - 80);
  check_near(of.sobol->variance, of_price + of_costs);
  check_near(of.sobol->of[number_of(found, "step.more.price")].first, of_price / (of_price + of_costs));
  check_near(of.sobol->of[number_of(found, "plan.fixed_costs")].total, of_costs / (of_price + of_costs));
  CHECK(results::estimate(of.sobol->of[number_of(found, "plan.fixed_costs")].total).se < 0.03);
  check_near(results::swing(of.bars[number_of(found, "plan.fixed_costs")]), -4.0 * 36);
}

TEST_CASE("of a shop of ten unknowns all bars are known to a hundredth of its profit", "[sensitivity]") {
  const models::Scenario scenario = scenarios::read_scenario(VALUESCALE_SOURCE_DIR "/tests/data/shop-of-unknowns.toml");
  models::RunOptions options;
  options.customers = 500'000;
  Experiment experiment(options);
  SensitivityQuestion question{
      {results::metric_at("customer.profit.mean", {{"search", "social", "partners", "leaflets"}, {"gold", "regular", "loser"}})},
      {results::world_metric("customer.profit.mean")},
      0};
  const Sensitivity found = results::sensitivity(scenario, question, experiment);
  REQUIRE(found.assumptions.size() == 10);
  for (const results::Bar& bar : found.of[0].bars) {
    const results::Interval swing = results::interval(results::swing(bar));
    CHECK((swing.hi - swing.lo) / 2 < 0.01 * found.of[0].now.value);
  }
}

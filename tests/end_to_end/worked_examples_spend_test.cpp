// The shipped scenarios of channels that are not paid by the head: a pond that empties, and a partner who shares the first sale. What is
// known of them is a line of calculus or of arithmetic each.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

constexpr double kWorth = 5000, kPond = 1000, kScale = 50'000, kSpend = 230'258.51;

Expectation of_spend(const std::string& what, double exact, std::function<double(const results::SpendAnswer&)> read) {
  return {what,
          exact,
          Expectation::Kind::equal,
          [=](const results::Answer& answer) -> results::Estimate {
            return {read(answer.channels[0].second.spend.value()), 0};
          },
          {}};
}

/// With costs of a customer to the nearest 1/10,000, as every flow is.
Example fish_pond() {
  const double students = kPond * (1 - std::exp(-kSpend / kScale)), cac = kSpend / students;
  const double one_more = kScale / kPond * std::exp(kSpend / kScale), charged = std::round(cac * 1e4) / 1e4;
  return {"a pond is fished until the last customer costs what a customer is worth",
          "fish-pond.toml",
          {},
          {of_spend("spend", kSpend, [](const auto& s) { return s.spend.value; }),
           of_spend("students", students, [](const auto& s) { return s.customers.value; }),
           of_spend("average CAC", cac, [](const auto& s) { return s.average_cac.value; }),
           of_spend("marginal CAC", one_more, [](const auto& s) { return s.marginal_cac.value; }),
           of_spend("last unit", kWorth / one_more, [](const auto& s) { return s.last_unit.value; }), ltv_mean(&customer, kWorth),
           cac_mean(&customer, charged), profit_mean(&customer, kWorth - charged), conversion(1)},
          {{{{"channel.fish-pond.spend", "230260"}}, "spend"},
           {{{"channel.fish-pond.most", "1001"}}, "students"},
           {{{"channel.fish-pond.scale", "50_100"}}, "average CAC"},
           {{{"channel.fish-pond.scale", "50_100"}}, "marginal CAC"},
           {{{"channel.fish-pond.most", "1001"}}, "last unit"},
           {{{"channel.fish-pond.capacity", "900"}}, "customer CAC"},
           {{{"step.advanced.price", "1501"}}, "customer LTV"}},
          0.01};
}

Example joint_venture() {
  return {"a partner's customers cost 25 for letters and 150 of the first sale",
          "joint-venture.toml",
          {},
          {cac_mean(&customer, 175), cac_mean(&lead, 7), ltv_mean(&customer, 900, 500), profit_mean(&customer, 725, 500),
           profit_mean(&lead, 29), first_sale(&customer, 225), loses(&customer, 0), loses(&lead, 0.96), conversion(0.04)},
          {{{{"channel.partner.share_of_first_sale", "0.31"}}, "customer CAC"},
           {{{"channel.partner.share_of_first_sale", "0.31"}}, "lead CAC"},
           {{{"channel.partner.cost_per_lead", "1.2"}}, "lead profit"},
           {{{"offer.first-course.price", "510"}}, "customer CAC"},
           {{{"step.intermediate.take", "0.51"}}, "customer LTV"}}};
}

}  // namespace

TEST_CASE("the pond's numbers are those that are known") {
  const auto outcome = run_scenario("scenarios/fish-pond.toml", {}, {});
  const results::SpendAnswer& spend = outcome.answer.channels[0].second.spend.value();
  CHECK(spend.customers.value / kPond == Approx(0.99).epsilon(1e-8));
  CHECK(spend.average_cac.value == Approx(232.58).margin(0.005));
  CHECK(spend.marginal_cac.value == Approx(5000).margin(1e-3));
  CHECK(spend.last_unit.value == Approx(1).epsilon(1e-6));
  CHECK((kWorth * spend.customers.value - spend.spend.value) / kPond == Approx(4719.74).margin(0.005));
  // Neither a little less nor a little more earns as much.
  for (const char* other : {"225_000", "235_000"}) {
    const auto elsewhere = run_scenario("scenarios/fish-pond.toml", {{"channel.fish-pond.spend", other}}, {});
    const results::SpendAnswer& found = elsewhere.answer.channels[0].second.spend.value();
    CHECK(kWorth * found.customers.value - found.spend.value < kWorth * spend.customers.value - spend.spend.value);
    CHECK((found.last_unit.value > 1) == (found.spend.value < kSpend));
  }
}

TEST_CASE("ponds and partners give what can be worked out") { check_examples({fish_pond(), joint_venture()}, kUsual); }
TEST_CASE("ponds and partners give what can be worked out with ten times the customers", "[long]") {
  check_examples({fish_pond(), joint_venture()}, kLong);
}

TEST_CASE("where the price of customers is not known, their number and what the last unit of money brings follow from its law") {
  // One customer costs U(25, 75): S / cost of them, and the last unit of money brings 5000 / cost: ln 3 / 50 × 5000 on average.
  const auto run = [](const std::string& cost) {
    models::RunOptions options;
    options.worlds = 20'000;
    options.customers = 100'000;
    const ScenarioFiles files;
    const std::string path = files.write("linear.toml",
                                         "title = \"t\"\nlifetime = 1\n[offer.o]\nprice = 5000\n[channel.c]\nspend = 10_000\n"
                                         "response = \"linear\"\nof = \"customers\"\ncost = " +
                                             cost + "\n");
    return run_scenario(path, {}, options);
  };
  const auto right = run("\"uniform(25, 75)\""), wrong = run("\"uniform(27, 73)\"");
  const auto errors = [](const Outcome& outcome) {
    const results::Estimate& last = outcome.answer.channels[0].second.spend->last_unit;
    return std::fabs(last.value - 100 * std::log(3)) / last.se;
  };
  CHECK(errors(right) <= 4.5);
  CHECK(errors(wrong) > 4.5);
  // An order statistic of uniform worlds: its error is √(p(1 − p)/W) of the range.
  const auto is_uniform = [](const results::OverWorlds& cac) {
    const double error = 50 * std::sqrt(0.05 * 0.95 / 20'000);
    return std::fabs(cac.lo - 27.5) <= 4.5 * error && std::fabs(cac.hi - 72.5) <= 4.5 * error;
  };
  CHECK(is_uniform(right.answer.channels[0].second.spend->marginal_cac));
  CHECK_FALSE(is_uniform(wrong.answer.channels[0].second.spend->marginal_cac));
}

TEST_CASE("what the last unit of money brings back is net of the first sale's share, with the error of luck and of not knowing") {
  // 2 a lead, of whom `take` buy for 500; 30 % of that goes to the channel, and half of the customers bring 1000 more: 900 a customer, sd 500.
  const auto run = [](const std::string& take, std::size_t worlds) {
    models::RunOptions options;
    options.worlds = worlds;
    options.customers = 200'000;
    const ScenarioFiles files;
    const std::string path = files.write("shared.toml",
                                         "title = \"t\"\nlifetime = 1\n[channel.c]\nspend = 1000\nresponse = \"linear\"\ncost = 2\n"
                                         "share_of_first_sale = 0.3\n[step.more]\nafter = \"o\"\ntake = 0.5\nprice = 1000\n"
                                         "[offer.o]\nprice = 500\nunit_cost = 100\ntake = " +
                                             take + "\n");
    return run_scenario(path, {}, options);
  };
  Expectation last{"last unit", 0.04 / 2 * (900 - 150), Expectation::Kind::mean,
                   [](const results::Answer& answer) { return answer.channels[0].second.spend.value().last_unit; }, 0.04 / 2 * 500};
  CHECK(disagreement(last, run("0.04", 1)).value_or("") == "");
  last.sd.reset();
  CHECK(disagreement(last, run("0.0405", 1)).has_value());
  CHECK(disagreement(last, run("\"beta(4, 96)\"", 5'000)).value_or("") == "");
  CHECK(disagreement(last, run("\"beta(5, 95)\"", 5'000)).has_value());
  // The error is mostly that of the worlds drawn: sd of p/2 × 750.
  const auto worlds = run("\"beta(4, 96)\"", 5'000).answer.channels[0].second.spend->last_unit;
  CHECK(worlds.se == Approx(375 * std::sqrt(0.04 * 0.96 / 101 / 5'000)).epsilon(0.1));
}

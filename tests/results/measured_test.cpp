#include "results/decision/measured.hpp"

#include "results/json/metric_at.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "results/json/to_json.hpp"

#include <cmath>

using namespace valuescale;
using namespace valuescale::results;

namespace {

const std::string kUncertain =
    "title = \"t\"\nlifetime = 12\n[channel.ads]\ncost_per_lead = \"1 to 3\"\n[offer.first]\nprice = 10\ntake = \"20% to "
    "40%\"\n[repeat.r]\nmodel = "
    "\"geometric\"\nreturn = 0.7\nprice = 5\n";

models::Tallies run(const std::string& text, std::int64_t worlds, std::int64_t customers, std::uint64_t seed = 1) {
  const tests::ScenarioFiles files;
  models::RunOptions options;
  options.worlds = worlds;
  options.customers = customers;
  options.seed = seed;
  return models::simulate(files.read(text), options);
}

const Labels kLabels{{"ads"}, {"all"}};

Measured measure_one(const models::Tallies& tallies, const std::string& path) {
  return measure(tallies, {metric_at(path, kLabels)}, 1).front();
}

}  // namespace

TEST_CASE("any number of a run is found by its path in the JSON") {
  const models::Tallies tallies = run(kUncertain, 64, 20'000);
  const Json json = json_of(make_answer(tallies, kLabels.channels, kLabels.segments));
  CHECK(number_at(json, "customer.profit.mean") == json["customer"]["profit"]["mean"]["value"].get<double>());
  CHECK(number_at(json, "customer.profit") == json["customer"]["profit"]["mean"]["value"].get<double>());
  CHECK(number_at(json, "customer.profit.quantiles.0.05") == json["customer"]["profit"]["quantiles"]["0.05"]["value"].get<double>());
  CHECK(number_at(json, "customer.profit.quantiles.0.05.hi") == json["customer"]["profit"]["quantiles"]["0.05"]["hi"].get<double>());
  CHECK(number_at(json, "customer.payback.cdf.3") == json["customer"]["payback"]["cdf"][3]["value"].get<double>());
  CHECK(number_at(json, "by.channel.ads.lead.npv.sd") == json["by"]["channel"]["ads"]["lead"]["npv"]["sd"].get<double>());
  for (const auto& [path, words] : {std::pair{"customer.profti", "customer has profit, npv"},
                                    {"customer", "it has profit, npv"},
                                    {"title", "it is text"},
                                    {"customer.profit.mean.value.x", "has no parts"},
                                    {"", "it has schema"}}) {
    std::string said;
    try {
      number_at(json, path);
    } catch (const models::InputError& error) {
      said = error.what();
    }
    INFO(path << ": " << said);
    CHECK(said.find(words) != std::string::npos);
  }
}

TEST_CASE("a number's error from groups of worlds is that of the run") {
  // Of a mean both are the spread of worlds: by groups of them, or one by one. Their ratio has an error of its own.
  for (const char* path : {"lead.profit.mean", "customer.profit.mean", "customer.p_loss"}) {
    double squares = 0, told = 0;
    constexpr int kRuns = 20;
    for (int i = 0; i < kRuns; ++i) {
      const models::Tallies tallies = run(kUncertain, 128, 12'800, 10 + static_cast<std::uint64_t>(i));
      const Measured measured = measure_one(tallies, path);
      REQUIRE(measured.without.size() == kGroups);
      squares += std::pow(estimate(measured).se, 2);
      const Json json = json_of(make_answer(tallies, kLabels.channels, kLabels.segments));
      told += std::pow(number_at(json, std::string(path) + ".se"), 2);
    }
    // Each square is that of a chi-squared with 15 degrees of freedom.
    const double se = std::sqrt(2.0 / 15 / kRuns);
    INFO(path << ": " << squares / told);
    CHECK(std::fabs(squares / told - 1) < 4.5 * se);
  }
}

TEST_CASE("what moves two runs alike cancels from their difference") {
  const Measured a = measure_one(run(kUncertain, 64, 6400), "lead.profit.mean");
  const Measured dearer = measure_one(run(kUncertain + "margin = 0.9\n", 64, 6400), "lead.profit.mean");
  const Measured other = measure_one(run(kUncertain, 64, 6400, 7), "lead.profit.mean");
  const Estimate paired = estimate(difference(a, dearer)), independent = estimate(difference(a, other));
  CHECK(paired.se < independent.se / 4);
  CHECK(correlation(a, dearer) > 0.9);
  CHECK(correlation(a, other) < 0.9);
  const Estimate none = estimate(difference(a, a));
  CHECK(none.value == 0);
  CHECK(none.se == 0);
  CHECK(interval(difference(a, a)).lo == 0);
}

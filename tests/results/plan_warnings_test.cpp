// What a reader of a plan's numbers is told about them.
#include "results/answer/plan_warnings.hpp"
#include "tests/results/plan_tallies.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <numeric>
#include <string>

using namespace valuescale;
using test::PlanBuilder;

namespace {

std::vector<double> rising(std::size_t worlds) {
  std::vector<double> profits(worlds);
  std::iota(profits.begin(), profits.end(), 0.0);
  return profits;
}

/// A plan of which there is nothing to be warned.
PlanBuilder sound(std::size_t worlds = 1000) {
  PlanBuilder builder(rising(worlds));
  for (std::size_t w = 0; w < worlds; ++w) {
    builder.pair(w, static_cast<double>(w) + 1);
    builder.world(w).channels[0].contribution = 80;
    builder.world(w).channels[0].after = 20;
  }
  builder.assumption();
  return builder;
}

std::string warnings_of(PlanBuilder& builder) {
  std::string all;
  for (const std::string& warning : results::plan_warnings(builder.tallies(), builder.answer())) all += warning + "\n";
  return all;
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("a sound plan is not warned of") {
  PlanBuilder builder = sound();
  CHECK(warnings_of(builder).empty());
}

TEST_CASE("too few worlds for a tail are named with how many it takes") {
  PlanBuilder few = sound(150), fewer = sound(90);
  CHECK(says(warnings_of(few), "150 worlds are too few for the worst 5 %, 1 % of them: simulate 3000 (--worlds 3000)"));
  CHECK(says(warnings_of(fewer), "for the worst 10 %, 5 %, 1 % of them"));
  PlanBuilder enough = sound(100);
  CHECK(says(warnings_of(enough), "for the worst 5 %, 1 % of them"));
}

TEST_CASE("worlds too few for the parts of the variance are told so") {
  PlanBuilder few = sound(299), enough = sound(300);
  CHECK(says(warnings_of(few),
             "299 worlds are too few for what makes the profit uncertain: its intervals are short; simulate 300 (--worlds 300)"));
  CHECK_FALSE(says(warnings_of(enough), "what makes the profit uncertain"));
}

TEST_CASE("a plan whose loss or ruin was hardly ever seen is told so, until it was often enough") {
  for (const std::size_t losers : {20, 31}) {
    PlanBuilder builder = sound();
    builder.plan().has_cash = true;
    for (std::size_t w = 0; w < losers; ++w) builder.world(w).cash[0] -= PlanBuilder::units(500), builder.world(w).ruin = 1;
    const std::string warnings = warnings_of(builder);
    for (const char* what : {"P(the plan loses money)", "P(ruin)"}) {
      INFO(losers << " " << what << " in: " << warnings);
      CHECK(
          says(warnings, std::string(what) + " rests on about 20 independent cases: its error is rough; simulate 2 times as many worlds") ==
          (losers == 20));
    }
    CHECK(says(warnings, "rests on") == (losers == 20));
  }
}

TEST_CASE("worlds drawn for ruin are told to be too few, or to rest on few of them") {
  PlanBuilder builder = sound();
  builder.plan().has_cash = true;
  models::RuinWorlds& worlds = builder.plan().ruin_worlds.emplace();
  worlds.months.assign(1000, models::kNoMonth), worlds.weights.assign(1000, 0.01);
  std::fill_n(worlds.months.begin(), 29, 1);
  CHECK(says(warnings_of(builder),
             "only 29 of 1000 worlds drawn for P(ruin) are ruined: it rests on the run's own worlds; draw more (--rare)"));
  std::fill_n(worlds.months.begin(), 200, 1);
  CHECK(warnings_of(builder).empty());
  worlds.weights[0] = 1;
  CHECK(says(warnings_of(builder),
             "P(ruin) rests on about 9 independent cases: its error is rough; simulate 4 times as many worlds for it (--rare)"));
}

TEST_CASE("a plan whose mean profit hangs on a few worlds is told how many it takes") {
  PlanBuilder builder = sound();
  builder.world(0).cash[0] = PlanBuilder::units(-100'000);
  CHECK(says(warnings_of(builder), "the plan's profit is very skewed: 1 of 1000 worlds make up half of its variance"));
  CHECK(says(warnings_of(builder), "simulate about 25000 (--worlds)"));
}

TEST_CASE("a plan lived with some of its customers warns, and more so where it ran short of cash") {
  PlanBuilder builder = sound();
  builder.plan().lived_share = 0.2;
  CHECK(says(warnings_of(builder), "only 20 % of the plan's customers were simulated: peak funding"));
  builder.plan().has_cash = true;
  builder.plan().with_all_cash = {builder.world(0)};
  builder.plan().short_worlds = {0};
  CHECK(says(warnings_of(builder), "the plan's numbers are unreliable"));
}

TEST_CASE("much that comes after the plan's end is told") {
  PlanBuilder builder = sound();
  for (auto& world : builder.plan().worlds) world.channels[0].after = 40;
  CHECK(says(warnings_of(builder), "33.3 % of what its customers bring comes after the plan's end"));
}

TEST_CASE("a plan that claims to know everything, or whose unknowns drown in luck, is told so") {
  PlanBuilder certain(rising(1000));
  CHECK(says(warnings_of(certain), "nothing in this plan is uncertain"));
  PlanBuilder lucky(rising(1000));
  for (std::size_t w = 0; w < 1000; ++w) lucky.pair(w, static_cast<double>(w) + 2000);
  lucky.assumption();
  CHECK(says(warnings_of(lucky), "cannot be told from luck"));
}

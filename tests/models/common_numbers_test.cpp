// Adding something to a scenario changes nobody else's luck: what two variants share, they share draw by draw.
#include "models/lifetime/simulate.hpp"
#include "sim/random/philox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <map>

using namespace valuescale;
using models::Stage;
using models::Tallies;

namespace {

const std::string kBase = R"TOML(
title = "A shop"
lifetime = 24
[channel.web]
cost_per_lead = 5
offer = "first"
leads = 1000
[offer.first]
price = 10
unit_cost = 12
[step.extra]
after = "first"
take = 0.4
delay = "gamma(2, 1)"
price = 30
[repeat.visits]
model = "bg-nbd"
r = 0.8
alpha = 2
a = 0.8
b = 2.5
spend = "lognormal(mean=30, sd=20)"
margin = 0.5
)TOML";

Tallies live(const std::string& text, std::int64_t customers = 3000) {
  models::RunOptions options;
  options.customers = customers;
  options.threads = 1;
  return simulate(tests::written(text), options);
}

bool same(const sim::Int128& a, const sim::Int128& b) { return a == b; }

}  // namespace

TEST_CASE("a second step leaves the first step and the repeat business as they were") {
  const Tallies base = live(kBase);
  const Tallies more = live(kBase + "[step.another]\nafter = 'first'\ntake = 0.5\nprice = 0\n");
  CHECK(same(base.world_cells[0].of(Stage::ladder), more.world_cells[0].of(Stage::ladder)));
  CHECK(same(base.world_cells[0].of(Stage::repeat), more.world_cells[0].of(Stage::repeat)));
  CHECK(base.world_cells[0].sum == more.world_cells[0].sum);
}

TEST_CASE("a step at every visit leaves the visits as they were") {
  const Tallies base = live(kBase);
  const Tallies more = live(kBase + "[step.polish]\nafter = 'visits'\ntake = 0.5\nprice = 0\n");
  CHECK(same(base.world_cells[0].of(Stage::repeat), more.world_cells[0].of(Stage::repeat)));
  CHECK(base.replicate_cells[0].payback[0].first == more.replicate_cells[0].payback[0].first);
}

TEST_CASE("a second process leaves the first as it was") {
  const Tallies base = live(kBase);
  const Tallies more = live(kBase + "[repeat.club]\nmodel = 'subscription'\nchurn = 0.2\nprice = 0\n");
  CHECK(same(base.world_cells[0].of(Stage::repeat), more.world_cells[0].of(Stage::repeat)));
  CHECK(same(base.world_cells[0].of(Stage::ladder), more.world_cells[0].of(Stage::ladder)));
}

TEST_CASE("a second channel leaves the first channel's customers as they were, and meets the same luck") {
  const Tallies base = live(kBase);
  const Tallies more = live(kBase + "[channel.shop]\ncost_per_lead = 9\noffer = 'first'\nleads = 1000\n", 6000);
  REQUIRE(more.dims.cells() == 2);
  REQUIRE(more.world_cells[0].customers == 3000);
  CHECK(base.world_cells[0].sum == more.world_cells[0].sum);
  // Same offer, same ladder: customer number n of both channels lives the same life, at another cost.
  CHECK(same(more.world_cells[0].sum[models::ltv], more.world_cells[1].sum[models::ltv]));
  CHECK_FALSE(same(more.world_cells[0].sum[models::customer_profit], more.world_cells[1].sum[models::customer_profit]));
}

TEST_CASE("an uncertain cost leaves other assumptions and all lives as they were") {
  const std::string uncertain = kBase + "[offer.second]\nprice = 1\n[channel.other]\noffer = 'second'\ncost_per_lead = 1\nleads = 1000\n";
  auto with = [&](const std::string& cost) {
    std::string text = uncertain;
    text.replace(text.find("take = 0.4"), 10, "take = '30% to 50%'");
    text.replace(text.rfind("cost_per_lead = 1"), 17, "cost_per_lead = " + cost);
    models::RunOptions options;
    options.customers = 4000;
    options.worlds = 20;
    return simulate(tests::written(text), options);
  };
  const Tallies base = with("1"), more = with("'1 to 3'");
  REQUIRE(base.assumptions.size() == 1);
  REQUIRE(more.assumptions.size() == 2);
  const auto& drawn = more.assumptions[0].path == "step.extra.take" ? more.assumptions[0] : more.assumptions[1];
  CHECK(drawn.values == base.assumptions[0].values);
  for (std::size_t world = 0; world < 20; ++world)
    CHECK(same(base.world_cell(world, 0).of(Stage::ladder), more.world_cell(world, 0).of(Stage::ladder)));
}

TEST_CASE("a changed seed changes the lives") {
  models::RunOptions options;
  options.customers = 3000;
  const auto scenario = tests::written(kBase);
  const Tallies one = simulate(scenario, options);
  options.seed = 2;
  CHECK(one.world_cells[0].sum != simulate(scenario, options).world_cells[0].sum);
}

TEST_CASE("more customers keep those that were there") {
  const Tallies few = live(kBase, 64), many = live(kBase, 128);
  // Customer numbers 0 to 63 are the first half of every doubled run; replicates cut by number.
  models::Sums first_half;
  for (std::size_t r = 0; r < many.dims.replicates / 2; ++r) first_half += many.replicate_cell(r, 0).sums;
  CHECK(first_half.customers == 64);
  CHECK(first_half.sum == few.world_cells[0].sum);
}

namespace {

std::string plan_of(const std::vector<std::string>& channels, const std::string& plan) {
  std::string text = "title = 'A plan'\nlifetime = 12\n";
  for (const std::string& channel : channels) text += "[channel." + channel + "]\ncost_per_customer = 5\n";
  return text +
         "[offer.first]\nprice = 10\n[repeat.visits]\nmodel = 'poisson'\nrate = 'gamma(2, 0.2)'\nspend = 'lognormal(mean=30, sd=20)'\n"
         "[plan]\nmonths = 3\n" +
         plan;
}

models::PlanTallies live_plan(const std::vector<std::string>& channels, const std::string& plan) {
  return *live(plan_of(channels, plan), 1'000'000).plan;
}

}  // namespace

TEST_CASE("more customers in one month leave those of other months as they were") {
  const models::PlanTallies few = live_plan({"web"}, "customers.web = [50, 50, 50]\n");
  const models::PlanTallies more = live_plan({"web"}, "customers.web = [50, 80, 50]\n");
  const auto brought = [](const models::PlanTallies& plan, std::size_t month) { return plan.worlds[0].cohorts[month].contribution; };
  CHECK(brought(more, 0) == brought(few, 0));
  CHECK(brought(more, 1) > brought(few, 1));
  CHECK(brought(more, 2) == brought(few, 2));
}

TEST_CASE("channels whose names begin with the same bits bring different people, in whatever order") {
  // Of ten thousand names, some have keys of which 23 bits are the same.
  std::map<std::uint32_t, std::string> names;
  std::string one, other;
  for (int i = 0; i < 100'000 && other.empty(); ++i) {
    const std::string name = "c" + std::to_string(i);
    const auto [at, is_new] = names.emplace(sim::key_of(1, "plan/channel/" + name).word0 & 0x7fffff, name);
    if (!is_new) one = at->second, other = name;
  }
  REQUIRE(!other.empty());
  const std::string plan = "customers." + one + " = 400\ncustomers." + other + " = 400\n";
  const models::PlanTallies as_given = live_plan({one, other}, plan), turned = live_plan({other, one}, plan);
  const auto brought = [](const models::PlanTallies& tallies, std::size_t channel) {
    return tallies.worlds[0].channels[channel].contribution + tallies.worlds[0].channels[channel].after;
  };
  CHECK(brought(as_given, 0) != brought(as_given, 1));
  CHECK(brought(as_given, 0) == brought(turned, 1));
  CHECK(brought(as_given, 1) == brought(turned, 0));
}

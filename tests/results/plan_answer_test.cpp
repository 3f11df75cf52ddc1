// What plans lived by hand come to, against numbers that are known exactly.
#include "results/answer/make_answer.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/results/plan_tallies.hpp"
#include "tests/support/catch.hpp"

#include <numeric>

using namespace valuescale;
using results::PlanAnswer;
using results::Tail;
using test::PlanBuilder;

namespace {

double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)); }
double probability(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }
double normal_edge(int i, int n) { return i == 0 ? -INFINITY : i == n ? INFINITY : sim::normal_quantile(static_cast<double>(i) / n); }

const Tail& tail(const PlanAnswer& answer, double level) {
  for (const Tail& own : answer.tails)
    if (own.level == level) return own;
  FAIL("no such level");
  return answer.tails.front();
}

double variance(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  return std::accumulate(values.begin(), values.end(), 0.0, [&](double sum, double x) { return sum + (x - mean) * (x - mean); }) / (n - 1);
}

std::vector<double> repeated(std::vector<std::pair<int, double>> parts) {
  std::vector<double> all;
  for (const auto& [times, value] : parts) all.insert(all.end(), static_cast<std::size_t>(times), value);
  return all;
}

}  // namespace

TEST_CASE("losses are above zero, and an atom at the edge of the tail is split") {
  const PlanAnswer answer = PlanBuilder(repeated({{93, 10}, {3, -100}, {4, -50}})).answer();
  CHECK(tail(answer, 0.99).var.value == 100);
  CHECK(tail(answer, 0.99).cvar.value == Approx(100));
  CHECK(tail(answer, 0.95).var.value == 50);
  CHECK(tail(answer, 0.95).cvar.value == Approx((3 * 100 + 2 * 50) / 5.0));
  CHECK(tail(answer, 0.9).var.value == -10);
  CHECK(tail(answer, 0.9).cvar.value == Approx((3 * 100 + 4 * 50 - 3 * 10) / 10.0));
  CHECK(answer.p_loss.value == Approx(0.07));
}

TEST_CASE("a tail that ends exactly between two values has the lower one for its quantile") {
  const PlanAnswer answer = PlanBuilder(repeated({{95, 0}, {5, -100}})).answer();
  CHECK(tail(answer, 0.95).var.value == 100);
  CHECK(tail(answer, 0.95).cvar.value == Approx(100));
}

TEST_CASE("the tail of a normal and of a lognormal loss is what textbooks say") {
  // A world for each thousandth of probability, at its mean: averages over whole worlds are then exact.
  constexpr int kWorlds = 1000;
  std::vector<double> normal, lognormal;
  for (int i = 0; i < kWorlds; ++i) {
    const double from = normal_edge(i, kWorlds), to = normal_edge(i + 1, kWorlds);
    normal.push_back(1000 * kWorlds * (density(from) - density(to)));
    lognormal.push_back(-1000 * kWorlds * std::exp(0.5) * (probability(1 - from) - probability(1 - to)));
  }
  CHECK(tail(PlanBuilder(normal).answer(), 0.95).cvar.value == Approx(2062.71).margin(0.005));
  CHECK(tail(PlanBuilder(normal).answer(), 0.95).var.value == Approx(1644.85).margin(5));
  CHECK(tail(PlanBuilder(lognormal).answer(), 0.95).cvar.value == Approx(8557.23).margin(0.02));
}

TEST_CASE("the mean of a tail has an interval where 30 worlds are in it, and it leans to where the tail does") {
  std::vector<double> profits(299);
  for (std::size_t w = 0; w < profits.size(); ++w) profits[w] = -1000 / std::sqrt(static_cast<double>(w) + 1);
  CHECK(std::isnan(tail(PlanBuilder(profits).answer(), 0.9).cvar.lo));
  profits.push_back(0);
  const PlanAnswer answer = PlanBuilder(profits).answer();
  const results::Interval& cvar = tail(answer, 0.9).cvar;
  CHECK(cvar.lo < cvar.value);
  CHECK(cvar.hi - cvar.value > cvar.value - cvar.lo);
  CHECK(std::isnan(tail(answer, 0.95).cvar.lo));
  CHECK(std::isnan(tail(answer, 0.99).cvar.hi));
}

TEST_CASE("the mean of a tail whose worlds are all alike is certain") {
  const PlanAnswer answer = PlanBuilder(repeated({{40, -100}, {260, 10}})).answer();
  CHECK(tail(answer, 0.9).cvar.lo == tail(answer, 0.9).cvar.value);
  CHECK(tail(answer, 0.9).cvar.hi == Approx(100));
}

TEST_CASE("luck is half the mean squared difference of pairs, and the parts of the variance make up the total") {
  const std::vector<double> profits{10, 20, 30, 40, 50, 60};
  PlanBuilder builder(profits);
  for (std::size_t w = 0; w < profits.size(); ++w) builder.pair(w, profits[w] + (w % 2 ? 4 : -2));
  builder.assumption();
  const results::VarianceParts parts = builder.answer().variance;
  CHECK(parts.luck.value == Approx((4.0 + 16.0) / 2 / 2));
  CHECK(parts.total.value == Approx(variance(profits)));
  CHECK(parts.unknowns.value + parts.luck.value == Approx(parts.total.value));
  CHECK(parts.shocks.value == 0);
  for (const results::Interval& part : {parts.luck, parts.unknowns, parts.total}) CHECK((part.lo < part.value && part.value < part.hi));
}

TEST_CASE("where luck explains more than was seen, nothing is left for what is unknown") {
  PlanBuilder builder({10, 12, 14});
  for (std::size_t w = 0; w < 3; ++w) builder.pair(w, 40);
  builder.assumption();
  const results::VarianceParts parts = builder.answer().variance;
  CHECK(parts.unknowns.value == 0);
  CHECK(parts.unknowns.lo < 0);
  CHECK(parts.total.value == Approx(parts.luck.value));
}

TEST_CASE("where nothing is unknown, all is luck") {
  const std::vector<double> profits{10, 12, 14, 31};
  PlanBuilder builder(profits);
  for (std::size_t w = 0; w < profits.size(); ++w) builder.pair(w, 11);
  const results::VarianceParts parts = builder.answer().variance;
  CHECK(parts.luck.value == Approx(variance(profits)));
  CHECK(parts.total.value == parts.luck.value);
  CHECK(parts.unknowns.value == 0);
}

TEST_CASE("of a plan lived with some of its customers, luck is taken out down to what all of them would have") {
  const std::vector<double> profits{-60, -10, 0, 20, 50, 90};
  PlanBuilder builder(profits);
  for (std::size_t w = 0; w < profits.size(); ++w) {
    builder.pair(w, profits[w] + 25);
    builder.life_pair(w, profits[w] - 20);
  }
  builder.assumption();
  builder.plan().lived_share = 0.25;
  const PlanAnswer answer = builder.answer();
  const double lived_luck = 25.0 * 25.0 / 2, luck = 20.0 * 20.0 / 2;
  CHECK(answer.profit.mean.value == Approx(15));
  CHECK(answer.profit.sd * answer.profit.sd == Approx(variance(profits) - luck * 0.75));
  CHECK(answer.variance.luck.value == Approx(lived_luck - luck * 0.75));
  CHECK(answer.variance.total.value == Approx(answer.profit.sd * answer.profit.sd));
  CHECK(answer.cash.back().mean.value == Approx(15));
  CHECK(answer.cash.back().quantiles.front().second.value == Approx(answer.profit.quantiles.front().second.value));
  CHECK(-tail(answer, 0.95).var.value == Approx(answer.profit.quantiles.front().second.value));
}

TEST_CASE("numbers of a plan lived with some of its customers err as these do, however far worlds are drawn together") {
  std::vector<double> profits(200);
  std::iota(profits.begin(), profits.end(), 1.0);
  PlanBuilder some(profits);
  for (std::size_t w = 0; w < profits.size(); ++w) some.life_pair(w, profits[w] + 60);
  some.plan().lived_share = 0.25;
  const double lived = variance(profits), kept = std::sqrt(1 - 0.75 * (60.0 * 60.0 / 2) / lived), mean = 100.5;
  std::vector<double> drawn;
  for (const double profit : profits) drawn.push_back(mean + kept * (profit - mean));
  const PlanAnswer sampled = some.answer(), as_drawn = PlanBuilder(drawn).answer();
  const double error = std::sqrt(lived / 200), more = (1 - kept) * sim::normal_quantile(0.975) * error;
  CHECK(sampled.profit.mean.se == Approx(error));
  for (std::size_t level = 0; level < as_drawn.profit.quantiles.size(); ++level) {
    const results::Interval &wide = sampled.profit.quantiles[level].second, &narrow = as_drawn.profit.quantiles[level].second;
    CHECK(wide.value == Approx(narrow.value));
    CHECK(wide.lo == Approx(narrow.lo - more));
    CHECK(wide.hi == Approx(narrow.hi + more));
  }
  CHECK(tail(sampled, 0.95).var.hi == Approx(tail(as_drawn, 0.95).var.hi + more));
  CHECK(tail(sampled, 0.9).cvar.value == Approx(tail(as_drawn, 0.9).cvar.value));
}

TEST_CASE("active customers of a plan are counted month by month, and the luck of lives in their number is their own") {
  PlanBuilder builder(4, 2);
  for (std::size_t w = 0; w < 4; ++w) builder.world(w).active = {10, 100 + 20 * static_cast<std::int64_t>(w)};
  const PlanAnswer all = builder.answer();
  REQUIRE(all.active.size() == 2);
  CHECK(all.active[1].month == 2);
  CHECK(all.active[0].mean.value == 10);
  CHECK(all.active[1].mean.value == 130);
  CHECK(all.active[1].quantiles.back().second.value == 160);
  // Each world once more with ten others: the luck has the variance 50, of which a quarter is the plan's. That of worlds is 2000/3.
  for (std::size_t w = 0; w < 4; ++w) {
    builder.life_pair(w, 0);
    builder.plan().life_pairs.back().active[1] += w % 2 ? 10 : -10;
  }
  builder.plan().lived_share = 0.25;
  const double shrunk = std::sqrt(1 - 50 * 0.75 / (2000.0 / 3));
  CHECK(builder.answer().active[1].quantiles.back().second.value == Approx(130 + 30 * shrunk));
  CHECK(builder.answer().active[0].quantiles.back().second.value == 10);
}

TEST_CASE("a plan breaks even by a month in as many worlds as have by then") {
  PlanBuilder builder(10, 4);
  const int first[] = {1, 2, 2, 4, 0, 0, 0, 2, 4, 0}, lasting[] = {1, 3, 2, 4, 0, 0, 0, 4, 4, 0};
  for (std::size_t w = 0; w < 10; ++w) builder.world(w).break_even = first[w], builder.world(w).lasting_break_even = lasting[w];
  const PlanAnswer answer = builder.answer();
  const auto values = [](const std::vector<results::Estimate>& cdf) {
    std::vector<double> all;
    for (const auto& estimate : cdf) all.push_back(estimate.value);
    return all;
  };
  CHECK(values(answer.break_even.cdf) == std::vector<double>{0.1, 0.4, 0.4, 0.6});
  CHECK(values(answer.lasting_break_even.cdf) == std::vector<double>{0.1, 0.2, 0.3, 0.6});
  CHECK(answer.break_even.ever.value == 0.6);
  CHECK(answer.break_even.never.value == Approx(0.4));
  CHECK(answer.break_even.median.value == 4);
  builder.world(3).break_even = builder.world(8).break_even = 0;
  CHECK(std::isinf(builder.answer().break_even.median.value));
}

TEST_CASE("a channel has paid for itself in as many of the worlds that paid for it") {
  PlanBuilder builder(10, 4);
  const int first[] = {1, 2, 2, 4, 0, 2, 0, 3, 0, 0}, lasting[] = {1, 3, 2, 4, 0, 4, 0, 0, 0, 0};
  for (std::size_t w = 0; w < 10; ++w) {
    models::PlanChannel& channel = builder.world(w).channels[0];
    channel.has_paid = w < 8;
    channel.break_even = first[w], channel.lasting_break_even = lasting[w];
    channel.acquisition = PlanBuilder::units(w < 8 ? 40 : 0);
    channel.contribution = PlanBuilder::units(30), channel.after = PlanBuilder::units(20);
    channel.profit = PlanBuilder::units(w < 8 ? -10 : 30);
  }
  const results::PlanChannelAnswer channel = builder.answer().channels[0];
  CHECK(channel.break_even.cdf[1].value == 0.5);
  CHECK(channel.break_even.ever.value == 0.75);
  CHECK(channel.break_even.never.value == 0.25);
  CHECK(channel.break_even.median.value == 2);
  REQUIRE(channel.break_even.quantiles.size() == 5);
  CHECK(channel.break_even.quantiles[0].second.value == 1);
  CHECK(channel.break_even.quantiles[3].second.value == 4);
  CHECK(std::isinf(channel.break_even.quantiles[4].second.value));
  CHECK(channel.lasting_break_even.ever.value == 0.625);
  CHECK(channel.lasting_break_even.median.value == 4);
  CHECK(channel.plan_profit.mean.value == Approx(-2));
  CHECK(channel.roi.value == Approx((50 - 32) / 32.0));

  for (std::size_t w = 0; w < 10; ++w) builder.world(w).channels[0].has_paid = false;
  const results::BreakEven nothing = builder.answer().channels[0].break_even;
  CHECK(std::isnan(nothing.ever.value));
  CHECK(std::isnan(nothing.median.value));
  CHECK(nothing.cdf.size() == 4);
}

TEST_CASE("what a shortage of cash cost is the same world with all the cash it takes, less the world as it was") {
  PlanBuilder builder({100, 200, 300, 400});
  builder.plan().has_cash = true;
  for (std::size_t w = 0; w < 4; ++w)
    builder.world(w).lowest_operating = PlanBuilder::units(-50), builder.world(w).lowest_cash = PlanBuilder::units(-5);
  builder.world(1).ruin = 1;
  models::PlanOutcome free = builder.world(1);
  free.channels[0].customers = 8;
  free.cash[0] = PlanBuilder::units(180);
  free.run_off = PlanBuilder::units(240);
  free.lowest_operating = PlanBuilder::units(-90);
  builder.plan().with_all_cash = {free};
  builder.plan().short_worlds = {1};
  const PlanAnswer answer = builder.answer();
  REQUIRE(answer.shortage);
  CHECK(answer.shortage->p.value == 0.25);
  CHECK(answer.shortage->customers_lost.value == 2);
  CHECK(answer.shortage->profit_lost.value == -5);
  CHECK(answer.shortage->run_off_lost.value == 60);
  CHECK(answer.peak_funding.mean.value == 60);
  CHECK(answer.lowest_cash->mean.value == -5);
  CHECK(answer.p_ruin->value == 0.25);
  builder.plan().has_cash = false;
  CHECK_FALSE(builder.answer().p_ruin);
}

TEST_CASE("worlds drawn for ruin count by their weights, from the month on by which enough of them are ruined") {
  PlanBuilder builder(4, 3);
  builder.plan().has_cash = true;
  builder.world(1).ruin = 1;
  // A quarter and half of a hundred are ruined by the second and third month.
  models::RuinWorlds& worlds = builder.plan().ruin_worlds.emplace();
  worlds.drawn_as_ever = 10;
  for (int w = 0; w < 160; ++w) {
    worlds.months.push_back(w < 20 ? 1 : w < 40 ? 2 : w < 80 ? 3 : models::kNoMonth);
    worlds.weights.push_back(w < 40 ? 0.1 : 0.3);
  }
  const PlanAnswer answer = builder.answer();
  // By the first month twenty are, which are too few; but it can't be likelier than by the second.
  const double second = 40 * 0.1 / 160, third = second + 40 * 0.3 / 160;
  CHECK(answer.ruin_cdf[0].value == Approx(second));
  CHECK(answer.ruin_cdf[1].value == Approx(second));
  CHECK(answer.p_ruin->value == Approx(third));
  const double squares = 40 * 0.01 + 40 * 0.09 - 160 * third * third;
  CHECK(answer.p_ruin->se == Approx(std::sqrt(squares / 160 / 159)));
  REQUIRE(answer.ruin_sampling);
  CHECK(answer.ruin_sampling->worlds == 160);
  CHECK(answer.ruin_sampling->ruined == 80);
  CHECK(answer.ruin_sampling->p.lo < third);
  CHECK(answer.ruin_sampling->p.hi > third);
  CHECK(answer.ruin_sampling->effective == Approx(third * (1 - third) / (squares / 160 / 159)));
  // Of too few by the end the run's own worlds speak.
  for (int w = 10; w < 80; ++w) builder.plan().ruin_worlds->months[static_cast<std::size_t>(w)] = models::kNoMonth;
  CHECK(builder.answer().p_ruin->value == 0.25);
  CHECK(std::isnan(builder.answer().ruin_sampling->effective));
}

TEST_CASE("the audit trail says what a plan came to in every world") {
  PlanBuilder builder({100, 200, 300});
  builder.plan().has_cash = true;
  models::PlanOutcome& bad = builder.world(1);
  bad.channels[0].customers = 7;
  bad.npv = 1'800'000, bad.run_off = PlanBuilder::units(220), bad.run_off_npv = 1'900'000;
  bad.lowest_cash = PlanBuilder::units(-5), bad.lowest_operating = PlanBuilder::units(-50);
  bad.ruin = bad.break_even = 1;
  bad.was_short = true;
  models::PlanOutcome free = bad;
  free.lowest_operating = PlanBuilder::units(-90);
  builder.plan().with_all_cash = {free};
  builder.plan().short_worlds = {1};

  const std::vector<results::PlanWorldRow> worlds = builder.answer().worlds;
  REQUIRE(worlds.size() == 3);
  const results::PlanWorldRow& row = worlds[1];
  CHECK(row.customers == 7);
  CHECK(row.profit == 200);
  CHECK(row.npv == 180);
  CHECK(row.run_off_profit == 220);
  CHECK(row.run_off_npv == 190);
  CHECK(row.peak_funding == 90);  // had there been all the cash it takes
  CHECK(row.lowest_cash == -5);
  CHECK(row.ruin == 1);
  CHECK(row.break_even == 1);
  CHECK(std::isinf(row.lasting_break_even));
  CHECK(row.was_short);
  CHECK(worlds[2].profit == 300);
  CHECK(worlds[2].peak_funding == 0);
  CHECK(std::isinf(worlds[2].ruin));
  CHECK_FALSE(worlds[2].was_short);

  builder.plan().has_cash = false;
  CHECK(std::isnan(builder.answer().worlds[1].ruin));
  CHECK(std::isnan(builder.answer().worlds[1].lowest_cash));
}

TEST_CASE("cohorts and channels are told by what was paid for them and what they brought") {
  PlanBuilder builder(4, 2);
  for (std::size_t w = 0; w < 4; ++w) {
    models::PlanChannel& channel = builder.world(w).channels[0];
    channel.leads = 50;
    channel.customers = static_cast<std::int64_t>(10 * (w + 1));
    channel.acquisition = PlanBuilder::units(100);
    channel.contribution = PlanBuilder::units(150);
    channel.after = PlanBuilder::units(60);
    builder.world(w).cohorts[1] = {w == 3 ? 0 : 5, PlanBuilder::units(40), PlanBuilder::units(70), w == 0 ? models::kNoMonth : 3};
  }
  const PlanAnswer answer = builder.answer();
  REQUIRE(answer.channels.size() == 1);
  CHECK(answer.channels[0].name == "ads");
  CHECK(answer.channels[0].cac.value == Approx(100 / 25.0));
  CHECK(answer.channels[0].whole_contribution.value == 210);
  CHECK(answer.channels[0].profit.mean.value == 110);
  CHECK(answer.customers.value == 25);
  REQUIRE(answer.cohorts.size() == 2);
  CHECK(answer.cohorts[1].ever.value == Approx(2 / 3.0));  // where nobody was won there is nobody to pay back
  CHECK(answer.cohorts[1].median.value == 3);
  CHECK(answer.cohorts[1].contribution.value == 70);
}

TEST_CASE("what a month's customers have earned back is a ratio of sums, with the spread of replicates for its error") {
  PlanBuilder builder(4, 2);
  const auto amount = [](double money) { return static_cast<sim::Int128>(PlanBuilder::units(money)); };
  // Four replicates: 100, 200, 300 and 400 are paid, 50 and 30 % of that come back, and once 10 more.
  builder.plan().cohort_cash.assign(4, std::vector<models::CohortCash>(2));
  for (std::size_t r = 0; r < 4; ++r) {
    const double paid = 100.0 * static_cast<double>(r + 1);
    builder.plan().cohort_cash[r][1] = {amount(paid), {amount(0.5 * paid), amount(0.3 * paid), amount(r == 0 ? 10 : 0)}};
    builder.world(r).cohorts[1] = {5, PlanBuilder::units(paid), PlanBuilder::units(paid), static_cast<int>(r)};
  }
  builder.plan().cohort_cash[3][1].by_age.pop_back();  // nothing of that month came there
  const PlanAnswer answer = builder.answer();
  const std::vector<results::CohortAge>& ages = answer.cohorts[1].by_age;
  REQUIRE(ages.size() == 3);
  CHECK(ages[0].earned.value == Approx(0.5));
  CHECK(ages[0].earned.se == Approx(0).margin(1e-12));
  CHECK(ages[1].earned.value == Approx(0.8));
  CHECK(ages[2].earned.value == Approx(0.81));
  // Pulls 9, -2, -3, -4.
  CHECK(ages[2].earned.se == Approx(std::sqrt((81 + 4 + 9 + 16) * 4.0 / 3) / 1000));
  // By month 1, 2 and 3, and never.
  for (std::size_t age = 0; age < 3; ++age) CHECK(ages[age].paid_back.value == Approx(0.25 * static_cast<double>(age + 1)));
  REQUIRE(answer.cohorts[0].by_age.size() == 3);
  CHECK(std::isnan(answer.cohorts[0].by_age[0].earned.value));
  CHECK(std::isnan(answer.cohorts[0].by_age[0].paid_back.value));
}

TEST_CASE("with a plan, nothing is said of a last tenth of the horizon") {
  test::TallyBuilder builder(2);
  for (std::size_t w = 0; w < 2; ++w) {
    const double cac = builder.channel(w, 0, 1, 0.5, 2);
    test::Life life;
    life.offer = 20, life.customer_cac = cac, life.lead_cac = 2;
    builder.allocate(2);
    builder.add(w, 0, 0, life);
  }
  models::Tallies tallies = builder.finish();
  CHECK(results::make_answer(tallies, {"ads"}, {"all"}).all.customer.late_ltv_share == 0);
  tallies.plan = PlanBuilder(std::vector<double>{1, 2}).tallies().plan;
  CHECK(std::isnan(results::make_answer(tallies, {"ads"}, {"all"}).all.customer.late_ltv_share));
}

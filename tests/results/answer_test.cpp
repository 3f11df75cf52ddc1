#include "results/answer/make_answer.hpp"
#include "tests/results/answer_tallies.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <cstring>
#include <random>

using namespace valuescale;
using results::Answer;
using results::Estimate;
using results::make_answer;
using test::Life;
using test::TallyBuilder;

namespace {

double beta_draw(std::mt19937_64& words, double a, double b) {
  const double x = std::gamma_distribution<>(a)(words), y = std::gamma_distribution<>(b)(words);
  return x / (x + y);
}

void require_near(const Estimate& estimate, double truth) {
  INFO("estimate " << estimate.value << " ± " << estimate.se << ", truth " << truth);
  REQUIRE(estimate.se >= 0);
  REQUIRE(std::fabs(estimate.value - truth) <= 4.5 * estimate.se + 1e-12);
}

/// A buyer of the opt-in business: tripwire 20, upsell 60 for 30 %, back-end 25 a time, 2 times on average.
Life opt_in(std::mt19937_64& words, double customer_cac) {
  Life life;
  life.offer = 20;
  life.ladder = life.at_first_sale = std::bernoulli_distribution(0.3)(words) ? 60 : 0;
  const double years = std::exponential_distribution<>(0.05)(words);
  life.repeat = 25.0 * std::poisson_distribution<>(0.1 * years)(words);
  life.customer_cac = customer_cac;
  life.lead_cac = 2;
  return life;
}

results::Interval at(const std::vector<std::pair<double, results::Interval>>& quantiles, double level) {
  for (const auto& [own, interval] : quantiles) {
    if (own == level) return interval;
  }
  FAIL("no such level");
  return {};
}

}  // namespace

TEST_CASE("opt-ins at a known conversion: both views, stages and the front end") {
  std::mt19937_64 words(11);
  TallyBuilder builder(1);
  const double cac = builder.channel(0, 0, 1, 0.05, 2);
  const auto count = builder.allocate(100'000)[0];
  for (int i = 0; i < count; ++i) builder.add(0, 0, 0, opt_in(words, cac));
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"all"});

  require_near(answer.all.lead.profit.mean, 2.4);
  require_near(answer.all.customer.profit.mean, 48);
  REQUIRE(answer.all.lead.profit.sd == Approx(24.354).epsilon(0.016));  // 4.5 errors: a buyer's square has kurtosis about 5
  REQUIRE(answer.all.conversion.value == Approx(0.05));
  REQUIRE(answer.all.conversion.se == 0);
  REQUIRE(answer.all.customer.profit.mean.value * 0.05 == Approx(answer.all.lead.profit.mean.value).epsilon(1e-12));
  REQUIRE(answer.all.customer.ltv_cac.value == Approx(answer.all.lead.ltv_cac.value).epsilon(1e-12));
  REQUIRE(answer.all.customer.cac.mean.value == 40);
  REQUIRE(answer.all.customer.cac.mean.se == 0);
  REQUIRE(at(answer.all.customer.cac.quantiles, 0.99).lo == 40);
  REQUIRE(at(answer.all.customer.cac.quantiles, 0.99).hi == 40);

  require_near(answer.all.lead.first_sale.mean, -1);
  require_near(answer.all.lead.front_end.mean, -0.1);
  require_near(answer.all.lead.back_end.mean, 2.5);
  // A lead that never buys has lost its cost; the first sale covers a buyer's own 2, but not 40.
  REQUIRE(answer.all.lead.first_sale.p_nonnegative.value == Approx(0.05));
  REQUIRE(answer.all.customer.first_sale.p_nonnegative.value == 0);
  require_near(answer.all.customer.front_end.p_nonnegative, 0.3);
  REQUIRE(std::isnan(answer.all.lead.back_end.p_nonnegative.value));

  REQUIRE(answer.all.lead.p_loss.value == Approx(0.95));
  REQUIRE(at(answer.all.lead.profit.quantiles, 0.5).value == -2);
  REQUIRE(at(answer.all.lead.profit.quantiles, 0.5).lo == -2);
  REQUIRE(at(answer.all.lead.profit.quantiles, 0.5).hi == -2);
  REQUIRE(at(answer.all.lead.ltv.quantiles, 0.9).value == 0);
  REQUIRE(at(answer.all.lead.cac.quantiles, 0.01).value == 2);
  REQUIRE(answer.all.lead.payback.first.ever.value == Approx(0.05));
  REQUIRE(answer.all.lead.payback.first.never.value == Approx(0.95));
  REQUIRE(std::isinf(answer.all.lead.payback.first.median.value));
  REQUIRE(!answer.worlds_interval);
}

TEST_CASE("stages add up to profit in every block and view") {
  std::mt19937_64 words(12);
  TallyBuilder builder(1, 2, 2);
  const double cac[] = {builder.channel(0, 0, 0.3, 0.07, 1.37), builder.channel(0, 1, 0.7, 0.011, 0.21)};
  const auto counts = builder.allocate(5000);
  for (std::size_t c = 0; c < 2; ++c) {
    for (int i = 0; i < counts[c]; ++i) {
      Life life = opt_in(words, cac[c]);
      life.lead_cac = c == 0 ? 1.37 : 0.21;
      builder.add(0, c, words() % 2, life);
    }
  }
  const Answer answer = make_answer(builder.finish(), {"ads", "mail"}, {"gold", "iron"});
  std::vector<const results::Block*> blocks{&answer.all};
  for (const auto& [name, block] : answer.channels) blocks.push_back(&block);
  for (const auto& [name, block] : answer.segments) blocks.push_back(&block);
  REQUIRE(blocks.size() == 5);
  for (const auto* block : blocks) {
    for (const auto* view : {&block->lead, &block->customer}) {
      double sum = 0, size = 0;
      for (const auto& [stage, mean] : view->by_stage) sum += mean.value, size += std::fabs(mean.value);
      REQUIRE(std::fabs(sum - view->profit.mean.value) <= 1e-14 * size);
      REQUIRE(std::fabs(view->front_end.mean.value + view->back_end.mean.value - view->profit.mean.value) <= 1e-14 * size);
      REQUIRE(std::fabs(view->ltv.mean.value - view->cac.mean.value - view->npv.mean.value) <= 1e-14 * size);
    }
  }
  double leads = 0, customers = 0, profit = 0;
  for (const auto& [name, block] : answer.channels) {
    leads += block.share_of_leads;
    customers += block.share_of_customers;
    profit += block.share_of_leads * block.lead.profit.mean.value;
  }
  REQUIRE(leads == Approx(1));
  REQUIRE(customers == Approx(1));
  REQUIRE(profit == Approx(answer.all.lead.profit.mean.value).epsilon(1e-12));
}

TEST_CASE("unknown conversion: worlds are weighed by the customers they make") {
  std::mt19937_64 words(13);
  const std::size_t worlds = 1000;
  TallyBuilder builder(worlds);
  std::vector<double> cac, conversion;
  for (std::size_t w = 0; w < worlds; ++w) {
    conversion.push_back(beta_draw(words, 2, 38));
    cac.push_back(builder.channel(w, 0, 1, conversion.back(), 2));
  }
  builder.assumption(conversion);
  const auto counts = builder.allocate(200'000);
  double equally = 0;
  for (std::size_t w = 0; w < worlds; ++w) {
    for (int i = 0; i < counts[w]; ++i) builder.add(w, 0, 0, opt_in(words, cac[w]));
    equally += (88 - cac[w]) / static_cast<double>(worlds);
  }
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"all"});
  require_near(answer.all.lead.profit.mean, 2.4);
  require_near(answer.all.customer.profit.mean, 48);
  require_near(answer.all.conversion, 0.05);
  REQUIRE(answer.all.conversion.se > 0);
  // LTV:CAC is the same question in both views, and 88/40 is in its interval.
  REQUIRE(answer.all.customer.ltv_cac.value == Approx(answer.all.lead.ltv_cac.value).epsilon(2e-3));
  REQUIRE(answer.all.customer.ltv_cac.lo < 2.2);
  REQUIRE(answer.all.customer.ltv_cac.hi > 2.2);
  // Break-even: the lead cost that makes both means 0 is 2 more than what a lead brings now.
  require_near({answer.all.lead.profit.mean.value + 2, answer.all.lead.profit.mean.se}, 4.4);
  REQUIRE(answer.all.customer.profit.mean.value * answer.all.conversion.value == Approx(answer.all.lead.profit.mean.value).epsilon(2e-3));
  // Weighing worlds alike would be visibly wrong.
  REQUIRE(std::fabs(equally - answer.all.customer.profit.mean.value) > 4.5 * answer.all.customer.profit.mean.se);
}

TEST_CASE("a lead is what it costs and what its buyers bring, enumerated by hand") {
  // Channel 0: cost 4, segments 25 % / 75 % converting 0.5 / 0.1 (0.2 in all). Channel 1: free leads, 10 % buy.
  TallyBuilder builder(1, 2, 2, 2);
  builder.channel(0, 0, 0.5, 4, {0.25, 0.75}, {0.5, 0.1});
  builder.channel(0, 1, 0.5, 0, {1, 0}, {0.1, 0});
  REQUIRE(builder.allocate(30) == std::vector<std::int64_t>{20, 10});
  const auto life = [](double cac, double own, std::vector<double> cash) {
    Life result;
    result.offer = cash[0];
    result.repeat = cash[1] + cash[2];
    result.customer_cac = cac, result.lead_cac = own, result.cash = cash;
    return result;
  };
  // .125 of .2 buyers are gold: 12.5 of 20; take 12 and 8, means do not depend on it where shares are known.
  for (int i = 0; i < 12; ++i) builder.add(0, 0, 0, life(20, 4, {10, 20, 0}));
  for (int i = 0; i < 8; ++i) builder.add(0, 0, 1, life(20, 4, {1, 2, 0}));
  for (int i = 0; i < 10; ++i) builder.add(0, 1, 0, life(0, 0, {5, 0, 1}));
  const Answer answer = make_answer(builder.finish(), {"ads", "friends"}, {"gold", "iron"});

  const auto& gold = answer.segments[0].second;
  REQUIRE(gold.share_of_leads == Approx(0.625));
  REQUIRE(gold.conversion.value == Approx((0.125 * 0.5 + 0.5 * 0.1) / 0.625));
  // Ads' gold leads: half bring 30, all cost 4. Friends' bring 6 to one in ten.
  REQUIRE(gold.lead.profit.mean.value == Approx((0.125 * (15 - 4) + 0.5 * 0.6) / 0.625));
  REQUIRE(gold.lead.p_loss.value == Approx(0.125 * 0.5 / 0.625));
  const auto& iron = answer.segments[1].second;
  REQUIRE(iron.lead.profit.mean.value == Approx(0.1 * 3 - 4));
  REQUIRE(iron.lead.cac.mean.value == Approx(4));
  REQUIRE(iron.customer.cac.mean.value == 20);
  // An iron customer brings 3 for 20; an iron lead in ten brings 3 for 40: neither is paid back, but a gold lead's cohort is, at step 1.
  REQUIRE(gold.lead.payback.cohort.step == 0);
  REQUIRE(gold.customer.payback.cohort.step == 1);
  REQUIRE(std::isinf(iron.lead.payback.cohort.step));
  REQUIRE(std::isinf(iron.customer.payback.cohort.step));

  // Free leads that never buy have no payback and no loss.
  const auto& friends = answer.channels[1].second;
  REQUIRE(friends.lead.payback.first.cdf[0].value == Approx(0.1));
  REQUIRE(friends.lead.payback.first.never.value == Approx(0.9));
  REQUIRE(friends.lead.p_loss.value == 0);
  REQUIRE(friends.lead.first_sale.p_nonnegative.value == Approx(1));
  REQUIRE(std::isnan(friends.customer.ltv_cac.value));
  REQUIRE(at(friends.lead.profit.quantiles, 0.9).value == 0);
  REQUIRE(at(friends.lead.profit.quantiles, 0.95).value == 6);
  REQUIRE(at(friends.lead.profit.quantiles, 0.95).lo == 6);
  // 30 customers cannot bound a 99 % point from above, and it is not claimed.
  REQUIRE(std::isnan(at(answer.channels[0].second.customer.profit.quantiles, 0.99).hi));
}

TEST_CASE("payback splits into ever, never and open, and its median knows never") {
  // W1's law: comes back with 0.8 each month, so the third month's return is 0.512; paid back there.
  std::mt19937_64 words(14);
  TallyBuilder builder(1, 1, 1, 12);
  builder.channel(0, 0, 1, 1, 5);
  builder.allocate(20'000);
  for (int i = 0; i < 20'000; ++i) {
    Life life;
    life.customer_cac = life.lead_cac = 5;
    life.cash.assign(13, 0.0);
    life.active = true;
    for (std::size_t k = 1; k <= 12 && life.active; ++k) {
      life.active = std::bernoulli_distribution(0.8)(words);
      if (life.active) life.cash[k] = 1, life.repeat += 1;
    }
    if (i % 2 == 0 && life.repeat >= 7) life.cash[7] -= 4, life.repeat -= 4;  // a refund: paid back, but not for good
    builder.add(0, 0, 0, life);
  }
  auto tallies = builder.finish();
  const Answer answer = make_answer(tallies, {"ads"}, {"all"});
  const auto& first = answer.all.customer.payback.first;
  REQUIRE(first.cdf.size() == 13);
  REQUIRE(first.cdf[4].value == 0);
  REQUIRE(first.cdf[4].se == Approx(3 / 20'000.0 / 1.96));
  require_near(first.cdf[5], std::pow(0.8, 5));
  require_near(first.ever, std::pow(0.8, 5));
  REQUIRE(first.ever.se == Approx(std::sqrt(first.ever.value * (1 - first.ever.value) / 20'000)).epsilon(1e-9));
  REQUIRE(first.ever.value + first.never.value + first.open.value == Approx(1).epsilon(1e-14));
  REQUIRE(std::isinf(first.median.value));
  const auto& lasting = answer.all.customer.payback.lasting;
  REQUIRE(lasting.cdf[5].value < first.cdf[5].value);
  REQUIRE(lasting.ever.value + lasting.never.value + lasting.open.value == Approx(1).epsilon(1e-14));
  REQUIRE(std::isinf(answer.all.customer.payback.cohort.step));  // mean cash stays below 4
  REQUIRE(std::isnan(answer.all.customer.payback.cohort.lo));
}

TEST_CASE("cohort payback compares integers: it happens at exactly zero") {
  TallyBuilder builder(1, 1, 1, 3);
  builder.channel(0, 0, 1, 1, 0.3);
  builder.allocate(3);
  for (int i = 0; i < 3; ++i) {
    Life life;
    life.customer_cac = life.lead_cac = 0.3;
    life.cash = {0.1, 0.1, 0.1, 0.1};  // three tenths are three tenths, in integers
    life.repeat = 0.4;
    builder.add(0, 0, 0, life);
  }
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"all"});
  REQUIRE(answer.all.customer.payback.cohort.step == 2);
  REQUIRE(answer.all.customer.payback.first.median.value == 2);
  REQUIRE(answer.all.customer.payback.cohort.cdf == std::vector<double>{0, 0, 1, 1});
}

TEST_CASE("where nobody buys, spending counts for leads and customers are missing") {
  TallyBuilder builder(4, 1, 1, 1);
  builder.channel(0, 0, 1, 0, 2);
  builder.channel(1, 0, 1, 0, 2);
  double cac = 0;
  for (std::size_t w : {2, 3}) cac = builder.channel(w, 0, 1, 0.1, 2);
  builder.assumption({0, 0, 0.1, 0.1});
  const auto counts = builder.allocate(20);
  for (std::size_t w = 0; w < 4; ++w) {
    for (int i = 0; i < counts[w]; ++i) {
      Life life;
      life.offer = 50, life.customer_cac = cac, life.lead_cac = 2;
      builder.add(w, 0, 0, life);
    }
  }
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"all"});
  REQUIRE(answer.worlds_without_customers == 2);
  REQUIRE(answer.all.lead.profit.mean.value == Approx((3 + 3 - 2 - 2) / 4.0));
  REQUIRE(answer.all.customer.profit.mean.value == Approx(30));
  REQUIRE(answer.all.conversion.value == Approx(0.05));
  REQUIRE(std::isnan(answer.world_rows[0].cac));
  REQUIRE(answer.world_rows[0].lead_profit == -2);
  REQUIRE(std::isnan(answer.world_rows[0].customer_profit));
  const auto& worlds = *answer.worlds_interval;
  REQUIRE(std::isinf(at(worlds.customer.cac, 0.95).value));
  REQUIRE(at(worlds.customer.cac, 0.5).value == Approx(20));
  REQUIRE(at(worlds.customer.ltv_cac, 0.05).value == 0);
  REQUIRE(at(worlds.customer.payback_ever, 0.05).value == 0);
  REQUIRE(std::isinf(at(worlds.customer.cohort_payback, 0.95).value));
  REQUIRE(at(worlds.customer.profit, 0.05).value == Approx(30));
  REQUIRE(worlds.lead.p_loss.value == Approx(0.5));
  REQUIRE(worlds.customer.p_loss.value == 0);
}

TEST_CASE("a business where nobody ever buys still answers") {
  TallyBuilder builder(1, 1, 1, 2);
  builder.channel(0, 0, 1, 0, 2);
  builder.allocate(100);
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"all"});
  REQUIRE(answer.all.lead.profit.mean.value == -2);
  REQUIRE(answer.all.lead.p_loss.value == 1);
  REQUIRE(answer.all.lead.payback.first.never.value == 1);
  REQUIRE(std::isnan(answer.all.customer.profit.mean.value));
  REQUIRE(std::isnan(answer.all.customer.p_loss.value));
  REQUIRE(std::isnan(answer.all.customer.payback.cohort.step));
  REQUIRE(answer.worlds_without_customers == 1);
}

TEST_CASE("customers of several channels that share random numbers are not taken as independent") {
  // Both channels' i-th customers live the same life: the error is that of half as many.
  std::mt19937_64 words(15);
  TallyBuilder builder(1, 2);
  builder.channel(0, 0, 0.5, 0.1, 1);
  builder.channel(0, 1, 0.5, 0.1, 1);
  builder.allocate(20'000);
  for (int i = 0; i < 10'000; ++i) {
    const Life life = opt_in(words, 10);
    builder.add(0, 0, 0, life);
    builder.add(0, 1, 0, life);
  }
  const Answer answer = make_answer(builder.finish(), {"ads", "mail"}, {"all"});
  const double pooled = answer.all.customer.profit.sd / std::sqrt(20'000.0);
  // 64 replicates know an error to one part in √126; √2 is 4.6 of these above "independent".
  REQUIRE(answer.all.customer.profit.mean.se / pooled == Approx(std::sqrt(2.0)).epsilon(4.5 / std::sqrt(126.0) / std::sqrt(2.0)));
  REQUIRE(answer.all.customer.profit.mean.se / pooled > 1.1);
  REQUIRE(answer.channels[0].second.customer.profit.mean.se == Approx(answer.channels[0].second.customer.profit.sd / 100).epsilon(1e-9));
}

TEST_CASE("how many buyers of a segment happened to be simulated is no error of its leads' mean") {
  std::mt19937_64 words(18);
  TallyBuilder builder(40, 1, 2);
  for (std::size_t w = 0; w < 40; ++w) builder.channel(w, 0, 1, 2, {0.5, 0.5}, {0.1, 0.1});
  builder.allocate(400);
  builder.assumption(std::vector<double>(40, 0.1));
  for (std::size_t w = 0; w < 40; ++w) {
    for (int i = 0; i < 10; ++i) {
      Life life;
      life.offer = 30, life.customer_cac = 20, life.lead_cac = 2;
      builder.add(w, 0, words() % 2, life);
    }
  }
  const Answer answer = make_answer(builder.finish(), {"ads"}, {"gold", "iron"});
  REQUIRE(answer.segments[0].second.lead.profit.mean.value == Approx(1));
  REQUIRE(answer.segments[0].second.lead.profit.mean.se == 0);
  REQUIRE(answer.segments[0].second.customer.profit.mean.se == 0);
}

TEST_CASE("the same tallies give the same bits") {
  std::mt19937_64 words(16);
  TallyBuilder builder(50, 2, 2, 3);
  std::vector<double> conversion;
  for (std::size_t w = 0; w < 50; ++w) {
    conversion.push_back(beta_draw(words, 2, 8));
    builder.channel(w, 0, 0.5, conversion.back(), 3);
    builder.channel(w, 1, 0.5, 0.2, 1);
  }
  builder.assumption(conversion);
  const auto counts = builder.allocate(3000);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (int n = 0; n < counts[i]; ++n) builder.add(i / 2, i % 2, words() % 2, opt_in(words, i % 2 ? 5 : 3 / conversion[i / 2]));
  }
  const auto tallies = builder.finish();
  const Answer one = make_answer(tallies, {"a", "b"}, {"c", "d"}), two = make_answer(tallies, {"a", "b"}, {"c", "d"});
  const auto same = [](double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; };
  REQUIRE(same(one.all.lead.profit.mean.se, two.all.lead.profit.mean.se));
  REQUIRE(same(one.segments[1].second.customer.ltv_cac.hi, two.segments[1].second.customer.ltv_cac.hi));
  for (std::size_t i = 0; i < 9; ++i) REQUIRE(same(one.all.lead.profit.quantiles[i].second.hi, two.all.lead.profit.quantiles[i].second.hi));
  REQUIRE(same(one.worlds_interval->lead.p_loss.se, two.worlds_interval->lead.p_loss.se));
}

TEST_CASE("warnings name what the reader must not overlook") {
  std::mt19937_64 words(17);
  TallyBuilder builder(1, 1, 1, 10);
  builder.channel(0, 0, 1, 1, 1);
  builder.allocate(1000);
  for (int i = 0; i < 1000; ++i) {
    Life life;
    life.repeat = i % 500 == 0 ? 10'000 : 2;
    life.customer_cac = life.lead_cac = 1;
    life.active = i % 10 == 0;
    builder.add(0, 0, 0, life);
  }
  auto tallies = builder.finish();
  tallies.capped_worlds = {3};
  tallies.capped_what = {"step.upsell.take"};
  tallies.interrupted = true;
  const Answer answer = make_answer(tallies, {"ads"}, {"all"});
  const auto says = [&](const char* text) {
    return std::count_if(answer.warnings.begin(), answer.warnings.end(),
                         [&](const std::string& warning) { return warning.find(text) != std::string::npos; });
  };
  REQUIRE(says("10 % of customers are still active") == 1);
  REQUIRE(says("very skewed: 2 of 1000 customers make up half of its variance") == 1);
  REQUIRE(says("step.upsell.take passed 1 in 3 of 1 worlds") == 1);
  REQUIRE(says("stopped early") == 1);
  REQUIRE(says("nobody buys") == 0);
  REQUIRE(says("independent cases") == 0);
}

TEST_CASE("worlds that are too few, or too unequal, for 5 % and 95 % points are said to be") {
  const auto warnings = [](std::size_t worlds, std::size_t large) {
    TallyBuilder builder(worlds);
    std::vector<double> conversions;
    // Nearly all customers are of the large ones, which are then nearly all the worlds there are.
    for (std::size_t w = 0; w < worlds; ++w) {
      conversions.push_back(w < large ? 0.4 : 0.001);
      builder.channel(w, 0, 1, conversions.back(), 4);
    }
    builder.assumption(conversions);
    const auto counts = builder.allocate(static_cast<std::int64_t>(20 * worlds));
    for (std::size_t w = 0; w < worlds; ++w)
      for (int i = 0; i < counts[w]; ++i) {
        Life life;
        life.repeat = static_cast<double>(3 * w) + i % 5;
        life.customer_cac = 10, life.lead_cac = 4;
        builder.add(w, 0, 0, life);
      }
    std::string all;
    for (const std::string& warning : make_answer(builder.finish(), {}, {}).warnings) all += warning + "\n";
    return all;
  };
  const auto says = [](const std::string& text, const char* words) { return text.find(words) != std::string::npos; };
  CHECK(says(warnings(80, 80), "80 worlds are too few for 5 % and 95 % points: simulate 1,000 (--worlds 1000)"));
  CHECK(says(warnings(60, 60), "60 worlds are too few for 5 % and 95 % points, whose intervals have no end on one side"));
  CHECK(says(warnings(200, 60), "200 worlds are too few for 5 % and 95 % points, whose intervals have no end on one side"));
  CHECK_FALSE(says(warnings(200, 200), "5 % and 95 % points"));
}

TEST_CASE("a probability that rests on few cases is said to, until there are enough") {
  for (const int losers : {1, 4, 31}) {
    TallyBuilder builder(1);
    builder.channel(0, 0, 1, 1, 1);
    builder.allocate(1000);
    for (int i = 0; i < 1000; ++i) {
      Life life;
      life.repeat = i < losers ? 0 : 2;
      life.customer_cac = life.lead_cac = 1;
      builder.add(0, 0, 0, life);
    }
    const Answer answer = make_answer(builder.finish(), {}, {});
    const std::string expected = losers == 1   ? "one or two independent cases"
                                 : losers == 4 ? "about 4 independent cases: its error is rough; simulate 8 times"
                                               : "";
    const auto found = std::count_if(answer.warnings.begin(), answer.warnings.end(), [&](const std::string& warning) {
      return warning.find(expected.empty() ? "independent cases" : expected) != std::string::npos;
    });
    INFO(losers);
    REQUIRE(found == (expected.empty() ? 0 : 1));
  }
}

// What a terminal says of a plan.
#include "tests/results/plan_answer_sample.hpp"
#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "results/terminal/in_words.hpp"

#include <sstream>

using namespace valuescale;
using results::Style;

namespace {

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

/// The text without line ends and indents.
std::string flowing(const std::string& text) {
  std::istringstream words(text);
  std::string all, word;
  while (words >> word) all += (all.empty() ? "" : " ") + word;
  return all;
}

const Style kWide{160, true, false};

results::Answer planned() {
  results::Answer answer = tests::sample_answer();
  answer.plan = tests::plan_answer_sample();
  return answer;
}

std::string said_of(const results::Answer& answer) { return flowing(results::in_words(answer, kWide)); }

}  // namespace

TEST_CASE("a plan is answered first, and everything that was asked about it") {
  const std::string text = said_of(planned());
  for (const char* words : {"The plan: 4 months of the business",
                            "luck and what you don't know together",
                            "Taxes are left out.",
                            "profit, on average 1,010.00 ± 160.00 7,007.00 ± 210.00",
                            "from -2,190.00 2,807.00 half of worlds below 1,010.00 7,007.00 to 4,210.00 11,207.00",
                            "P(it loses money) 21.0 ± 1.2 % 3.1 ± 0.4 %",
                            "discounted, 8 % (NPV) 912.00 ± 130.00 5,005.00 ± 190.00",
                            "Run-off is what customers still bring after month 4",
                            "at the worst moment (peak funding) 3,131.00 ± 11.00 CNY",
                            "in 90 % of worlds 2,911.00 to 3,351.00 CNY",
                            "4 1,000.00 ± 160.00 -2,200.00 4,200.00 60.0 ± 1.5 % 4.4 ± 0.1 %",
                            "half of worlds by month 4 (month 3 to never)",
                            "until month 4 60.0 ± 1.5 % and stays so 56.0 ± 1.4 % not until then 40.0 ± 1.5 %",
                            "P(less is spent than planned) 27.0 ± 1.4 %",
                            "customers not won, on average 3.50 ± 0.25",
                            "profit spared, until month 4 41.00 ± 2.00 CNY",
                            "profit lost, with run-off 818.00 ± 20.00 CNY",
                            "P(ruin): what is due can't be paid 4.4 ± 0.1 %",
                            "least in the bank, on average 66.00 ± 10.00 CNY in 90 % of worlds -134.00 to 266.00 CNY",
                            "interest on credit 17.00 ± 0.50 CNY",
                            "5 % 2,222.00 (2,200.00 to 2,300.00) 2,525.00 (2,400.00 to 2,650.00)",
                            "In the worst 5 % of worlds the plan loses 2,525.00 CNY on average until month 4.",
                            "luck: customers differ 3.8 % 300.00 (252.98 to 347.85)",
                            "what you don't know 96.2 % 1,500.00 (1,400.00 to 1,600.00)",
                            "fish-pond 80.0 808.00 10.10 7,070.00 6,262.00 ± 50.00 5,262.00 7,262.00",
                            "all 100.0 1,011.00 10.11 9,535.00 8,524.00",
                            "fish-pond 2,001.00 ± 13.00 59.0 ± 1.5 % 55.0 ± 1.4 % month 1 850.0 ± 25.0 %",
                            "each costs 15.25 ± 0.15 CNY (fully loaded CAC)",
                            "Active customers at the end: 124.00 ± 1.60 (92 to 156 in 90 % of worlds)",
                            "1 10.00 ± 0.50 101.00 ± 1.00 203.00 ± 2.00 90.0 ± 1.0 % 5 months",
                            "Whoever is won in month 2 or later lives on after month 4",
                            "fixed costs -1,500.00 interest -17.00 ± 0.50 profit with run-off 14,141.00 7,007.00 ± 210.00",
                            "customers pay 12,012.00 ± 40.00",
                            "more worlds make it smaller"}) {
    CAPTURE(words);
    CHECK(says(text, words));
  }
  CHECK_FALSE(says(text, "shocks"));
  CHECK_FALSE(says(text, "service 0.00"));
  CHECK_FALSE(says(text, "each stands for"));
  CHECK(text.find("The plan: 4 months") < text.find("So far the plan."));
  CHECK(text.find("So far the plan.") < text.find("What a customer costs and brings"));
  CHECK_FALSE(says(said_of(tests::sample_answer()), "plan"));
}

TEST_CASE("an answer to a plan says how far it can be trusted") {
  results::Answer answer = planned();
  answer.plan->lived_share = 0.125;
  answer.worlds_interval.reset();
  const std::string text = said_of(answer);
  CHECK(says(text, "Not all of its customers were simulated: each stands for 8."));
  CHECK(says(text, "luck alone, as the file claims to know everything exactly"));
  CHECK_FALSE(says(text, "finding out narrows it"));
}

TEST_CASE("an answer says of ruin that was told by worlds of its own how well it is known") {
  results::Answer answer = planned();
  CHECK_FALSE(says(said_of(answer), "worlds of its own"));
  answer.plan->ruin_sampling = results::RuinSampling{1000, 321, {0.00441, 0.0041, 0.00485}, 23'456.5};
  CHECK(says(said_of(answer),
             "Ruin is told by 1,000 worlds of its own, drawn where it is likelier: 0.441 % (95 % interval: 0.41 to 0.485 %), as well as "
             "23,457 others would tell it."));
}

TEST_CASE("nothing is said of cash running out where there is no end of it") {
  results::Answer answer = planned();
  answer.plan->p_ruin.reset(), answer.plan->lowest_cash.reset(), answer.plan->shortage.reset();
  answer.plan->ruin_cdf.clear();
  const std::string text = said_of(answer);
  for (const char* words : {"ruin", "in the bank", "credit"}) {
    CAPTURE(words);
    CHECK_FALSE(says(text, words));
  }
}

TEST_CASE("a plan that cannot lose says so, and one that seldom breaks even too") {
  results::Answer answer = planned();
  answer.plan->tails[1] = {0.95, {-500, -510, -490}, {-300, -310, -290}};
  answer.plan->break_even.median = {std::numeric_limits<double>::infinity(), 4, std::numeric_limits<double>::infinity()};
  answer.plan->variance.shocks = {490'000, 360'000, 640'000};
  const std::string text = said_of(answer);
  CHECK(says(text, "the plan still earns 300.00 CNY on average"));
  CHECK(says(text, "Losses below 0 are profits."));
  CHECK(says(text, "never: fewer than half until month 4 (month 4 to never)"));
  CHECK(says(text, "shocks 20.9 % 700.00 (600.00 to 800.00)"));
}

TEST_CASE("large plans are told in whole units of money") {
  results::Answer answer = planned();
  answer.plan->acquisition = {123'456.78, 98.7};
  const std::string text = said_of(answer);
  CHECK(says(text, "profit, on average 1,010 ± 160 7,007 ± 210"));
  CHECK(says(text, "fish-pond 80.0 808 10.10 7,070"));
}

TEST_CASE("the fan of cash shows where the money stands month by month") {
  const std::string text = results::in_words(planned(), {100, false, false});
  CHECK(says(text,
             "\n   4,454.55 |         ...\n"
             "            |         ...\n"
             "            |         ...\n"
             "            |      ...===\n"
             "            |      ...===\n"
             "            |      ===###\n"
             "            |   ...======\n"
             "          0 |---===###===\n"
             "            |   =========\n"
             "            |...###===...\n"
             "            |###===......\n"
             "  -2,545.45 |===......\n"
             "             1    month 4\n"));
  results::Answer short_one = planned();
  short_one.plan->months = 1;
  short_one.plan->cash.resize(1);
  CHECK_FALSE(says(results::in_words(short_one, {100, false, false}), "month by month"));
}

TEST_CASE("a plan fits the terminal, whatever its width") {
  const int width = GENERATE(60, 80, 100, 140);
  const bool unicode = GENERATE(true, false);
  results::Answer answer = planned();
  answer.channels[1].first = "wechat";
  answer.plan->channels[1].name = unicode ? "微信" : "wechat";
  answer.scenario_text.clear();
  std::istringstream lines(results::in_words(answer, {width, unicode, false}));
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(width, line);
    CHECK(results::columns_of(line) <= width);
    if (!unicode) CHECK(std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x80; }));
  }
}

TEST_CASE("a plan of which hardly anything is known prints without nonsense") {
  results::Answer answer = planned();
  results::PlanAnswer& plan = *answer.plan;
  const results::Interval unknown;
  for (auto* distribution : {&plan.profit, &plan.npv, &plan.run_off_profit, &plan.run_off_npv, &plan.peak_funding})
    for (auto& [level, interval] : distribution->quantiles) interval = unknown;
  for (auto& month : plan.cash)
    for (auto& [level, interval] : month.quantiles) interval = unknown;
  for (auto& cohort : plan.cohorts) cohort.ever = {}, cohort.median = unknown;
  for (auto& tail : plan.tails) tail.var.lo = tail.cvar.lo = tail.cvar.hi = results::kMissing;
  plan.variance = {};
  plan.channels[0].cac = plan.channels[0].roi = {};
  plan.channels[0].break_even = {};
  plan.channels[0].name = "\x1b[31mred";
  const std::string text = results::in_words(answer, kWide);
  CHECK_FALSE(says(text, "nan"));
  CHECK_FALSE(says(text, "\x1b"));
  CHECK_FALSE(says(text, "What makes the profit uncertain"));
  CHECK(says(text, "Fewer than 30 worlds are too few for an interval of their mean: the worst 5 % are as many of 600 (--worlds 600)."));
}

#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "results/terminal/amounts.hpp"
#include "results/terminal/in_words.hpp"
#include "results/terminal/table.hpp"
#include "results/terminal/text.hpp"

#include <limits>
#include <sstream>

using namespace valuescale;
using results::Style;

namespace {

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

/// The text without line ends and indents, for sentences that wrap.
std::string flowing(const std::string& text) {
  std::istringstream words(text);
  std::string all, word;
  while (words >> word) all += (all.empty() ? "" : " ") + word;
  return all;
}

const Style kWide{160, true, false};

}  // namespace

TEST_CASE("the answer says what an owner asks") {
  const std::string text = flowing(results::in_words(tests::sample_answer(), kWide));
  for (const char* words : {"a customer costs (CAC)",
                            "the first sale loses 20.25 ± 0.50 CNY",
                            "LTV, 60 weeks, 8 %",
                            "LTV : CAC",
                            "profit per customer",
                            "P(a customer loses money)",
                            "after 4 weeks = 28 days",
                            "after 12 weeks = 84 days",
                            "after 52 weeks = 364 days",
                            "within 60 weeks 51.2 ± 0.3 %",
                            "never",
                            "still open at the end",
                            "The average customer is paid back in week 5 (week 4 to never in 90 % of worlds), while 48.8 % of customers, "
                            "one by one, have not paid back after 60 weeks.",
                            "Who brings the profit",
                            "all who lose",
                            "80 % of the profit comes from the best",
                            "segment, best first",
                            "By channel",
                            "By segment",
                            "P(the average customer loses money)",
                            "In 1 of 3 worlds nobody buys",
                            "If 500 customers come",
                            "prices are net of sales tax",
                            "Not distinguishable from luck with so few customers simulated: npv, ltv",
                            "Warnings",
                            "a probability was capped"}) {
    CAPTURE(words);
    CHECK(says(text, words));
  }
  CHECK_FALSE(says(text, "claims to know everything"));
  CHECK_FALSE(says(text, "INTERRUPTED"));
}

TEST_CASE("whether the last money was well spent is said of channels that respond to spend, and of no others") {
  results::Answer answer = tests::sample_answer();
  const auto said = [&](results::Estimate last) {
    answer.channels[0].second.spend->last_unit = last;
    return flowing(results::in_words(answer, kWide));
  };
  CHECK(says(said({1.5, 0.01}), "What one more costs"));
  CHECK(says(said({1.5, 0.01}),
             "fish-pond: the last CNY spent brings back 1.50 ± 0.01 CNY of LTV, more than it costs: more could be spent."));
  CHECK(says(said({0.5, 0.01}), "of LTV, less than it costs: too much is spent."));
  for (const results::Estimate even : {results::Estimate{1.001, 0}, results::Estimate{1.1, 0.06}, results::Estimate{0.9, 0.06}})
    CHECK(says(said(even), "about what it costs: the spend is at its best."));
  CHECK(says(said({0, 0}), "fish-pond: more money brings nobody."));
  CHECK_FALSE(says(said({results::kMissing, results::kMissing}), "the last CNY"));
  CHECK_FALSE(says(said({1, 0}), "微信: the last CNY"));
  CHECK(says(said({1, 0}), "in 90 % of worlds."));
  const auto reach = [&](double until) {
    answer.channels[0].second.spend->worth_until = {until, until, until};
    return said({1, 0});
  };
  CHECK(says(reach(1234.5), "fish-pond: one more customer costs no more than the LTV up to a spend of 1,234.50 CNY."));
  CHECK(says(reach(std::numeric_limits<double>::infinity()), "no more than the LTV at 2 times today's spend too."));
  CHECK(says(reach(0), "costs more than the LTV, at 0.5 times today's spend too."));
  CHECK_FALSE(says(reach(results::kMissing), "one more customer costs"));
  answer.channels[0].second.spend.reset();
  CHECK_FALSE(says(flowing(results::in_words(answer, kWide)), "What one more costs"));
}

TEST_CASE("a file without anything uncertain is told so, and an interrupted run is marked") {
  results::Answer answer = tests::sample_answer();
  answer.worlds_interval.reset();
  answer.interrupted = true;
  const std::string text = flowing(results::in_words(answer, kWide));
  CHECK(says(text, "This file claims to know everything exactly; this is not a risk interval."));
  CHECK(says(text, "INTERRUPTED"));
}

TEST_CASE("an answer without any customer prints without nonsense") {
  results::Answer answer;
  answer.title = "nobody";
  const std::string text = results::in_words(answer, kWide);
  CHECK(says(text, "Nobody buys"));
  CHECK_FALSE(says(text, "nan"));
}

TEST_CASE("payback is read where a step ends no later than 30, 90 and 365 days") {
  const auto labels = [](const char* step, double days, int lifetime) {
    results::Answer answer;
    answer.step = step;
    answer.step_days = days;
    answer.lifetime = lifetime;
    std::string all;
    for (const auto& moment : results::moments_of(answer)) all += std::to_string(moment.step) + ": " + moment.label + "; ";
    return all;
  };
  CHECK(labels("week", 7, 100) == "4: after 4 weeks = 28 days; 12: after 12 weeks = 84 days; 52: after 52 weeks = 364 days; ");
  CHECK(labels("day", 1, 100) == "30: after 30 days; 90: after 90 days; ");
  CHECK(labels("month", 30.4375, 36) == "1: after 1 month; 3: after 3 months; 12: after 12 months; ");
  CHECK(labels("quarter", 91.3125, 36) == "1: after 1 quarter; 4: after 4 quarters; ");
  CHECK(labels("year", 365.25, 3) == "1: after 1 year; 2: after 2 years; ");
}

TEST_CASE("no line is wider than the terminal, and pictures need no UTF-8") {
  const int width = GENERATE(60, 80, 100, 140);
  const bool unicode = GENERATE(true, false);
  results::Answer answer = tests::sample_answer();
  answer.channels[1].first = unicode ? "微信" : "wechat";
  answer.scenario_text.clear();
  const std::string text = results::in_words(answer, {width, unicode, false});
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(width, line);
    CHECK(results::columns_of(line) <= width);
    if (!unicode) CHECK(std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x80; }));
  }
}

TEST_CASE("colour appears only where it is wanted") {
  CHECK_FALSE(says(results::in_words(tests::sample_answer(), {80, true, false}), "\x1b"));
  CHECK(says(results::in_words(tests::sample_answer(), {80, true, true}), "\x1b[1m"));
}

TEST_CASE("names from a scenario can't command the terminal") {
  results::Answer answer = tests::sample_answer();
  answer.title = "\x1b[2J\x07 evil \xE2\x80\xAE olleh";
  answer.channels[0].first =
      "tab\there\r\n\xC2\x9B"
      "31m";
  answer.warnings = {"\x1b]0;title\x07", "\xff\xfe"};
  answer.all.customer.by_stage[0].first = "\x1b[31mred";
  const std::string text = results::in_words(answer, kWide);
  for (const char forbidden : {'\x1b', '\x07', '\r', '\t'}) CHECK(text.find(forbidden) == std::string::npos);
  CHECK_FALSE(says(text, "\xE2\x80\xAE"));
  CHECK_FALSE(says(text, "\xC2\x9B"));
  CHECK(says(text, "\\x1b[2J\\x07 evil \\u{202e} olleh"));
  CHECK(says(text, "\\xff\\xfe"));
}

TEST_CASE("printable text keeps what shows and spells what acts") {
  CHECK(results::printable("Zoë 微信 🎣") == "Zoë 微信 🎣");
  CHECK(results::printable("a\nb") == "a\\x0ab");
  CHECK(results::printable("a\nb", true) == "a\nb");
  CHECK(results::printable("\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80") ==
        "\\xc0\\x80\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80");  // overlong, surrogate, beyond the last
  CHECK(results::printable("\xE2\x81\xA6") == "\\u{2066}");
  CHECK(results::printable("cut \xE5\xBE") == "cut \\xe5\\xbe");
}

TEST_CASE("tables stay aligned with wide and combining characters") {
  CHECK(results::columns_of("微信") == 4);
  CHECK(results::columns_of("e\xCC\x81") == 1);
  results::Table table({"name", "n"});
  table.add({"微信", "1"});
  table.add({"cafe\xCC\x81", "22"});
  CHECK(table.text({80, true, false}) == "  name   n\n  微信   1\n  cafe\xCC\x81  22\n");
  CHECK(results::shortened("微信朋友圈", 5, {80, true, false}) == "微信…");
}

TEST_CASE("money is written with its currency's decimals and commas between thousands") {
  const auto money = [](const char* currency, double value) {
    results::Answer answer;
    answer.currency = currency;
    return results::Amounts(answer, kWide).money(value);
  };
  CHECK(money("USD", 1234567.891) == "1,234,567.89 USD");
  CHECK(money("JPY", 1234.5) == "1,234 JPY");
  CHECK(money("KRW", -999.6) == "-1,000 KRW");
  CHECK(money("KWD", 0.0004) == "0.000 KWD");
  CHECK(money("TND", 12.3456) == "12.346 TND");
  CHECK(money("CLF", 1) == "1.0000 CLF");
  CHECK(money("XYZ", -0.001) == "0.00 XYZ");
  CHECK(money("USD", results::kMissing) == "? USD");
  CHECK(results::count_text(-1234567) == "-1,234,567");
  CHECK(results::count_text(999) == "999");
  const results::Amounts amounts(results::Answer{}, kWide);
  CHECK(amounts.as_fine_as(0.0423).bare_money(0.0423) == "0.0423");
  CHECK(amounts.as_fine_as(-0.5).bare_money(-0.5) == "-0.500");
  CHECK(amounts.as_fine_as(12).bare_money(0.0423) == "0.04");
  for (const double odd : {0.0, 1e-300, results::kMissing}) CHECK(amounts.as_fine_as(odd).bare_money(1) == "1.00");
}

TEST_CASE("a sampling error is shown where it matters") {
  const results::Amounts amounts(results::Answer{}, kWide);
  CHECK(amounts.money(results::Estimate{51.0, 0.1}) == "51.00 ± 0.10 USD");
  CHECK(amounts.money(results::Estimate{51.0, 0.0001}) == "51.00 USD");
  CHECK(amounts.money(results::Estimate{51.0, results::kMissing}) == "51.00 USD");
  CHECK(amounts.share(results::Estimate{0.388, 0.0011}) == "38.8 ± 0.1 %");
  CHECK(amounts.share(0.00001) == "0.001 %");
  CHECK(amounts.share(0.99999) == ">99.9 %");
  CHECK(amounts.share(1.0) == "100.0 %");
}

TEST_CASE("customers are ranked where they differ and their profits are known") {
  results::Answer answer = tests::sample_answer();
  answer.profit_groups.clear();
  auto& customer = answer.all.customer;
  customer.concentration->bring_80 = {};
  CHECK(says(flowing(results::in_words(answer, kWide)), "no profit that could be shared out"));
  customer.concentration->unprofitable = {0, 0.001};
  CHECK_FALSE(says(results::in_words(answer, kWide), "all who lose"));
  const auto concentration = customer.concentration;
  customer.concentration.reset();
  CHECK_FALSE(says(results::in_words(answer, kWide), "Who brings the profit"));
  customer.concentration = concentration;
  customer.profit.sd = 0;
  CHECK_FALSE(says(results::in_words(answer, kWide), "Who brings the profit"));
}

TEST_CASE("what customers bring is set beside what is left without those whom they bring") {
  results::Answer answer = tests::sample_answer();
  answer.all.referrals->children = {4.25, 0.05};
  answer.all.referrals->direct_children = {0.75, 0.01};
  answer.all.referrals->by_segment[1].second = {1.5, 0.02};
  answer.all.referrals->cac_blended = {12.5, 0.25};
  answer.all.customer.ltv.mean = {80, 0.5};
  answer.all.referrals->customer.ltv.mean = {16, 0.125};
  answer.all.referrals->customer.payback.lasting.ever = {0.25, 0.01};
  answer.all.referrals->customer.payback.lasting.median.value = std::numeric_limits<double>::infinity();
  const std::string text = flowing(results::in_words(answer, kWide));
  CHECK(says(text, "Customers who bring customers"));
  CHECK(says(text, "each customer bought brings 4.25 ± 0.05 more"));
  CHECK(says(text, "by themselves 0.75 ± 0.01"));
  CHECK(says(text, "=cmd() 1.50 ± 0.02"));
  CHECK(says(text, "CAC blended, per head 12.50 ± 0.25 CNY"));
  CHECK(says(text, "LTV 80.00 ± 0.50 16.00 ± 0.12"));
  CHECK(says(text, "paid back for good 51.2 ± 0.3 % 25.0 ± 1.0 %"));
  CHECK(says(text, "half of them by week 7 never"));
  answer.all.referrals->children = {};
  CHECK_FALSE(says(results::in_words(answer, kWide), "Customers who bring customers"));
  answer.all.referrals.reset();
  CHECK_FALSE(says(results::in_words(answer, kWide), "Customers who bring customers"));
}

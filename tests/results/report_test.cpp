#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "results/answer/sentences.hpp"
#include "results/report/base64.hpp"
#include "results/report/decision_report.hpp"
#include "results/report/embedded.hpp"
#include "results/report/html.hpp"
#include "results/report/language.hpp"
#include "results/report/look.hpp"
#include "results/report/run_report.hpp"
#include "results/report/stated.hpp"

#include <limits>
#include <set>

using namespace valuescale;
using namespace valuescale::results;
using tests::says;
namespace page = valuescale::results::report;

namespace {

std::string answer_of(const Answer& answer) {
  std::string all;
  for (const auto& sentence : page::run_report(answer, page::language("en")).answer) all += sentence + "\n";
  return all;
}

/// An answer of which only the few numbers matter that sentences hang on.
Answer plain_answer() {
  Answer answer = tests::sample_answer();
  answer.plan.reset();
  answer.worlds_interval.reset();
  answer.worlds = 1;
  answer.worlds_are_stratified = false;
  answer.all.customer.profit.mean = {12.5, 0.25};
  answer.all.customer.cac.mean = {30, 0};
  return answer;
}

std::optional<page::Figure> find_figure(const Answer& answer, const std::string& id) {
  for (const auto& section : page::run_report(answer, page::language("en")).sections)
    for (const auto& piece : section.blocks)
      if (const auto* figure = std::get_if<page::Figure>(&piece); figure && figure->id == id) return *figure;
  return std::nullopt;
}
page::Figure figure_of(const Answer& answer, const std::string& id) { return find_figure(answer, id).value(); }

const char* const kSchemas[] = {"valuescale.compare/1",     "valuescale.stress/1",         "valuescale.reverse-stress/1",
                                "valuescale.sensitivity/1", "valuescale.solve/1",          "valuescale.optimize/1",
                                "valuescale.voi/1",         "valuescale.what-comes-next/1"};

}  // namespace

TEST_CASE("base64 is that of RFC 4648, and a script's hash that of its SHA-256") {
  CHECK(page::base64("") == "");
  CHECK(page::base64("f") == "Zg==");
  CHECK(page::base64("fo") == "Zm8=");
  CHECK(page::base64("foobar") == "Zm9vYmFy");
  CHECK(page::base64(std::string("\xff\xfe\x00", 3)) == "//4A");
  CHECK(page::sha256_source("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST_CASE("text of strangers is text in HTML and in the script's data") {
  CHECK(page::escaped("<script>\"&'") == "&lt;script&gt;&quot;&amp;&#39;");
  CHECK(says(page::escaped("\u202eabc"), "\\u{202e}"));
  CHECK(page::escaped("a\nb", true) == "a\nb");
  CHECK_FALSE(says(page::escaped("a\nb"), "\n"));
  const std::string data = page::script_data({{"</script>", "<!--\u202e\u2028&"}});
  CHECK_FALSE(says(data, "<"));
  CHECK_FALSE(says(data, ">"));
  CHECK_FALSE(says(data, "\u202e"));
  CHECK(Json::parse(data).begin().key() == "</script>");
}

TEST_CASE("a whole page of hostile names holds none of their markup") {
  Answer answer = tests::sample_answer();
  const std::string evil = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>{cac}";
  answer.title = answer.currency = answer.step = answer.horizon_label = answer.rate_label = answer.scenario_text = answer.scenario_hash =
      evil;
  for (auto& [name, block] : answer.channels) name = evil;
  for (auto& [name, block] : answer.segments) name = evil;
  for (auto& one : answer.stated) one = {evil, evil, evil, evil, evil};
  answer.warnings = {evil};
  for (const auto& code : page::languages()) {
    const auto& say = page::language(code);
    const std::string html = page::to_html(page::run_report(answer, say), say);
    CHECK_FALSE(says(html, "<img"));
    CHECK_FALSE(says(html, "<script>alert"));
    // One script of its own, and one of each figure's data and of the page's words.
    CHECK(
        says(html, "Content-Security-Policy\" content=\"default-src 'none'; script-src '" + page::sha256_source(page::embedded_script())));
  }
}

TEST_CASE("a language fills in words and never looks into them") {
  const page::Language say("xx", "# remark\na = {one} and {two}\n");
  CHECK(say("a", {{"one", "{two}"}, {"two", "2"}}) == "{two} and 2");
  CHECK_THROWS_AS(say("a", {{"one", "1"}}), std::logic_error);
  CHECK_THROWS_AS(say("b"), std::logic_error);
  CHECK_THROWS_AS(page::Language("xx", "a = 1\na = 2\n"), std::logic_error);
  CHECK_THROWS_AS(page::Language("xx", "nothing\n"), std::logic_error);
}

TEST_CASE("the answer's sentences hedge as the numbers do") {
  Answer answer = plain_answer();
  CHECK(says(answer_of(answer), "leaves 12.50\u00a0CNY on average after that cost, if everything is exactly as assumed"));
  answer.all.customer.profit.mean = {-12.5, 0.25};
  CHECK(says(answer_of(answer), "loses 12.50\u00a0CNY on average"));
  answer.all.customer.profit.mean = {0.1, 0.25};
  CHECK(says(answer_of(answer),
             "leaves 0.10\u00a0CNY on average after that cost, which may as well be zero: the simulation may be off by 0.50\u00a0CNY"));
  answer.all.customer.profit.mean = {-0.1, 0.25};
  CHECK(says(answer_of(answer), "loses 0.10\u00a0CNY on average, which may as well be zero"));
  auto& payback = answer.all.customer.payback;
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) {
    curve->ever = {0.4, 0.01};
    curve->median.value = std::numeric_limits<double>::infinity();
  }
  CHECK(says(answer_of(answer), "Fewer than half of all customers ever pay back: 60.0\u00a0% have not"));
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) curve->ever = {0, 0};
  CHECK(says(answer_of(answer), "No customer pays back within"));
  const auto paid = [&](results::Estimate ever, results::Estimate at_once, double median) {
    for (PaybackCurve* curve : {&payback.first, &payback.lasting}) {
      curve->ever = ever;
      curve->cdf.front() = at_once;
      curve->median.value = median;
    }
    return answer_of(answer);
  };
  CHECK(says(paid({1, 1e-5}, {0.2, 0.01}, 3), "and all of them within"));
  CHECK(says(paid({1, 1e-5}, {0.8, 0.01}, 0), "pay back at once, when they first buy, and all of them within"));
  CHECK(says(paid({1, 1e-5}, {1, 1e-5}, 0), "Every customer pays back at once, when first buying."));
  // Half of them may never, if the simulation is off by what it may be.
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) curve->median = {4, 4, std::numeric_limits<double>::infinity()};
  CHECK(says(paid({0.504, 0.004}, {0.2, 0.01}, 4), "by week 4 (sampling error, 95 %: week 4 to never); 49.6\u00a0% have not"));
  // Who has not paid back is not always who never will.
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) curve->never = {0.33, 0.01};
  CHECK(says(paid({0.137, 0.01}, {0.1, 0.01}, std::numeric_limits<double>::infinity()),
             "Fewer than half of all customers have paid back after"));
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) curve->median = {};
  // So few were lived that many may have been missed.
  CHECK(says(paid({1, 0.01}, {1, 0.01}, 0), "0.0\u00a0% have not after"));
  answer.all.customer.profit.mean = {12.5, 0.25};
  answer.all.customer.cac.mean = {0, 0};
  CHECK(says(answer_of(answer), "A customer costs nothing to win and, over"));
  CHECK_FALSE(says(answer_of(answer), "after that cost"));
}

TEST_CASE("broad bands are explained only where something is unknown or a plan has worlds") {
  const auto reading = [](const Answer& answer) {
    for (const auto& section : page::run_report(answer, page::language("en")).sections) {
      if (section.id == "reading") return section;
    }
    return page::Section{};
  };
  Answer answer = plain_answer();
  REQUIRE(reading(answer).blocks.size() == 1);
  CHECK(says(std::get<page::Paragraph>(reading(answer).blocks[0]).text, "\u00b1 is one standard error"));
  CHECK(reading(tests::sample_answer()).blocks.size() == 2);
}

TEST_CASE("cards say which amounts are discounted, and print no cents of large ones") {
  Answer answer = plain_answer();
  const auto labels = [](const Answer& of) {
    std::string all;
    for (const auto& tile : page::run_report(of, page::language("en")).tiles) all += tile.label + " " + tile.value + "\n";
    return all;
  };
  answer.rate_label = "12 %";
  answer.all.customer.cac.mean = {172615.53, 0};
  CHECK(says(labels(answer), "LTV, discounted at 12\u00a0%"));
  CHECK(says(labels(answer), "Profit per customer, undiscounted"));
  CHECK(says(labels(answer), "172,616\u00a0CNY"));
  answer.rate_label = "0 %";
  CHECK_FALSE(says(labels(answer), "discounted"));
}

TEST_CASE("a Chinese report says its horizon in Chinese") {
  Answer answer = plain_answer();
  answer.step = "month";
  answer.lifetime = 36;
  CHECK(says(page::run_report(answer, page::language("zh")).subtitle, "36 \u4e2a\u6708"));
  CHECK(says(page::run_report(answer, page::language("en")).subtitle, "36 months"));
}

TEST_CASE("it is said whether today's spend lies below the one at which one more customer costs what a customer brings") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Answer answer = plain_answer();
  results::SpendAnswer& spend = answer.channels[0].second.spend.value();
  spend.spend = {1000, 1000, 1000};
  const auto said = [&](const results::Interval& until) {
    spend.worth_until = until;
    return figure_of(answer, "cac-by-spend-a").says;
  };
  CHECK(says(said({1200, 1150, 1250}), "1,000.00\u00a0CNY lies below it"));
  CHECK(says(said({800, 750, 850}), "1,000.00\u00a0CNY lies above it"));
  CHECK(says(said({1005, 1005, 1005}), "is about there"));
  CHECK(says(said({1200, 900, 1500}), "is about there"));
  CHECK(says(said({1200, results::kMissing, results::kMissing}), "lies below it"));
  CHECK(says(said({kInfinity, kInfinity, kInfinity}), "Even at 2 times today's spend"));
  CHECK(says(said({0, 0, 0}), "Even at 0.50 times today's spend"));
  CHECK_FALSE(says(said({}), "today's spend of"));
  // What is without bound ends the line, and its band at the top of the picture.
  spend.curve[2].second.marginal_cac.value = kInfinity;
  const Json line = figure_of(answer, "cac-by-spend-a").chart["series"][1];
  CHECK(line["y"][2].is_null());
  CHECK(line["y"][1].is_number());
  CHECK(line["bands"][0]["hi"][0] == figure_of(answer, "cac-by-spend-a").chart["y"]["max"]);
  spend.curve.clear();
  CHECK_FALSE(find_figure(answer, "cac-by-spend-a"));
  CHECK_NOTHROW(figure_of(answer, "one-more"));
}

TEST_CASE("how far worlds differ about the spend that is worth it is said, and a verdict that not all of them share is hedged") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Answer answer = plain_answer();
  results::SpendAnswer& spend = answer.channels[0].second.spend.value();
  answer.channels[0].second.customer.ltv.mean = {100, 0};
  spend.worth_until = {1500, 1500, 1500};
  const auto at_spend = [](double at, double lo, double middle, double hi) {
    results::SpendPoint point;
    point.spend = {at, at, at};
    point.average_cac = {middle, lo, hi};
    point.marginal_cac = {middle, lo, hi};
    return point;
  };
  const auto said = [&](double today) {
    spend.spend = {today, today, today};
    return figure_of(answer, "cac-by-spend-a").says;
  };
  // The band's upper edge meets 100 at a fifth of the way from 1000 to 2000, its lower one at four fifths.
  spend.curve = {{0.5, at_spend(500, 10, 20, 30)}, {1, at_spend(1000, 60, 80, 90)}, {2, at_spend(2000, 110, 120, 140)}};
  CHECK(says(said(1000), "in nine of ten worlds that is between about 1,200.00\u00a0CNY and 1,800.00\u00a0CNY"));
  CHECK(says(said(1000), "lies below it, so more could be spent"));
  CHECK(says(said(1300), "lies below it, but not in all these worlds"));
  CHECK(says(said(1700), "lies above it, but not in all these worlds"));
  CHECK(says(said(1900), "lies above it, so too much is spent"));
  CHECK(says(said(1500), "is about there"));
  spend.curve.back().second.marginal_cac = {120, 90, kInfinity};  // nothing more is won there in some worlds
  CHECK(says(said(1300), "in 95 % of worlds that is beyond about 1,000.00\u00a0CNY"));
  CHECK(says(said(1900), "lies above it, but not in all these worlds"));
  spend.curve = {{0.5, at_spend(500, 90, 95, 130)}, {2, at_spend(2000, 110, 120, 140)}};
  CHECK(says(said(1900), "in 95 % of worlds that is before about 1,250.00\u00a0CNY"));
  spend.curve.back().second.marginal_cac = {120, 90, 140};
  CHECK(says(said(1900), "worlds differ too much to say where that is"));
}

TEST_CASE("cohorts are drawn by the months of their lives, and by when they have earned back what they cost is said") {
  Answer answer = tests::planned_answer();
  const page::Figure figure = figure_of(answer, "cohort-payback");
  CHECK(figure.chart["values"].size() == 4);
  CHECK(figure.chart["values"][1][2] == 1.07);
  CHECK(figure.chart["also"][0]["values"][3][0] == 0.34);
  CHECK(figure.chart["ends"] == Json::array({4, 3, 2, 1}));
  CHECK(figure.table.rows[3].size() == 4);
  CHECK(says(figure.says, "Those won in month 1 have earned it back by month 3 of their lives."));
  for (auto& age : answer.plan->cohorts.back().by_age) age.earned.value = 0.9;
  CHECK(says(figure_of(answer, "cohort-payback").says, "Those won in month 4 have not earned it back within the months shown."));
  answer.plan->cohorts[1].by_age[0].earned.value = results::kMissing;  // nothing was paid
  CHECK(figure_of(answer, "cohort-payback").chart["rows"] == Json::array({"1", "3", "4"}));
  for (auto& cohort : answer.plan->cohorts) cohort.by_age.clear();
  CHECK_FALSE(find_figure(answer, "cohort-payback"));
}

TEST_CASE("a probability of losses under stress is drawn within 0 and 1, in the colour of losses") {
  const Json ruin = {{"value", 0.02}, {"lo", -0.01}, {"hi", 1.05}};
  const Json answer = {{"schema", "valuescale.stress/1"},
                       {"base", {{"plan.p_ruin", ruin}}},
                       {"stresses", {{"worse", {{"metrics", {{"plan.p_ruin", ruin}}}}}}}};
  const auto document = page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en"));
  CHECK(document.tiles.at(0).detail == "0.0\u00a0% to 100.0\u00a0% at 95 %");
  CHECK(std::get<page::Table>(document.sections.front().blocks.at(1)).rows[1][2] == "2.0\u00a0% (0.0\u00a0% to 100.0\u00a0%)");
}

TEST_CASE("stresses are drawn as what they change, the worst first, with the error of the change") {
  const auto under = [](double profit, double by) {
    return Json{{"note", "as the author said"},
                {"metrics", {{"plan.profit.mean", {{"value", profit}, {"change", {{"value", by}, {"lo", by - 5}, {"hi", by + 5}}}}}}}};
  };
  Json answer = {
      {"schema", "valuescale.stress/1"},
      {"currency", "EUR"},
      {"base", {{"plan.profit.mean", {{"value", 5000}, {"lo", 1000}, {"hi", 9000}}}}},
      {"stresses",
       {{"mild", under(4900, -100)}, {"all together", under(1000, -4000)}, {"good", under(5100, 100)}, {"bad", under(2000, -3000)}}}};
  answer["stresses"]["none"] = {{"nothing_to_act_on", "no plan"}, {"metrics", Json::object()}};
  const auto document = page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en"));
  CHECK(says(document.answer.at(0),
             "What hurts most is bad (as the author said): it takes the profit of the plan from 5,000\u00a0EUR (1,000\u00a0EUR to "
             "9,000\u00a0EUR) to 2,000\u00a0EUR"));
  const auto figure = std::get<page::Figure>(document.sections.front().blocks.at(2));
  CHECK(figure.chart["rows"] == Json::array({"bad", "mild", "good", "all together"}));
  const Json& series = figure.chart["series"][0];
  CHECK(series["to"] == Json::array({-3000.0, -100.0, 100.0, -4000.0}));
  CHECK(series["lo"][0] == -3005.0);
  CHECK(series["roles"] == Json::array({"loss", "loss", "gain", "loss"}));
  // A card on a phone for each.
  CHECK(std::get<page::Table>(document.sections.front().blocks.at(1)).stacks);
}

TEST_CASE("a stress that others may match is one of the worst, and what it changes stands beside its author's words") {
  const auto under = [](double by) {
    return Json{{"note", "as the author said"},
                {"what", "channel.search.cost_per_lead *1.4"},
                {"metrics", {{"plan.profit.mean", {{"value", by}, {"change", {{"value", by}, {"lo", by - 50}, {"hi", by + 50}}}}}}}};
  };
  Json answer = {{"schema", "valuescale.stress/1"},
                 {"currency", "EUR"},
                 {"base", {{"plan.profit.mean", {{"value", 5000}}}}},
                 {"stresses", {{"bad", under(-3000)}, {"nearly", under(-2950)}, {"all together", under(-2980)}}}};
  const auto told = [&](const char* code) { return page::decision_report({answer, "words", {}}, page::language(code)); };
  CHECK(says(told("en").answer.at(0), "Among what hurts most is bad"));
  CHECK(says(told("zh").answer.at(0), "影响最大的压力之一是 bad"));
  CHECK(std::get<page::Table>(told("en").sections.front().blocks.at(1)).rows.at(1).at(1) ==
        "as the author said: channel.search.cost_per_lead × 1.4");
  CHECK_FALSE(says(std::get<page::Figure>(told("en").sections.front().blocks.at(2)).says, "smaller"));
  answer["stresses"].erase("nearly");
  CHECK(says(told("en").answer.at(0), "What hurts most is bad"));
}

TEST_CASE("a value wanted in a share of worlds is told and drawn in the number's unit, in the world at the edge") {
  Json answer = {{"schema", "valuescale.solve/1"},
                 {"currency", "USD"},
                 {"found", true},
                 {"first_run", {{"worlds", 1000}}},
                 {"vary", "channel.ads.cost_per_lead"},
                 {"measure", "money"},
                 {"metric", "lead.profit.mean"},
                 {"target", 0},
                 {"probability", 0.8},
                 {"at_most", false},
                 {"value", 1.98},
                 {"lo", 1.79},
                 {"hi", 2.17},
                 {"now", {{"value", 2}, {"metric", -0.0155}}},
                 {"tried", {{{"at", 1.79}, {"metric", 0.19}}, {{"at", 2}, {"metric", -0.0155}}, {{"at", 2.17}, {"metric", -0.19}}}}};
  const auto told = [&](const char* code = "en") { return page::decision_report({answer, "words", {}}, page::language(code)); };
  const auto document = told();
  CHECK(says(document.answer.at(0), "Profit per lead of at least 0.00\u00a0USD in 80\u00a0% of worlds is reached"));
  CHECK(says(document.answer.at(1),
             "gives -0.0155\u00a0USD in the world at the edge: 80\u00a0% of worlds reach it (told from 1,000 worlds)"));
  CHECK(says(document.tiles.at(1).detail, "-0.0155\u00a0USD in the world at the edge"));
  const auto& figure = std::get<page::Figure>(document.sections.front().blocks.at(0));
  CHECK(figure.chart["y"]["title"] == "profit per lead in the world at the edge, USD");
  CHECK(figure.chart["y"]["format"] == "money");
  CHECK(figure.chart["marks"][0]["at"] == 0.0);
  CHECK(figure.table.rows.at(1).at(1) == "-0.0155\u00a0USD");
  CHECK(says(told("zh").answer.at(1), "得到 -0.0155\u00a0USD，即处于边缘的世界里的数值：80\u00a0% 的世界达到它"));
  // A path is left as it is, wherever it stands.
  CHECK(told("zh").answer.at(0).starts_with("channel.ads"));
  answer["at_most"] = true;
  CHECK(says(told().answer.at(1), "80\u00a0% of worlds keep within it"));
}

TEST_CASE("what a decision's runs call for stands on its page, once, with those whose it is") {
  const std::string few = results::said<"warning.few-worlds">(40);
  Json answer = {{"schema", "valuescale.stress/1"}, {"warnings", {few}}};
  answer["stresses"]["a"] = {{"warnings", {results::said<"warning.worlds-without-customers">(3, 40)}}};
  answer["stresses"]["b"] = {{"warnings", {results::said<"warning.worlds-without-customers">(5, 40)}}};
  const auto told = [&](const char* code) { return page::decision_report({answer, "words", {}}, page::language(code)).warnings; };
  REQUIRE(told("en").size() == 2);
  CHECK(told("en")[0] == few);
  CHECK(says(told("en")[1], "Under a (likewise b): in 3 of 40 worlds nobody buys"));
  CHECK(says(told("zh")[1], "也类似"));
}

TEST_CASE("places in whole per cents add up to 100, and a regret of nothing is not told") {
  Json answer = {{"schema", "valuescale.compare/1"},
                 {"currency", "EUR"},
                 {"uncertain", true},
                 {"best", "a"},
                 {"regret", {{"a", {{"value", 0}}}}},
                 {"p_best", {{"a", {{"value", 0.8}, {"se", 0.05}}}}},
                 {"ranks", Json::object()}};
  for (const char* name : {"a", "b", "c"}) answer["ranks"][name] = {{{"value", 0.335}}, {{"value", 0.335}}, {{"value", 0.33}}};
  const auto document = page::decision_report({answer, "words", {}}, page::language("en"));
  for (const auto& piece : document.sections.front().blocks)
    if (const auto* figure = std::get_if<page::Figure>(&piece); figure && figure->id == "places")
      for (const Json& row : figure->chart["values"]) CHECK(row == Json::array({0.34, 0.33, 0.33}));
  for (const auto& tile : document.tiles) CHECK(tile.label != "Regret");
  CHECK(document.answer.at(1) ==
        "In 80.0\u00a0% (70.2\u00a0% to 89.8\u00a0%) of the worlds that the assumptions allow it is the best of all.");
}

TEST_CASE("a choice that another beats in both is no part of the frontier") {
  const auto point = [](double mean, double cvar) {
    return Json{{"mean", {{"value", mean}}}, {"cvar", {{"value", cvar}}}, {"choice", {{"p", 1}}}};
  };
  const Json answer = {{"schema", "valuescale.optimize/1"},
                       {"currency", "EUR"},
                       {"found", true},
                       {"objective", "spend.profit in the worst 10 % of worlds"},
                       {"tail", 0.1},
                       {"frontier", {point(100, 10), point(95, 15), point(94, 12), point(90, 20)}}};
  const auto document = page::decision_report({answer, "words", {}}, page::language("en"));
  bool is_there = false;
  for (const auto& piece : document.sections.front().blocks)
    if (const auto* figure = std::get_if<page::Figure>(&piece); figure && figure->id == "frontier") {
      is_there = true;
      CHECK(figure->chart["series"][0]["x"] == Json::array({10.0, 15.0, 20.0}));
      CHECK(figure->chart["x"]["title"] == "mean of the worst 10\u00a0% of worlds (CVaR), EUR");
      CHECK(figure->table.rows[1].back() == "another is at least as good in both");
      CHECK(figure->table.rows[0].back().empty());
    }
  CHECK(is_there);
}

TEST_CASE("an interval with one end says so in every language") {
  const Json answer = {{"schema", "valuescale.solve/1"},
                       {"currency", "EUR"},
                       {"found", true},
                       {"vary", "plan.cash"},
                       {"measure", "money"},
                       {"metric", "plan.p_ruin"},
                       {"target", 0.05},
                       {"value", 174'321},
                       {"lo", 143'610},
                       {"hi", nullptr},
                       {"now", {{"value", 140'000}, {"metric", 0.117}}}};
  const auto tile = [&](const char* code) { return page::decision_report({answer, "words", {}}, page::language(code)).tiles.at(0).detail; };
  CHECK(tile("en") == "143,610\u00a0EUR or more at 95 %");
  CHECK(tile("zh") == "95 %：143,610\u00a0EUR 或更多");
}

TEST_CASE("backwards the nearest assumption comes first, with how far it is and how likely") {
  Json answer = {
      {"schema", "valuescale.reverse-stress/1"},
      {"currency", "EUR"},
      {"until", {{"metric", "customer.profit.mean"}, {"limit", 0}, {"above", false}}},
      {"now", {{"value", 30}}},
      {"alone",
       {{{"path", "far"}, {"found", true}, {"measure", "money"}, {"now", 20}, {"at", {{"value", 21}}}, {"times", 1.05}, {"chance", 0.0004}},
        {{"path", "near"},
         {"found", true},
         {"measure", "share"},
         {"now", 0.8},
         {"at", {{"value", 0.6}}},
         {"times", 0.75},
         {"chance", 0.06}}}},
      {"together",
       {{"found", true}, {"probability", 0.09}, {"assumptions", {{{"path", "near"}, {"share", 0.7}}, {{"path", "far"}, {"share", 0.3}}}}}}};
  const auto document = page::decision_report({answer, "words", {}}, page::language("en"));
  REQUIRE(document.answer.size() == 3);
  CHECK(says(document.answer[1], "near, at 60\u00a0% instead of 80\u00a0%: a chance of 6.0\u00a0%"));
  CHECK(says(document.answer[2], "mostly (70.0\u00a0%) near; the chance that what is not known combines so badly is about 9.0\u00a0%"));
  const auto& figure = std::get<page::Figure>(document.sections.front().blocks.at(0));
  CHECK(figure.table.rows[0][0] == "near");
  CHECK(figure.table.rows[1].back() == "1 in 2,500");
}

TEST_CASE("boxes that scroll and tables have names") {
  const auto& say = page::language("en");
  const std::string html = page::to_html(page::run_report(tests::sample_answer(), say), say);
  CHECK(says(html,
             "<div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"How many customers have paid back, and by when: The "
             "numbers of this picture\">"));
  CHECK_FALSE(says(html, "aria-label=\"\""));
  CHECK_FALSE(says(html, "<caption></caption>"));
}

TEST_CASE("a comparison's card is the best less the next one") {
  const Json pair = {{"between", {"b", "c"}}, {"mean", {{"value", 3}}}, {"lo", 2}, {"hi", 4}};
  const Json first = {{"between", {"a", "b"}}, {"mean", {{"value", -5}}}, {"lo", -6}, {"hi", -4}};
  const Json answer = {
      {"schema", "valuescale.compare/1"}, {"currency", "EUR"}, {"step", "month"}, {"best", "b"}, {"difference", first}, {"of_best", {pair}},
      {"p_best", {{"b", {{"value", 1}}}}}};
  const auto document = page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en"));
  REQUIRE_FALSE(document.tiles.empty());
  CHECK(document.tiles[0].label == "b less c");
  CHECK(document.tiles[0].value == "3.00\u00a0EUR");
}

TEST_CASE("a comparison's card is of the best and the next best, wherever they stand, and of doing nothing where that leads") {
  const auto pair = [](const char* other, double mean) {
    return Json{{"between", {"a", other}}, {"mean", {{"value", mean}}}, {"lo", mean - 1}, {"hi", mean + 1}};
  };
  const auto brings = [](double profit) { return Json{{"profit", {{"value", profit}, {"lo", profit - 2}, {"hi", profit + 2}}}}; };
  Json answer = {{"schema", "valuescale.compare/1"},
                 {"currency", "EUR"},
                 {"best", "a"},
                 {"options", {{"a", brings(9)}, {"b", brings(3)}, {"c", brings(7)}, {"do nothing", brings(0)}}},
                 {"of_best", {pair("b", 6), pair("c", 2)}}};
  const auto told = [&] { return page::decision_report({answer, "words", {}}, page::language("en")); };
  CHECK(told().tiles.at(0).label == "a less c");
  CHECK(told().tiles.at(0).value == "2.00\u00a0EUR");
  answer["best"] = "do nothing";
  answer["options"]["a"] = brings(-5);
  CHECK(told().tiles.at(0).label == "do nothing less a");
  CHECK(told().tiles.at(0).value == "5.00\u00a0EUR");
  CHECK(told().tiles.at(0).detail == "3.00\u00a0EUR to 7.00\u00a0EUR at 95 %");
  // A scenario is named once with what its author calls it.
  answer["best"] = "a";
  answer["options"]["a"]["title"] = "The dear one";
  CHECK(says(told().answer.at(0), "“a (The dear one)”"));
}

TEST_CASE("what matters most is one of several where their intervals overlap, and shares that none could tell are a sentence") {
  const auto bar = [](const char* path, double swing) {
    return Json{{"path", path}, {"swing", {{"value", swing}, {"lo", swing - 1}, {"hi", swing + 1}}}};
  };
  const auto share = [](double value) { return Json{{"first", {{"value", value}, {"lo", value - 0.1}, {"hi", value + 0.1}}}}; };
  Json answer = {{"schema", "valuescale.sensitivity/1"},
                 {"metric", "customer.profit.mean"},
                 {"tornado", {bar("a", 9), bar("b", -8), bar("c", 1)}},
                 {"sobol", {{"a", share(0.4)}, {"b", share(0.5)}, {"c", share(0.1)}}},
                 {"design", {{"rows", 64}, {"constant", false}}}};
  const auto told = [&] { return page::decision_report({answer, "words", {}}, page::language("en")); };
  CHECK(says(told().answer.at(0), "Among what matters most is a"));
  CHECK(says(told().answer.at(1),
             "Among the largest shares of the variance between worlds is that of b: by itself it explains 50.0\u00a0% (40.0"));
  answer["tornado"][1] = bar("b", -6);
  answer["sobol"]["b"] = share(0.8);
  CHECK(says(told().answer.at(0), "What matters most is a"));
  CHECK(says(told().answer.at(1), "The largest share of the variance between worlds is that of b"));
  const auto shares = [&] { return std::get<page::Figure>(told().sections.front().blocks.at(1)); };
  CHECK_FALSE(shares().chart.is_null());
  for (const char* name : {"a", "b", "c"}) answer["sobol"][name] = {{"first", {{"value", nullptr}}}, {"total", {{"value", nullptr}}}};
  CHECK(shares().chart.is_null());
  CHECK(says(shares().says, "could not be told from 64 rows"));
  CHECK(told().answer.size() == 1);
  answer["design"]["constant"] = true;
  CHECK(says(shares().says, "It is the same in all worlds"));
}

TEST_CASE("a spend at its floor of nothing is said to be nothing, and the best choice has its interval") {
  Json answer = {{"schema", "valuescale.optimize/1"},
                 {"currency", "EUR"},
                 {"found", true},
                 {"objective", "plan.profit.mean on average"},
                 {"budget", 7000},
                 {"optimum", {{"plan.spend.search.start", 6999.3}, {"plan.spend.fairs", 0.7}}},
                 {"measure", {{"plan.spend.search.start", "money"}, {"plan.spend.fairs", "money"}}},
                 {"at_end", {{"plan.spend.search.start", "ceiling"}, {"plan.spend.fairs", "floor"}}},
                 {"metric", {{"value", 5000}, {"lo", 4000}, {"hi", 6000}}}};
  const auto told = [&](const char* code = "en") { return page::decision_report({answer, "words", {}}, page::language(code)); };
  const auto best = [&](std::size_t row) {
    return std::get<page::Figure>(told().sections.front().blocks.at(0)).chart["series"][1]["to"][row].get<double>();
  };
  CHECK(says(told().answer.at(0), "nothing for fairs"));
  CHECK(says(told("zh").answer.at(0), "fairs 不投入"));
  CHECK(says(told().tiles.at(0).detail, "4,000\u00a0EUR to 6,000\u00a0EUR at 95 %"));
  const auto& figure = std::get<page::Figure>(told().sections.front().blocks.at(0));
  CHECK(says(figure.says, "those that are at no bound"));
  CHECK(best(0) + best(1) == 6999.3);
  answer["optimum"]["plan.spend.fairs"] = 70;
  CHECK(says(told().answer.at(0), "plan.spend.fairs = 70.00\u00a0EUR"));
}

TEST_CASE("the best option before knowing more is hedged where the next may be as good, and scenarios lose their folders") {
  const auto option = [](const char* name, double worth) {
    return Json{{"name", name}, {"worth", {{"value", worth}, {"lo", worth - 3}, {"hi", worth + 3}}}};
  };
  Json answer = {{"schema", "valuescale.voi/1"},
                 {"currency", "EUR"},
                 {"best", "shops/b.toml"},
                 {"options", {option("shops/a.toml", 50), option("shops/b.toml", 52), option("do nothing", 0)}}};
  const auto told = [&] { return page::decision_report({answer, "words", {}}, page::language("en")); };
  CHECK(says(told().answer.at(0), "b is best on average, though not clearly: by the simulation's error a may be as good."));
  CHECK(told().tiles.at(1).label == "a");
  answer["options"][0] = option("shops/a.toml", 40);
  answer["options"][1]["title"] = "The dear one";
  CHECK(says(told().answer.at(0), "Deciding now, b (The dear one) is best on average; knowing"));
  CHECK(std::get<page::Table>(told().sections.front().blocks.at(0)).rows.at(1).at(0) == "b (The dear one)");
  answer["options"][1].erase("title");
  CHECK(says(told().answer.at(0), "Deciding now, b is best on average; knowing"));
}

TEST_CASE("the longest swing is told apart from the largest share of variance, and shares are in per cent") {
  const auto bar = [](const char* path, double low, double high) {
    return Json{{"path", path}, {"at", {{"low", 0.06}, {"high", 0.14}}}, {"low", {{"value", low}}}, {"high", {{"value", high}}}};
  };
  const Json answer = {{"schema", "valuescale.sensitivity/1"},
                       {"metric", "customer.profit.mean"},
                       {"assumptions", {{"step.a.take", "6% to 14%"}, {"step.b.cost", "1 to 2"}}},
                       {"tornado", {bar("step.a.take", 1, 9), bar("step.b.cost", 2, 5)}},
                       {"sobol", {{"step.a.take", {{"first", {{"value", 0.2}}}}}, {"step.b.cost", {{"first", {{"value", 0.7}}}}}}}};
  const auto document = page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en"));
  REQUIRE(document.answer.size() == 2);
  CHECK(says(document.answer[0], "What matters most is step.a.take: between 6\u00a0% and 14\u00a0% it takes"));
  CHECK(says(document.answer[1], "is that of step.b.cost: by itself it explains 70.0\u00a0%"));
  // What says what it measures does not depend on how it was written.
  Json measured = answer;
  measured["assumptions"]["step.a.take"] = "0.06 to 0.14";
  measured["tornado"][0]["measure"] = "share";
  measured["tornado"][0]["at"]["low"] = 0.0625;
  const auto by_measure = page::decision_report({measured, "words", {{"a", "title", {}}}}, page::language("en"));
  CHECK(says(by_measure.answer[0], "between 6.25\u00a0% and 14\u00a0% it takes"));
  measured["tornado"][0]["measure"] = "money";
  CHECK(says(page::decision_report({measured, "words", {{"a", "title", {}}}}, page::language("en")).answer[0], "between 0.06\u00a0"));
}

TEST_CASE("what knowing is worth says for how much money, or how many leads") {
  Json answer = {{"schema", "valuescale.voi/1"},
                 {"currency", "EUR"},
                 {"basis", "money"},
                 {"scale", 20000},
                 {"best", "a"},
                 {"evpi", {{"value", 12}}},
                 {"options", {{{"name", "a"}, {"worth", {{"value", 5}}}, {"p_best", 0.4}}}}};
  const auto told = [&] { return page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en")); };
  CHECK(says(told().answer[0], "12.00\u00a0EUR for 20,000\u00a0EUR spent on acquisition."));
  CHECK(told().tiles[0].label == "Knowing everything is worth");
  CHECK(says(told().tiles[1].detail, "for 20,000\u00a0EUR spent on acquisition; best in 40.0\u00a0% of worlds"));
  answer["scale"] = 1;
  CHECK(says(told().tiles[1].detail, "for each EUR spent"));
  answer["basis"] = "lead";
  CHECK(says(told().tiles[1].detail, "per lead"));
  answer["scale"] = 500;
  CHECK(says(told().tiles[1].detail, "for 500 leads"));
  answer["basis"] = "plan";
  CHECK(says(told().tiles[1].detail, "for the plan as a whole"));
}

TEST_CASE("a comparison of small amounts has digits enough, and draws what can be drawn of its curves") {
  Json at = Json::array(), heights = Json::array();
  for (int i = 0; i < 101; ++i) at.push_back(-0.05 + 0.001 * i), heights.push_back(10);
  const Json curve = {{"at", at}, {"density", heights}};
  Json answer = {{"schema", "valuescale.compare/1"},
                 {"currency", "EUR"},
                 {"best", "a"},
                 {"options", {{"a", {{"profit", {{"value", 0.0423}}}}}, {"b", {{"profit", {{"value", -0.01}}}}}}},
                 {"densities", {{"of", {{"a", curve}, {"b", nullptr}}}}},
                 {"density_of_difference", {{"between", {"a", "b"}}, {"below_zero", 0.25}, {"at", at}, {"density", heights}}},
                 {"of_best", {{{"between", {"a", "b"}}, {"mean", {{"value", 0.0523}}}, {"p_better", {{"value", 0.75}, {"se", 0.01}}}}}}};
  const auto figure = [&](const std::string& id) {
    const auto document = page::decision_report({answer, "words", {{"a", "title", {}}}}, page::language("en"));
    CHECK(document.decimals == 4);
    CHECK(says(document.answer[0], "0.0423\u00a0EUR"));
    for (const auto& piece : document.sections.front().blocks)
      if (const auto* one = std::get_if<page::Figure>(&piece); one && one->id == id) return *one;
    return page::Figure{};
  };
  const Json curves = figure("densities").chart["series"];
  REQUIRE(curves.size() == 2);
  // A tenth of worlds in a stretch of 0.01.
  CHECK(curves[0]["y"][0].get<double>() == Approx(0.1));
  // The same in all worlds: upright.
  CHECK(curves[1]["x"] == Json::array({-0.01, -0.01}));
  const page::Figure difference = figure("density-of-difference");
  CHECK(says(difference.says, "in 25.0\u00a0% of worlds"));
  CHECK(difference.chart["series"][0]["filled"] == "signed");
  answer["density_of_difference"]["density"] = {1, 2};
  CHECK(figure("density-of-difference").id.empty());
  // As earlier programs wrote it; and where curves don't fit.
  answer["densities"] = {{"at", at}, {"of", {{"a", heights}, {"b", nullptr}}}};
  CHECK(figure("densities").chart["series"] == curves);
  answer["densities"]["at"] = {1};
  CHECK(figure("densities").id.empty());
}

TEST_CASE("nobody who buys is said, and no figure of customers is drawn") {
  Answer answer = plain_answer();
  answer.all.customer.cac.mean.value = kMissing;
  const auto document = page::run_report(answer, page::language("en"));
  REQUIRE(document.answer.size() == 1);
  CHECK(says(document.answer[0], "Nobody buys"));
}

TEST_CASE("every figure has a table and a name of its own") {
  for (const Answer& answer : {tests::sample_answer(), tests::planned_answer()}) {
    const auto document = page::run_report(answer, page::language("en"));
    std::set<std::string> names;
    for (const auto& section : document.sections) CHECK(names.insert(section.id).second);
    for (const auto& section : document.sections) {
      for (const auto& piece : section.blocks) {
        const auto* figure = std::get_if<page::Figure>(&piece);
        if (!figure) continue;
        INFO(figure->id);
        CHECK(names.insert(figure->id).second);
        REQUIRE_FALSE(figure->table.empty());
        for (const auto& row : figure->table.rows) CHECK(row.size() == figure->table.heads.size());
      }
    }
    CHECK(names.count("payback") == 1);
    CHECK(names.count("value-scale") == 1);
    CHECK(names.count("break-even") == (answer.plan ? 1 : 0));
  }
}

TEST_CASE("what a decision's file lacks, or has of another type, is left out") {
  const Json odd[] = {Json::object(),
                      {{"options", 3}, {"stresses", "x"}, {"tornado", {1, "a", nullptr, Json::object()}}, {"tried", {{{"at", "never"}}}}},
                      {{"title", 5},
                       {"base", {{"plan.p_ruin", nullptr}}},
                       {"stresses", {{"s", {{"metrics", 7}}}}},
                       {"found", true},
                       {"optimum", {{"p", "q"}}}},
                      {{"options", {{"a", {{"profit", "infinite"}}}}},
                       {"ranks", {{"a", {1}}, {"b", {0.5, 0.5}}}},
                       {"evppi", {1, 2}},
                       {"pilot", {{"sizes", {1}}}}}};
  for (const char* schema : kSchemas) {
    for (Json answer : odd) {
      answer["schema"] = schema;
      for (const auto& code : page::languages()) {
        const auto& say = page::language(code);
        INFO(schema << " " << answer.dump());
        CHECK_NOTHROW(page::to_html(page::decision_report({answer, "words", {{"a", "title", {}}}}, say), say));
      }
    }
  }
}

TEST_CASE("a look at JSON finds what is there") {
  const Json json = {{"a.b", {{"value", 2}, {"lo", 1}, {"hi", "infinite"}}}, {"c", "never"}, {"d", {1, 2}}};
  const page::Look look(json);
  CHECK(look["a.b"].value() == 2);
  CHECK(look["a.b"].interval().lo == 1);
  CHECK(std::isinf(look["a.b"].interval().hi));
  CHECK(std::isinf(look["c"].number()));
  CHECK(std::isnan(look["x"]["y"].number()));
  CHECK(look["d"].all().size() == 2);
  CHECK(look["c"].all().empty());
}

namespace {

LadderNumbers passage(double asked, double taken, double later = 0) {
  return {{asked, 0.001}, {taken, 0.001}, {later, 0.001}, {taken / asked, 0.001}};
}

}  // namespace

TEST_CASE("the ladder of the first purchase is drawn by shares of customers, that of repeat purchases by those who are asked") {
  Answer answer = plain_answer();
  answer.ladder = Ladder{{{"offer.front", {{}, {1, 0}, {}, {}}, {}},
                          {"step.upsell", passage(1.5, 0.6, 0.3), {}},
                          {"step.downsell", passage(0.6, 0.15), {}},
                          {"repeat.orders", passage(0.15, 0.15), {3, 0.01}},
                          {"step.tip", passage(3, 0.3), {}},
                          {"step.last", passage(0.15, 0.06), {}},
                          {"step.never", passage(0, 0), {}}},
                         {{"offer.front", "taken", "step.upsell", passage(1, 0.4, 0.2)},
                          {"step.upsell", "declined", "step.downsell", passage(0.6, 0.15)},
                          {"step.upsell", "taken", "step.upsell", passage(0.5, 0.2, 0.1)},
                          {"step.downsell", "taken", "repeat.orders", passage(0.15, 0.15)},
                          {"repeat.orders", "bought", "step.tip", passage(3, 0.3)},
                          {"repeat.orders", "ended", "step.last", passage(0.15, 0.06)},
                          {"step.tip", "taken", "step.never", passage(0, 0)}}};
  const page::Figure figure = figure_of(answer, "ladder");
  const auto& places = figure.chart["places"];
  REQUIRE(places.size() == 4);
  const auto share = [&](std::size_t p) { return places[p]["share"].get<double>(); };
  CHECK(share(0) == 1);
  CHECK(share(1) == 1);  // whoever comes round again is not drawn
  // A third of those at the upsell have come round.
  CHECK(share(2) == Approx(0.6 / 1.5));
  CHECK(share(3) == Approx(0.15 / 1.5));
  CHECK(places[0]["label"] == "1,000 customers");
  CHECK(says(places[1]["label"], "% of 1,000 say yes"));
  CHECK(says(places[2]["label"], "25.0"));
  CHECK(places[3]["column"] == 3);
  const auto& parts = places[1]["parts"];
  CHECK(parts[0]["share"].get<double>() == Approx(0.4));
  CHECK(parts[1]["share"].get<double>() == Approx(0.2));
  CHECK(parts[2]["share"].get<double>() == Approx(0.4));
  CHECK(figure.chart["ribbons"].size() == 3);
  REQUIRE(figure.table.rows.size() == 3);
  CHECK(figure.table.rows[1][1] == "a no to upsell");

  const page::Figure again = figure_of(answer, "ladder-repeat");
  const auto& asked = again.chart["series"][0];
  // What comes round, or has come to the downsell by it, is no first time.
  REQUIRE(again.chart["rows"].size() == 4);
  CHECK(again.chart["rows"][2] == "tip, after orders, each time");
  CHECK(again.chart["rows"][3] == "last, after the end of orders");
  CHECK(asked["to"][2].get<double>() == Approx(0.1));
  CHECK(says(asked["texts"][2], "of 3,000"));
  CHECK(says(again.table.rows[1][1], "round again"));

  // Whatever a stranger's file says, something is drawn or nothing.
  const double odd[] = {kMissing, std::numeric_limits<double>::infinity(), -1, 1e300};
  for (const double value : odd) {
    for (auto& place : answer.ladder->places) place.numbers = {{value, value}, {value, value}, {value, value}, {value, value}};
    for (auto& way : answer.ladder->ways) way.numbers.asked.value = value, way.after = "eaten";
    if (const auto drawn = find_figure(answer, "ladder"); drawn && !drawn->chart.is_null())
      for (const auto& place : drawn->chart["places"]) CHECK((place["share"].get<double>() >= 0 && place["share"].get<double>() <= 10));
  }
  answer.ladder.reset();
  CHECK_FALSE(find_figure(answer, "ladder"));
}

TEST_CASE("a picture that would show nothing is a sentence") {
  Answer answer = plain_answer();
  const auto drawn = [&](const char* id) {
    const auto figure = find_figure(answer, id);
    return figure && !figure->chart.is_null();
  };
  // A single question, or only those to which everybody says yes.
  answer.ladder =
      Ladder{{{"offer.front", {{}, {1, 0}, {}, {}}, {}}, {"step.upsell", passage(1, 0.6), {}}, {"step.next", passage(0.6, 0.6), {}}},
             {{"offer.front", "taken", "step.upsell", passage(1, 0.6)}, {"step.upsell", "taken", "step.next", passage(0.6, 0.6)}}};
  CHECK(drawn("ladder"));
  answer.ladder->ways.pop_back();
  answer.ladder->places.pop_back();
  CHECK_FALSE(drawn("ladder"));
  CHECK(says(figure_of(answer, "ladder-told").says, "upsell, after front: asked 1,000 times, 60.0"));

  Payback& payback = answer.all.customer.payback;
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) {
    curve->cdf = {{0.4, 0}, {0.4, 0}, {1, 0}};
    curve->ever = {1, 0}, curve->never = {0, 0}, curve->open = {0, 0};
  }
  payback.cohort.cdf = {0, 0, 1};
  CHECK(drawn("payback"));
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) curve->cdf = {{1, 0}, {1, 0}, {1, 0}};
  CHECK_FALSE(drawn("payback"));
  CHECK(figure_of(answer, "payback").says == "Every customer pays back at once, when first buying.");
  for (PaybackCurve* curve : {&payback.first, &payback.lasting}) {
    curve->cdf = {{0.7, 0}, {0.7, 0}, {0.7, 0}};
    curve->ever = {0.7, 0}, curve->never = {0.3, 0};
  }
  CHECK(says(figure_of(answer, "payback").says, "70.0"));

  answer.all.customer.profit.sd = 0;
  CHECK_FALSE(find_figure(answer, "profit"));
}

TEST_CASE("lines that are the same are drawn once, under all their names") {
  Answer answer = plain_answer();
  answer.lasting_is_headline = true;
  answer.channels.clear();
  Payback& payback = answer.all.customer.payback;
  payback.first.cdf = payback.lasting.cdf = {{0.1, 0}, {0.5, 0}};
  payback.first.ever = payback.lasting.ever = {0.5, 0};
  payback.cohort.cdf = {0, 1};
  const auto series = [&] { return figure_of(answer, "payback").chart["series"]; };
  REQUIRE(series().size() == 1);
  CHECK(series()[0]["name"] == "paid back for good = paid back at least once");
  payback.first.cdf[0].value = 0.2;
  CHECK(series().size() == 2);
}

TEST_CASE("profits are drawn as they are ranked; of files that don't hold ranks only the table is shown") {
  Answer answer = plain_answer();
  ViewAnswer& customer = answer.all.customer;
  customer.profit = {{50, 1}, 100, {{0.25, {-10, -10, -10}}, {0.75, {30, 30, 500}}}};
  customer.p_loss = {0.28, 0.001};
  customer.profit_ranks = {{0.28, -10, -10, -10}, {0.9, 30, 30, 30}, {0.996, 400, 500, 450}, {1, 1e6, 1e9, 1e8}};
  customer.concentration.emplace();
  customer.concentration->tenths = {{0.1, {{5, 0}, {0.6, 0}, {0.6, 0}}}};
  customer.concentration->bring_80 = {0.2, 0.01};
  const auto chart = [&](const char* id) { return figure_of(answer, id).chart; };
  const Json curve = chart("profit")["series"][1];
  // Steps at the very shares; what would dwarf the rest is cut off.
  CHECK(curve["x"] == Json::array({0.005, 0.28, 0.28, 0.9, 0.9, 0.995}));
  CHECK(curve["y"][1] == -10);
  CHECK(curve["y"][2] == 30);
  const Json whale = chart("whale")["series"][1];
  CHECK(whale["x"].size() == 5);
  CHECK(whale["y"].back() == 1);
  customer.profit_ranks.clear();
  CHECK(chart("profit").is_null());
  CHECK(chart("whale").is_null());
}

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;

/// A folder with a results file, and something in it that is no page.
class ReportFolder : public tests::Folder {
 public:
  ReportFolder() {
    const std::string scenario = std::string(VALUESCALE_SOURCE_DIR) + "/scenarios/funnel.toml";
    REQUIRE(tests::shell(kProgram + " run " + scenario + " --customers 1000 --quiet -o " + *this / "run.h5").code == 0);
    tests::put(*this / "letter.txt", "Dear investor");
  }
  tests::Outcome report(const std::string& words, const std::string& path = "/usr/bin:/bin") const {
    return tests::shell("cd " + path_of() + " && PATH=" + path + " " + kProgram + " report " + words);
  }
  /// A program of that name that does what these lines of shell do.
  void browser(const std::string& lines) const {
    tests::put(*this / "chromium", "#!/bin/sh\n" + lines + "\n");
    std::filesystem::permissions(*this / "chromium", std::filesystem::perms::owner_all);
  }
  std::string path_of() const { return path().string(); }
};

}  // namespace

TEST_CASE("report says what is wrong with what was asked of it, and writes nothing") {
  const ReportFolder folder;
  const std::size_t before = folder.count();
  const auto refused = [&](const std::string& words, const std::string& because) {
    const auto outcome = folder.report(words);
    INFO(words << ": " << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(says(outcome.err, because));
    CHECK(folder.count() == before);
  };
  refused("run.h5", "nowhere to write the report to");
  refused("run.h5 -o page.html --lang tlh", "there is no language 'tlh'; there are: en, zh");
  refused("letter.txt -o page.html", "letter.txt");
  refused("run.h5 -o letter.txt", "would be overwritten (it is not a page)");
  refused("run.h5 -o both --pdf both", "--pdf: is the file that -o writes, too");
  refused("run.h5 -o both --pdf ./both", "--pdf: is the file that -o writes, too");
  refused("run.h5 --pdf run.h5", "would be overwritten (it is not a PDF)");
  CHECK(tests::contents(folder / "letter.txt") == "Dear investor");
}

TEST_CASE("without a browser there is no PDF, and the message says what to install") {
  const ReportFolder folder;
  const auto outcome = folder.report("run.h5 -o page.html --pdf page.pdf", "/nowhere");
  CHECK(outcome.code == 1);
  CHECK(says(outcome.err, "apt install chromium"));
  CHECK_FALSE(std::filesystem::exists(folder / "page.html"));
}

TEST_CASE("a PDF is there whole or not at all") {
  const ReportFolder folder;
  const std::string path = folder.path_of() + ":/usr/bin:/bin";
  folder.browser("exit 1");
  auto outcome = folder.report("run.h5 --pdf page.pdf", path);
  CHECK(outcome.code == 1);
  CHECK(says(outcome.err, "printed no PDF"));
  CHECK_FALSE(std::filesystem::exists(folder / "page.pdf"));

  // Whoever prints gets the page, and what it prints is the file.
  folder.browser(
      "for word; do case $word in --print-to-pdf=*) to=${word#*=};; file://*) from=${word#file://};; esac; done\n"
      "grep -q 'Content-Security-Policy' \"$from\" && echo '%PDF-1.4 of a test' > \"$to\"");
  outcome = folder.report("run.h5 --pdf page.pdf", path);
  CHECK(outcome.code == 0);
  CHECK(tests::contents(folder / "page.pdf") == "%PDF-1.4 of a test\n");
  folder.browser("exit 1");
  CHECK(folder.report("run.h5 --pdf page.pdf", path).code == 1);
  CHECK(tests::contents(folder / "page.pdf") == "%PDF-1.4 of a test\n");
}

TEST_CASE("a table of assumptions has no column in which nothing is said") {
  const results::StatedAssumption plain{"offer.a.price", "500", "500", "", ""};
  const results::StatedAssumption told{"offer.b.price", "5%", "5 %", "guessed", ""};
  const auto heads = [](const std::vector<const results::StatedAssumption*>& stated) {
    return page::stated_table(stated, page::language("en")).heads.size();
  };
  CHECK(heads({&plain}) == 2);
  CHECK(heads({&plain, &told}) == 4);
  CHECK(page::stated_table({&plain, &told}, page::language("en")).rows[1] ==
        std::vector<std::string>{"offer.b.price", "5%", "5 %", "guessed"});
}

TEST_CASE("shares of a profit that may as well be zero are not drawn, and a loss too small to be seen explains nothing") {
  Answer answer = plain_answer();
  results::Concentration& concentration = answer.all.customer.concentration.value();
  concentration.unprofitable = {0.1, 0.001};
  concentration.loss_share = {0.2, 0.01};
  CHECK(says(figure_of(answer, "whale").says, "that is why the curve rises above 100 %"));
  concentration.loss_share = {0.001, 0.0001};
  CHECK(says(figure_of(answer, "whale").says, "and cost 0.1\u00a0% of all profit."));
  CHECK_FALSE(figure_of(answer, "whale").chart.is_null());
  answer.all.customer.profit.mean = {0.1, 0.25};
  CHECK(says(figure_of(answer, "whale").says, "may as well be zero"));
  CHECK(figure_of(answer, "whale").chart.is_null());
}

#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "results/csv/export_csv.hpp"
#include "results/sheets/run_sheets.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace valuescale;
using tests::Folder;

namespace {

/// An independent reader of RFC 4180.
std::vector<std::vector<std::string>> read_csv(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().push_back("");
    } else if (!quoted && c == '\r') {
      REQUIRE(text[++i] == '\n');
      if (i + 1 < text.size()) rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  REQUIRE_FALSE(quoted);
  return rows;
}

}  // namespace

TEST_CASE("tables hold the answer's numbers, in rows of one length") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  const auto paths = results::export_csv(results::run_sheets(answer), (folder.path() / "new" / "deep").string());
  CHECK(paths.size() == 21);
  std::map<std::string, std::vector<std::vector<std::string>>> tables;
  for (const auto& path : paths) {
    const std::string name = std::filesystem::path(path).stem().string();
    tables[name] = read_csv(path);
    for (const auto& row : tables[name]) CHECK(row.size() == tables[name][0].size());
  }
  for (const char* name :
       {"summary",       "payback",       "by_channel",       "by_segment",    "spend",       "spend_curve", "by_stage",    "ladder",
        "referrals",     "concentration", "profit_histogram", "profit_groups", "quantiles",   "worlds",      "assumptions", "plan_months",
        "plan_channels", "plan_cohorts",  "plan_cohort_ages", "plan_worlds",   "profit_ranks"})
    CHECK(tables.count(name) == 1);

  CHECK(tables["worlds"].size() == 4);
  CHECK(tables["worlds"][0].back() == "channel.fish-pond.cost_per_lead");
  CHECK(tables["worlds"][3].back() == "63");
  CHECK(tables["worlds"][3][9] == "never");
  CHECK(tables["worlds"][3][4] == "");
  CHECK(tables["by_channel"][2][0] == "微信");
  CHECK(std::stod(tables["by_channel"][2][5]) == answer.channels[1].second.customer.cac.mean.value);
  CHECK(tables["by_segment"][2][0] == "'=cmd()");
  // Of two channels one responds to spend.
  REQUIRE(tables["spend"].size() == 2);
  CHECK(tables["spend"][1][0] == "fish-pond");
  CHECK(std::stod(tables["spend"][1][8]) == answer.channels[0].second.spend->customers.lo);
  CHECK(tables["spend"][1][15] == "infinite");
  CHECK(std::stod(tables["spend"][1][16]) == answer.channels[0].second.spend->last_unit.value);
  CHECK(std::stod(tables["spend"][1][20]) == answer.channels[0].second.spend->worth_until.hi);
  REQUIRE(tables["spend_curve"].size() == 1 + 3);
  CHECK(tables["spend_curve"][1][1] == "0.5");
  CHECK(std::stod(tables["spend_curve"][3][8]) == answer.channels[0].second.spend->curve[2].second.customers.value);
  CHECK(tables["spend_curve"][3][16] == "infinite");
  CHECK(tables["payback"].size() == 1 + 5 * 4 * 61);
  CHECK(tables["payback"][1 + 3 * 61][2] == "customer without referrals");
  CHECK(std::stod(tables["payback"][1 + 3 * 61 + 7][6]) == answer.all.referrals->customer.payback.first.cdf[7].se);
  REQUIRE(tables["ladder"].size() == 1 + 3 + 3);
  CHECK(tables["ladder"][2][2] == "step.=upsell()");
  CHECK(std::stod(tables["ladder"][2][9]) == answer.ladder->places[1].numbers.rate.value);
  CHECK(std::stod(tables["ladder"][3][12]) == answer.ladder->places[2].purchases.se);
  CHECK(tables["ladder"][6][1] == "bought");
  CHECK(std::stod(tables["ladder"][6][8]) == answer.ladder->ways[2].numbers.later.se);
  CHECK(tables["referrals"].size() == 1 + 5 * 6);
  CHECK(tables["referrals"][1 + 3][3] == "'=cmd()");
  CHECK(std::stod(tables["referrals"][1 + 3][5]) == answer.all.referrals->by_segment[1].second.value);
  CHECK(std::stod(tables["referrals"][1 + 6 + 5][6]) == answer.channels[0].second.referrals->cac_blended.se);
  CHECK(std::stod(tables["payback"][1 + 61 + 7][5]) == answer.all.customer.payback.first.cdf[7].value);
  CHECK(tables["concentration"].size() == 1 + 5 * (4 * 3 + 7));
  CHECK(tables["concentration"][1 + 3 + 2][2] == "cumulative");
  CHECK(tables["concentration"][1 + 3 + 2][3] == "0.2");
  CHECK(std::stod(tables["concentration"][1 + 3 + 2][5]) == answer.all.customer.concentration->tenths[1].second.cumulative.value);
  CHECK(tables["profit_groups"][2][0] == "'=cmd()");
  CHECK(std::stod(tables["profit_groups"][2][6]) == answer.profit_groups[1].cumulative.value);
  CHECK(tables["assumptions"][1] == std::vector<std::string>{"offer.first-course.take", "beta(20, 180)", "about 10 %: we don't know",
                                                             "last autumn", "our own records"});

  bool found = false;
  for (const auto& row : tables["summary"]) {
    if (row[0] == "all" && row[2] == "customer" && row[3] == "npv_mean") {
      found = true;
      CHECK(std::stod(row[5]) == answer.all.customer.npv.mean.value);
      CHECK(std::stod(row[6]) == answer.all.customer.npv.mean.se);
    }
  }
  CHECK(found);
  CHECK(std::filesystem::exists(folder.path() / "new" / "deep" / "summary.csv"));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "new" / "deep")) CHECK(entry.path().extension() == ".csv");
}

TEST_CASE("a plan is tabled by month, channel, cohort and world, and with the other numbers") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  const results::PlanAnswer& plan = *answer.plan;
  results::export_csv(results::run_sheets(answer), folder.path().string());
  const auto table = [&folder](const char* name) { return read_csv(folder.path() / (std::string(name) + ".csv")); };
  /// The number in a table's row, counted from 0, below a heading.
  const auto cell = [](const std::vector<std::vector<std::string>>& rows, std::size_t row, const std::string& heading) {
    const auto found = std::find(rows[0].begin(), rows[0].end(), heading);
    CAPTURE(heading);
    REQUIRE(found != rows[0].end());
    return rows.at(row + 1)[static_cast<std::size_t>(found - rows[0].begin())];
  };

  const auto months = table("plan_months");
  REQUIRE(months.size() == 1 + 4);
  CHECK(cell(months, 2, "month") == "3");
  CHECK(std::stod(cell(months, 2, "cash_mean_standard_error")) == plan.cash[2].mean.se);
  CHECK(std::stod(cell(months, 1, "cash_05_upper_95")) == plan.cash[1].quantiles[0].second.hi);
  CHECK(std::stod(cell(months, 3, "active_mean")) == plan.active[3].mean.value);
  CHECK(std::stod(cell(months, 2, "active_95_lower_95")) == plan.active[2].quantiles[4].second.lo);
  CHECK(std::stod(cell(months, 1, "broken_even")) == plan.break_even.cdf[1].value);
  CHECK(std::stod(cell(months, 3, "broken_even_for_good")) == plan.lasting_break_even.cdf[3].value);
  CHECK(std::stod(cell(months, 3, "ruined_standard_error")) == plan.ruin_cdf[3].se);

  const auto ages = table("plan_cohort_ages");
  REQUIRE(ages.size() == 1 + 4 * 3);
  CHECK(cell(ages, 5, "month") == "2");
  CHECK(cell(ages, 5, "age") == "3");
  CHECK(std::stod(cell(ages, 5, "earned")) == plan.cohorts[1].by_age[2].earned.value);
  CHECK(std::stod(cell(ages, 11, "paid_back_standard_error")) == plan.cohorts[3].by_age[2].paid_back.se);

  const auto channels = table("plan_channels");
  REQUIRE(channels.size() == 1 + 2);
  CHECK(cell(channels, 1, "channel") == "微信");
  CHECK(std::stod(cell(channels, 1, "whole_contribution")) == plan.channels[1].whole_contribution.value);
  CHECK(std::stod(cell(channels, 0, "profit_95_lower_95")) == plan.channels[0].profit.quantiles[4].second.lo);
  CHECK(std::stod(cell(channels, 1, "roi")) == plan.channels[1].roi.value);
  CHECK(std::stod(cell(channels, 1, "plan_profit_05")) == plan.channels[1].plan_profit.quantiles[0].second.value);
  CHECK(std::stod(cell(channels, 1, "break_even_ever")) == plan.channels[1].break_even.ever.value);
  CHECK(cell(channels, 1, "break_even_median") == "2");
  CHECK(cell(channels, 0, "lasting_break_even_75") == "never");

  const auto cohorts = table("plan_cohorts");
  REQUIRE(cohorts.size() == 1 + 4);
  CHECK(std::stod(cell(cohorts, 2, "contribution")) == plan.cohorts[2].contribution.value);
  CHECK(cell(cohorts, 0, "payback_median_upper_95") == "6");
  CHECK(cell(cohorts, 0, "complete") == "1");
  CHECK(cell(cohorts, 1, "complete") == "0");

  const auto worlds = table("plan_worlds");
  REQUIRE(worlds.size() == 1 + 3);
  CHECK(cell(worlds, 0, "customers") == "91");
  CHECK(std::stod(cell(worlds, 1, "run_off_profit")) == plan.worlds[1].run_off_profit);
  CHECK(cell(worlds, 0, "break_even") == "never");
  CHECK(cell(worlds, 0, "ruin") == "3");
  CHECK(cell(worlds, 0, "was_short") == "1");
  CHECK(cell(worlds, 2, "channel.fish-pond.cost_per_lead") == "63");

  const auto row_of = [&](const char* name, const std::string& number, std::size_t column) {
    for (const auto& row : table(name))
      if (std::find(row.begin(), row.end(), "plan") != row.end() && row[column] == number) return row;
    FAIL("no row of " << number << " in " << name);
    return std::vector<std::string>{};
  };
  CHECK(std::stod(row_of("summary", "cvar_95", 3)[8]) == plan.tails[1].cvar.hi);
  CHECK(row_of("summary", "break_even_median", 3)[8] == "never");
  CHECK(row_of("summary", "variance_luck", 3)[4] == "CNY^2");
  CHECK(std::stod(row_of("summary", "fully_loaded_cac", 3)[6]) == plan.fully_loaded_cac.se);
  CHECK(std::stod(row_of("by_stage", "fixed_costs", 3)[4]) == -1500);
  CHECK(row_of("quantiles", "break_even", 4)[6] == "1");
  CHECK(std::stod(row_of("quantiles", "lowest_cash", 4)[6]) == plan.lowest_cash->quantiles[0].second.value);
}

TEST_CASE("without a plan its tables have headings only") {
  const Folder folder;
  const results::Answer answer = tests::sample_answer();
  results::export_csv(results::run_sheets(answer), folder.path().string());
  for (const char* name : {"plan_months", "plan_channels", "plan_cohorts", "plan_cohort_ages", "plan_worlds"}) {
    const auto rows = read_csv(folder.path() / (std::string(name) + ".csv"));
    CHECK(rows.size() == 1);
    CHECK(rows[0].size() > 4);
  }
}

TEST_CASE("a cell that a spreadsheet would run is made text") {
  CHECK(results::csv_text("=1+1") == "'=1+1");
  CHECK(results::csv_text("a\xff\xfe"
                          "b\xe5\xbe") ==
        "a\xef\xbf\xbd\xef\xbf\xbd"
        "b\xef\xbf\xbd");
  CHECK(results::csv_text("+1") == "'+1");
  CHECK(results::csv_text("-1 to 2") == "'-1 to 2");
  CHECK(results::csv_text("@SUM(A1)") == "'@SUM(A1)");
  CHECK(results::csv_text("\tx") == "'\tx");
  CHECK(results::csv_text("a,b") == "\"a,b\"");
  CHECK(results::csv_text("=\"a\"") == "\"'=\"\"a\"\"\"");
  CHECK(results::csv_text("two\nlines") == "\"two\nlines\"");
  CHECK(results::csv_text("plain") == "plain");
  CHECK(results::csv_cell(results::text("=1+1")) == "'=1+1");
  CHECK(results::csv_cell(results::number(-0.1, results::Measure::money)) == "-0.1");
  CHECK(results::csv_cell(results::number(results::kMissing, results::Measure::money)) == "");
  CHECK(results::csv_cell(results::number(-INFINITY, results::Measure::money)) == "-infinite");
  CHECK(results::csv_cell(results::number(INFINITY, results::Measure::months)) == "never");
  CHECK(results::csv_cell(results::identifier(18446744073709551615u)) == "18446744073709551615");
}

TEST_CASE("tables are not written over a folder that refuses them") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  std::ofstream(folder.path() / "file") << "in the way";
  CHECK_THROWS_AS(results::export_csv(results::run_sheets(answer), (folder.path() / "file").string()), std::runtime_error);
  // A table's name taken by a folder: nothing else is left lying about.
  std::filesystem::create_directories(folder.path() / "tables" / "summary.csv");
  CHECK_THROWS_AS(results::export_csv(results::run_sheets(answer), (folder.path() / "tables").string()), std::runtime_error);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "tables")) CHECK(entry.path().extension() == ".csv");
}

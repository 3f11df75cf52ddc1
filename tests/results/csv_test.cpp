#include "tests/results/process.hpp"
#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "results/csv/export_csv.hpp"

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
  const results::Answer answer = tests::sample_answer();
  const auto paths = results::export_csv(answer, (folder.path() / "new" / "deep").string());
  CHECK(paths.size() == 12);
  std::map<std::string, std::vector<std::vector<std::string>>> tables;
  for (const auto& path : paths) {
    const std::string name = std::filesystem::path(path).stem().string();
    tables[name] = read_csv(path);
    for (const auto& row : tables[name]) CHECK(row.size() == tables[name][0].size());
  }
  for (const char* name : {"summary", "payback", "by_channel", "by_segment", "spend", "by_stage", "referrals", "concentration",
                           "profit_groups", "quantiles", "worlds", "assumptions"})
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
  CHECK(tables["payback"].size() == 1 + 5 * 4 * 61);
  CHECK(tables["payback"][1 + 3 * 61][2] == "customer without referrals");
  CHECK(std::stod(tables["payback"][1 + 3 * 61 + 7][6]) == answer.all.referrals->customer.payback.first.cdf[7].se);
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

TEST_CASE("a cell that a spreadsheet would run is made text") {
  CHECK(results::csv_text("=1+1") == "'=1+1");
  CHECK(results::csv_text("+1") == "'+1");
  CHECK(results::csv_text("-1 to 2") == "'-1 to 2");
  CHECK(results::csv_text("@SUM(A1)") == "'@SUM(A1)");
  CHECK(results::csv_text("\tx") == "'\tx");
  CHECK(results::csv_text("a,b") == "\"a,b\"");
  CHECK(results::csv_text("=\"a\"") == "\"'=\"\"a\"\"\"");
  CHECK(results::csv_text("two\nlines") == "\"two\nlines\"");
  CHECK(results::csv_text("plain") == "plain");
  CHECK(results::csv_number(-0.1) == "-0.1");
  CHECK(results::csv_number(results::kMissing) == "");
}

TEST_CASE("tables are not written over a folder that refuses them") {
  const Folder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  CHECK_THROWS_AS(results::export_csv(tests::sample_answer(), (folder.path() / "file").string()), std::runtime_error);
  // A table's name taken by a folder: nothing else is left lying about.
  std::filesystem::create_directories(folder.path() / "tables" / "summary.csv");
  CHECK_THROWS_AS(results::export_csv(tests::sample_answer(), (folder.path() / "tables").string()), std::runtime_error);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "tables")) CHECK(entry.path().extension() == ".csv");
}

// Columns of CSV files, where lists may stand.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

const std::string kHistory = "month,conversion,\"cost, net\"\nmay,4%,1.5\njune,0.06,2\njuly,5%,1.75\n";

std::string column(const std::string& file, const std::string& name) { return "{ values = \"" + file + "\", column = \"" + name + "\" }"; }

/// kSmall with another key of its offer.
std::string with(const std::string& key, const std::string& value) { return kSmall + key + " = " + value + "\n"; }

/// A plan of three months.
std::string planned(const std::string& amounts) {
  return "title = \"t\"\nlifetime = 12\n[channel.ads]\ncost_per_customer = 2\n[offer.first]\nprice = 10\n[plan]\nmonths = 3\n" + amounts;
}

std::vector<double> values_of(const models::Law& law) {
  std::vector<double> values;
  for (const models::Law& one : law.components) values.push_back(one.value);
  return values;
}

std::vector<double> amounts_of(const models::Schedule& schedule) {
  std::vector<double> amounts;
  for (const models::Quantity& amount : schedule.list) amounts.push_back(amount.law.value);
  return amounts;
}

/// What is said of a scenario beside a file, without their folder.
std::string complaint_beside(const std::string& file, const std::string& content, const std::string& scenario) {
  const ScenarioFiles files;
  const std::string path = files.write(file, content), folder = path.substr(0, path.size() - file.size());
  try {
    files.read(scenario);
    return "";
  } catch (const models::InputError& error) {
    std::string text = error.what();
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
    return text;
  }
}

}  // namespace

TEST_CASE("a column stands for the list of its cells") {
  const ScenarioFiles files;
  files.write("history.csv", kHistory);
  const models::Scenario s = files.read(with("take", column("history.csv", "conversion")));
  const models::Scenario same = files.read(with("take", "[\"4%\", 0.06, \"5%\"]"));
  CHECK(s.offers[0].take.law.kind == models::LawKind::values);
  CHECK(values_of(s.offers[0].take.law) == values_of(same.offers[0].take.law));
  CHECK(s.offers[0].take.text == same.offers[0].take.text);
  CHECK(values_of(files.read(kSmall, {{"channel.ads.cost_per_lead", column("history.csv", "cost, net")}}).channels[0].cost.law) ==
        std::vector<double>{1.5, 1.75, 2});
}

TEST_CASE("amounts by month may be a column, with laws in its cells") {
  const ScenarioFiles files;
  files.write("plan.csv", "month,friends,office\n1,10,100\n2,0,\"80 to 120\"\n3,25,1k\n");
  const models::Plan plan =
      *files.read(planned("fixed_costs = " + column("plan.csv", "office") + "\ncustomers.ads = " + column("plan.csv", "friends"))).plan;
  CHECK(amounts_of(plan.acquisitions[0].a_month) == std::vector<double>{10, 0, 25});
  REQUIRE(plan.fixed_costs[0].a_month.list.size() == 3);
  CHECK(plan.fixed_costs[0].a_month.list[1].law.kind == models::LawKind::lognormal);
  CHECK(plan.fixed_costs[0].a_month.list[2].law.value == 1000);
  CHECK(plan.fixed_costs[0].a_month.source == "column office of plan.csv");
}

TEST_CASE("a season's factors may be a column of twelve, and a trend's growth one of several") {
  const ScenarioFiles files;
  const auto year = [&](int months) {
    std::string text = "rate\n";
    for (int month = 1; month <= months; ++month) text += month == 4 ? "\"0.8 to 1.2\"\n" : fmt::format("1.{:02}\n", month);
    return text;
  };
  const std::string season = planned("customers.ads = 5\n[season.a.multiply]\nprice = " + column("year.csv", "rate") + "\n");
  files.write("year.csv", year(12));
  files.write("growth.csv", "g\n1%\n2%\n");
  const models::Scenario s = files.read(season + "[trend.t.multiply]\noffer.first.price = " + column("growth.csv", "g") + "\n");
  const auto& factors = s.calendar.seasons[0].effects[0];
  CHECK(factors.by_month[0].law.value == 1.01);
  CHECK(factors.by_month[3].law.kind == models::LawKind::lognormal);
  CHECK(factors.by_month[11].law.value == 1.12);
  CHECK(factors.source == "column rate of year.csv");
  CHECK(factors.by_month[11].source == factors.source);
  CHECK(values_of(s.calendar.trends[0].effects[0].factor.law) == std::vector<double>{0.01, 0.02});
  CHECK(
      complaint_beside("year.csv", year(11), season) ==
      "scenario.toml:11:20: season.a.multiply.price is a list of 11 (a season has a factor for each month: a list of twelve from january, "
      "or a table of months)");
}

TEST_CASE("a scenario holds the numbers of its columns, and says where they are from") {
  const ScenarioFiles files;
  files.write("data/history.csv", kHistory);
  const std::string text = with("take", "{ values = \"data/history.csv\", column = \"conversion\", source = \"our shop\" }");
  const models::Scenario s = files.read(text);
  CHECK(s.offers[0].take.source == "our shop; column conversion of data/history.csv");
  // What is written into results can be read again, without the file, and means the same.
  CHECK(ScenarioFiles().read(s.text).hash == s.hash);
  files.write("data/history.csv", "conversion\n4%\n6%\n5.1%\n");
  CHECK(files.read(text).hash != s.hash);
}

TEST_CASE("files are sought beside the scenario that names them") {
  const ScenarioFiles files;
  files.write("base/history.csv", "conversion\n0.1\n0.2\n");
  files.write("base/base.toml", with("take", column("history.csv", "conversion")));
  const models::Scenario s = files.read("extends = \"base/base.toml\"\ntitle = \"child\"\n");
  CHECK(values_of(s.offers[0].take.law) == std::vector<double>{0.1, 0.2});
}

TEST_CASE("cells may stand in quotes, lines end as they like, and a mark begin the file") {
  const ScenarioFiles files;
  files.write("a.csv", "\xEF\xBB\xBF\"the \"\"rate\"\"\",x\r\n\"0.5\",\"two\nlines, one cell\"\r\n0.25,\r\n\r\n");
  const models::Scenario s = files.read(with("take", "{ values = \"a.csv\", column = 'the \"rate\"' }"));
  CHECK(values_of(s.offers[0].take.law) == std::vector<double>{0.25, 0.5});
}

TEST_CASE("wrong cells are reported where they stand, all of them") {
  CHECK(complaint_beside("h.csv", "take,x\n0.5,1\n,2\nNaN,3\n1.5,4\n1e400,5\n\"0.1 to 0.2\",6\n", with("take", column("h.csv", "take"))) ==
        "h.csv:3:1: offer.first.take: a value is missing (the text is empty)\n"
        "h.csv:4:1: offer.first.take: 'NaN' is neither a number nor a law (a law is written name(…))\n"
        "h.csv:5:1: offer.first.take is 1.5 (it must be between 0 and 1)\n"
        "h.csv:6:1: offer.first.take: '1e400' is not a number this program can hold\n"
        "h.csv:7:1: offer.first.take must be a certain number (it cannot carry a law)");
  CHECK(complaint_beside("p.csv", "friends\n10\n-5\n3\n", planned("customers.ads = " + column("p.csv", "friends"))) ==
        "p.csv:3:1: plan.customers.ads.2 is -5 (it must be at least 0)");
  CHECK(
      complaint_beside("p.csv", "friends\n10\n5\n", planned("customers.ads = " + column("p.csv", "friends"))) ==
      "scenario.toml:9:28: plan.customers.ads is a list of 2 (the plan has 3 months); give an amount for each month, or a table of start, "
      "growth, first and last");
}

TEST_CASE("what is no table of columns is refused") {
  const auto said = [](const std::string& content) { return complaint_beside("h.csv", content, with("take", column("h.csv", "take"))); };
  CHECK(said("") == "h.csv:1:1: the table is empty (its first row has the names of its columns)");
  CHECK(said("take\n") == "scenario.toml:7:37: column 'take' of 'h.csv' has 0 values (there is only a row of names)");
  CHECK(said("take,x\n0.5\n") ==
        "h.csv:2:1: this row has 1 cell (the first row names 2 columns); commas separate cells; a text with commas stands in quotes");
  CHECK(said("rate;x\n0.5;1\n") == "scenario.toml:7:37: there is no column 'take' in 'h.csv' (its first row names rate;x)");
  CHECK(said("tkae\n0.5\n") == "scenario.toml:7:37: there is no column 'take' in 'h.csv' (its first row names tkae); did you mean 'tkae'?");
  CHECK(said("take,x,take\n0.5,1,2\n") == "h.csv:1:8: there are two columns 'take' (a column is found by its name)");
  CHECK(said("take\n\"0.5\n0.6\n") == "h.csv:2:1: a quoted cell does not end (its closing quote is missing)");
  CHECK(said("take\n\"0.5\" \n") == "h.csv:2:6: a quoted cell goes on after its quote (a quote inside one is written twice)");
}

TEST_CASE("files that are not there, or not beside the scenario, are refused together") {
  CHECK(complaint(with("take", column("h.csv", "a"))).find("values names a file that does not exist") != std::string::npos);
  const std::string both = complaint(with("take", column("/etc/passwd", "a")) + "unit_cost = " + column("", "a") + "\n");
  CHECK(both.find("7:19: values must be a relative path") != std::string::npos);
  CHECK(both.find("8:24: values names no file") != std::string::npos);
  CHECK(complaint_beside("h.csv", "a\n1\n", with("take", "{ value = 1, values = \"h.csv\", column = \"a\" }")) ==
        "scenario.toml:7:10: value and values stand together (they are two ways to say the same); keep one of them");
  CHECK(complaint(with("take", "{ values = \"h.csv\" }")).find("unknown key 'values' in offer.first.take") != std::string::npos);
}

TEST_CASE("tables from strangers are cut short") {
  std::string rows = "take,x\n";
  for (int i = 0; i < 60'000; ++i) rows += "0.5,1\n";
  CHECK(complaint_beside("h.csv", rows, with("take", column("h.csv", "take"))).find("the table is too large (at most 100000 cells)") !=
        std::string::npos);
  rows = "take\n";
  for (int i = 0; i < 10'001; ++i) rows += "0.5\n";
  CHECK(complaint_beside("h.csv", rows, with("take", column("h.csv", "take"))) ==
        "scenario.toml:7:37: column 'take' of 'h.csv' has 10001 values (at most 10000 of all columns together)");
  CHECK(complaint_beside("h.csv", "take\n" + std::string(20'000, '1') + "\n", with("take", column("h.csv", "take")))
            .find("h.csv:2:1: a cell is too long (at most 10000 bytes)") == 0);
  CHECK(complaint_beside("h.csv", std::string(5'000'000, '\n'), with("take", column("h.csv", "take")))
            .find("h.csv: the file is too large (at most 4 MiB)") == 0);
}

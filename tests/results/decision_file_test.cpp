// A decision's answer as a file: said again as it was, opened by others, refused where it is not whole.
#include "results/hdf5/decision_file.hpp"

#include "models/description/problem.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/json/numbers_of.hpp"
#include "results/sheets/decision_sheets.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <cmath>

using namespace valuescale;
using namespace valuescale::results;
using tests::Folder;
using tests::says;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;

DecisionRecord record() {
  DecisionRecord record;
  record.answer =
      Json::parse(R"json({"schema": "valuescale.test/1", "title": "t", "currency": "USD", "p_best": {"微信": {"value": 0.25, "se": 0.1},
    "=cmd()": {"value": 0.75, "se": null}}, "found": true, "never": "never", "list": [{"name": "a", "x": 1}, {"x": 2}, {"path": "p.q", "x": 3}],
    "difference": {"value": 3, "lo": 1, "hi": 5, "parts": {"more": 7}}})json");
  record.words = "said\n\x1b[31mred";
  record.scenarios = {"a", "b"};
  record.texts = {"title = \"a\"", ""};
  return record;
}

}  // namespace

TEST_CASE("all numbers of an answer are listed by their paths") {
  const std::vector<NamedNumber> numbers = numbers_of(record().answer);
  const auto of = [&](const std::string& path) {
    for (const NamedNumber& number : numbers)
      if (number.path == path) return number;
    FAIL(path);
    return NamedNumber{};
  };
  CHECK(of("p_best.微信").value == 0.25);
  CHECK(of("p_best.微信").se == 0.1);
  CHECK(std::isnan(of("p_best.=cmd()").se));
  CHECK(of("found").value == 1);
  CHECK(std::isinf(of("never").value));
  CHECK(of("list.a.x").value == 1);
  CHECK(of("list.1.x").value == 2);
  CHECK(of("list.p.q.x").value == 3);
  CHECK(of("difference").hi == 5);
  CHECK(of("difference.parts.more").value == 7);
}

TEST_CASE("what was kept of a decision is read again as it was, by us and by xarray") {
  const Folder folder;
  write_decision(record(), folder / "a.h5");
  const auto read = read_decision(folder / "a.h5");
  REQUIRE(read);
  CHECK(read->answer == record().answer);
  CHECK(read->words == record().words);
  CHECK(read->scenarios == record().scenarios);
  CHECK(read->texts == record().texts);
  const tests::Outcome shown = tests::shell(kProgram + " show " + (folder / "a.h5"));
  CHECK(says(shown.out, "said\n\\x1b[31mred"));
  CHECK(nlohmann::ordered_json::parse(tests::shell(kProgram + " show --json " + (folder / "a.h5")).out) == record().answer);
  CHECK_THROWS_AS(read_results(folder / "a.h5"), models::InputError);

  tests::put(folder / "read.py", "import xarray\nd = xarray.open_dataset('" + (folder / "a.h5") +
                                     "', engine='h5netcdf', group='numbers')\nprint(d.value.sel(number='p_best.微信').item(), "
                                     "d.hi.sel(number='difference').item())\nprint(xarray.open_dataset('" +
                                     (folder / "a.h5") + "', engine='h5netcdf').scenario.values)\n");
  const tests::Outcome python = tests::shell("PYTHONIOENCODING=utf-8 /usr/bin/python3 " + (folder / "read.py"));
  CAPTURE(python.err);
  CHECK(says(python.out, "0.25 5.0"));
  CHECK(says(python.out, "['a' 'b']"));
}

TEST_CASE("a decision's numbers become a table, in which no name is a formula") {
  const Folder folder;
  write_decision(record(), folder / "a.h5");
  const tests::Outcome exported = tests::shell(kProgram + " export " + (folder / "a.h5") + " --csv " + (folder / "csv"));
  CHECK(exported.code == 0);
  const std::string table = tests::shell("cat " + (folder / "csv") + "/numbers.csv").out;
  CHECK(says(table, "number,value,standard_error,lower_95,upper_95"));
  CHECK(says(table, "difference,3,,1,5"));
}

TEST_CASE("an answer that is nested beyond all sense is refused") {
  const Folder folder;
  DecisionRecord deep = record();
  for (int i = 0; i < 1000; ++i) deep.answer["list"] = Json::array({deep.answer["list"]});
  write_decision(deep, folder / "a.h5");
  CHECK_THROWS_AS(read_decision(folder / "a.h5"), models::InputError);
  CHECK(tests::shell(kProgram + " export " + (folder / "a.h5") + " -o " + (folder / "a.xlsx")).code == 2);
}

TEST_CASE("a decision's lists and maps of things are tables of their own, and only by names that we would give") {
  const Json answer =
      Json::parse(R"json({"tornado": [{"path": "a", "at": {"low": 1, "high": 2}, "swing": {"value": 3, "lo": 2, "hi": "infinite"}},
    {"path": "=b", "more": true}], "p_best": {"x": {"value": 0.5, "se": 0.1}, "y": {"value": null}}, "base": {"plan.p_loss": {"value": 0.4}, "plan.profit": {"value": 40}}, "../../x": [{"a": 1}], "about": [{"a": 1}],
    "now": {"value": 1, "lo": {}}, "empty": [], "mixed": [{"a": 1}, 2]})json");
  const std::vector<Sheet> sheets = decision_sheets(answer);
  REQUIRE(sheets.size() == 4);
  CHECK(sheets[0].name == "tornado");
  std::vector<std::string> headings;
  for (const Column& column : sheets[0].columns) headings.push_back(column.heading);
  CHECK(headings == std::vector<std::string>{"path", "at.low", "at.high", "swing", "swing_lower_95", "swing_upper_95", "more"});
  CHECK(std::get<double>(sheets[0].row(0)[3].value) == 3);
  CHECK(std::get<std::string>(sheets[0].row(0)[5].value) == "infinite");
  CHECK(std::get<std::string>(sheets[0].row(1)[0].value) == "=b");
  CHECK(std::get<double>(sheets[0].row(1)[6].value) == 1);
  CHECK(sheets[0].row(0)[6].value.index() == 0);
  CHECK(sheets[1].name == "p_best");
  CHECK(sheets[1].columns[2].heading == "standard_error");
  CHECK(std::get<double>(sheets[1].row(0)[2].value) == 0.1);
  CHECK(sheets[1].row(0)[2].measure == Measure::share);
  CHECK(sheets[0].row(0)[3].measure == Measure::number);
  CHECK(sheets[2].row(0)[1].measure == Measure::share);
  CHECK(sheets[2].row(1)[1].measure == Measure::number);
  CHECK(sheets[3].name == "numbers");
}

TEST_CASE("a decision's file that is not whole is refused") {
  const Folder folder;
  write_decision(record(), folder / "a.h5");
  std::string bytes = tests::contents(folder / "a.h5");
  tests::put(folder / "short.h5", bytes.substr(0, bytes.size() / 2));
  CHECK_THROWS_AS(read_decision(folder / "short.h5"), models::InputError);
  for (std::size_t at = 100; at < bytes.size(); at += bytes.size() / 37) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    tests::put(folder / "damaged.h5", damaged);
    try {
      const auto read = read_decision(folder / "damaged.h5");
      CHECK((read && read->answer == record().answer));  // what was hit says nothing
    } catch (const models::InputError&) {
    }
  }
}

TEST_CASE("commands keep their answers, and nothing where they fail") {
  const Folder folder;
  const std::string file = folder / "c.h5";
  const std::string compare =
      kProgram + " compare " VALUESCALE_SOURCE_DIR "/scenarios/investor-plan.toml --by channel --worlds 20 --quiet ";
  const tests::Outcome kept = tests::shell(compare + "-o " + file);
  CHECK(kept.code == 0);
  CHECK(kept.out == "");
  CHECK(tests::shell(kProgram + " show --json " + file).out == tests::shell(compare + "--json").out);
  tests::put(folder / "mine.txt", "letters");
  CHECK(tests::shell(compare + "-o " + (folder / "mine.txt")).code == 2);
  CHECK(tests::shell(compare + "-o " + (folder / "nowhere/c.h5")).code != 0);
  CHECK(tests::shell(compare + "--basis plan -o " + (folder / "d.h5")).code == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "d.h5"));
}

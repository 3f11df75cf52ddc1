// A decision's answer as a file: said again as it was, opened by others, refused where it is not whole.
#include "results/hdf5/decision_file.hpp"

#include "models/description/problem.hpp"
#include "results/files/whole_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/sealed.hpp"
#include "results/json/numbers_of.hpp"
#include "results/report/decision_report.hpp"
#include "results/report/html.hpp"
#include "results/sheets/decision_sheets.hpp"
#include "results/terminal/assumed_in_words.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

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
  const StatedAssumption shared{"offer.o.take", "10%", "10 %", "guess", "own records"};
  record.scenarios = {{"a", "title = \"a\"", {shared, {"offer.o.price", "12", "12", "", ""}}},
                      {"b", "", {{"offer.o.price", "9 to 15", "between 9 and 15", "<b>=cmd()\x1b[31m", ""}, shared}}};
  return record;
}

bool is_same(const StatedAssumption& a, const StatedAssumption& b) {
  return a.path == b.path && a.text == b.text && a.reading == b.reading && a.note == b.note && a.source == b.source;
}

/// The tree of a file, before it was sealed.
Group unsealed_tree(const std::string& path) {
  Group root = unsealed(read_whole(path, kLargestFile), path);
  std::erase_if(root.attributes, [](const Attribute& one) { return one.name == "content_hash" || one.name == "complete"; });
  std::erase_if(root.variables, [](const Variable& one) { return one.name == "text_bytes"; });
  return root;
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
  const DecisionRecord kept = record();
  REQUIRE(read->scenarios.size() == kept.scenarios.size());
  CHECK(read->tells_assumptions);
  for (std::size_t s = 0; s < kept.scenarios.size(); ++s) {
    CHECK(read->scenarios[s].name == kept.scenarios[s].name);
    CHECK(read->scenarios[s].text == kept.scenarios[s].text);
    REQUIRE(read->scenarios[s].stated.size() == kept.scenarios[s].stated.size());
    for (std::size_t i = 0; i < kept.scenarios[s].stated.size(); ++i)
      CHECK(is_same(read->scenarios[s].stated[i], kept.scenarios[s].stated[i]));
  }
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

TEST_CASE("what scenarios assume is told once where it is the same, and side by side where it is not") {
  const DecisionRecord kept = record();
  const std::vector<AssumedNumber> numbers = side_by_side(assumed_by(kept));
  REQUIRE(numbers.size() == 2);
  CHECK(numbers[0].path == "offer.o.take");
  CHECK(numbers[0].is_shared);
  CHECK(numbers[1].path == "offer.o.price");
  CHECK_FALSE(numbers[1].is_shared);
  const std::string words = in_words(assumed_by(kept), Style{});
  CHECK(says(words, "offer.o.take: 10%, guess; source: own records"));
  CHECK(says(words, "b: 9 to 15, <b>=cmd()\\x1b[31m"));
  CHECK_FALSE(says(words, "\x1b"));
  for (const auto& code : report::languages()) {
    const auto& say = report::language(code);
    const std::string html = report::to_html(report::decision_report(kept, say), say);
    CHECK(says(html, "own records"));
    CHECK(says(html, "&lt;b&gt;=cmd()"));
    CHECK_FALSE(says(html, "<b>=cmd"));
  }
  // A note of its own is a difference, too.
  DecisionRecord other = kept;
  other.scenarios[1].stated[1].note = "";
  CHECK_FALSE(side_by_side(assumed_by(other))[0].is_shared);
  // One that does not state it leaves it at its default.
  other.scenarios[1].stated.pop_back();
  CHECK(side_by_side(assumed_by(other))[0].by.size() == 1);
  CHECK_FALSE(side_by_side(assumed_by(other))[0].is_shared);
}

TEST_CASE("a decision's file of an earlier program is read, without what it did not keep") {
  const Folder folder;
  write_decision(record(), folder / "a.h5");
  Group root = unsealed_tree(folder / "a.h5");
  std::erase_if(root.groups, [](const Group& group) { return group.name == "assumptions"; });
  tests::put(folder / "old.h5", sealed_image(root));
  const auto read = read_decision(folder / "old.h5");
  REQUIRE(read);
  CHECK(read->answer == record().answer);
  CHECK_FALSE(read->tells_assumptions);
  CHECK(read->scenarios[0].stated.empty());
  CHECK(tests::shell(kProgram + " show " + (folder / "old.h5")).code == 0);
  CHECK(tests::shell(kProgram + " report " + (folder / "old.h5") + " -o " + (folder / "old.html")).code == 0);
  CHECK(tests::shell(kProgram + " export " + (folder / "old.h5") + " -o " + (folder / "old.xlsx")).code == 0);
}

TEST_CASE("assumptions of a scenario that is not in the file are refused") {
  const Folder folder;
  write_decision(record(), folder / "a.h5");
  for (const std::int64_t whose : {std::int64_t{-1}, std::int64_t{2}, std::int64_t{1} << 40}) {
    Group root = unsealed_tree(folder / "a.h5");
    for (Group& group : root.groups)
      for (Variable& variable : group.variables)
        if (variable.name == "of_scenario") std::get<std::vector<std::int64_t>>(variable.values).back() = whose;
    tests::put(folder / "bad.h5", sealed_image(root));
    CHECK_THROWS_AS(read_decision(folder / "bad.h5"), models::InputError);
  }
}

TEST_CASE("a decision's file of which any text was changed is refused, however it was changed") {
  const Folder folder;
  write_decision(record(), folder / "good.h5");
  const auto changed = [&](const std::string& python) {
    std::filesystem::copy_file(folder / "good.h5", folder / "bad.h5", std::filesystem::copy_options::overwrite_existing);
    tests::put(folder / "change.py", "import h5py\nf = h5py.File('" + (folder / "bad.h5") + "', 'r+')\n" + python + "\nf.close()\n");
    const tests::Outcome outcome = tests::shell("/usr/bin/python3 " + (folder / "change.py"));
    CAPTURE(outcome.err);
    REQUIRE(outcome.code == 0);
    try {
      return read_decision(folder / "bad.h5") ? std::string() : "no decision";
    } catch (const models::InputError& error) {
      return std::string(error.what());
    }
  };
  CHECK(changed("pass") == "");
  // Texts that h5py writes as they were are as they were.
  CHECK(changed("f['answer'][()] = f['answer'][()]") == "");
  for (const char* change :
       {"f['answer'][()] = f['answer'][()].replace(b'0.25', b'0.95')", "f['words'][()] = b'said'", "f['words'][()] = b''",
        "f['scenario'][0] = 'b'", "f['scenario_text'][1] = 'x = 1'", "f['assumptions/note'][0] = 'certain'",
        "f['numbers/number'][0] = 'found'", "f['numbers/value'][0] = 1", "f['text_bytes'][3] = 65", "f.attrs['title'] = 'u'"}) {
    CAPTURE(change);
    CHECK(changed(change) != "");
  }
  // One byte, past HDF5.
  std::string bytes = tests::contents(folder / "good.h5");
  const std::size_t at = bytes.find("said\n");
  REQUIRE(at != std::string::npos);
  bytes[at] = 'S';
  tests::put(folder / "bad.h5", bytes);
  CHECK_THROWS_AS(read_decision(folder / "bad.h5"), models::InputError);
}

TEST_CASE("curves are kept as arrays to plot, and are no numbers with names") {
  const Folder folder;
  DecisionRecord drawn = record();
  Json at = Json::array(), heights = Json::array();
  for (int i = 0; i < 101; ++i) at.push_back(i), heights.push_back(i == 50 ? 1.0 : 0.0);
  drawn.answer["densities"] = {{"of", {{"微信", {{"bandwidth", 1}, {"at", at}, {"density", heights}}}, {"certain", nullptr}}}};
  drawn.answer["density_of_difference"] = {{"between", {"微信", "certain"}}, {"below_zero", 0}, {"at", at}, {"density", heights}};
  write_decision(drawn, folder / "a.h5");
  REQUIRE(read_decision(folder / "a.h5")->answer == drawn.answer);
  for (const NamedNumber& number : numbers_of(drawn.answer)) CHECK_FALSE(says(number.path, "density.0"));
  CHECK(numbers_of(drawn.answer).size() < numbers_of(record().answer).size() + 10);
  tests::put(folder / "read.py", "import xarray\nd = xarray.open_dataset('" + (folder / "a.h5") +
                                     "', engine='h5netcdf', group='densities')\nprint(d.density.sel(option='微信', point=50).item(), "
                                     "d['at'].sel(option='微信', point=50).item(), d.density.sel(option='certain', point=50).item())\n");
  const tests::Outcome python = tests::shell("PYTHONIOENCODING=utf-8 /usr/bin/python3 " + (folder / "read.py"));
  CAPTURE(python.err);
  CHECK(says(python.out, "1.0 50.0 nan"));
  std::vector<Sheet> sheets = decision_sheets(drawn.answer);
  REQUIRE(sheets.size() > 1);
  CHECK(sheets[sheets.size() - 2].name == "densities");
  CHECK(sheets[sheets.size() - 2].size == 101);
  // As earlier programs wrote them, at places that all curves shared.
  DecisionRecord shared = drawn;
  shared.answer["densities"] = {
      {"at", at}, {"of", {{"微信", heights}, {"certain", nullptr}}}, {"bandwidth", {{"微信", 1}, {"certain", 0}}}};
  sheets = decision_sheets(shared.answer);
  CHECK(sheets[sheets.size() - 2].size == 101);
  CHECK_NOTHROW(write_decision(shared, folder / "b.h5"));
  // Curves of a stranger that don't fit together.
  drawn.answer["densities"]["of"]["微信"]["at"] = "x";
  CHECK(decision_sheets(drawn.answer).size() == sheets.size() - 1);
  CHECK_NOTHROW(write_decision(drawn, folder / "c.h5"));
  drawn.answer["densities"] = Json::array({1, 2});
  CHECK_NOTHROW(decision_sheets(drawn.answer));
  CHECK_NOTHROW(report::decision_report(drawn, report::language("en")));
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
  const Json answer = Json::parse(tests::shell(kProgram + " show --json " + file).out);
  CHECK(answer["command"] == "valuescale compare investor-plan.toml --by channel --worlds 20");
  CHECK(answer["first_run"]["worlds"] == 20);
  CHECK(answer["first_run"]["customers"].get<std::int64_t>() > 20);
  CHECK(says(tests::shell(kProgram + " show " + file).out, "channel.fairs.half: 3000"));
  CHECK(tests::shell(kProgram + " export " + file + " --csv " + (folder / "csv")).code == 0);
  CHECK(says(tests::contents(folder / "csv/assumptions.csv"), "channel.fairs.half,"));
  tests::put(folder / "mine.txt", "letters");
  CHECK(tests::shell(compare + "-o " + (folder / "mine.txt")).code == 2);
  CHECK(tests::shell(compare + "-o " + (folder / "nowhere/c.h5")).code != 0);
  CHECK(tests::shell(compare + "--basis plan -o " + (folder / "d.h5")).code == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "d.h5"));
}

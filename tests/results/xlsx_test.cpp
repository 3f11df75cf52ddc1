// A workbook holds what the CSV tables hold, as numbers, and nothing that a name could do.
#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "models/description/problem.hpp"
#include "results/csv/export_csv.hpp"
#include "results/sheets/about_sheets.hpp"
#include "results/sheets/run_sheets.hpp"
#include "results/xlsx/cell_text.hpp"
#include "results/xlsx/export_xlsx.hpp"

#include <cmath>

using namespace valuescale;
using results::Measure;
using tests::Folder;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;

/// Runs a Python program after `BOOK` and `CSV` have been set; what it prints.
std::string python(const Folder& folder, const std::string& program) {
  tests::put(folder / "read.py", "BOOK = '" + (folder / "a.xlsx") + "'\nCSV = '" + (folder / "csv") + "'\nFOLDER = '" + (folder / "") +
                                     "'\nPROGRAM = '" + kProgram + "'\n" + program);
  const tests::Outcome outcome = shell("PYTHONIOENCODING=utf-8 /usr/bin/python3 -W error::UserWarning " + (folder / "read.py"));
  CAPTURE(outcome.err, outcome.out);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

/// Holds every sheet that is also a CSV table against it, cell by cell, and looks for anything active in the file.
const char* const kCompare = R"py(
import csv, glob, os, re, zipfile
import openpyxl

book = openpyxl.load_workbook(BOOK)
numbers = texts = 0
TEXTS = {'unit', 'text', 'reading', 'note', 'source'}

def is_number(text):
    return re.fullmatch(r'-?\d+(\.\d+)?(e[+-]?\d+)?', text) is not None

def compare(where, cell, written):
    global numbers, texts
    value = cell.value.replace('_x005F_', '_') if isinstance(cell.value, str) else cell.value
    if written == '':
        assert value is None, (where, value)
    elif is_number(written) and where[2] not in TEXTS and not (isinstance(value, str) and len(written) > 15):
        assert isinstance(value, (int, float)) and not isinstance(value, bool) and cell.data_type == 'n', (where, written, value)
        assert abs(value - float(written)) <= 1e-15 * abs(value), (where, written, value)
        numbers += 1
    else:
        plain = written[1:] if re.match(r"'[=+\-@\t]", written) else written
        assert cell.data_type == 's' and value == plain, (where, written, value)
        texts += 1

tables = {os.path.basename(path)[:-4]: list(csv.reader(open(path, newline='', encoding='utf-8'))) for path in glob.glob(CSV + '/*.csv')}
for name, rows in tables.items():
    if len(rows) == 1:
        assert name not in book.sheetnames, name
        continue
    sheet = book[name]
    headings = [cell.value for cell in sheet[1]]
    first = int(re.fullmatch(r'A(\d+)', sheet.freeze_panes)[1])
    assert sheet.max_row - first + 1 == len(rows) - 1, (name, sheet.max_row, len(rows))
    plain = [re.sub(r"^'(?=[=+\-@])", '', heading) for heading in rows[0]]
    if name != 'assumptions': assert headings == plain, name
    for r, row in enumerate(rows[1:]):
        for heading, written in zip(plain, row):
            compare((name, r, heading), sheet.cell(first + r, headings.index(heading) + 1), written)

for sheet in book:
    assert len(sheet.title) <= 31 and not re.search(r'[\[\]:*?/\\]', sheet.title)
    assert sheet.freeze_panes in ('A2', 'A3')
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type in 'ns' and cell.hyperlink is None, (sheet.title, cell.coordinate)
            if cell.data_type == 'n' and cell.value is not None: assert sheet.column_dimensions[cell.column_letter].width >= 12
assert len({title.lower() for title in book.sheetnames}) == len(book.sheetnames)

with zipfile.ZipFile(BOOK) as parts:
    assert {part.date_time for part in parts.infolist()} == {parts.infolist()[0].date_time}
    for part in parts.namelist():
        xml = parts.read(part).decode('utf-8')
        assert not re.search(r'<f[ >]|<hyperlink|TargetMode|<ddeLink', xml) and 'externalLink' not in part and 'vba' not in part, part
        assert set(re.findall(r'\d{4}-\d\d-\d\dT', xml)) <= {'2000-01-01T'}, part
print(numbers, 'numbers', texts, 'texts')
)py";

const char* const kHostile = R"toml(
title = "=cmd|'/c calc'!A1"
lifetime = 6
discount_rate = "5%"

[channel."+1"]
cost_per_lead = { value = "4 to 6", note = "https://example.org/?a=\"<b>&", source = "=HYPERLINK(\"http://example.org\",\"x\")" }
offer = "@SUM(A1)"
share = 0.5

[channel."mailto:x@example _x0041_"]
cost_per_lead = 3
offer = "@SUM(A1)"
share = 0.5

[offer."@SUM(A1)"]
price = 20
unit_cost = "uniform(2, 7)"
take = "10% to 30%"
)toml";

}  // namespace

TEST_CASE("a workbook opens in openpyxl and holds the numbers of the CSV tables, of every kind of answer") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  const std::vector<results::Sheet> sheets = results::run_sheets(answer);
  results::export_csv(sheets, folder / "csv");
  CHECK(results::export_xlsx(sheets, {answer.currency, answer.step}, answer.title, folder / "a.xlsx").empty());
  const std::string out = python(folder, std::string(kCompare) + R"(
print(book.properties.title, book['payback']['D2'].value, book['plan_months']['B2'].value, book['by_segment']['A4'].value)
print(book['worlds']['J5'].value, book['spend']['P3'].value, book['summary']['F5'].value)
print(book['by_channel']['B3'].number_format, book['by_channel']['F3'].number_format, book['plan_worlds']['B3'].number_format)
)");
  CHECK(says(out, "English school: the first course at cost week CNY =cmd()\n"));
  CHECK(says(out, "never infinite 18446744073709551615\n"));
  CHECK(says(out, "0.00% #,##0.00 #,##0\n"));
  CHECK(std::stod(out) > 3000);
}

TEST_CASE("names in a scenario become neither formulas nor links, and a workbook says how to make it again") {
  const Folder folder;
  tests::put(folder / "s.toml", kHostile);
  const std::string run =
      kProgram + " run " + (folder / "s.toml") + " --customers 4000 --worlds 40 --seed 7 --cohort 30 --quiet -o " + (folder / "a.h5");
  const tests::Outcome ran = shell(run);
  CAPTURE(ran.err);
  REQUIRE(ran.code == 0);
  const std::string export_it = kProgram + " export " + (folder / "a.h5") + " --xlsx " + (folder / "a.xlsx");
  const tests::Outcome exported = shell(export_it + " --csv " + (folder / "csv"));
  CHECK(exported.code == 0);
  CHECK(says(exported.out, "a.xlsx\n"));
  const std::string out = python(folder, std::string(kCompare) + R"(
import subprocess
about = {row[0].value: row[1].value for row in book['about'].iter_rows(min_row=2)}
print(about['title'], about['seed'], about['currency'], book['by_channel']['A3'].value, book['by_channel']['F2'].value)
assumed = {row[1]: row for row in book['assumptions'].iter_rows(min_row=2, values_only=True)}
for path in assumed: print(path, *assumed[path][2:6], *assumed[path][7:])
# The scenario and the command that stand in the workbook give the same results file.
lines = [row[2] or '' for row in book['scenario'].iter_rows(min_row=2, values_only=True)]
open(FOLDER + 'again.toml', 'w', encoding='utf-8').write('\n'.join(lines).replace('_x005F_', '_') + '\n')
command = about['command'].split()
assert command[:3] == ['valuescale', 'run', 'SCENARIO.toml']
subprocess.run([PROGRAM, 'run', FOLDER + 'again.toml', *command[3:], '--quiet', '-o', FOLDER + 'again.h5'], check=True)
print('the same again' if open(FOLDER + 'again.h5', 'rb').read() == open(FOLDER + 'a.h5', 'rb').read() else 'another')
)");
  CHECK(says(out, "=cmd|'/c calc'!A1 7 USD +1 USD\n"));
  CHECK(says(out, "https://example.org/?a=\"<b>& =HYPERLINK(\"http://example.org\",\"x\")\n"));
  CHECK(says(out, "offer.@SUM(A1).unit_cost uniform(2, 7) 4.5 2.25 6.75"));
  CHECK(says(out, "the same again\n"));

  // On another day the same bytes, and nothing is left beside them.
  const std::string first = tests::contents(folder / "a.xlsx");
  CHECK(shell("sleep 2.1; TZ=Asia/Tokyo " + export_it).code == 0);
  CHECK(tests::contents(folder / "a.xlsx") == first);
  CHECK(folder.count() == 7);

  REQUIRE(shell(kProgram + " compare " + (folder / "s.toml") + " --by channel --customers 4000 --worlds 40 --quiet -o " + (folder / "a.h5"))
              .code == 0);
  REQUIRE(shell("rm -r " + (folder / "csv") + "; " + export_it + " --csv " + (folder / "csv")).code == 0);
  CHECK(
      says(python(folder, std::string(kCompare) + "print(book['p_best']['A2'].value, book['p_best']['B2'].number_format)"), "+1 0.00%\n"));
}

TEST_CASE("a plan and a decision are workbooks too") {
  const Folder folder;
  const std::string scenarios = VALUESCALE_SOURCE_DIR "/scenarios/";
  REQUIRE(shell(kProgram + " run " + scenarios + "investor-plan.toml --worlds 40 --quiet -o " + (folder / "a.h5")).code == 0);
  const std::string export_it = kProgram + " export " + (folder / "a.h5") + " -o " + (folder / "a.xlsx") + " --csv " + (folder / "csv");
  CHECK(shell(export_it).code == 0);
  CHECK(says(python(folder, std::string(kCompare) + "print(book.sheetnames, book['plan_months'].max_row)"),
             "'plan_worlds', 'assumptions', 'scenario'] 26\n"));

  REQUIRE(shell(kProgram + " compare " + scenarios + "english-school-free.toml " + scenarios +
                "english-school.toml --customers 2000 --quiet -o " + (folder / "a.h5"))
              .code == 0);
  CHECK(shell("rm -r " + (folder / "csv") + "; " + export_it).code == 0);
  const std::string out = python(folder, std::string(kCompare) + R"(
print(book.sheetnames)
about = [(row[0].value, row[1].value) for row in book['about'].iter_rows(min_row=2)]
print(dict(about)['command'], [value.split(':')[0] for name, value in about if name == 'scenario_hash'])
print({row[0] for row in book['assumptions'].iter_rows(min_row=2, values_only=True)} == {row[0] for row in book['scenario'].iter_rows(min_row=2, values_only=True)})
)");
  CHECK(says(
      out,
      "['about', 'answer', 'options', 'p_best', 'regret', 'differences', 'of_best', 'crossings', 'numbers', 'assumptions', 'scenario']\n"));
  CHECK(says(out,
             "valuescale compare english-school-free.toml english-school.toml --customers 2000 ['english-school-free', "
             "'english-school']\nTrue\n"));
}

TEST_CASE("what Excel cannot hold is said before anything is written, all at once") {
  const Folder folder;
  const auto none = [](std::size_t) -> std::vector<results::Cell> {
    FAIL("no row is asked for");
    return {};
  };
  const results::Sheet tall{"tall", "", {{"x", Measure::money}}, results::kMostSheetRows - 1, none};
  const results::Sheet wide{"wide", "", std::vector<results::Column>(results::kMostSheetColumns + 1), 1, none};
  try {
    results::export_xlsx({tall, wide}, {"USD", "month"}, "", folder / "a.xlsx");
    FAIL("not refused");
  } catch (const models::InputError& error) {
    REQUIRE(error.problems().size() == 2);
    CHECK(says(error.what(), "the sheet 'tall' would have 1048577 rows and 1 columns (Excel takes 1048576 and 16384); --csv DIR writes"));
  }
  CHECK(folder.count() == 0);
}

TEST_CASE("texts that are too long for a cell are cut between characters, and that is said") {
  const Folder folder;
  std::string faces;
  for (int i = 0; i < 20'000; ++i) faces += "😀";  // two of Excel's characters each
  results::SheetRows rows;
  rows.add({results::text(faces)});
  rows.add({results::text(std::string(32'767, 'a'))});
  const auto notices = results::export_xlsx({rows.sheet("long", "", {{"x"}})}, {}, std::string(300, 't'), folder / "a.xlsx");
  REQUIRE(notices.size() == 1);
  CHECK(says(notices[0], "one text of the sheet 'long' is longer than the 32767 characters that Excel takes in a cell, and cut"));
  CHECK(python(folder, R"(
import openpyxl
book = openpyxl.load_workbook(BOOK)
cut, whole = book['long']['A2'].value, book['long']['A3'].value
print(len(cut.encode('utf-16-le')) // 2, cut[-3:] == '😀 …', len(whole), len(book.properties.title))
)") == "32766 True 32767 255\n");
}

TEST_CASE("a scenario's long lines go on in further rows") {
  const std::string line = "x = [" + std::string(70'000, '1') + "]";
  std::string wide;
  for (int i = 0; i < 20'000; ++i) wide += "学";
  const results::Sheet sheet = results::scenario_sheet({{"a", "first\n" + line + "\n\n" + wide}});
  std::vector<std::string> lines;
  for (std::size_t r = 0; r < sheet.size; ++r) {
    const auto cells = sheet.row(r);
    const auto number = static_cast<std::size_t>(std::get<std::int64_t>(cells[1].value));
    const std::string& piece = std::get<std::string>(cells[2].value);
    CHECK(results::utf16_length(piece) <= results::kLongestCellText);
    CHECK(results::cell_text(piece) == piece);
    lines.resize(number);
    lines.back() += piece;
  }
  CHECK(lines == std::vector<std::string>{"first", line, "", wide});
}

TEST_CASE("texts from strangers are made such as a workbook can hold") {
  CHECK(results::cell_text("=1+1 <b>&\t\n\"微信\" 😀") == "=1+1 <b>&\t\n\"微信\" 😀");
  CHECK(results::cell_text(std::string("a\0b\x1b", 4)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(results::cell_text("a\xff") == "a\xEF\xBF\xBD");
  CHECK(results::cell_text("\xEF\xBF\xBE") == "\xEF\xBF\xBD");
  CHECK(results::cell_text("a\r\nb\rc") ==
        "a\nb\xEF\xBF\xBD"
        "c");
  CHECK(results::cell_text("_x0041_") == "_x005F_x0041_");
  CHECK(results::cell_text("_x004_") == "_x004_");
}

TEST_CASE("a workbook replaces a workbook and nothing else") {
  const Folder folder;
  results::SheetRows rows;
  rows.add({results::number(1.5, Measure::money)});
  const std::vector<results::Sheet> sheets{rows.sheet("one", "", {{"x", Measure::money}})};
  tests::put(folder / "notes.xlsx", "my notes");
  CHECK_THROWS_AS(results::export_xlsx(sheets, {}, "", folder / "notes.xlsx"), models::InputError);
  CHECK(tests::contents(folder / "notes.xlsx") == "my notes");
  CHECK_THROWS_AS(results::export_xlsx(sheets, {}, "", folder / "none/a.xlsx"), std::runtime_error);
  results::export_xlsx(sheets, {}, "", folder / "a.xlsx");
  CHECK_NOTHROW(results::export_xlsx(sheets, {}, "", folder / "a.xlsx"));
  CHECK(folder.count() == 2);

  REQUIRE(
      shell(kProgram + " run " VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml --customers 500 --quiet -o " + (folder / "a.h5")).code ==
      0);
  const tests::Outcome bare = shell(kProgram + " export " + (folder / "a.h5"));
  CHECK(bare.code == 2);
  CHECK(says(bare.err, "give --csv DIR, -o FILE.xlsx, or both"));
  const tests::Outcome old = shell(kProgram + " export " + (folder / "a.h5") + " -o " + (folder / "a.xls"));
  CHECK(old.code == 2);
  CHECK(says(old.err, "a.xls' is no name of a workbook"));
  CHECK(shell(kProgram + " export " + (folder / "a.h5") + " -o " + (folder / "notes.xlsx")).code == 2);

  // Rows that the disk does not take (here: because files may not grow beyond 64 KiB) end in no workbook, and the old one stays.
  const std::string before = tests::contents(folder / "a.xlsx");
  const std::string export_it = kProgram + " export " + (folder / "a.h5") + " -o " + (folder / "a.xlsx");
  const tests::Outcome full = shell("trap '' XFSZ; ulimit -f 128; TMPDIR=" + (folder / "") + " " + export_it);
  CHECK(full.code == 1);
  CHECK(says(full.err, " is full; TMPDIR can name another folder"));
  CHECK(tests::contents(folder / "a.xlsx") == before);
  CHECK(shell("TMPDIR=" + (folder / "none") + " " + export_it).code == 1);
  CHECK(folder.count() == 3);
  CHECK(shell(export_it).code == 0);
}

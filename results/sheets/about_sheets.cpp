#include "results/sheets/about_sheets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace valuescale::results {
namespace {

constexpr std::size_t kLongestLine = 30'000;  // bytes: fits a cell in any script

/// Rows of a name and a value.
class About {
 public:
  void add(const std::string& name, Cell value) { rows_.add({text(name), std::move(value)}); }

  void add_sheets(const std::vector<Sheet>& sheets) {
    for (const Sheet& sheet : sheets)
      if (sheet.size > 0) add("sheet " + sheet.name, text(sheet.about));
    add("to be read so", text("below the headings stands what the numbers are counted in; \"1\" is a share or a plain number"));
    add("", text("an empty cell is a number that does not exist; \"never\" and \"infinite\" are what they say"));
    add("", text("standard errors and 95 % limits are those of the simulation; more customers or worlds make them smaller"));
  }

  Sheet sheet() const { return rows_.sheet("about", "what this is, and how it was made", {{"name"}, {"value"}}); }

 private:
  SheetRows rows_;
};

/// The command that gives the same results again, from the sheet "scenario" kept as a file.
std::string command_of(const Answer& answer) {
  std::string command = "valuescale run SCENARIO.toml";
  // A plan lives whom it wins.
  if (!answer.plan) command += fmt::format(" --customers {}", answer.customers);
  command += fmt::format(" --worlds {} --seed {}", answer.worlds, answer.seed);
  if (answer.worlds_are_stratified) command += " --sampling stratified";
  if (answer.cohort) command += fmt::format(" --cohort {}", answer.cohort->n);
  if (answer.plan && answer.plan->ruin_sampling) command += fmt::format(" --rare ruin={}", answer.plan->ruin_sampling->worlds);
  return command;
}

std::string text_at(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// Splits between characters of UTF-8.
std::vector<std::string_view> pieces_of(std::string_view line) {
  std::vector<std::string_view> pieces;
  do {
    std::size_t end = std::min(line.size(), kLongestLine);
    while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    if (end == 0) end = std::min(line.size(), kLongestLine);
    pieces.push_back(line.substr(0, end));
    line.remove_prefix(end);
  } while (!line.empty());
  return pieces;
}

}  // namespace

Sheet about_run(const Answer& answer, const std::vector<Sheet>& others) {
  About about;
  about.add("what", text("the answer of a simulation by valuescale: when customers pay back, what is earned, what can go wrong"));
  about.add("title", text(answer.title));
  about.add("command", text(command_of(answer)));
  about.add("program_version", text(answer.program_version));
  about.add("program_hash", text(fmt::format("{:016x}", answer.program_hash)));
  about.add("scenario_hash", text(answer.scenario_hash));
  about.add("seed", identifier(answer.seed));
  about.add("worlds", whole(answer.worlds));
  about.add("sampling", text(answer.worlds_are_stratified ? "stratified" : "independent"));
  about.add("customers", whole(answer.customers));
  about.add("horizon", text(answer.horizon_label));
  about.add("discount_rate", text(answer.rate_label));
  about.add("currency", text(answer.currency));
  about.add("step", text(answer.step));
  if (answer.plan) about.add("plan", text(fmt::format("{} months", answer.plan->months)));
  about.add("interrupted", text(answer.interrupted ? "yes: only a part of what was asked for" : "no"));
  for (const std::string& warning : answer.warnings) about.add("warning", text(warning));
  about.add_sheets(others);
  return about.sheet();
}

Sheet about_decision(const Json& answer, const std::vector<Sheet>& others) {
  About about;
  const std::string schema = text_at(answer, "schema");
  const std::size_t dot = schema.find('.'), slash = schema.find('/');
  about.add("what", text("the answer to a decision by valuescale, from runs with common random numbers"));
  about.add("title", text(title_of(answer)));
  if (const std::string command = text_at(answer, "command"); !command.empty())
    about.add("command", text(command));
  else if (dot != std::string::npos && slash != std::string::npos && slash > dot)
    about.add("command", text("valuescale " + schema.substr(dot + 1, slash - dot - 1)));
  about.add("schema", text(schema));
  about.add("program_version", text(text_at(answer, "program_version")));
  if (const auto seed = answer.find("seed"); seed != answer.end() && seed->is_number_unsigned())
    about.add("seed", identifier(seed->get<std::uint64_t>()));
  if (const auto size = answer.find("first_run"); size != answer.end() && size->is_object())
    for (const char* name : {"worlds", "customers"})
      if (const auto count = size->find(name); count != size->end() && count->is_number_unsigned())
        about.add(std::string(name) + " of the first run", identifier(count->get<std::uint64_t>()));
  for (const char* name : {"runs", "lifetimes"})
    if (const auto count = answer.find(name); count != answer.end() && count->is_number_unsigned())
      about.add(name, identifier(count->get<std::uint64_t>()));
  about.add("currency", text(text_at(answer, "currency")));
  about.add("step", text(text_at(answer, "step")));
  if (const auto scenarios = answer.find("scenarios"); scenarios != answer.end() && scenarios->is_object())
    for (const auto& [name, hash] : scenarios->items())
      if (hash.is_string()) about.add("scenario_hash", text(name + ": " + hash.get<std::string>()));
  if (const auto warnings = answer.find("warnings"); warnings != answer.end() && warnings->is_array())
    for (const Json& warning : *warnings)
      if (warning.is_string()) about.add("warning", text(warning.get<std::string>()));
  about.add_sheets(others);
  return about.sheet();
}

std::string title_of(const Json& decision) { return text_at(decision, "title"); }

Sheet words_sheet(const std::string& words) {
  SheetRows rows;
  for (const std::string_view line : lines_of(words)) rows.add({text(std::string(line))});
  return rows.sheet("answer", "the answer in words", {{"answer"}});
}

Sheet scenario_sheet(const std::vector<std::pair<std::string, std::string>>& scenarios) {
  SheetRows rows;
  for (const auto& [name, whole_text] : scenarios) {
    std::int64_t number = 0;
    for (const std::string_view line : lines_of(whole_text)) {
      ++number;
      for (const std::string_view piece : pieces_of(line)) rows.add({text(name), whole(number, Measure::number), text(std::string(piece))});
    }
  }
  return rows.sheet("scenario", "what was run, whole, as TOML: its lines", {{"scenario"}, {"line", Measure::number}, {"text"}});
}

Sheet assumptions_sheet(const std::vector<AssumptionFacts>& assumptions) {
  return sheet_of("assumptions", "what is assumed: as written and in words, its mean and its 5 % and 95 % points, where it is from",
                  assumptions, [](Row& row, const AssumptionFacts& one, std::size_t) {
                    row.cell("scenario", text(one.scenario));
                    row.cell("path", text(one.path));
                    row.cell("text", text(one.text));
                    row.number("mean", one.mean, Measure::number);
                    row.number("lower_05", one.lo, Measure::number);
                    row.number("upper_95", one.hi, Measure::number);
                    row.cell("reading", text(one.reading));
                    row.cell("note", text(one.note));
                    row.cell("source", text(one.source));
                  });
}

}  // namespace valuescale::results

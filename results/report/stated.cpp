#include "results/report/stated.hpp"

#include "results/report/numbers.hpp"

#include <algorithm>

namespace valuescale::results::report {
namespace {

/// Columns in which no row says anything.
void drop_empty_columns(Table& table) {
  for (std::size_t c = table.heads.size(); c-- > 1;) {
    if (std::any_of(table.rows.begin(), table.rows.end(), [c](const auto& row) { return !row[c].empty(); })) continue;
    const auto place = static_cast<std::ptrdiff_t>(c);
    table.heads.erase(table.heads.begin() + place);
    for (auto& row : table.rows) row.erase(row.begin() + place);
  }
  table.text_columns = table.heads.size();
}

std::string reading_of(const StatedAssumption& one, const Language& say) {
  return one.reading == one.text ? std::string() : say.again("reading", one.reading);
}

}  // namespace

Table stated_table(const std::vector<const StatedAssumption*>& stated, const Language& say) {
  Table table{
      {say("assumptions.path"), say("assumptions.text"), say("assumptions.reading"), say("assumptions.note"), say("assumptions.source")},
      {},
      5};
  for (const StatedAssumption* one : stated) table.rows.push_back({one->path, one->text, reading_of(*one, say), one->note, one->source});
  drop_empty_columns(table);
  return table;
}

Table side_by_side_table(const std::vector<Assumed>& scenarios, const std::vector<AssumedNumber>& numbers, const Language& say) {
  Table table{{say("assumptions.path")}, {}, scenarios.size() + 1};
  for (const Assumed& scenario : scenarios) table.heads.push_back(name_of(scenario.scenario));
  for (const AssumedNumber& number : numbers) {
    if (number.is_shared) continue;
    table.rows.push_back({number.path});
    table.rows.back().resize(scenarios.size() + 1, say("decision.not-there"));
    for (const auto& [scenario, one] : number.by) table.rows.back()[scenario + 1] = one->text;
  }
  return table;
}

Table differing_table(const std::vector<Assumed>& scenarios, const std::vector<AssumedNumber>& numbers, const Language& say) {
  Table table{{say("assumptions.path"), say("assumptions.scenario-name"), say("assumptions.text"), say("assumptions.reading"),
               say("assumptions.note"), say("assumptions.source")},
              {},
              6};
  for (const AssumedNumber& number : numbers)
    if (!number.is_shared)
      for (const auto& [scenario, one] : number.by)
        table.rows.push_back(
            {number.path, name_of(scenarios[scenario].scenario), one->text, reading_of(*one, say), one->note, one->source});
  drop_empty_columns(table);
  return table;
}

}  // namespace valuescale::results::report

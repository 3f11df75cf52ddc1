#include "results/report/stated.hpp"

#include "results/report/numbers.hpp"

#include <algorithm>

namespace valuescale::results::report {
namespace {

/// Where no row has a last cell, no column is needed for it.
void drop_empty_last_column(Table& table) {
  const bool any = std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) { return !row.back().empty(); });
  if (!any) {
    table.heads.pop_back();
    for (auto& row : table.rows) row.pop_back();
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
  drop_empty_last_column(table);
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
  drop_empty_last_column(table);
  return table;
}

}  // namespace valuescale::results::report

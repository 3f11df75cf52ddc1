// Assumptions that go together: do the paths name some, and can the correlations hold together?
#include "models/law/copula.hpp"
#include "models/lifetime/assumptions.hpp"
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/nearest_correlations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace valuescale::scenarios {
namespace {

constexpr std::size_t kMostCorrelated = 100;  // assumptions

/// The assumptions of a scenario by path, and what else has a path, with why it can't be correlated.
struct Paths {
  explicit Paths(const models::Scenario& s) {
    models::for_each_assumption(s, [&](const std::string& path, const models::Law& law, const models::Quantity&) {
      if (law.kind != models::LawKind::followed) assumptions.push_back(path);
    });
    models::for_each_quantity(s, [&](const models::Quantity& q) {
      others[q.path] = q.law.is_constant()  ? "it is certain"
                       : !q.follows.empty() ? "it follows " + shown(q.follows)
                                            : "it differs between customers or events: what is one value a world can be tied";
    });
  }
  bool is_assumption(const std::string& path) const { return std::find(assumptions.begin(), assumptions.end(), path) != assumptions.end(); }

  std::vector<std::string> assumptions;
  std::map<std::string, std::string> others;
};

void check_path(Build& build, const Paths& paths, const models::Correlation& correlation, const std::string& path) {
  if (paths.is_assumption(path)) return;
  const auto other = paths.others.find(path);
  if (other != paths.others.end()) {
    build.problems.add(correlation.place, fmt::format("{} cannot be correlated", shown(path)), other->second);
    return;
  }
  build.problems.add(correlation.place, fmt::format("there is no assumption {}", in_quotes(path)),
                     paths.assumptions.empty() ? "nothing in the scenario is uncertain" : "they are " + listed(paths.assumptions),
                     build.problems.suggestion(path, paths.assumptions));
}

/// Refuses what no numbers can fulfil, and says what some could.
void check_together(Build& build) {
  const auto& correlations = build.scenario.correlations;
  std::map<std::string, std::size_t> rows;
  for (const models::Correlation& correlation : correlations)
    for (const std::string& path : correlation.between) rows.emplace(path, 0);
  std::vector<std::string> names;
  for (auto& [path, row] : rows) {
    row = names.size();
    names.push_back(path);
  }
  if (rows.size() > kMostCorrelated) {
    build.problems.add(correlations.front().place, fmt::format("{} assumptions are correlated", rows.size()),
                       fmt::format("at most {}", kMostCorrelated));
    return;
  }
  const models::SquareMatrix wanted = models::normal_correlations(correlations, rows);
  if (models::triangular_root(wanted)) return;
  const models::SquareMatrix nearest = nearest_rank_correlations(wanted);
  std::string hint;
  for (std::size_t a = 0; a < names.size(); ++a)
    for (std::size_t b = a + 1; b < names.size(); ++b)
      if (nearest(a, b) != 0)
        hint += fmt::format("{}{} and {} {:g}", hint.empty() ? "" : ", ", shown(names[a]), shown(names[b]), nearest(a, b));
  build.problems.add(correlations.front().place, "no numbers can be correlated like this all at once",
                     "what two have in common with a third binds them to each other", "the nearest that can: " + hint);
}

}  // namespace

void read_correlations(Build& build) {
  const Node* list = build.document.find("correlation");
  if (!list) return;
  const std::string label = "the correlation";
  if (list->kind != Node::Kind::array ||
      std::any_of(list->elements.begin(), list->elements.end(), [](const Node& n) { return !n.is_table(); })) {
    build.problems.add(list->place, "correlation must be a list of tables", "each ties two assumptions", "as in [[correlation]]");
    return;
  }
  std::set<std::array<std::string, 2>> seen;
  for (const Node& table : list->elements) {
    check_keys(build, table, correlation_keys(), label);
    models::Correlation correlation;
    correlation.place = table.place;
    read_notes(build, table, label, correlation.note, correlation.source);
    if (const Node* rank = table.find("rank"))
      correlation.rank = build.values.certain(*rank, *find_key(correlation_keys(), "rank"), "correlation.rank").value_or(0);
    const std::vector<Name> names = names_of_key(build, table, "between", label);
    if (names.size() != 2) {
      if (const Node* between = table.find("between"); between && !names.empty())
        build.problems.add(between->place,
                           fmt::format("'between' of {} names {}", label, names.size() == 1 ? "one" : std::to_string(names.size())),
                           "a correlation is between two assumptions");
      continue;
    }
    correlation.between = {names[0].text, names[1].text};
    std::sort(correlation.between.begin(), correlation.between.end());
    if (!seen.insert(correlation.between).second)
      build.problems.add(table.place, fmt::format("{} and {} are correlated twice", shown(names[0].text), shown(names[1].text)));
    build.scenario.correlations.push_back(std::move(correlation));
  }
}

void check_correlations(Build& build) {
  const auto& correlations = build.scenario.correlations;
  if (correlations.empty()) return;
  const Paths paths(build.scenario);
  const std::size_t before = build.problems.count();
  for (const models::Correlation& correlation : correlations)
    for (const std::string& path : correlation.between) check_path(build, paths, correlation, path);
  if (build.problems.count() == before) check_together(build);
}

}  // namespace valuescale::scenarios

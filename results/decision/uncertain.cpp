#include "results/decision/uncertain.hpp"

#include "models/lifetime/assumptions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace valuescale::results {

std::vector<Uncertain> uncertain_of(const models::Scenario& scenario) {
  std::vector<Uncertain> uncertain;
  std::set<std::string> known;
  models::for_each_assumption(scenario, [&](const std::string& path, const models::Law& law, const models::Quantity& quantity) {
    if (law.kind == models::LawKind::followed || !known.insert(path).second) return;
    const bool is_whole = quantity.role == models::Role::assumption;
    uncertain.push_back({path, quantity.text, is_whole ? quantity.meaning : models::Meaning::factor,
                         models::resolve(law, [](const std::string&, const models::Law&) { return std::nan(""); }),
                         is_whole ? quantity.scale : 1, is_whole ? quantity.shift : 0});
  });
  return uncertain;
}

std::vector<std::vector<std::size_t>> tied_together(const std::vector<models::Correlation>& correlations,
                                                    const std::vector<Uncertain>& uncertain) {
  std::vector<std::size_t> first(uncertain.size());  // of those that go together
  std::iota(first.begin(), first.end(), std::size_t{0});
  const auto number_of = [&](const std::string& path) {
    return static_cast<std::size_t>(
        std::find_if(uncertain.begin(), uncertain.end(), [&](const Uncertain& one) { return one.path == path; }) - uncertain.begin());
  };
  for (const models::Correlation& correlation : correlations) {
    const std::size_t a = number_of(correlation.between[0]), b = number_of(correlation.between[1]);
    if (a == first.size() || b == first.size()) continue;
    const std::size_t low = std::min(first[a], first[b]), high = std::max(first[a], first[b]);
    std::replace(first.begin(), first.end(), high, low);
  }
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] != i) continue;
    groups.emplace_back();
    for (std::size_t j = i; j < first.size(); ++j)
      if (first[j] == i) groups.back().push_back(j);
  }
  return groups;
}

}  // namespace valuescale::results

// Numbers by level, a share of customers or of worlds: what one has at a level and another lacks is missing there.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace valuescale::results {

template <class T>
void add_levels(std::vector<double>& levels, const std::vector<std::pair<double, T>>& by_level) {
  for (const auto& [level, one] : by_level) levels.push_back(level);
}

inline void sort_and_unite(std::vector<double>& levels) {
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
}

template <class T>
void bring_to(std::vector<std::pair<double, T>>& by_level, const std::vector<double>& levels) {
  std::vector<std::pair<double, T>> brought;
  for (const double level : levels) {
    const auto found = std::find_if(by_level.begin(), by_level.end(), [level](const auto& one) { return one.first == level; });
    brought.push_back({level, found == by_level.end() ? T{} : found->second});
  }
  by_level = std::move(brought);
}

}  // namespace valuescale::results

#include "results/answer/assumed.hpp"

#include <algorithm>
#include <unordered_map>

namespace valuescale::results {

std::vector<AssumedNumber> side_by_side(const std::vector<Assumed>& scenarios) {
  std::vector<AssumedNumber> numbers;
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t s = 0; s < scenarios.size(); ++s)
    for (const StatedAssumption& one : *scenarios[s].stated) {
      const auto [place, is_new] = places.try_emplace(one.path, numbers.size());
      if (is_new) numbers.push_back({one.path, {}, false});
      numbers[place->second].by.emplace_back(s, &one);
    }
  for (AssumedNumber& number : numbers) {
    const StatedAssumption& first = *number.by.front().second;
    number.is_shared =
        number.by.size() == scenarios.size() && std::all_of(number.by.begin(), number.by.end(), [&](const auto& other) {
          const StatedAssumption& one = *other.second;
          return one.text == first.text && one.reading == first.reading && one.note == first.note && one.source == first.source;
        });
  }
  return numbers;
}

}  // namespace valuescale::results

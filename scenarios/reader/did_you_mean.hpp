// The word the author probably meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

/// Edits that turn `a` into `b`: insert, delete, replace, or swap two neighbours; `limit + 1` if there are more than `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate with the fewest edits, if there are few for the length of the word; else "".
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace valuescale::scenarios

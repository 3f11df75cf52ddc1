// Characters that do something instead of showing: they move a terminal's cursor, turn the reading order round, or make two names look the
// same that are not.
#pragma once

#include <cstddef>
#include <string_view>

namespace valuescale::scenarios {

/// A character at some place of a text, if it is a hidden one; `bytes` is 0 if not.
struct HiddenCharacter {
  char32_t code = 0;
  std::size_t bytes = 0;
};

/// The control characters of ASCII and Latin-1; marks of direction, joiners, spaces without width, and whatever else Unicode has for formatting.
HiddenCharacter hidden_character_at(std::string_view utf8, std::size_t at);

/// Is it one of the control characters, which no text may have?
bool is_control(char32_t code);

}  // namespace valuescale::scenarios

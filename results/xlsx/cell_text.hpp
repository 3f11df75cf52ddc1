// Texts, which may come from strangers, as a workbook's cells can hold them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace valuescale::results {

/// What Excel takes in a cell, in UTF-16 units.
inline constexpr std::size_t kLongestCellText = 32'767;

/// UTF-16 units that the text takes.
std::size_t utf16_length(std::string_view text);

/// UTF-8 that XML can hold and Excel shows as it is: bytes and control characters that cannot be are shown as U+FFFD, and "_x0041_", which
/// Excel would read as "A", is escaped. Line ends stay.
std::string cell_text(std::string_view text);

/// The longest beginning within `units`, cut between characters; the text must be UTF-8.
std::string_view beginning(std::string_view text, std::size_t units);

}  // namespace valuescale::results

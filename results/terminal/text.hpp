// Text that may come from strangers, made safe and measured for a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results {

/// How the answer may look where it is printed.
struct Style {
  int width = 80;       ///< columns
  bool unicode = true;  ///< otherwise the program's own signs are ASCII
  bool color = false;
};

/// A name or note as it may be printed: control characters, terminal escapes, marks that turn the direction of writing and bytes that
/// are not UTF-8 appear as \x1b or \u{202e} and do nothing. With `keep_lines`, line ends stay.
std::string printable(std::string_view text, bool keep_lines = false);

/// Columns that a printable text takes: 2 for wide East Asian characters and emoji, 0 for combining marks.
int columns_of(std::string_view text);

/// At most `columns` wide; what is cut is shown by an ellipsis.
std::string shortened(std::string_view text, int columns, const Style& style);

/// Blanks added to reach `columns`.
std::string left_aligned(std::string_view text, int columns);
std::string right_aligned(std::string_view text, int columns);

/// Lines no wider than `columns` where words allow it.
std::vector<std::string> wrapped(std::string_view text, int columns);

}  // namespace valuescale::results

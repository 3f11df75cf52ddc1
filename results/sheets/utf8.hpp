#pragma once

#include <string>
#include <string_view>

namespace valuescale::results {

/// Bytes that are not UTF-8 are replaced by U+FFFD: a results file, or a command line, may have any.
std::string repaired_utf8(std::string_view text);

}  // namespace valuescale::results

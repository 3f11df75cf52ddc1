// Where the program speaks: stdout for answers, stderr for messages.
#pragma once

#include "results/terminal/text.hpp"
#include "scenarios/reader/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::tools {

/// How text may look on stdout: width and encoding of the terminal, colour only on a terminal and where NO_COLOR is unset.
results::Style style_of_stdout();

/// Writes all of it to stdout. A reader that has gone away (a closed pipe) is not an error; a full disk is: throws std::runtime_error.
void print(std::string_view text);

/// Writes a line to stderr; what scenarios contributed to it is made safe by the caller.
void complain(std::string_view line);

/// Splits "PATH=VALUE"s; throws InputError with all that are not.
scenarios::Settings settings_of(const std::vector<std::string>& texts);

}  // namespace valuescale::tools

// A page as PDF, printed by a browser of this machine: Chromium or one that descends from it.
#pragma once

#include <string>
#include <string_view>

namespace valuescale::tools {

/// The path of a browser that prints without a window. Throws std::runtime_error where there is none, and says what to install.
std::string browser_for_paper();

/// The PDF's bytes. Throws std::runtime_error where the browser fails, or takes longer than a minute.
std::string on_paper(std::string_view html, const std::string& browser);

}  // namespace valuescale::tools

// Files that are part of the program: made of page/ and language/ when valuescale is built (tools/cmake/embed.cmake).
#pragma once

#include <string_view>

namespace valuescale::results::report {

std::string_view embedded_script();    ///< page/dist/report.js
std::string_view embedded_style();     ///< page/src/report.css
std::string_view embedded_licences();  ///< page/dist/LICENCES.txt: of what the script is made of
std::string_view embedded_english();   ///< language/en.txt
std::string_view embedded_chinese();   ///< language/zh.txt

}  // namespace valuescale::results::report

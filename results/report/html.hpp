// A report as one HTML page. All that a page says goes through `escaped`, all that its script reads through `script_data`: here and nowhere else
// texts of strangers meet a browser.
#pragma once

#include "results/report/language.hpp"
#include "results/report/model.hpp"

#include <string>
#include <string_view>

namespace valuescale::results::report {

/// Text that stands in HTML, between tags or in an attribute in double quotes, and is nothing but text. Control characters, marks that turn the
/// direction of writing and bytes that are not UTF-8 are made visible; `keep_lines` leaves line ends.
std::string escaped(std::string_view text, bool keep_lines = false);

/// JSON that stands within <script type="application/json"> and cannot end it. Texts in it are made visible as in `escaped`.
std::string script_data(const Json& json);

/// The whole page: it loads nothing, and a Content-Security-Policy forbids it to, and to run anything but its own script.
std::string to_html(const Document& document, const Language& language);

}  // namespace valuescale::results::report

// Writing reports, as the commands that make them do.
#pragma once

#include "results/report/language.hpp"
#include "results/report/model.hpp"

#include <string>

namespace valuescale::tools {

/// Throws models::InputError where there is no such language, and says which there are.
const results::report::Language& language_of(const std::string& code);

/// Before a long run: throws InputError where something stands at `path` that is no such file and would be lost, std::runtime_error where nothing could be
/// written.
void check_page_writable(const std::string& path);
void check_pdf_writable(const std::string& path);

/// Writes the page whole or not at all.
void write_page(const results::report::Document& document, const results::report::Language& say, const std::string& path);

}  // namespace valuescale::tools

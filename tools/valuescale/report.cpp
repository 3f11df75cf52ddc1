// A results file as a page to look at, and as that page on paper.
#include "tools/valuescale/report.hpp"

#include "models/description/problem.hpp"
#include "results/files/refuse.hpp"
#include "results/files/whole_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/report/decision_report.hpp"
#include "results/report/html.hpp"
#include "results/report/run_report.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/paper.hpp"
#include "tools/valuescale/stated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace valuescale::tools {
namespace {

constexpr std::string_view kPageStart = "<!DOCTYPE html>", kPdfStart = "%PDF-";

void check(const std::string& path, std::string_view start, const char* what) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored) && std::filesystem::file_size(path, ignored) > 0 &&
      results::read_start(path, start.size()) != start)
    results::refuse_file(path, "would be overwritten", fmt::format("it is not {}", what), "give another name, or remove it first");
  results::check_directory_writable(path);
}

results::report::Document document_of(const std::string& path, const results::report::Language& say) {
  if (const auto decision = read_decision(path)) return results::report::decision_report(*decision, say);
  return results::report::run_report(results::read_results(path), say);
}

}  // namespace

const results::report::Language& language_of(const std::string& code) {
  const std::vector<std::string> known = results::report::languages();
  if (std::find(known.begin(), known.end(), code) != known.end()) return results::report::language(code);
  std::string names;
  for (const auto& name : known) names += (names.empty() ? "" : ", ") + name;
  throw models::InputError({{{"--lang", 0, 0}, fmt::format("there is no language '{}'", code), "", fmt::format("there are: {}", names)}});
}

void check_page_writable(const std::string& path) { check(path, kPageStart, "a page"); }
void check_pdf_writable(const std::string& path) { check(path, kPdfStart, "a PDF"); }

void write_page(const results::report::Document& document, const results::report::Language& say, const std::string& path) {
  results::write_whole(path, results::report::to_html(document, say));
}

int report(const ReportOptions& options) {
  if (options.page.empty() && options.pdf.empty())
    throw models::InputError({{{"report", 0, 0}, "nowhere to write the report to", "", "give -o PAGE.html, --pdf FILE.pdf, or both"}});
  if (results::is_same_file(options.page, options.pdf))
    throw models::InputError({{{"--pdf", 0, 0}, "is the file that -o writes, too", "a page is no PDF", "give one of them another name"}});
  const results::report::Language& say = language_of(options.language);
  if (!options.page.empty()) check_page_writable(options.page);
  if (!options.pdf.empty()) check_pdf_writable(options.pdf);
  // Before the page is made: a report in one of two forms is not what was asked for.
  const std::string browser = options.pdf.empty() ? std::string() : browser_for_paper();
  const std::string html = results::report::to_html(document_of(options.results, say), say);
  if (!options.pdf.empty()) results::write_whole(options.pdf, on_paper(html, browser));
  if (!options.page.empty()) results::write_whole(options.page, html);
  for (const auto& path : {options.page, options.pdf}) {
    if (!path.empty()) print(results::printable(path) + "\n");
  }
  return kDone;
}

}  // namespace valuescale::tools

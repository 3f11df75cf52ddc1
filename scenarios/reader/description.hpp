// The lines in which a scenario is described, for the parts of the description.
#pragma once

#include "models/description/scenario.hpp"
#include "scenarios/reader/reader.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace valuescale::scenarios {

class DescriptionLines {
 public:
  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  void note_lines(const std::string& note, const std::string& source, const char* indent = "  ") {
    if (!note.empty()) line("{}note: {}", indent, note);
    if (!source.empty()) line("{}source: {}", indent, source);
  }

  /// A quantity as it was read, and as it was written where that looks different.
  void value(const std::string& label, const models::Quantity& quantity, const std::string& unit = {}) {
    line("  {}{}: {}", label, unit.empty() ? "" : ", in " + unit, reading_of(quantity));
    if (quantity.text.find_first_not_of("0123456789.-") != std::string::npos) line("    written: {}", quantity.text);
    note_lines(quantity.note, quantity.source, "    ");
  }

  std::string take_text() { return std::move(text_); }

 private:
  std::string text_;
};

/// Whom the business wins month by month, what it pays besides, and the money it has for that.
void describe_plan(const models::Scenario& scenario, DescriptionLines& lines);
/// Seasons, shocks and trends: on what they act, when, and how strongly.
void describe_calendar(const models::Scenario& scenario, DescriptionLines& lines);
/// What it may be put under.
void describe_stresses(const models::Scenario& scenario, DescriptionLines& lines);
/// "march" for 3.
std::string_view month_name(int month);

}  // namespace valuescale::scenarios

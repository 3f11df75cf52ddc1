// A page of text for a terminal, from top to bottom: headings, sentences that wrap, and facts in two columns.
#pragma once

#include "results/terminal/text.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

class Page {
 public:
  explicit Page(const Style& style) : style_(style) {}

  void heading(std::string_view title);
  /// Wraps.
  void paragraph(std::string_view words, std::string_view indent = "  ");
  /// A name and, in a column of its own, its value; a sentence where they don't fit.
  void fact(std::string_view name, const std::string& value);
  void blank() { text_ += "\n"; }
  /// Text that already has its lines: tables and pictures.
  void add(std::string_view lines) { text_ += lines; }

  std::string bold(std::string_view text) const;
  const Style& style() const { return style_; }
  const std::string& so_far() const { return text_; }

 private:
  const Style& style_;
  std::string text_;
};

}  // namespace valuescale::results

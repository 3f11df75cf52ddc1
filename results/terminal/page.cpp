#include "results/terminal/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::results {

std::string Page::bold(std::string_view text) const { return style_.color ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text); }

void Page::heading(std::string_view title) { text_ += (text_.empty() ? "" : "\n") + bold(title) + "\n"; }

void Page::paragraph(std::string_view words, std::string_view indent) {
  for (const auto& line : wrapped(words, std::max(20, style_.width - static_cast<int>(indent.size())))) {
    text_ += std::string(indent) + line + "\n";
  }
}

void Page::fact(std::string_view name, const std::string& value) {
  const int column = std::clamp(style_.width / 2, 20, 42);
  if (columns_of(name) + 2 + 2 > column || column + columns_of(value) > style_.width) {
    paragraph(fmt::format("{}: {}", name, value));
    return;
  }
  text_ += "  " + left_aligned(name, column - 2) + value + "\n";
}

}  // namespace valuescale::results

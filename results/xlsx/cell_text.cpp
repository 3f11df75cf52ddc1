#include "results/xlsx/cell_text.hpp"

#include "results/sheets/utf8.hpp"

#include <cctype>

namespace valuescale::results {
namespace {

constexpr const char* kNoCharacter = "\xEF\xBF\xBD";  // U+FFFD

std::size_t bytes_of_character(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::size_t units_of_character(char first) { return bytes_of_character(first) == 4 ? 2 : 1; }

/// Does "_x0041_", an escape of Excel's, begin here?
bool is_escape(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return false;
  for (std::size_t i = 2; i < 6; ++i)
    if (!std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  return true;
}

bool is_writable(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte == '\t' || byte == '\n' || (byte >= 0x20 && byte != 0x7F);
  }
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";  // U+FFFE and U+FFFF
}

}  // namespace

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); i += bytes_of_character(text[i])) units += units_of_character(text[i]);
  return units;
}

std::string cell_text(std::string_view text) {
  const std::string utf8 = repaired_utf8(text);
  const std::string_view all = utf8;
  std::string written;
  for (std::size_t i = 0; i < all.size();) {
    const std::string_view character = all.substr(i, bytes_of_character(all[i]));
    if (character == "\r" && all.substr(i + 1, 1) == "\n")
      ;
    else if (is_escape(all.substr(i)))
      written += "_x005F_";
    else if (is_writable(character))
      written += character;
    else
      written += kNoCharacter;
    i += character.size();
  }
  return written;
}

std::string_view beginning(std::string_view text, std::size_t units) {
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size(); end += bytes_of_character(text[end])) {
    used += units_of_character(text[end]);
    if (used > units) break;
  }
  return text.substr(0, end);
}

}  // namespace valuescale::results

#include "scenarios/reader/hidden_characters.hpp"

#include <algorithm>
#include <array>

namespace valuescale::scenarios {
namespace {

struct Range {
  char32_t first, last;
};

constexpr std::array kHidden{Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},      Range{0x61C, 0x61C},
                             Range{0x180E, 0x180E}, Range{0x200B, 0x200F}, Range{0x2028, 0x202E},  Range{0x2060, 0x206F},
                             Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F}};

/// The character at `at` and its length; the text is known to be UTF-8, or else any answer will do that stays inside it.
HiddenCharacter decoded(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || at + length > text.size()) return {0xFFFD, 1};
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6U) | (byte(at + i) & 0x3FU);
  return {code, length};
}

}  // namespace

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

HiddenCharacter hidden_character_at(std::string_view utf8, std::size_t at) {
  const HiddenCharacter found = decoded(utf8, at);
  const bool hidden =
      std::any_of(kHidden.begin(), kHidden.end(), [&](Range range) { return found.code >= range.first && found.code <= range.last; });
  return hidden ? found : HiddenCharacter{};
}

}  // namespace valuescale::scenarios

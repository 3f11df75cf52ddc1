#include "scenarios/reader/problems.hpp"

#include "scenarios/reader/did_you_mean.hpp"
#include "scenarios/reader/hidden_characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace valuescale::scenarios {
namespace {

constexpr std::size_t kReported = 100;
constexpr std::size_t kShownBytes = 60;
constexpr std::size_t kListed = 10;

}  // namespace

std::string shown(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // Cut between characters, not within one: continuation bytes of UTF-8 are 10xxxxxx.
    if (i >= kShownBytes && (byte & 0xC0U) != 0x80U) return result + "…";
    const HiddenCharacter hidden = hidden_character_at(text, i);
    if (hidden.bytes > 0) {
      const auto code = static_cast<std::uint32_t>(hidden.code);
      result += code < 0x100     ? fmt::format("\\x{:02x}", code)
                : code < 0x10000 ? fmt::format("\\u{:04x}", code)
                                 : fmt::format("\\U{:08x}", code);
      i += hidden.bytes - 1;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string in_quotes(std::string_view text) { return "'" + shown(text) + "'"; }

std::string listed(const std::vector<std::string>& names) {
  std::string result;
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) result += (i ? ", " : "") + shown(names[i]);
  if (names.size() > kListed) result += fmt::format(" and {} more", names.size() - kListed);
  return result;
}

void Problems::add(models::Place place, std::string problem, std::string reason, std::string hint) {
  if (found_.size() >= kReported) {
    ++unreported_;
    return;
  }
  const bool known = std::any_of(found_.begin(), found_.end(), [&](const models::Problem& p) {
    return p.place.file == place.file && p.place.line == place.line && p.place.column == place.column && p.problem == problem;
  });
  if (!known) found_.push_back({std::move(place), std::move(problem), std::move(reason), std::move(hint)});
}

std::string Problems::suggestion(std::string_view word, const std::vector<std::string>& candidates) const {
  if (found_.size() >= kReported) return {};
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? std::string() : "did you mean " + in_quotes(nearest) + "?";
}

void Problems::order_after_others(const std::string& file) { file_order_.try_emplace(file, file_order_.size()); }

void Problems::throw_if_any() const {
  if (found_.empty()) return;
  std::vector<models::Problem> sorted = found_;
  const auto rank = [&](const models::Problem& p) {
    const auto file = file_order_.find(p.place.file);
    return std::tuple(file == file_order_.end() ? file_order_.size() : file->second, p.place.line, p.place.column);
  };
  std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (unreported_ > 0) sorted.push_back({{}, fmt::format("and {} more mistakes", unreported_), {}, {}});
  throw models::InputError(std::move(sorted));
}

}  // namespace valuescale::scenarios

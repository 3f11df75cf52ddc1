// Sentences that the program makes: data, each with a name and holes, so that who writes one and who says it again in another language
// (results/report) have it from the same place.
//
// "{n} worlds are too few for {what:chance}": the hole `n` takes any text; `what` takes a sentence of the group "chance", one whose name begins
// with "chance."; with `?` behind the group any text will do as well, with `*` it takes several, between commas.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace valuescale::models {

struct Sentence {
  std::string_view name;  ///< "warning.few-worlds"
  std::string_view english;
};

/// A part of a sentence: text as it stands, or a hole by its name.
struct SentencePart {
  enum class Holds { text, anything, group, group_or_anything, list_of_group };
  Holds holds;
  std::string_view text;   ///< of a hole: its name
  std::string_view group;  ///< what it takes
  bool is_hole() const { return holds != Holds::text; }
};

/// The views are into `sentence`. A brace that is never closed is text.
std::vector<SentencePart> parts_of(std::string_view sentence);

/// The sentence with its holes filled in, in the order in which they first appear. Words are not looked into.
std::string filled(std::string_view sentence, std::initializer_list<std::string> words);

/// A string that a template can take.
template <std::size_t size>
struct Literal {
  consteval Literal(const char (&literal)[size]) { std::copy_n(literal, size, text); }
  constexpr std::string_view view() const { return {text, size - 1}; }
  char text[size] = {};
};

/// How many holes with names of their own.
constexpr std::size_t holes_in(std::string_view sentence) {
  const auto name_at = [&](std::size_t open) { return sentence.substr(open + 1, sentence.find_first_of(":}", open) - open - 1); };
  std::size_t count = 0;
  for (std::size_t open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open + 1)) {
    bool is_new = true;
    for (std::size_t before = sentence.find('{'); before < open; before = sentence.find('{', before + 1))
      is_new = is_new && name_at(before) != name_at(open);
    count += is_new ? 1 : 0;
  }
  return count;
}

/// The English of a name; empty where there is none.
template <std::size_t size>
constexpr std::string_view english_of(const std::array<Sentence, size>& sentences, std::string_view name) {
  for (const Sentence& sentence : sentences)
    if (sentence.name == name) return sentence.english;
  return {};
}

/// For whoever says a sentence of a list: it must be there, and each of its holes get a word. Numbers that are no integers are written by the caller.
template <const auto& sentences, Literal name, class... Words>
std::string said_of(const Words&... words) {
  constexpr std::string_view english = english_of(sentences, name.view());
  static_assert(!english.empty(), "there is no such sentence");
  static_assert(holes_in(english) == sizeof...(words), "each hole gets a word");
  [[maybe_unused]] const auto as_text = [](const auto& word) {
    if constexpr (std::is_integral_v<std::decay_t<decltype(word)>>)
      return std::to_string(word);
    else
      return std::string(word);
  };
  return filled(english, {as_text(words)...});
}

}  // namespace valuescale::models

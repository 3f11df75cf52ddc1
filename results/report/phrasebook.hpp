// Sentences that the program once wrote into a file, said again in the language of a report: what is recognised by its template
// (models/description/sentences.hpp) is said by the text that this language has for it, with the same words in its holes.
#pragma once

#include "models/description/sentences.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results::report {

class Phrasebook {
 public:
  /// `between`: what stands between several of a list.
  explicit Phrasebook(std::string between) : between_(std::move(between)) {}

  /// What this sentence of a group is in this language; {holes} of `text` are those of the sentence.
  void add(std::string_view group, std::string_view sentence, std::string_view text);

  /// What a text of this group is in this language; nothing where none of its sentences has this form, or the text is longer than the program makes any.
  /// Where several have, the one of which most stands there counts. Takes time in proportion to the text's length, whatever it says.
  /// The group "percent" is one of numbers: "0.05" is 5 %.
  std::optional<std::string> retold(std::string_view group, std::string_view text) const;

 private:
  class Reader;
  struct Part {
    models::SentencePart::Holds holds;
    std::string text, group;
  };
  struct Phrase {
    std::vector<Part> parts;
    std::string text;
    std::size_t letters = 0;  ///< that stand in the sentence, outside its holes
  };

  std::string between_;
  std::map<std::string, std::vector<Phrase>, std::less<>> groups_;
};

}  // namespace valuescale::results::report

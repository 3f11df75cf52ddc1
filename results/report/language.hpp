// What a report says, in one language. A language is one file of lines `name = text`, in which {words} in braces are filled in
// (language/en.txt); adding one is adding a file and a line here. Of sentences that the program wrote into a file
// (models/description/scenario_sentences.hpp, results/answer/sentences.hpp) it has the same under their names; what it does not have stays English.
#pragma once

#include "results/report/phrasebook.hpp"

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace valuescale::results::report {

class Language {
 public:
  using Words = std::initializer_list<std::pair<std::string_view, std::string>>;

  /// `code` as in HTML: "en". `lines`: the file. Throws std::logic_error for a line that is none.
  Language(std::string_view code, std::string_view lines);

  const std::string& code() const { return code_; }
  /// The text of this name. Throws std::logic_error where there is none: a test holds all languages to the same names and braces.
  const std::string& operator()(std::string_view name) const;
  /// The same with its braces filled in. What is filled in is never looked into for braces.
  std::string operator()(std::string_view name, Words words) const;
  /// The text of this name, or `otherwise`: for names that a file brings, as of a stage.
  std::string or_else(std::string_view name, std::string_view otherwise) const;
  /// A text that the program once made, in this language, or as it is where it is none of its sentences of this group: "warning", "reading"; or a
  /// number by its path in JSON, group "metric".
  std::string again(std::string_view group, std::string_view text) const;

  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  void learn();

  std::string code_;
  std::map<std::string, std::string, std::less<>> texts_;
  Phrasebook phrases_{std::string()};
};

/// Languages there are.
std::vector<std::string> languages();
/// The language of a code. Throws std::out_of_range for one that there is not.
const Language& language(std::string_view code);

}  // namespace valuescale::results::report

#include "results/report/language.hpp"

#include "models/description/scenario_sentences.hpp"
#include "results/answer/sentences.hpp"
#include "results/report/embedded.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace valuescale::results::report {

namespace {

/// Groups of texts that stand under what a number, or a part of its path, is called in JSON.
constexpr std::string_view kNamesOfNumbers[] = {"metric", "in-plan", "on-curve", "on-ladder", "each", "all-of", "stage", "unit"};

}  // namespace

Language::Language(std::string_view code, std::string_view lines) : code_(code) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t equals = line.find(" = ");
    if (equals == std::string_view::npos) throw std::logic_error("a language's line is not 'name = text': " + std::string(line));
    const auto [place, is_new] = texts_.emplace(line.substr(0, equals), line.substr(equals + 3));
    if (!is_new) throw std::logic_error("a language says twice: " + place->first);
  }
  learn();
}

void Language::learn() {
  // In a list, with nothing on its sides.
  phrases_ = Phrasebook(texts_.count("list.words") ? (*this)("list.words", {{"so-far", ""}, {"next", ""}}) : ", ");
  const auto group_of = [](std::string_view name) { return name.substr(0, name.find('.')); };
  const auto learn_from = [&](const auto& sentences) {
    for (const models::Sentence& sentence : sentences)
      if (const auto own = texts_.find(sentence.name); own != texts_.end())
        phrases_.add(group_of(sentence.name), sentence.english, own->second);
  };
  learn_from(models::kScenarioSentences);
  learn_from(kSentences);
  // Names in JSON are known by what they are called here.
  for (const auto& [name, text] : texts_) {
    const std::string_view group = group_of(name);
    if (std::find(std::begin(kNamesOfNumbers), std::end(kNamesOfNumbers), group) != std::end(kNamesOfNumbers))
      phrases_.add(group, std::string_view(name).substr(group.size() + 1), text);
  }
}

const std::string& Language::operator()(std::string_view name) const {
  const auto found = texts_.find(name);
  if (found == texts_.end()) throw std::logic_error("language '" + code_ + "' has no text '" + std::string(name) + "'");
  return found->second;
}

std::string Language::operator()(std::string_view name, Words words) const {
  const std::string_view text = (*this)(name);
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return filled.append(text.substr(at));
    filled.append(text.substr(at, open - at));
    const std::string_view wanted = text.substr(open + 1, close - open - 1);
    const std::string* word = nullptr;
    for (const auto& [given, value] : words) {
      if (given == wanted) word = &value;
    }
    if (!word) throw std::logic_error("nothing was given for {" + std::string(wanted) + "} of text '" + std::string(name) + "'");
    filled.append(*word);
    at = close + 1;
  }
  return filled;
}

std::string Language::or_else(std::string_view name, std::string_view otherwise) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? std::string(otherwise) : found->second;
}

std::string Language::again(std::string_view group, std::string_view text) const {
  auto retold = phrases_.retold(group, text);
  if (!retold) return std::string(text);
  // A number and its unit stay on one line.
  for (std::size_t at = 0; (at = retold->find(" %", at)) != std::string::npos; at += 2)
    if (at > 0 && std::isdigit(static_cast<unsigned char>((*retold)[at - 1]))) retold->replace(at, 1, "\u00a0");
  return *std::move(retold);
}

namespace {

const std::map<std::string, Language, std::less<>>& all() {
  static const std::map<std::string, Language, std::less<>> languages{{"en", Language("en", embedded_english())},
                                                                      {"zh", Language("zh-CN", embedded_chinese())}};
  return languages;
}

}  // namespace

std::vector<std::string> languages() {
  std::vector<std::string> codes;
  for (const auto& [code, language] : all()) codes.push_back(code);
  return codes;
}

const Language& language(std::string_view code) {
  const auto found = all().find(code);
  if (found == all().end()) throw std::out_of_range("no such language");
  return found->second;
}

}  // namespace valuescale::results::report

#include "results/report/phrasebook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace valuescale::results::report {

using models::SentencePart;
using Holds = SentencePart::Holds;

void Phrasebook::add(std::string_view group, std::string_view sentence, std::string_view text) {
  Phrase phrase{{}, std::string(text), 0};
  for (const SentencePart& part : models::parts_of(sentence)) {
    phrase.parts.push_back({part.holds, std::string(part.text), std::string(part.group)});
    if (!part.is_hole()) phrase.letters += part.text.size();
  }
  std::vector<Phrase>& known = groups_[std::string(group)];
  const auto place = std::find_if(known.begin(), known.end(), [&](const Phrase& other) { return other.letters < phrase.letters; });
  known.insert(place, std::move(phrase));
}

namespace {

// No sentence of the program is longer, but for curves of very many points.
constexpr std::size_t kLongest = 16'384;
// Letters looked at for each letter of a text, after which it is given up as none of ours.
constexpr std::size_t kLooksEach = 400, kLooksAnyway = 20'000;
constexpr int kDeepest = 40;

std::optional<std::string> percent(std::string_view text) {
  double share = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (error != std::errc() || rest != text.data() + text.size() || !(share >= 0 && share <= 1)) return std::nullopt;
  return fmt::format("{:.6g}\u00a0%", 100 * share);
}

}  // namespace

/// Reads one text.
class Phrasebook::Reader {
 public:
  Reader(const Phrasebook& book, std::size_t length) : book_(book), looks_(kLooksAnyway + kLooksEach * length) {}

  std::optional<std::string> retold(std::string_view group, std::string_view text) {
    if (group == "percent") return percent(text);
    const auto known = book_.groups_.find(group);
    if (known == book_.groups_.end() || depth_ == kDeepest) return std::nullopt;
    ++depth_;
    std::optional<std::string> found;
    for (const Phrase& phrase : known->second) {
      Words words;
      if (!found && fits(phrase, 0, text, words)) found = filled(phrase.text, words);
    }
    --depth_;
    return found;
  }

 private:
  struct Word {
    std::string_view hole, text;
    std::string retold;
  };
  using Words = std::vector<Word>;

  bool may_look_at(std::size_t letters) {
    looks_ -= std::min(looks_, letters + 1);
    return looks_ > 0;
  }

  bool fits(const Phrase& phrase, std::size_t from, std::string_view text, Words& words) {
    if (from == phrase.parts.size()) return text.empty();
    const Part& part = phrase.parts[from];
    if (part.holds == Holds::text)
      return may_look_at(part.text.size()) && text.starts_with(part.text) && fits(phrase, from + 1, text.substr(part.text.size()), words);
    const auto same = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.hole == part.text; });
    if (same != words.end())
      return may_look_at(same->text.size()) && text.starts_with(same->text) &&
             fits(phrase, from + 1, text.substr(same->text.size()), words);
    // A hole ends at some place where what follows it begins.
    const bool is_last = from + 1 == phrase.parts.size();
    for (std::size_t end = is_last ? text.size() : 1; end <= text.size(); ++end) {
      if (!is_last) {
        const std::size_t next = text.find(phrase.parts[from + 1].text, end);
        if (!may_look_at(std::min(next, text.size()) - end + 1) || next == std::string_view::npos) return false;
        end = next;
      }
      if (end == 0) return false;
      const std::size_t known = words.size();
      if (auto word = taken(part, text.substr(0, end))) {
        words.push_back({part.text, text.substr(0, end), std::move(*word)});
        if (fits(phrase, from + 1, text.substr(end), words)) return true;
        words.resize(known);
      }
    }
    return false;
  }

  /// What a hole that takes this text says, if it does.
  std::optional<std::string> taken(const Part& hole, std::string_view text) {
    if (!may_look_at(text.size())) return std::nullopt;
    switch (hole.holds) {
      case Holds::group: return retold(hole.group, text);
      case Holds::list_of_group: return list(hole.group, text);
      case Holds::group_or_anything:
        if (auto known = retold(hole.group, text)) return known;
        break;
      case Holds::anything:
      case Holds::text: break;
    }
    return std::string(text);
  }

  std::optional<std::string> list(std::string_view group, std::string_view text) {
    constexpr std::string_view kComma = ", ";
    std::string all;
    for (bool more = true; more;) {
      const std::size_t comma = text.find(kComma);
      more = comma != std::string_view::npos;
      const auto one = retold(group, text.substr(0, comma));
      if (!one) return std::nullopt;
      all += (all.empty() ? "" : book_.between_) + *one;
      if (more) text.remove_prefix(comma + kComma.size());
    }
    return all;
  }

  static std::string filled(std::string_view text, const Words& words) {
    std::string all;
    for (const SentencePart& part : models::parts_of(text)) {
      const auto word = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.hole == part.text; });
      if (!part.is_hole())
        all += part.text;
      else if (word != words.end())
        all += word->retold;
    }
    return all;
  }

  const Phrasebook& book_;
  std::size_t looks_;
  int depth_ = 0;
};

std::optional<std::string> Phrasebook::retold(std::string_view group, std::string_view text) const {
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  return Reader(*this, text.size()).retold(group, text);
}

}  // namespace valuescale::results::report

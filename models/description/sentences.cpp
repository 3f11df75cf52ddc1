#include "models/description/sentences.hpp"

namespace valuescale::models {

std::vector<SentencePart> parts_of(std::string_view sentence) {
  using Holds = SentencePart::Holds;
  std::vector<SentencePart> parts;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{'), close = open == std::string_view::npos ? open : sentence.find('}', open);
    const std::size_t text = close == std::string_view::npos ? sentence.size() : open;
    if (text > 0) parts.push_back({Holds::text, sentence.substr(0, text), {}});
    if (close == std::string_view::npos) break;
    const std::string_view hole = sentence.substr(open + 1, close - open - 1);
    const std::size_t colon = std::min(hole.find(':'), hole.size());
    SentencePart part{Holds::anything, hole.substr(0, colon), hole.substr(std::min(colon + 1, hole.size()))};
    if (!part.group.empty()) {
      const char last = part.group.back();
      part.holds = last == '?' ? Holds::group_or_anything : last == '*' ? Holds::list_of_group : Holds::group;
      if (part.holds != Holds::group) part.group.remove_suffix(1);
    }
    parts.push_back(part);
    sentence.remove_prefix(close + 1);
  }
  return parts;
}

std::string filled(std::string_view sentence, std::initializer_list<std::string> words) {
  std::string text;
  std::vector<std::string_view> holes;
  for (const SentencePart& part : parts_of(sentence)) {
    if (!part.is_hole()) {
      text += part.text;
      continue;
    }
    const auto place = std::find(holes.begin(), holes.end(), part.text);
    const auto number = static_cast<std::size_t>(place - holes.begin());
    if (place == holes.end()) holes.push_back(part.text);
    if (number < words.size()) text += words.begin()[number];
  }
  return text;
}

}  // namespace valuescale::models

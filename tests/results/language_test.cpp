// What a report says in other languages: its own texts, and what the program once wrote into a file in English.
#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "models/description/scenario_sentences.hpp"
#include "results/answer/sentences.hpp"
#include "results/json/metric_at.hpp"
#include "results/json/to_json.hpp"
#include "results/report/decision_report.hpp"
#include "results/report/language.hpp"
#include "scenarios/reader/reader.hpp"

#include <chrono>
#include <regex>
#include <set>

using namespace valuescale;
using namespace valuescale::results;
using tests::says;
namespace page = valuescale::results::report;
namespace fs = std::filesystem;

namespace {

/// Everything that the program says by a template.
std::vector<models::Sentence> all_sentences() {
  std::vector<models::Sentence> all(models::kScenarioSentences.begin(), models::kScenarioSentences.end());
  all.insert(all.end(), kSentences.begin(), kSentences.end());
  return all;
}

std::string group_of(std::string_view name) { return std::string(name.substr(0, name.find('.'))); }

std::set<std::string> holes_of(std::string_view text) {
  std::set<std::string> holes;
  for (const auto& part : models::parts_of(text))
    if (part.is_hole()) holes.insert(std::string(part.text));
  return holes;
}

/// A sentence as the program might write it, with the first of each group in its holes, and what it has to become.
struct Example {
  std::string english, other;
};

Example example_of(const models::Sentence& sentence, const page::Language& say, int& number) {
  using Holds = models::SentencePart::Holds;
  std::map<std::string, Example, std::less<>> words;
  Example example;
  for (const auto& part : models::parts_of(sentence.english)) {
    if (!part.is_hole()) {
      example.english += part.text;
      continue;
    }
    Example& word = words[std::string(part.text)];
    if (word.english.empty()) {
      if (part.holds == Holds::anything) {
        word.english = word.other = "x" + std::to_string(++number) + "x";
      } else if (part.group == "metric") {
        word = {"plan.p_ruin", say.again("metric", "plan.p_ruin")};
      } else {
        for (const auto& one : all_sentences())
          if (word.english.empty() && group_of(one.name) == part.group) word = example_of(one, say, number);
        // Words of the languages themselves.
        for (const auto& [name, text] : say.texts())
          if (word.english.empty() && group_of(name) == part.group) word = {name.substr(part.group.size() + 1), text};
      }
    }
    example.english += word.english;
  }
  const auto own = say.texts().find(sentence.name);
  if (own == say.texts().end()) return {example.english, example.english};
  for (const auto& part : models::parts_of(own->second)) example.other += part.is_hole() ? words[std::string(part.text)].other : part.text;
  return example;
}

/// Blanks at which lines may not be broken are blanks.
std::string with_blanks(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00a0", at)) != std::string::npos;) text.replace(at, std::string_view("\u00a0").size(), " ");
  return text;
}

bool is_number(const std::string& text) { return std::regex_match(text, std::regex("[-+0-9.,e]+( %)?")); }

/// All scenarios that are shipped or tested with, as far as they can be read.
std::vector<models::Scenario> all_scenarios() {
  std::vector<models::Scenario> all;
  for (const char* folder : {"scenarios", "tests/data", "tests/end_to_end/composed"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(VALUESCALE_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".toml") continue;
      try {
        all.push_back(scenarios::read_scenario(entry.path().string()));
      } catch (const models::InputError&) {
        // A part of another, or a file of stresses.
      }
    }
  return all;
}

/// Paths of all numbers, with the elements of lists by what they are at.
void collect_paths(const Json& json, const std::string& path, std::vector<std::string>& paths) {
  if (json.is_number()) paths.push_back(path);
  if (json == "never" || json == "infinite") paths.push_back(path);
  for (const auto& [name, part] : json.items()) {
    if (!json.is_structured()) break;
    std::string shown = name;
    for (const char* key : {"month", "best", "name", "at"}) {
      if (json.is_object() && name == key) shown.clear();  // what an element of a list is at
      if (json.is_array() && part.is_object() && part.contains(key))
        shown = part[key].is_string() ? part[key].get<std::string>() : part[key].dump();
    }
    if (shown.empty()) continue;
    collect_paths(part, path.empty() ? shown : path + "." + shown, paths);
  }
}

}  // namespace

TEST_CASE("all languages have the same texts with the same braces, and all but English each sentence of the program") {
  const auto& english = page::language("en").texts();
  std::map<std::string, std::string_view, std::less<>> wanted;
  for (const auto& [name, text] : english) wanted.emplace(name, text);
  for (const auto& sentence : all_sentences()) wanted.emplace(sentence.name, sentence.english);
  for (const auto& code : page::languages()) {
    const auto& other = page::language(code).texts();
    for (const auto& [name, text] : code == "en" ? std::map<std::string, std::string_view, std::less<>>() : wanted) {
      INFO(code << ": " << name);
      REQUIRE(other.count(name) == 1);
      CHECK(holes_of(other.at(name)) == holes_of(text));
      // Numbers of a run: what is looked for has the same holes.
      if (name.find('{') != std::string::npos) CHECK(holes_of(name) == holes_of(text));
    }
    CHECK(other.size() == (code == "en" ? english.size() : wanted.size()));
  }
  CHECK_THROWS_AS(page::language("tlh"), std::out_of_range);
}

TEST_CASE("each sentence of the program is known again by its template and said in every other language") {
  for (const auto& code : page::languages()) {
    const page::Language& say = page::language(code);
    std::set<std::string> names;
    for (const auto& sentence : all_sentences()) {
      INFO(code << ": " << sentence.name);
      CHECK(names.insert(std::string(sentence.name)).second);
      int number = 0;
      const auto [english, other] = example_of(sentence, say, number);
      CHECK(with_blanks(say.again(group_of(sentence.name), english)) == with_blanks(other));
      // Of acronyms and percentages there is nothing to translate.
      if (code != "en" && says(english, " ") && sentence.name != "share.percent") CHECK(other != english);
    }
  }
}

TEST_CASE("whatever warns says a sentence of the lists") {
  const std::regex pushes("warnings(?:_)?\\.(?:push_back|emplace_back)\\(([^;]*);");
  std::size_t found = 0;
  for (const char* folder : {"results/answer", "results/decision", "scenarios/reader", "tools/valuescale"})
    for (const auto& entry : fs::directory_iterator(fs::path(VALUESCALE_SOURCE_DIR) / folder)) {
      const std::string text = tests::contents(entry.path().string());
      for (std::sregex_iterator at(text.begin(), text.end(), pushes), end; at != end; ++at, ++found) {
        INFO(entry.path().string() << ": " << at->str());
        const std::string what = (*at)[1];
        CHECK((says(what, "said<") || what.starts_with("*warning)")));
      }
    }
  CHECK(found > 40);
}

TEST_CASE("readings of all shipped scenarios are said in Chinese") {
  const page::Language& say = page::language("zh");
  std::size_t readings = 0;
  for (const models::Scenario& scenario : all_scenarios()) {
    for (const models::Quantity* quantity : scenarios::quantities_of(scenario)) {
      const std::string reading = scenarios::reading_of(*quantity);
      if (!quantity->given || is_number(reading)) continue;
      ++readings;
      INFO(scenario.title << ", " << quantity->path << ": " << reading);
      CHECK(say.again("reading", reading) != reading);
      CHECK(page::language("en").again("reading", reading) == reading);
    }
    for (const std::string& warning : scenarios::warnings_about(scenario)) {
      INFO(scenario.title << ": " << warning);
      CHECK(say.again("warning", warning) != warning);
    }
  }
  CHECK(readings > 200);
}

TEST_CASE("a reading keeps its numbers, and what is in it is said as well") {
  const page::Language& say = page::language("zh");
  CHECK(say.again("reading", "between 20 and 60 (5 % to 95 %; lognormal, mean 37.3): we don't know") ==
        "在 20 与 60 之间（5\u00a0% 至 95\u00a0%；对数正态分布，均值 37.3）：我们不知道");
  CHECK(say.again("reading", "follows offer.a.price: 30 % at 0, 10 % at 50; that is 21 %") ==
        "随 offer.a.price 变化：在 0 处为 30\u00a0%、在 50 处为 10\u00a0%；即 21\u00a0%");
  CHECK(say.again("reading", "the same as offer.trial.take, one of 4 values from 20 to 60, all as likely (mean 37.3)") ==
        "与 offer.trial.take 相同，20 至 60 的 4 个值之一，可能性相同（均值 37.3）");
  CHECK(
      say.again(
          "reading",
          "between 1 and 9 (5 % to 95 %; gamma, mean 4): customers differ; its shape between 1 and 2 (5 % to 95 %; uniform, mean 1.5): we "
          "don't know; its mean between 3 and 5 (5 % to 95 %; normal, mean 4): we don't know") ==
      "在 1 与 9 之间（5\u00a0% 至 95\u00a0%；伽马分布，均值 4）：客户各不相同；其中的 shape 在 1 与 2 之间（5\u00a0% 至 "
      "95\u00a0%；均匀分布，均值 "
      "1.5）：我们不知道；其中的 mean "
      "在 3 与 5 之间（5\u00a0% 至 95\u00a0%；正态分布，均值 4）：我们不知道");
  CHECK(say.again("stress", "channel.a.cost *1.4, payments later by 2 months, shock bad strikes, channel.b off") ==
        "channel.a.cost *1.4、payments 推迟 2 个月、冲击 bad 发生、关闭 channel.b");
  CHECK(say.again("stress", "ads twice as dear") == "广告贵一倍");
  CHECK(say.again("rate", "12 %") == "12 %");
  CHECK(say.again("rate", "1 % continuous a month") == "每个月 1\u00a0%（连续复利）");
  // Of another kind, or not made by this program.
  for (const char* other :
       {"12", "we don't know", "between 20 and 60", "between 20 and 60 (5 % to 95 %; cauchy, mean 37.3): we don't know", ""})
    CHECK(say.again("reading", other) == other);
}

TEST_CASE("a sentence is known by all of it, by the one with most letters, and a hole used twice by the same word") {
  page::Phrasebook book("、");
  book.add("say", "{a} and {b}", "{b}和{a}");
  book.add("say", "{a} and {b:beast}", "{b}兽和{a}");
  book.add("say", "{n} is {n}", "{n}就是{n}");
  book.add("say", "all of {them:beast*}", "所有{them}");
  book.add("say", "for {any:beast?} only", "只为{any}");
  book.add("beast", "cat", "猫");
  book.add("beast", "dog {name}", "狗{name}");
  CHECK(book.retold("say", "x and y") == "y和x");
  CHECK(book.retold("say", "5 is 5") == "5就是5");
  CHECK(book.retold("say", "5 is 6") == std::nullopt);
  CHECK(book.retold("say", "all of cat, dog Rex, cat") == "所有猫、狗Rex、猫");
  CHECK(book.retold("say", "all of cat, cow") == std::nullopt);
  CHECK(book.retold("say", "for dog {a} only") == "只为狗{a}");
  CHECK(book.retold("say", "for cows only") == "只为cows");
  CHECK(book.retold("say", " and y") == std::nullopt);
  CHECK(book.retold("beast", "cats") == std::nullopt);
  CHECK(book.retold("nothing", "cat") == std::nullopt);
  // Where the first place does not fit, a later one may.
  book.add("say", "see {b:beast} now", "看{b}");
  CHECK(book.retold("say", "see dog now now") == "看狗now");
  CHECK(book.retold("percent", "0.05") == "5\u00a0%");
  CHECK(book.retold("percent", "5") == std::nullopt);
}

TEST_CASE("texts of strangers take no time to speak of, whatever they say") {
  const page::Language& say = page::language("zh");
  std::string nested, ands;
  for (int i = 0; i < 2'000; ++i) nested += "its a between b and c (5 % to 95 %; normal, mean d): we don't know; ";
  while (ands.size() < 16'000) ands += " and ";
  const std::string between = "between 1 and 2 (5 % to 95 %; normal, mean 1): we don't know; ";
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : {nested, between + nested, nested.substr(0, 16'000), between + nested.substr(0, 15'000), "follows " + ands,
                                  "nearly all by which" + ands, std::string(16'000, ','), std::string(1 << 22, ':'),
                                  std::string(16'000, '{'), "by.channel." + std::string(15'000, '.')}) {
    CHECK(say.again("reading", text).size() > 0);
    CHECK(say.again("warning", text).size() > 0);
    CHECK(say.again("metric", text).size() > 0);
  }
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < 10);
}

TEST_CASE("every number of a run that a decision may ask about has a name in words") {
  const std::set<std::string> facts{"seed", "seconds", "step_days", "lifetime", "customers_per_world", "worlds_without_customers"};
  for (const Answer& answer : {tests::sample_answer(), tests::planned_answer()}) {
    std::vector<std::string> paths;
    collect_paths(json_of(answer), "", paths);
    CHECK(paths.size() > 500);
    for (const std::string& path : paths) {
      if (facts.count(path) == 1) continue;
      for (const auto& code : page::languages()) {
        INFO(code << ": " << path);
        const std::string name = page::language(code).again("metric", path);
        CHECK(name != path);
        CHECK_FALSE(says(name, "customer."));
        CHECK_FALSE(says(name, "plan."));
      }
    }
  }
}

TEST_CASE("names of numbers are put together from what they are of") {
  const auto& en = page::language("en");
  const auto& zh = page::language("zh");
  CHECK(en.again("metric", "customer.profit.mean") == "profit per customer");
  CHECK(en.again("metric", "customer.profit") == "profit per customer");
  CHECK(en.again("metric", "by.channel.web.de.customer.profit.mean") == "profit per customer of channel web.de");
  CHECK(zh.again("metric", "by.channel.web.lead.payback.cdf.12") == "渠道 web 的线索到第 12 步已回本的比例");
  CHECK(en.again("metric", "plan.channels.web.profit.quantiles.0.05") ==
        "5\u00a0% point of profit of whole lives of channel web in the plan");
  CHECK(en.again("metric", "customer.by_stage.upsell.mean") == "upsell, per customer");
  CHECK(zh.again("metric", "customer.by_stage.repeat.mean") == "每位客户的重复购买");
  CHECK(en.again("metric", "what.nobody.reports") == "what.nobody.reports");
  const Json answer = {{"schema", "valuescale.optimize/1"},
                       {"found", true},
                       {"objective", "spend.profit in the worst 10 % of worlds"},
                       {"optimum", {{"a", 1}}}};
  CHECK(says(page::decision_report({answer, "words", {{"a", "title", {}}}}, en).answer.front(),
             "profit of what is spent on channels in the worst 10\u00a0% of worlds"));
}

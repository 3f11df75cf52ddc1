// Scenario files may come from strangers: whatever is in them, reading gives a scenario or an error, soon.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// The complaint, which has to come within a few seconds.
std::string soon(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  std::string result = complaint(text);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  return result;
}

bool has(const std::string& text, const std::string& part) {
  INFO(text.substr(0, 500));
  return text.find(part) != std::string::npos;
}

/// A small generator of its own, so that the mutations are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33U) % n);
  }

 private:
  std::uint64_t state_;
};

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> texts_in(const char* folder) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(VALUESCALE_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".toml") texts.push_back(content_of(entry.path()));
  std::sort(texts.begin(), texts.end());  // folders list their files in any order
  return texts;
}

std::string mutated(std::string text, Dice& dice) {
  static const std::vector<std::string> pieces{"\"",
                                               "[",
                                               "]",
                                               "{",
                                               "}",
                                               "=",
                                               ".",
                                               ",",
                                               "(",
                                               ")",
                                               "\n",
                                               "#",
                                               "nan",
                                               "inf",
                                               "-",
                                               "1e308",
                                               "0",
                                               "'''",
                                               "\\u0000",
                                               "\xff",
                                               "\xc2\x9b",
                                               "to",
                                               "mix(",
                                               "truncate(",
                                               "each_customer(",
                                               "50%: ",
                                               " weeks",
                                               " a month",
                                               "[step.x]\n",
                                               "after = \"every visit\"\n",
                                               "gamma(",
                                               "values(",
                                               "{ values = \"last-year.csv\", column = \"office\" }",
                                               "normal(",
                                               "true",
                                               "2024-01-01",
                                               "[segment.s]\nmultiply.rate = 2\n",
                                               "take = 0.99\n"};
  // A changed digit often leaves a scenario that can be read.
  if (dice.below(3) == 0) {
    const std::size_t digit = text.find_first_of("0123456789", dice.below(text.size()));
    if (digit != std::string::npos) text[digit] = static_cast<char>('0' + dice.below(10));
    return text;
  }
  const std::size_t edits = 1 + dice.below(4);
  for (std::size_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = dice.below(text.size()), length = std::min(text.size() - at, 1 + dice.below(12));
    switch (dice.below(5)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, pieces[dice.below(pieces.size())]); break;
      case 2: text[at] = static_cast<char>(dice.below(256)); break;
      case 3: text.insert(dice.below(text.size()), text.substr(at, length * 10)); break;
      case 4: text.replace(at, length, pieces[dice.below(pieces.size())]); break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a file that is too large is refused before it is parsed") {
  CHECK(has(soon("# " + std::string(5U << 20U, 'x')), "the file is too large (at most 4 MiB)"));
}

TEST_CASE("too many tables, keys and elements are refused") {
  std::string text = kSmall;
  for (int i = 0; i < 6000; ++i) text += fmt::format("[offer.o{}]\nprice = 1\n", i);
  CHECK(has(soon(text), "the scenario is too large (at most 10000"));
  CHECK(has(soon(kSmall + "x = [" + repeated("1,", 20'000) + "]\n"), "the scenario is too large"));
}

TEST_CASE("too many channels times segments, and too many steps, are refused") {
  std::string channels = "title = \"t\"\nlifetime = 1\n[offer.o]\n", steps = "title = \"t\"\nlifetime = 1\n";
  for (int i = 0; i < 40; ++i) channels += fmt::format("[channel.c{}]\ncost_per_lead = 1\nshare = 0.025\n", i);
  for (int i = 0; i < 26; ++i) channels += fmt::format("[segment.s{}]\n", i);
  CHECK(has(soon(channels), "40 channels times 26 segments are too many (at most 1000 combinations)"));
  for (int i = 0; i < 4500; ++i) steps += fmt::format("step.s{}.after = \"first\"\n", i);
  CHECK(has(soon(steps + "[channel.c]\ncost_per_lead = 1\n[offer.first]\n"), "4500 steps are too many (at most 4096)"));
}

TEST_CASE("plans of too many months, amounts, costs and shocks are refused") {
  const std::string plan = kSmall + "[plan]\nspend.ads = 1\n";
  CHECK(has(soon(plan + "months = 1e15\n"), "plan.months is 1e+15 (it must be between 1 and 600)"));
  CHECK(has(soon(plan + "months = 600\nfixed_costs = { start = 1, last = 1e15, ramp = 1e15 }\n"), "plan.fixed_costs.last is 1e+15"));
  const std::string list = soon(plan + "months = 12\nfixed_costs = [" + repeated("-1,", 9'000) + "]\n");
  CHECK(has(list, "plan.fixed_costs is a list of 9000 (the plan has 12 months)"));
  CHECK(has(list, "and 501 more mistakes"));
  CHECK(has(soon(plan + "months = 12\nfixed_costs = [" + repeated("1,", 20'000) + "]\n"), "the scenario is too large"));
  std::string shocks = plan + "months = 12\n", effects = shocks + "[trend.t.multiply]\n";
  for (int i = 0; i < 1'000; ++i) shocks += fmt::format("[shock.s{}]\nrate = 1\nduration = 1\nmultiply.price = 2\n", i);
  CHECK(has(soon(shocks), "there are 1000 shocks (at most 8)"));
  for (int i = 0; i < 2'000; ++i) effects += fmt::format("offer.o{}.take = 2\n", i);
  CHECK(has(soon(effects), "multiply of trend.t names offer 'o0', which does not exist"));
}

TEST_CASE("numbers that follow others in long chains, or along many points, are refused or read soon") {
  std::string curve = "[[0, 0.4]";
  for (int i = 1; i < 100; ++i) curve += fmt::format(", [{}, 0.{}]", i, 1 + i % 8);
  curve += "]";
  const std::string first =
      kSmall + "take = { follows = \"offer.first.margin\", curve = " + curve + " }\nmargin = \"mix(50%: beta(2, 3), 50%: beta(3, 2))\"\n";
  const auto same = [](int count, const std::string& as) {
    std::string text;
    for (int i = 0; i < count; ++i) text += fmt::format("[step.s{}]\nafter = \"first\"\ntake = {{ same_as = \"{}\" }}\n", i, as);
    return text;
  };
  CHECK(soon(first + same(900, "offer.first.take")) == "");
  CHECK(has(soon(first + same(1'100, "offer.first.take")), "too many numbers follow others (at most 1000)"));
  CHECK(has(soon(first + same(1'500, "offer.frist.take")), "did you mean 'offer.first.take'?"));
  std::string chain = first;
  for (int i = 0; i < 10; ++i)
    chain += fmt::format("[step.s{}]\nafter = \"first\"\ntake = {{ follows = \"{}\", curve = {} }}\n", i,
                         i ? fmt::format("step.s{}.take", i - 1) : "offer.first.take", "[[0, 0.1], [0.2, 0.8], [0.4, 0.1], [0.6, 0.8]]");
  CHECK(has(soon(chain), "follows along too many points (at most 200"));
  std::string links = kSmall + "take = 0.5\n";
  for (int i = 0; i < 2'000; ++i)
    links += fmt::format("[step.s{}]\nafter = \"first\"\ntake = {{ same_as = \"step.s{}.take\" }}\n", i, i + 1);
  CHECK(has(soon(links + "[step.s2000]\nafter = \"first\"\n"), "follows through too many others (at most 16)"));
}

TEST_CASE("deep nesting of any kind is refused") {
  CHECK(has(soon("a" + repeated(".a", 500'000) + " = 1\n"), "a key has too many parts"));
  CHECK(has(soon("[a" + repeated(".a", 500'000) + "]\n"), "a key has too many parts"));
  CHECK(has(soon("a = " + repeated("[", 500'000)), "brackets are nested too deeply"));
  CHECK(has(soon("a = " + repeated("{ a = ", 500'000)), "brackets are nested too deeply"));
  CHECK(has(soon("a" + repeated(".a", 20) + " = 1\n"), "tables are nested too deeply"));
  CHECK(has(soon("a = '''" + std::string(10, '\'') + "\nb" + repeated(".b", 500'000) + " = 1\n"), "scenario.toml:"));
  CHECK(has(soon(kSmall + "take = \"" + repeated("mix(100%: ", 900) + "\"\n"), "laws are nested too deeply"));
}

TEST_CASE("long texts and names are refused") {
  CHECK(has(soon(kSmall + "note = \"" + std::string(10'001, 'x') + "\"\n"), "a text is too long (at most 10000 bytes)"));
  CHECK(has(soon(kSmall + std::string(5000, 'x') + " = 1\n"), "is too long (at most 200 bytes)"));
}

TEST_CASE("letters beyond ASCII are at home in texts, names and comments, and nowhere else") {
  for (const char* letter : {"é", "ҙ", "\u1400", "\u17ff", "\u2070", "中", "\ufeff", "😀"}) {
    INFO(letter);
    CHECK(soon(kSmall + "note = \"\"\"\\\n  " + letter + "\"\"\"\n") == "");
    CHECK(has(soon(kSmall + letter + " = 1\n"), "this is not TOML"));
    CHECK(has(soon(kSmall + "unit_cost = " + letter + "1\n"), "this is not TOML"));
    CHECK(has(soon(kSmall + "unit_cost = 1 " + letter + "\n"), "this is not TOML"));
  }
}

TEST_CASE("ladders that multiply are found without walking them") {
  std::string doubling = kSmall, ring = kSmall;
  for (int i = 0; i < 900; ++i) {
    const std::string before = i ? fmt::format("[\"a{0}\", \"b{0}\"]", i - 1) : "\"first\"";
    doubling += fmt::format("[step.a{0}]\nafter = {1}\ntake = 0.9\n[step.b{0}]\nafter = {1}\ntake = 0.9\n", i, before);
    ring += fmt::format("[step.a{}]\nafter = [{}\"a{}\"]\ntake = 0.99999\n", i, i ? "" : "\"first\", ", (i + 899) % 900);
  }
  CHECK(has(soon(doubling), "offer.first leads to steps in"));
  CHECK(has(soon(ring), "follows itself with probability 0.99"));
}

TEST_CASE("a thousand mistakes are cut short") {
  std::string text = kSmall;
  for (int i = 0; i < 3000; ++i) text += fmt::format("unit_cots{} = 1\n", i);
  const std::string message = soon(text);
  CHECK(has(message, "and 2900 more mistakes"));
}

TEST_CASE("mutated scenarios are read or refused, never worse") {
  const std::vector<std::string> sound = texts_in("scenarios"), broken = texts_in("tests/refusal/cases");
  REQUIRE(sound.size() > 15);
  REQUIRE(broken.size() > 60);
  Dice dice(20'240'601);
  const ScenarioFiles files;
  std::size_t read = 0, refused = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::vector<std::string>& texts = dice.below(4) == 0 ? broken : sound;
    const std::string text = mutated(texts[dice.below(texts.size())], dice);
    files.write("last.toml", text);  // what to look at after a crash
    try {
      const models::Scenario scenario = files.read(text);
      scenarios::describe(scenario);
      CHECK(files.read(scenario.text).hash == scenario.hash);
      ++read;
    } catch (const models::InputError&) {
      ++refused;
    }
  }
  CHECK(read > 100);
  CHECK(refused > 1000);
}

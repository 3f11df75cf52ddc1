#include "sim/random/philox_lanes.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <sstream>
#include <string>

using namespace valuescale::sim;

namespace {

struct KnownAnswer {
  Block counter;
  Key key;
  Block words;
};

/// Random123's published vectors of Philox4x32 with ten rounds.
std::vector<KnownAnswer> known_answers() {
  std::ifstream file(std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/random123_kat_vectors.txt");
  std::vector<KnownAnswer> answers;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string generator;
    int rounds = 0;
    words >> generator >> rounds;
    if (generator != "philox4x32" || rounds != 10) continue;
    KnownAnswer answer;
    words >> std::hex;
    for (auto& word : answer.counter) words >> word;
    words >> answer.key.word0 >> answer.key.word1;
    for (auto& word : answer.words) words >> word;
    REQUIRE(words);
    answers.push_back(answer);
  }
  return answers;
}

}  // namespace

TEST_CASE("Philox gives the known answers of Random123") {
  const auto answers = known_answers();
  REQUIRE(answers.size() >= 3);
  for (const KnownAnswer& answer : answers) {
    CHECK(philox(answer.counter, answer.key) == answer.words);
    Block wrong = answer.counter;
    wrong[3] ^= 1;
    CHECK(philox(wrong, answer.key) != answer.words);
  }
}

TEST_CASE("lanes draw the words that one customer draws alone") {
  alignas(64) std::uint32_t id[kWidth], high[kWidth], world[kWidth], occurrence[kWidth], out[kWidth];
  for (int i = 0; i < kWidth; ++i) {
    id[i] = 0xfffffff0u + static_cast<std::uint32_t>(5 * i);
    high[i] = static_cast<std::uint32_t>(i);
    world[i] = static_cast<std::uint32_t>(7 * i);
    occurrence[i] = 0x80000000u + static_cast<std::uint32_t>(i);
  }
  const Key key = key_of(42, "repeat.visits/event");
  const Words words = philox_lanes(U32::load(id), U32::load(high), U32::load(world), U32::load(occurrence), key);
  for (int word = 0; word < 4; ++word) {
    words[word].store(out);
    for (int i = 0; i < kWidth; ++i) CHECK(out[i] == philox({id[i], high[i], world[i], occurrence[i]}, key)[word]);
  }
}

TEST_CASE("a decision's key depends on its name and on the seed") {
  CHECK(key_of(1, "step.upsell/take") == key_of(1, "step.upsell/take"));
  CHECK_FALSE(key_of(1, "step.upsell/take") == key_of(1, "step.upsell/delay"));
  CHECK_FALSE(key_of(1, "step.upsell/take") == key_of(2, "step.upsell/take"));
  CHECK_FALSE(key_of(1, "step.upsell/take") == key_of(std::uint64_t{1} << 32 | 1, "step.upsell/take"));
}

#include "scenarios/reader/did_you_mean.hpp"
#include "scenarios/reader/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <filesystem>

using namespace valuescale;
using namespace valuescale::tests;

TEST_CASE("the hash is MurmurHash3 x64 128") {
  CHECK(scenarios::murmur3_hex("") == "00000000000000000000000000000000");
  CHECK(scenarios::murmur3_hex("hello") == "cbd8a7b341bd9b025b1e906a48ae1d19");
  CHECK(scenarios::murmur3_hex("The quick brown fox jumps over the lazy dog") == "e34bbc7bbc071b6c7a433ca9c49a9347");
}

TEST_CASE("a scenario's hash is that of its meaning") {
  const ScenarioFiles files;
  const std::string hash = files.read(kSmall).hash;
  CHECK(hash.size() == 32);
  CHECK(files.read("# a comment\n\n" + kSmall).hash == hash);
  CHECK(files.read("lifetime=12.0\ntitle='small'\noffer.first={price=10}\nchannel.ads.cost_per_lead=2\n").hash == hash);
  CHECK(files.read(kSmall, {{"offer.first.price", "10"}}).hash == hash);
  CHECK(files.read(kSmall, {{"offer.first.price", "11"}}).hash != hash);
  CHECK(files.read(kSmall + "take = 1\n").hash != hash);
}

TEST_CASE("the order of channels counts, since results are listed in it") {
  const ScenarioFiles files;
  const std::string head = "title = \"t\"\nlifetime = 2\n[offer.o]\n", a = "[channel.a]\ncost_per_lead = 1\nshare = 0.5\n",
                    b = "[channel.b]\ncost_per_lead = 1\nshare = 0.5\n";
  CHECK(files.read(head + a + b).hash != files.read(head + b + a).hash);
  CHECK(files.read(head + b + a).channels[0].name == "b");
}

TEST_CASE("the text of every shipped scenario reads back as the same scenario") {
  const ScenarioFiles files;
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(VALUESCALE_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    INFO(entry.path().filename().string());
    const models::Scenario once = scenarios::read_scenario(entry.path().string());
    const models::Scenario twice = files.read(once.text);
    CHECK(twice.hash == once.hash);
    CHECK(twice.text == once.text);
    CHECK(scenarios::describe(twice) == scenarios::describe(once));
    ++count;
  }
  CHECK(count >= 20);
}

TEST_CASE("text, quotes and odd names survive being written") {
  const ScenarioFiles files;
  const models::Scenario once = files.read(
      "title = \"say \\\"hi\\\" \\\\ \"\nnote = '''two\nlines'''\nlifetime = 2\n[channel.\"north & south\"]\ncost_per_lead = "
      "1e-3\n[offer.\"été\"]\n");
  const models::Scenario twice = files.read(once.text);
  CHECK(twice.hash == once.hash);
  CHECK(twice.title == "say \"hi\" \\ ");
  CHECK(twice.note == "two\nlines");
  CHECK(twice.channels[0].name == "north & south");
  CHECK(twice.offers[0].name == "été");
}

TEST_CASE("a misspelt word is compared by the edits it takes") {
  using scenarios::edit_distance;
  using scenarios::nearest_name;
  CHECK(edit_distance("alhpa", "alpha", 3) == 1);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("", "ab", 3) == 2);
  CHECK(nearest_name("alhpa", {"r", "alpha", "a", "b"}) == "alpha");
  CHECK(nearest_name("Cost-Per-Lead", {"cost_per_customer", "cost_per_lead"}) == "cost_per_lead");
  CHECK(nearest_name("zebra", {"alpha", "beta"}).empty());
  CHECK(nearest_name("x", {"a", "b"}).empty());
}

#include "models/lifetime/journal.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <random>

using namespace valuescale::models;

TEST_CASE("a journal gives back what it was given, in the order of steps, without those who leave") {
  constexpr int kSteps = 40, kCustomers = 100;
  std::mt19937 engine(1);
  Journal journal(kSteps, kCustomers);
  for (int round = 0; round < 3; ++round) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> expected;
    std::vector<std::uint32_t> slot, step;
    std::vector<std::int64_t> amount;
    for (int i = 0; i < 1000; ++i) {
      slot.push_back(static_cast<std::uint32_t>(engine() % kCustomers));
      step.push_back(static_cast<std::uint32_t>(engine() % kSteps));
      amount.push_back(static_cast<std::int64_t>(engine()) - (std::int64_t{1} << 31));
      expected[{slot.back(), step.back()}] += amount.back();
    }
    journal.add(slot.data(), {step.data(), nullptr, amount.data(), nullptr}, 1000);
    journal.add({7, 3, 11});
    expected[{3, 7}] += 11;

    std::uint32_t before = 0;
    const auto taken = journal.close({3, 50}, [&](const Journal::Flow& flow) {
      CHECK(flow.step >= before);
      CHECK((flow.slot != 3 && flow.slot != 50));
      before = flow.step;
      expected[{flow.slot, flow.step}] -= flow.amount;
    });
    for (const Journal::Flow& flow : taken) {
      CHECK((flow.slot == 3 || flow.slot == 50));
      expected[{flow.slot, flow.step}] -= flow.amount;
    }
    CHECK(taken.size() > 1);
    for (const auto& [who, left] : expected) CHECK(left == 0);
    // It is empty now, and nobody is leaving any more.
    CHECK(journal.close({}, [](const Journal::Flow&) { FAIL("it was not empty"); }).empty());
  }
}

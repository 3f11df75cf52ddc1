// What a batch of customers is to the engine: nothing that anybody's life could depend on.
#include "models/lifetime/lives.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <tuple>
#include <vector>

using namespace valuescale;
using namespace valuescale::models;

namespace {

/// What became of each customer, by number.
using Fates = std::map<std::uint64_t, std::tuple<std::int64_t, std::int64_t, std::int64_t, std::uint32_t, std::uint32_t, std::uint32_t>>;

class Study {
 public:
  Study() : scenario_(scenarios::read_scenario("tools/benchmark/workloads/shop.toml")), program_(compile(scenario_, 3, 1, 1)) {}

  /// Lives these numbers of the first channel, a batch a range.
  Fates live(Bookkeeping bookkeeping, bool many_origins, const std::vector<std::pair<std::uint64_t, int>>& ranges) const {
    Lives lives(program_, *choose_kernels(""), bookkeeping, 4096, many_origins);
    std::vector<std::int64_t> curves(program_.dims.cells() * (program_.dims.lifetime + 1));
    lives.set_curves(curves.data(), nullptr, 0);
    lives.open();
    Fates fates;
    const auto keep = [&](const Outcomes& outcomes) {
      for (const Run& run : outcomes.runs)
        for (int i = run.from; i < run.to; ++i) {
          const std::uint64_t number = std::uint64_t{outcomes.id_high[i]} << 32 | outcomes.id_low[i];
          fates[number] = {outcomes.contribution[i], outcomes.ltv[i],      outcomes.cac[0][i],
                           outcomes.purchases[i],    outcomes.first[0][i], outcomes.lasting[0][i]};
        }
    };
    for (std::size_t r = 0; r < ranges.size(); ++r) {
      lives.intake({0, 0, 0, ranges[r].first, ranges[r].second, program_.lead_costs[0]});
      const bool is_last = r + 1 == ranges.size();
      keep(lives.live(is_last));
      if (!is_last) lives.open();
    }
    return fates;
  }

 private:
  Scenario scenario_;
  Program program_;
};

}  // namespace

TEST_CASE("whoever lives beside others lives as they would alone") {
  const Study study;
  for (const Bookkeeping bookkeeping : {Bookkeeping::ledger, Bookkeeping::journal}) {
    const Fates together = study.live(bookkeeping, false, {{0, 200}});
    CHECK(together.size() == 200);
    // Columns of zeros change nothing; nor do batches, out of which a few move on.
    CHECK(study.live(bookkeeping, true, {{0, 200}}) == together);
    CHECK(study.live(bookkeeping, false, {{0, 90}, {90, 60}, {150, 50}}) == together);
    CHECK(study.live(bookkeeping, true, {{150, 50}, {0, 150}}) == together);
    CHECK(study.live(Bookkeeping::event_ordered, false, {{0, 200}}) == together);
    // Others are others.
    CHECK(study.live(bookkeeping, false, {{1000, 200}}) != together);
  }
}

TEST_CASE("customers are told apart beyond 2^32") {
  const Study study;
  constexpr std::uint64_t kBoundary = std::uint64_t{1} << 32;
  const Fates across = study.live(Bookkeeping::ledger, true, {{kBoundary - 40, 100}});
  CHECK(across.size() == 100);
  CHECK(study.live(Bookkeeping::ledger, true, {{kBoundary - 40, 40}, {kBoundary, 60}}) == across);
  CHECK(study.live(Bookkeeping::journal, true, {{kBoundary - 40, 100}}) == across);
  CHECK(study.live(Bookkeeping::event_ordered, true, {{kBoundary - 40, 100}}) == across);
  // The upper word counts: number 2^32 + 5 is not number 5.
  const Fates low = study.live(Bookkeeping::ledger, true, {{0, 60}});
  int alike = 0;
  for (const auto& [number, fate] : low) alike += across.at(kBoundary + number) == fate;
  CHECK(alike < 5);
}

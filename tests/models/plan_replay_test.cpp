// The account books of all customers of a plan come to what the plan tallies, to the last unit.
#include "models/description/problem.hpp"
#include "models/lifetime/replay.hpp"
#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

using namespace valuescale;
using namespace valuescale::models;

namespace {

constexpr std::uint64_t kSeed = 3;

/// What can be told from books, and from a plan: of a channel, and of its customers one by one.
struct Sheet {
  std::int64_t customers = 0, contribution = 0, after = 0;
  std::array<sim::Int128, 4> sums{};  // cost, LTV, squares of NPV, purchases
  std::array<sim::Int128, kStages> by_stage{};
  friend bool operator==(const Sheet&, const Sheet&) = default;
};

/// By world and channel.
std::vector<Sheet> sheets_of(const Tallies& tallies) {
  const Dimensions& dims = tallies.dims;
  std::vector<Sheet> sheets;
  for (std::size_t world = 0; world < dims.worlds; ++world)
    for (std::size_t c = 0; c < dims.channels; ++c) {
      const PlanChannel& channel = tallies.plan->worlds[world].channels[c];
      Sheet& sheet = sheets.emplace_back();
      sheet.customers = channel.customers, sheet.contribution = channel.contribution, sheet.after = channel.after;
      for (std::size_t s = 0; s < dims.segments; ++s) {
        const Sums& sums = tallies.world_cell(world, c * dims.segments + s);
        const sim::Int128 here[] = {sums.sum[customer_cac], sums.sum[ltv], sums.square[customer_npv], sums.purchases};
        for (std::size_t i = 0; i < sheet.sums.size(); ++i) sheet.sums[i] += here[i];
        for (std::size_t stage = 0; stage < kStages; ++stage) sheet.by_stage[stage] += sums.by_stage[stage];
      }
    }
  return sheets;
}

std::vector<Sheet> sheets_of_books(const Scenario& scenario, std::size_t worlds, std::uint64_t seed) {
  Replays replays(scenario, seed, worlds);
  const auto months = static_cast<std::uint32_t>(scenario.plan->months);
  std::vector<Sheet> sheets;
  for (std::size_t world = 0; world < worlds; ++world)
    for (std::size_t channel = 0; channel < scenario.channels.size(); ++channel) {
      Sheet& sheet = sheets.emplace_back();
      for (std::uint32_t month = 1; month <= months; ++month)
        for (std::int64_t customer = 0; customer < replays.customers(world, channel, month); ++customer) {
          const AccountBook book = replays.book_of(world, channel, static_cast<std::uint64_t>(customer), month);
          CHECK(book.plan->won == month);
          ++sheet.customers;
          for (const BookEntry& entry : book.entries)
            if (entry.flow) (book.plan->months[entry.step] <= months ? sheet.contribution : sheet.after) += entry.flow->amount;
          const sim::Int128 npv = book.npv(customer_view);
          const sim::Int128 here[] = {book.cac[customer_view], book.ltv, npv * npv, book.purchases};
          for (std::size_t i = 0; i < sheet.sums.size(); ++i) sheet.sums[i] += here[i];
          for (std::size_t stage = 0; stage < kStages; ++stage) sheet.by_stage[stage] += book.by_stage[stage];
        }
    }
  return sheets;
}

}  // namespace

TEST_CASE("the account books of all customers of a plan come to what it tallies, month by month of its calendar") {
  const std::string composed = "tests/end_to_end/composed/";
  for (const std::string& file :
       {composed + "plans/launch.toml", composed + "plans/slow.toml", composed + "plans/ponds.toml", composed + "plans/days.toml",
        composed + "calendar/boundaries.toml", composed + "calendar/weeks.toml", composed + "calendar/held-at-1.toml"}) {
    CAPTURE(file);
    const Scenario scenario = scenarios::read_scenario(file);
    RunOptions options;
    options.worlds = 2;
    options.seed = kSeed;
    options.threads = 1;
    const std::vector<Sheet> sheets = sheets_of(simulate(scenario, options));
    CHECK(sheets_of_books(scenario, 2, kSeed) == sheets);
    // Others are others.
    CHECK_FALSE(sheets_of_books(scenario, 2, kSeed + 1) == sheets);
  }
}

TEST_CASE("a customer of a plan is told by the month that won them, and whoever was not won is refused") {
  const Scenario scenario = scenarios::read_scenario("tests/end_to_end/composed/plans/launch.toml");
  const auto refused = [&](ReplayOptions options) {
    try {
      replay(scenario, options);
    } catch (const InputError& error) {
      return to_string(error.problems().front());
    }
    return std::string();
  };
  ReplayOptions options{.seed = kSeed, .world = 0, .channel = scenario.channels[0].name, .customer = 0};
  CHECK(refused(options).find("which month's customer?") != std::string::npos);
  options.month = 1000;
  CHECK(refused(options).find("out of range") != std::string::npos);
  Replays replays(scenario, kSeed, 1);
  options.month = 1;
  while (replays.customers(0, 0, *options.month) == 0) ++*options.month;
  CHECK(refused(options) == "");
  options.customer = static_cast<std::uint64_t>(replays.customers(0, 0, *options.month));
  CHECK(refused(options).find("numbered from 0") != std::string::npos);
}

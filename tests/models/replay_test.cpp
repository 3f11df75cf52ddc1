// The account books of all customers of a run come to what the run tallies, to the last unit.
#include "models/lifetime/replay.hpp"

#include "models/lifetime/allocation.hpp"
#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace valuescale;
using namespace valuescale::models;

namespace {

constexpr std::int64_t kCustomers = 600;
/// Of dropped.toml: who is dismissed loses one process, not all.
const scenarios::Settings kJobsEnd{{"step.dismiss.ends", "[\"jobs\"]"}};

std::size_t segment_of(const Scenario& scenario, const std::string& name) {
  const auto& segments = scenario.segments;
  return static_cast<std::size_t>(std::find_if(segments.begin(), segments.end(), [&](const Segment& one) { return one.name == name; }) -
                                  segments.begin());
}

/// Customers, purchases, active; sum and square of each metric; stages.
constexpr std::size_t kNumbersOfACell = 3 + 2 * metric_count + kStages;

/// What can be compared of a tally: by world and cell, by world and step, and in all.
struct Sheet {
  using Number = sim::Int128;
  std::vector<std::vector<Number>> cells;
  std::vector<std::vector<std::int64_t>> cash, paybacks;
  std::vector<std::int64_t> unpaid;
  std::vector<std::int64_t> children;  // [world][cell][child kind]
  friend bool operator==(const Sheet&, const Sheet&) = default;
};

Sheet sheet_of(const Tallies& tallies) {
  const Dimensions& dims = tallies.dims;
  const std::size_t steps = dims.lifetime + 1;
  Sheet sheet;
  sheet.children = tallies.world_children;
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    for (std::size_t cell = 0; cell < dims.cells(); ++cell) {
      const Sums& sums = tallies.world_cell(world, cell);
      auto& numbers = sheet.cells.emplace_back();
      numbers = {sums.customers, sums.purchases, sums.active};
      for (const Metric metric : {ltv, customer_profit, customer_npv, customer_cac, lead_profit, lead_npv, lead_cac}) {
        numbers.push_back(sums.sum[metric]);
        numbers.push_back(sums.square[metric]);
      }
      numbers.insert(numbers.end(), sums.by_stage.begin(), sums.by_stage.end());
    }
    std::vector<std::int64_t> cash(steps);
    for (std::size_t step = 0; step < steps; ++step)
      for (std::size_t channel = 0; channel < dims.channels; ++channel)
        cash[step] += static_cast<std::int64_t>(tallies.cash[(world * dims.margins() + channel) * steps + step]);
    sheet.cash.push_back(cash);
    for (std::size_t view = 0; view < view_count; ++view)
      for (const auto* curve : {&tallies.world_first[view], &tallies.world_lasting[view]})
        sheet.paybacks.emplace_back(curve->begin() + static_cast<std::ptrdiff_t>(world * steps),
                                    curve->begin() + static_cast<std::ptrdiff_t>((world + 1) * steps));
  }
  sheet.unpaid.resize(4 * view_count);
  for (const CellTally& cell : tallies.replicate_cells)
    for (std::size_t view = 0; view < view_count; ++view) {
      const PaybackCounts& counts = cell.payback[view];
      const std::int64_t here[] = {counts.first_never, counts.first_open, counts.lasting_never, counts.lasting_open};
      for (std::size_t i = 0; i < 4; ++i) sheet.unpaid[4 * view + i] += here[i];
    }
  return sheet;
}

/// The book as it would be if nobody whom the customer brought counted.
AccountBook without_referrals(AccountBook book) {
  const OwnBook own = *book.without_referrals;
  book.contribution = own.contribution;
  book.ltv = own.ltv;
  book.payback = own.payback;
  book.by_stage[static_cast<std::size_t>(Stage::referral)] = 0;
  book.people.resize(1);
  book.people.front().is_active = own.is_active;
  std::erase_if(book.entries, [](const BookEntry& entry) { return entry.flow && entry.flow->stage == Stage::referral; });
  return book;
}

/// The same from the books of the customers that such a run has.
Sheet sheet_of_books(const Scenario& scenario, std::size_t worlds, std::uint64_t seed, bool with_referrals) {
  Program program = compile(scenario, seed, worlds, 1);
  const Allocation allocation = allocate(program, kCustomers);
  const Dimensions& dims = program.dims;
  const std::size_t steps = dims.lifetime + 1;
  Replays replays(scenario, seed, worlds);
  Sheet sheet;
  sheet.unpaid.resize(4 * view_count);
  if (program.has_referrals && with_referrals) sheet.children.resize(worlds * dims.cells() * dims.child_kinds());
  for (std::size_t world = 0; world < worlds; ++world) {
    std::vector<std::vector<Sheet::Number>> cells(dims.cells(), std::vector<Sheet::Number>(kNumbersOfACell));
    std::vector<std::int64_t> cash(steps);
    std::vector<std::vector<std::int64_t>> paybacks(4, std::vector<std::int64_t>(steps));
    for (std::size_t channel = 0; channel < dims.channels; ++channel)
      for (std::int64_t customer = 0; customer < allocation.buyers[world * dims.channels + channel]; ++customer) {
        AccountBook book = replays.book_of(world, channel, static_cast<std::uint64_t>(customer));
        if (!with_referrals) book = without_referrals(std::move(book));
        const std::size_t cell = channel * dims.segments + segment_of(scenario, book.people.front().segment);
        for (const BookPerson& person : book.people) {
          if (person.generation == 0) continue;
          const std::size_t kind = (person.generation > 1 ? dims.segments : 0) + segment_of(scenario, person.segment);
          ++sheet.children[(world * dims.cells() + cell) * dims.child_kinds() + kind];
        }
        auto& numbers = cells[cell];
        std::size_t place = 0;
        const auto add = [&](Sheet::Number number) { numbers[place++] += number; };
        add(1), add(book.purchases), add(book.is_active());
        for (const std::int64_t amount : {book.ltv, book.profit(customer_view), book.npv(customer_view), book.cac[customer_view],
                                          book.profit(lead_view), book.npv(lead_view), book.cac[lead_view]}) {
          add(amount);
          add(static_cast<Sheet::Number>(amount) * amount);
        }
        for (const std::int64_t amount : book.by_stage) add(amount);
        for (const BookEntry& entry : book.entries)
          if (entry.flow) cash[entry.step] += entry.flow->amount;
        for (std::size_t view = 0; view < view_count; ++view) {
          const auto count = [&](const std::optional<std::uint32_t>& step, std::size_t curve) {
            if (step)
              ++paybacks[2 * view + curve][*step];
            else
              ++sheet.unpaid[4 * view + 2 * curve + book.is_active()];
          };
          count(book.payback[view].first, 0);
          count(book.payback[view].lasting, 1);
        }
      }
    sheet.cells.insert(sheet.cells.end(), cells.begin(), cells.end());
    sheet.cash.push_back(cash);
    sheet.paybacks.insert(sheet.paybacks.end(), paybacks.begin(), paybacks.end());
  }
  return sheet;
}

/// Does the book tell a life that could have been?
void check_story(const Scenario& scenario, const AccountBook& book) {
  using What = BookEntry::What;
  std::map<std::pair<std::uint32_t, std::string>, bool> goes_on;
  std::map<std::pair<std::uint32_t, std::string>, std::string> value;
  std::vector<bool> is_here(book.people.size(), true);
  double time = 0;
  for (const BookEntry& entry : book.entries) {
    CHECK(entry.time >= time);
    time = entry.time;
    CHECK(entry.time >= book.people[entry.person].first_sale);
    CHECK(time <= scenario.lifetime);
    CHECK((entry.step >= time && entry.step < time + 1));
    const std::pair key{entry.person, entry.name};
    if (entry.question) {
      CHECK(entry.question->is_yes == (entry.question->probability == 1 || entry.question->drawn < entry.question->probability));
      if (entry.question->due) CHECK((entry.question->is_yes && *entry.question->due >= time));
    }
    // Prices that are on their way come whatever becomes of the customer, and what was asked at the moment of the end was asked.
    if (!is_here[entry.person]) CHECK((entry.what == What::payment || entry.what == What::dropped || entry.what == What::ended));
    switch (entry.what) {
      case What::started: goes_on[key] = true; break;
      case What::ended:
      case What::stopped:
        CHECK(goes_on[key]);
        goes_on[key] = false;
        break;
      case What::visit: CHECK(goes_on[key]); break;
      case What::changed:
        if (value.contains(key)) CHECK(value[key] == entry.before);
        CHECK(entry.before != entry.after);
        value[key] = entry.after;
        break;
      case What::dropped: is_here[entry.person] = false; break;
      default: break;
    }
  }
}

/// Does a run of the scenario tally what its customers' books come to?
void check_sums(const Scenario& scenario) {
  RunOptions options;
  options.customers = kCustomers;
  options.seed = 3;
  options.threads = 1;
  const Tallies tallies = simulate(scenario, options);
  const Sheet sheet = sheet_of(tallies);
  CHECK(sheet_of_books(scenario, tallies.dims.worlds, 3, true) == sheet);
  // Others are others.
  CHECK_FALSE(sheet_of_books(scenario, tallies.dims.worlds, 4, true) == sheet);
  CHECK((tallies.without_referrals != nullptr) == !scenario.referrals.empty());
  if (!tallies.without_referrals) return;
  const Sheet own = sheet_of(*tallies.without_referrals);
  CHECK(sheet_of_books(scenario, tallies.dims.worlds, 3, false) == own);
  CHECK_FALSE(sheet_of_books(scenario, tallies.dims.worlds, 4, false) == own);
}

}  // namespace

TEST_CASE("a book tells what can happen, in order, whoever wrote what down first") {
  std::map<BookEntry::What, int> seen;
  for (const std::string name :
       {"fans", "dropped", "won-back", "moods", "wanderers", "referrals", "credit", "uncertain", "rework", "gifts"}) {
    CAPTURE(name);
    const std::string file = "tests/end_to_end/composed/" + name + ".toml";
    std::vector<Scenario> scenarios{scenarios::read_scenario(file)};
    if (name == "dropped") scenarios.push_back(scenarios::read_scenario(file, kJobsEnd));
    for (const Scenario& scenario : scenarios) {
      Replays replays(scenario, 1, 3);
      for (std::uint64_t customer = 0; customer < 60; ++customer) {
        CAPTURE(customer);
        const AccountBook book = replays.book_of(customer % 3, 0, customer);
        check_story(scenario, book);
        for (const BookEntry& entry : book.entries) ++seen[entry.what];
      }
    }
  }
  // All there is to tell has been told.
  CHECK(seen.size() == static_cast<std::size_t>(BookEntry::What::dropped) + 1);
}

TEST_CASE("a world is the same however many follow it") {
  const Scenario scenario = scenarios::read_scenario("tests/end_to_end/composed/uncertain.toml");
  Replays many(scenario, 1, 40);
  for (std::uint64_t world : {0, 1, 7}) {
    const AccountBook alone = replay(scenario, {1, world, scenario.channels.back().name, 5});
    const AccountBook among = many.book_of(world, scenario.channels.size() - 1, 5);
    CHECK(alone.cac == among.cac);
    REQUIRE(alone.entries.size() == among.entries.size());
    for (std::size_t i = 0; i < alone.entries.size(); ++i) {
      CHECK(alone.entries[i].time == among.entries[i].time);
      CHECK(alone.entries[i].name == among.entries[i].name);
      CHECK(alone.entries[i].flow.has_value() == among.entries[i].flow.has_value());
      if (alone.entries[i].flow) CHECK(alone.entries[i].flow->balance == among.entries[i].flow->balance);
    }
  }
}

TEST_CASE("the account books of all customers come to what a run tallies") {
  const std::string composed = "tests/end_to_end/composed/";
  for (const std::string& file :
       {std::string("scenarios/hairdresser.toml"), std::string("scenarios/cdnow.toml"), composed + "fans.toml", composed + "dropped.toml",
        composed + "won-back.toml", composed + "moods.toml", composed + "wanderers.toml", composed + "referrals.toml",
        composed + "credit.toml", composed + "uncertain.toml", composed + "two-channels.toml", composed + "perhaps-nobody.toml"}) {
    CAPTURE(file);
    check_sums(scenarios::read_scenario(file));
  }
  check_sums(scenarios::read_scenario(composed + "dropped.toml", kJobsEnd));
}

// Who comes along which way of the ladder, against what the probabilities say.
#include "models/lifetime/leave_out.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

using namespace valuescale;
using namespace valuescale::models;

namespace {

/// Steps below steps, one that may come too late, and one at each repeat purchase.
const std::string kLadder = R"TOML(
title = "A ladder"
lifetime = 12
[channel.web]
cost_per_lead = 1
[offer.front]
price = 10
[step.upsell]
after = "front"
take = 0.3
price = 5
[step.more]
after = "upsell"
take = 0.5
price = 5
[step.downsell]
after_declined = "upsell"
take = 0.2
price = 5
[step.course]
after = "front"
take = 0.6
delay = "exponential(mean = 10)"
price = 5
[repeat.visits]
model = "geometric"
return = 0.8
price = 5
[step.tip]
after = "visits"
take = 0.1
price = 1
)TOML";

/// Conditions, ends, a circle, and customers who bring customers.
const std::string kInOrder = R"TOML(
title = "A ladder in order"
lifetime = 12
[channel.web]
cost_per_lead = 1
[segment.gold]
share = 0.25
[segment.rest]
share = 0.75
[offer.front]
price = 10
[step.club]
after = "front"
when = { segment = "gold" }
take = 0.4
price = 5
[repeat.visits]
model = "subscription"
churn = 0.5
price = 5
[step.letter]
after_end = "visits"
take = 0.2
price = 1
[step.again]
after = ["front", "again"]
take = 0.5
price = 1
[referral.friends]
after = "front"
leads = 0.5
take = 0.4
generations = 1
)TOML";

constexpr std::int64_t kCustomers = 40'000;

RunOptions options_for(std::int64_t customers = kCustomers) {
  RunOptions options;
  options.seed = 5;
  options.threads = 1;
  options.customers = customers;
  return options;
}

/// What a run saw, of all replicates.
class Seen {
 public:
  explicit Seen(const Tallies& tallies) : tallies_(tallies), traffic_(tallies.traffic.front()) {
    for (std::size_t r = 1; r < tallies.traffic.size(); ++r) traffic_ += tallies.traffic[r];
  }
  Seen(const std::string& text, const scenarios::Settings& settings = {})
      : Seen(simulate(tests::ScenarioFiles().read(text, settings), options_for())) {}

  const Passage& way(const std::string& from, Trigger::What after, const std::string& to) const {
    for (std::size_t w = 0; w < tallies_.ways.size(); ++w)
      if (tallies_.ways[w].from == from && tallies_.ways[w].after == after && tallies_.ways[w].to == to) return traffic_.ways[w];
    FAIL("no way from " << from << " to " << to);
    return traffic_.ways.front();
  }
  std::int64_t purchases() const { return std::accumulate(traffic_.purchases.begin(), traffic_.purchases.end(), std::int64_t{0}); }
  std::int64_t first_sales() const { return std::accumulate(traffic_.first_sales.begin(), traffic_.first_sales.end(), std::int64_t{0}); }
  std::int64_t customers() const {
    std::int64_t sum = 0;
    for (const Sums& cell : tallies_.world_cells) sum += cell.customers;
    return sum;
  }
  const Tallies& tallies() const { return tallies_; }

 private:
  Tallies tallies_;
  Traffic traffic_;
};

/// Of so many independent answers, is that a number of yes that this probability gives?
bool fits(std::int64_t yes, std::int64_t asked, double probability) {
  const double n = static_cast<double>(asked), error = std::sqrt(n * probability * (1 - probability));
  return std::abs(static_cast<double>(yes) - n * probability) < 4.5 * error;
}

using enum Trigger::What;

}  // namespace

TEST_CASE("as many take a step as its probability says, of those who come there") {
  const Seen seen(kLadder);
  const Passage& upsell = seen.way("offer.front", offer_taken, "step.upsell");
  CHECK(seen.first_sales() == kCustomers);
  CHECK(upsell.asked == kCustomers);
  CHECK(upsell.later == 0);
  CHECK(fits(upsell.taken, kCustomers, 0.3));
  const Passage& more = seen.way("step.upsell", step_taken, "step.more");
  CHECK(more.asked == upsell.taken);
  CHECK(fits(more.taken, more.asked, 0.5));
  CHECK(fits(more.taken, kCustomers, 0.15));
  const Passage& downsell = seen.way("step.upsell", step_declined, "step.downsell");
  CHECK(downsell.asked == kCustomers - upsell.taken);
  CHECK(fits(downsell.taken, downsell.asked, 0.2));

  // Of a delay: 0.6 (1 − e^(−12/10)) within twelve months, the rest beyond.
  const Passage& course = seen.way("offer.front", offer_taken, "step.course");
  const double within = 0.6 * (1 - std::exp(-1.2));
  CHECK(course.asked == kCustomers);
  CHECK(fits(course.taken, kCustomers, within));
  CHECK(fits(course.later, kCustomers, 0.6 - within));

  // Twelve visits at most: 0.8 + 0.8² + … on average.
  const Passage& visits = seen.way("offer.front", offer_taken, "repeat.visits");
  CHECK(visits.asked == kCustomers);
  CHECK(visits.taken == kCustomers);
  const double mean = 0.8 * (1 - std::pow(0.8, 12)) / 0.2;
  CHECK(std::abs(static_cast<double>(seen.purchases()) / kCustomers - mean) < 4.5 * 4 / std::sqrt(kCustomers));  // the spread is below 4
  const Passage& tip = seen.way("repeat.visits", repeat_purchase, "step.tip");
  CHECK(tip.asked == seen.purchases());
  CHECK(fits(tip.taken, tip.asked, 0.1));

  // Another probability is told from that.
  const Seen other(kLadder, {{"step.upsell.take", "0.32"}, {"step.course.delay", "'exponential(mean = 12)'"}, {"step.tip.take", "0.11"}});
  CHECK_FALSE(fits(other.way("offer.front", offer_taken, "step.upsell").taken, kCustomers, 0.3));
  CHECK_FALSE(fits(other.way("offer.front", offer_taken, "step.course").taken, kCustomers, within));
  CHECK_FALSE(fits(other.way("offer.front", offer_taken, "step.course").later, kCustomers, 0.6 - within));
  CHECK_FALSE(fits(other.way("repeat.visits", repeat_purchase, "step.tip").taken, other.purchases(), 0.1));
}

TEST_CASE("who does not meet a condition is not asked; who is brought by a customer is counted like anybody") {
  const Seen seen(kInOrder);
  const Passage& friends = seen.way("offer.front", offer_taken, "referral.friends");
  const std::int64_t everybody = seen.first_sales();
  CHECK(everybody == kCustomers + friends.taken);
  const auto& children = seen.tallies().world_children;
  CHECK(friends.taken == std::accumulate(children.begin(), children.end(), std::int64_t{0}));
  CHECK(friends.asked == kCustomers);  // whom they bring may bring nobody any more
  const double brought = 0.5 * 0.4;
  CHECK(std::abs(static_cast<double>(friends.taken) - brought * kCustomers) < 4.5 * std::sqrt(brought * kCustomers));

  const Passage& club = seen.way("offer.front", offer_taken, "step.club");
  CHECK(fits(club.asked, everybody, 0.25));
  CHECK_FALSE(fits(club.asked, everybody, 0.26));
  CHECK(fits(club.taken, club.asked, 0.4));

  // Everybody pays at the start; who leaves within the horizon gets a letter.
  CHECK(seen.way("offer.front", offer_taken, "repeat.visits").taken == everybody);
  const Passage& letter = seen.way("repeat.visits", repeat_ended, "step.letter");
  CHECK(letter.asked > everybody * 99 / 100);
  CHECK(letter.asked <= everybody);
  CHECK(fits(letter.taken, letter.asked, 0.2));

  // Round a circle: each who takes it is asked again.
  const Passage &first = seen.way("offer.front", offer_taken, "step.again"), &next = seen.way("step.again", step_taken, "step.again");
  CHECK(first.asked == everybody);
  CHECK(fits(first.taken, everybody, 0.5));
  CHECK(next.asked == first.taken + next.taken);
  CHECK(fits(next.taken, next.asked, 0.5));
}

TEST_CASE("the counts are the same however lives are lived") {
  const auto scenario = tests::ScenarioFiles().read(kLadder);
  const Tallies reference = simulate(scenario, options_for(20'011));
  using Cash = RunOptions::Cash;
  for (const Cash cash : {Cash::ledger, Cash::journal, Cash::event_ordered})
    for (const int threads : {1, 2, 8})
      for (const std::size_t batch : {std::size_t{0}, std::size_t{97}, std::size_t{1500}}) {
        RunOptions options = options_for(20'011);
        options.cash = cash;
        options.threads = threads;
        options.batch = batch;
        CHECK(simulate(scenario, options).traffic == reference.traffic);
      }
}

TEST_CASE("counts of a plan are of the customers who are counted elsewhere, and of no world that is lived besides") {
  for (const std::string file : {"tests/end_to_end/composed/plans/together.toml", "tests/end_to_end/composed/plans/weeks.toml"}) {
    INFO(file);
    RunOptions options = options_for();
    options.customers = 20'001;
    options.worlds = 40;
    const Seen seen(simulate(scenarios::read_scenario(file), options));
    const auto& children = seen.tallies().world_children;
    CHECK(seen.first_sales() == seen.customers() + std::accumulate(children.begin(), children.end(), std::int64_t{0}));
    CHECK(seen.customers() > 0);
  }
}

TEST_CASE("what is left out of a run takes its counts with it") {
  const Tallies all = simulate(tests::ScenarioFiles().read(kLadder), options_for());
  const Tallies rest = leave_out(all, 3, 5);
  REQUIRE(rest.traffic.size() == all.traffic.size() - 3);
  CHECK(rest.traffic[3] == all.traffic[6]);
}

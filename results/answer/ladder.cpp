#include "results/answer/ladder.hpp"

#include "results/answer/sample.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace valuescale::results {

using models::Passage;
using models::Tallies;
using models::Traffic;
using models::Trigger;

namespace {

const char* name_of(Trigger::What after) {
  switch (after) {
    case Trigger::What::offer_taken:
    case Trigger::What::step_taken: return "taken";
    case Trigger::What::step_declined: return "declined";
    case Trigger::What::repeat_purchase: return "bought";
    case Trigger::What::repeat_ended: return "ended";
  }
  return "";
}

/// Counts per customer bought, over groups of worlds or slices of the single one: that is how they are kept.
class Counts {
 public:
  explicit Counts(const Tallies& tallies) : tallies_(tallies), sample_(make_sample(tallies, {}, models::customer_view, Unit::replicate)) {}

  Estimate mean(const std::function<std::int64_t(const Traffic&)>& count) const { return estimate(linear(count)); }

  LadderNumbers numbers(const std::function<Passage(const Traffic&)>& passage, bool by_chance) const {
    const auto asked = linear([&](const Traffic& traffic) { return passage(traffic).asked; });
    const auto taken = linear([&](const Traffic& traffic) { return passage(traffic).taken; });
    const auto later = linear([&](const Traffic& traffic) { return passage(traffic).later; });
    return {estimate(asked), estimate(taken), estimate(later), rate(taken, asked, by_chance)};
  }

 private:
  Linear linear(const std::function<std::int64_t(const Traffic&)>& count) const {
    Numerator counts{{}, {0.0}, {}};
    for (const Traffic& traffic : tallies_.traffic) {
      counts.by_unit.push_back(static_cast<double>(count(traffic)));
      counts.pooled[0] += counts.by_unit.back();
    }
    return linearise(sample_, counts);
  }

  Estimate rate(const Linear& taken, const Linear& asked, bool by_chance) const {
    if (!(asked.value > 0)) return {};
    Estimate rate = estimate(ratio(taken, asked));
    // All, or nobody, of those who were seen is not all or nobody.
    if (by_chance && (taken.value <= 0 || taken.value == asked.value)) {
      const double people = sample_.slices ? sample_.count(0) : static_cast<double>(tallies_.dims.worlds);
      rate.se = sim::rule_of_three_error(people * std::min(asked.value, 1.0));
    }
    return rate;
  }

  const Tallies& tallies_;
  const Sample sample_;
};

}  // namespace

std::optional<Ladder> ladder(const Tallies& tallies) {
  if (tallies.ways.empty() || tallies.traffic.empty()) return std::nullopt;
  const Counts counts(tallies);
  Ladder ladder;
  for (std::size_t i = 0; i < tallies.offers.size(); ++i) {
    const Estimate sold = counts.mean([i](const Traffic& traffic) { return traffic.first_sales[i]; });
    ladder.places.push_back({tallies.offers[i], {{}, sold, {}, {}}, {}});
  }
  for (std::size_t w = 0; w < tallies.ways.size(); ++w) {
    const models::Way& way = tallies.ways[w];
    const bool by_chance = way.to.starts_with("step.");
    const auto along = [w](const Traffic& traffic) { return traffic.ways[w]; };
    ladder.ways.push_back({way.from, name_of(way.after), way.to, counts.numbers(along, by_chance)});
    const auto is_it = [&](const LadderPlace& place) { return place.name == way.to; };
    if (std::any_of(ladder.places.begin(), ladder.places.end(), is_it)) continue;
    const auto passage = [&](const Traffic& traffic) {
      Passage all;
      for (std::size_t other = 0; other < tallies.ways.size(); ++other)
        if (tallies.ways[other].to == way.to) all += traffic.ways[other];
      return all;
    };
    LadderPlace place{way.to, counts.numbers(passage, by_chance), {}};
    const auto repeat = std::find(tallies.repeats.begin(), tallies.repeats.end(), way.to);
    if (repeat != tallies.repeats.end())
      place.purchases = counts.mean(
          [at = repeat - tallies.repeats.begin()](const Traffic& traffic) { return traffic.purchases[static_cast<std::size_t>(at)]; });
    ladder.places.push_back(std::move(place));
  }
  return ladder;
}

bool has_questions(const Ladder& ladder) {
  return std::any_of(ladder.ways.begin(), ladder.ways.end(),
                     [](const LadderWay& way) { return way.numbers.asked.value > 0 && !way.to.starts_with("repeat."); });
}

}  // namespace valuescale::results

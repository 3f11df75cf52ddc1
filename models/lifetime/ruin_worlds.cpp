#include "models/lifetime/ruin_worlds.hpp"

#include "models/lifetime/plan_lives.hpp"
#include "models/lifetime/tilt.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace valuescale::models {

namespace {

/// A round has a quarter of the worlds that are counted.
constexpr std::int64_t kRoundsToTheCount = 4;
/// The mean scores of so many worlds are known to a tenth, or of a quarter of a smaller round.
constexpr std::size_t kWorstWorlds = 100, kRoundToTheWorst = 4;
/// What is not found by then is left to the worlds that are drawn as ever.
constexpr int kMostRounds = 8;
/// Of the way there, for the worlds that are counted: ruined ones on this side of where most are would count for much, those beyond it hardly count.
constexpr double kShareOfTheWay = 0.8;

struct Round {
  Tilt tilt;
  std::vector<Scores> scores;
  std::vector<WayToRuin> ways;  ///< by world

  std::size_t worst() const { return std::min(kWorstWorlds, ways.size() / kRoundToTheWorst); }
  std::size_t ruined() const {
    return static_cast<std::size_t>(std::count_if(ways.begin(), ways.end(), [](const WayToRuin& way) { return way.month != kNoMonth; }));
  }
  bool has_found_ruin() const { return ruined() >= worst(); }

  /// Towards its ruined worlds, or those that came nearest to it.
  Tilt next(std::size_t worlds, double share_of_the_way = 1) const {
    std::vector<std::size_t> nearest(ways.size());
    std::iota(nearest.begin(), nearest.end(), std::size_t{0});
    std::stable_sort(nearest.begin(), nearest.end(), [&](std::size_t a, std::size_t b) {
      const bool a_is_ruined = ways[a].month != kNoMonth, b_is_ruined = ways[b].month != kNoMonth;
      return a_is_ruined != b_is_ruined ? a_is_ruined : ways[a].least < ways[b].least;
    });
    nearest.resize(std::max(ruined(), worst()));
    const std::vector<double> weights = tilt.weights(scores);
    double all = 0;
    for (const std::size_t world : nearest) all += weights[world];
    std::map<std::string, double> moves;
    for (const Scores& one : scores)
      for (const std::size_t world : nearest) moves[one.name] += share_of_the_way * weights[world] / all * one.by_world[world];
    return {std::move(moves), worlds};
  }
};

}  // namespace

RuinWorlds live_ruin_worlds(const Scenario& scenario, const RunOptions& options, const Program& run, const PlanTallies& lived,
                            const std::function<Crew(const Program&)>& crew_for) {
  const auto draw = [&](Tilt tilt, std::size_t worlds, const std::string& name) {
    const sim::Key key = sim::key_of(options.seed, name);
    const std::uint64_t seed = std::uint64_t{key.word1} << 32 | key.word0;
    const Program program = compile(scenario, seed, worlds, options.threads, Sampling::independent, tilt);
    Crew crew = crew_for(program);
    std::vector<WayToRuin> ways = ways_to_ruin(program, lived.lived_share, options, crew);
    if (const std::int64_t too_large = crew.too_large(); too_large > 0) refuse_large_flows(too_large, program.units_per_currency);
    std::vector<Scores> scores = tilt.moved(scores_of(scenario, seed, worlds, Sampling::independent));
    return Round{std::move(tilt), std::move(scores), std::move(ways)};
  };
  const auto is_stopped = [&] { return options.stop && options.stop->load(); };

  const auto counted = static_cast<std::size_t>(options.ruin_worlds);
  const auto in_a_round = static_cast<std::size_t>(std::max(options.ruin_worlds / kRoundsToTheCount, kFewestRuinWorlds));
  Round round{{{}, run.dims.worlds}, scores_of(scenario, options.seed, run.dims.worlds, run.dims.sampling), {}};
  for (std::size_t world = 0; world < run.dims.worlds; ++world)
    round.ways.push_back(way_to_ruin(lived.worlds[world], run.plan->world(kOwnSchedule, world)));
  for (int number = 1; number <= kMostRounds && !round.has_found_ruin() && !is_stopped(); ++number)
    round = draw(round.next(in_a_round), in_a_round, "ruin worlds, round " + std::to_string(number));
  RuinWorlds result;
  if (is_stopped()) return result;
  round = draw(round.next(counted, kShareOfTheWay), counted, "ruin worlds");
  result.drawn_as_ever = round.tilt.drawn_as_ever();
  result.weights = round.tilt.weights(round.scores);
  for (const WayToRuin& way : round.ways) result.months.push_back(way.month);
  return result;
}

}  // namespace valuescale::models

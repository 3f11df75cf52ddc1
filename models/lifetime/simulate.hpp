// Lives a scenario's customers: the one entrance to the engine.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/tallies.hpp"
#include "models/lifetime/world_design.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace valuescale::models {

/// So many of a plan's customers are lived, in all worlds together, unless more are asked for.
inline constexpr std::int64_t kMostPlanLives = 50'000'000;

/// Where nobody says how many.
inline constexpr std::int64_t kUsualCustomers = 1'000'000;
inline constexpr std::int64_t kUsualWorlds = 1000;  ///< enough for 5 % and 95 % points over worlds

struct RunOptions {
  std::uint64_t seed = 1;
  int threads = 0;                            ///< 0: all cores
  std::optional<std::int64_t> customers;      ///< simulated buyers over all worlds; default: 1,000,000, of a plan all up to kMostPlanLives
  std::optional<std::int64_t> worlds;         ///< default: 1,000 if anything is uncertain or there is a plan, else 1
  Sampling sampling = Sampling::independent;  ///< of worlds
  WorldDesign design;                         ///< what worlds have in common; not for worlds lived for P(ruin) alone
  std::int64_t ruin_worlds = 0;               ///< of a plan: so many besides, for P(ruin) alone, drawn where ruin is likelier; 0: none
  std::int64_t cohort = 0;                    ///< size of the real cohort asked about; 0: none
  std::function<void(std::int64_t done, std::int64_t total)> progress;  ///< called from any thread, now and then
  Distributions distributions;                                          ///< fewer are faster
  const std::atomic<bool>* stop = nullptr;                              ///< set to end early; the tallies are then marked `interrupted`

  // Results must not depend on these.
  std::string instruction_set;  ///< "", "baseline", "v3", "v4": "" is the best this machine has
  std::size_t batch = 0;        ///< customers lived together; 0: chosen to fit the cache
  enum class Cash { automatic, ledger, journal, event_ordered } cash = Cash::automatic;
};

/// Lives the customers. Throws InputError where the scenario cannot be run.
Tallies simulate(const Scenario& scenario, const RunOptions& options);

/// So many worlds a run may have: results are kept for each.
std::size_t most_worlds(const Scenario& scenario);

/// How the scenario would be run, for `check`: one line a fact (assumptions that are uncertain, how cash is kept, bytes a thread).
struct Setup {
  std::int64_t uncertain_assumptions = 0;  ///< that are drawn; beside those that follow them
  double planned_customers = 0;            ///< of a plan: expected of all worlds together, whatever cash there is
  double planned_lives = 0;                ///< likewise, those who would be lived: the rest is stood for
  std::size_t bytes_per_thread = 0;
  std::vector<std::string> facts;
};
/// Compiles without running; throws InputError as `simulate` would.
Setup setup(const Scenario& scenario, const RunOptions& options);

}  // namespace valuescale::models

// How many customers, in how many worlds, it takes to know a number so well.
//
// A pilot with random numbers of its own says how the number varies and fixes the size of the run once and for all. The run does not see the
// pilot, so that its interval is that of any run of this size: nothing was stopped because it looked narrow. After Stein (1945), who used
// the pilot's observations too, which costs fewer customers and holds for normal ones only. results/METHODS.md derives the sizes.
#pragma once

#include "models/lifetime/simulate.hpp"
#include "results/precision/target.hpp"

#include <cstdint>
#include <optional>

namespace valuescale::results {

/// Half the length of the 95 % interval is to be at most this, absolute or as a share of the value.
struct Wish {
  Target target = Target::profit;
  double accuracy = 0.01;
  bool relative = true;
};

struct Size {
  std::int64_t customers = 0;  ///< 0: as many as a plan wins
  std::int64_t worlds = 1;
};

/// What one customer, and one world, add to the variance of a target: between/worlds + within/customers.
struct Variances {
  double between = 0, within = 0;
};

inline constexpr std::int64_t kFewestCustomers = 10'000;           ///< fewer are not worth a pilot
inline constexpr std::int64_t kMostCustomers = 1'000'000'000'000;  ///< more are refused
inline constexpr std::int64_t kMostWorlds = 1'000'000;             ///< likewise, where memory allows them

struct Limits {
  std::int64_t most_worlds = 1;  ///< 1: nothing is uncertain
  std::int64_t most_customers = kMostCustomers;
  std::optional<std::int64_t> worlds;  ///< exactly so many
  bool is_plan = false;                ///< says itself how many customers there are: only worlds are chosen
};
/// A readable size at which the variance is at most `wanted`; nothing if it takes more worlds or customers than there may be.
std::optional<Size> size_for(const Variances& variances, double wanted, const Limits& limits);

/// Lives pilots and chooses the size of a run that will have what was wished. `options` gives seed, threads, worlds (if they are to be so
/// many) and `stop`; nothing if stopped. Throws models::InputError where no run can have it, and says what can be had.
std::optional<Size> choose_size(const models::Scenario& scenario, const models::RunOptions& options, const Wish& wish);

/// Did a run get what was wished?
bool has(const Reading& reading, const Wish& wish);

}  // namespace valuescale::results

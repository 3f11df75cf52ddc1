// One customer of a run, lived again alone: the same luck, the same integers, with everything that happens written down.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/account_book.hpp"
#include "models/lifetime/sampling.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace valuescale::models {

struct ReplayOptions {
  std::uint64_t seed = 1;
  std::uint64_t world = 0;                    ///< from 0, as in the results
  std::string channel;                        ///< may be empty where there is one only
  std::uint64_t customer = 0;                 ///< from 0, within the channel and the world
  Sampling sampling = Sampling::independent;  ///< as in the run
  std::optional<std::uint64_t> worlds = {};   ///< of the run; where they were stratified, what one draws depends on how many there are
  std::optional<std::uint64_t> month = {};    ///< of a plan, from 1: in which it won the customer, who is numbered within it
};

/// Lives the customer. Throws InputError where there is no such customer, or where the scenario cannot be run.
///
/// Amounts are in the units that suit the worlds up to this one: where amounts are so small or large that the usual units don't do, and differ much between
/// worlds, a run of more worlds may choose others, and rounds there. Of a plan, those of a run that lives all of its customers.
AccountBook replay(const Scenario& scenario, const ReplayOptions& options);

/// The same for many customers, with the scenario compiled once for `worlds` worlds.
class Replays {
 public:
  Replays(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling = Sampling::independent);
  ~Replays();
  /// `month`, from 1: of a plan.
  AccountBook book_of(std::size_t world, std::size_t channel, std::uint64_t customer, std::size_t month = 1);
  /// Whom the plan wins in a month, of the world as it is lived.
  std::int64_t customers(std::size_t world, std::size_t channel, std::size_t month);

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace valuescale::models

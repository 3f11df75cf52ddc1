// What seasons, shocks and trends multiply in each world, month by month of its plan.
//
// What acts on lives gives each world *phases*: months in which all its factors are the same. A customer's life goes on by other rows of numbers from
// phase to phase, as it does from level to level of a state. What acts on winning customers needs no rows: it holds in the month of buying.
//
// A schedule says in which months which shocks last, and how hard they strike. Worlds whose shocks are to be told from what is not known have two:
// their own, and that of the world before them: struck by the same luck and as hard, but under their own assumptions.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/assumptions.hpp"
#include "sim/random/philox.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace valuescale::models {

/// Months that only rounding tells apart from whole ones are whole.
inline constexpr double kSameMonth = 1e-9;

inline constexpr std::size_t kOwnSchedule = 0, kNeighboursSchedule = 1;

class CalendarCode {
 public:
  /// `months`: from the plan's first on; after them nothing changes.
  CalendarCode(const Scenario& scenario, const Assumptions& assumptions, std::size_t worlds, std::size_t months,
               const std::function<sim::Key(const std::string& name)>& key, const Tilt& tilt);

  std::size_t schedules() const { return scenario_.calendar.shocks.empty() ? 1 : 2; }
  /// Is anything not known but how hard shocks strike?
  bool has_unknowns() const { return has_unknowns_; }
  /// Most of any world; 1 where nothing acts on lives.
  std::size_t phases() const { return phases_; }
  std::size_t phase(std::size_t schedule, std::size_t world, std::size_t month) const;
  /// The effects on lives that act under one of two names; the second may be empty.
  std::vector<std::size_t> effects_on(const std::string& target, const std::string& handle) const;
  /// Of an effect on lives.
  double factor(std::size_t world, std::size_t phase, std::size_t effect) const;
  /// Of all effects on winning customers under these names.
  double factor(std::size_t schedule, std::size_t world, std::size_t month, const std::vector<std::string>& names) const;

 private:
  using Shocks = std::uint32_t;  // a bit each: does it last?
  /// Factors of one month under some target.
  double product(std::size_t schedule, std::size_t world, std::size_t month, const std::string& target) const;
  /// The world whose shocks strike in this one.
  std::size_t luck_of(std::size_t schedule, std::size_t world) const {
    return schedule == kOwnSchedule ? world : (world + worlds_ - 1) % worlds_;
  }
  void draw_shocks(std::size_t schedule, std::size_t world, std::size_t luck, const std::vector<sim::Key>& keys, const Tilt& tilt);
  void strike(std::size_t first, double duration, Shocks shock, Shocks* months) const;
  void find_phases(std::size_t world);

  const Scenario& scenario_;
  const Assumptions& assumptions_;
  std::size_t worlds_, months_, plan_months_;
  double steps_a_month_;
  bool has_unknowns_ = false;
  bool strength_is_unknown_ = false;          ///< tied to what is not known, so that it can't be told from it
  std::vector<Shocks> shocks_;                ///< [schedule][world][month]
  std::vector<std::string> on_lives_;         ///< targets
  std::vector<std::uint32_t> phase_;          ///< [schedule][world][month]
  std::vector<std::vector<double>> factors_;  ///< [world]: [phase][target]
  std::size_t phases_ = 1;
};

/// By which a shock is addressed.
std::string name_of(const Shock& shock);
/// Where a world draws whether one strikes that strikes once at most.
sim::Tail whether_it_strikes(sim::Key key, std::size_t world);

/// Does what it acts on hold in the month in which customers are bought, rather than in their lives?
bool acts_on_winning(const std::string& target);

}  // namespace valuescale::models

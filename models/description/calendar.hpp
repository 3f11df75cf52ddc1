// What the calendar does to a business with a plan: seasons, shocks, and what changes slowly. Each multiplies some of its numbers while it lasts.
#pragma once

#include "models/description/law.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

/// A factor on a number while something lasts. Its target is named as in `multiply` of a segment; besides, "acquisition_cost", "volume" (what is
/// spent or won a month), and both behind "channel.NAME.".
struct Effect {
  std::string target;
  Quantity factor;
};

/// Every year the same.
struct Season {
  std::string name;
  struct Factors {
    std::string target;
    std::array<Quantity, 12> by_month;  ///< January to December
    std::string note, source;           ///< of them together; each month that is given has them too, unless it has its own
  };
  std::vector<Factors> effects;
  std::string note, source;
};

/// Something that happens to the whole business, or does not.
struct Shock {
  std::string name;
  std::optional<Quantity> probability;  ///< that it strikes, once; or
  std::optional<Quantity> rate;         ///< how often, a step
  std::optional<Quantity>
      start;          ///< of one with a probability: time from the plan's first day, a draw; else any of the plan's months alike
  Quantity duration;  ///< steps, a draw
  std::vector<Effect> effects;
  std::string note, source;
};

/// What changes a little every month: the factor of month m is (1 + growth)^(m − 1), until the plan ends; then it stays.
struct Trend {
  std::string name;
  std::vector<Effect> effects;  ///< their factors hold the growth: 0.01 is 1 % a month
  std::string note, source;
};

struct Calendar {
  int first_month = 1;  ///< in which the plan begins: 1 is January
  std::vector<Season> seasons;
  std::vector<Shock> shocks;
  std::vector<Trend> trends;

  bool is_empty() const { return seasons.empty() && shocks.empty() && trends.empty(); }
};

}  // namespace valuescale::models

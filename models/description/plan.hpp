// The calendar of a business: whom it wins month by month, what it pays besides, and the money it has for that.
#pragma once

#include "models/description/law.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

/// An amount for each month of a plan: a list, or one that starts somewhere and grows.
struct Schedule {
  std::vector<Quantity> list;  ///< a month each; or, where it is empty:
  Quantity start;              ///< in the first of its months
  Quantity growth;             ///< times 1 + growth with each month after that
  int first = 1, last = 0;     ///< its months, counted from 1; nothing in others
  int ramp = 0;                ///< months over which it is taken up: 1/ramp of it in the first, all of it from month `ramp` on
  std::string note, source;    ///< of a list or table; a single amount has its own
};

/// How many are won through a channel, or what is spent on it, each month.
struct Acquisition {
  enum class By { spend, leads, customers };
  std::size_t channel = 0;
  By by = By::spend;
  Schedule a_month;
  Quantity delay;  ///< steps from paying for a lead to the first sale
};
/// As in the scenario's tables: "spend".
const char* name_of(Acquisition::By by);

/// What is paid whether or not anybody buys.
struct FixedCost {
  std::string name;  ///< empty: of `fixed_costs`
  Schedule a_month;
  std::optional<Quantity> for_customers;  ///< paid once for every so many customers won so far, begun ones included
  bool is_marketing = false;
  std::string note, source;
};

/// What is done when planned acquisition costs more than there is.
enum class WhenShort { slow, stop, go_on };

struct Plan {
  int months = 0;
  std::vector<Acquisition> acquisitions;  ///< at most one a channel
  std::vector<FixedCost> fixed_costs;
  std::optional<Quantity> cash;  ///< at the start; none: as much as it takes
  Quantity credit;               ///< that may be drawn
  Quantity interest;             ///< a year, effective, on what is drawn
  WhenShort when_short = WhenShort::slow;
  Quantity reinvest;                ///< share of what last month's customers brought that is spent on acquisition besides
  Quantity acquisition_paid_after;  ///< steps
  std::string note, source;
};

}  // namespace valuescale::models

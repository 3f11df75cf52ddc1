// "What if ads get dearer?": changes to a business that its owner gives a name, so that they can be tried one by one and together.
#pragma once

#include "models/description/calendar.hpp"
#include "models/description/law.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

/// A change of one number, or of all amounts of a schedule of the plan.
struct Change {
  enum class How { multiply, add, set, later };
  How how = How::multiply;
  std::string path;  ///< "channel.search.cost_per_lead", "plan.spend.search"
  double by = 1;     ///< of multiply; of add in the units that the number was written in; of later in time units
  Quantity value;    ///< of set
  std::string text;  ///< as written
  Place place;
};

/// What is taken away. A step, repeat process or referral that is off is never asked for, and a channel brings nobody; nobody takes an offer.
struct Switch {
  enum class Kind { channel, offer, step, repeat, referral, shock };
  Kind kind = Kind::step;
  std::size_t index = 0;
  std::string name;  ///< "step.upsell"
  Place place;
};

/// A shock that strikes for certain.
struct Strike {
  std::size_t shock = 0;
  std::string name;
  std::optional<Quantity> start;  ///< else when the shock says
  Place place;
};

struct Stress {
  std::string name;
  std::string what;  ///< in short: "channel.search.cost_per_lead *1.4, churn × 1.5"
  std::vector<Change> changes;
  std::vector<Effect> effects;     ///< on everybody, always; targets as those of a shock
  std::optional<double> payments;  ///< come so many time units later
  std::vector<Shock> shocks;       ///< that the business does not have otherwise
  std::vector<Strike> strikes;
  std::vector<Switch> off;
  std::string note, source;
  Place place;
};

}  // namespace valuescale::models

// What the calendar does to a business in one world: when shocks strike, and by what seasons, shocks and trends multiply its numbers in each
// month, as scenarios/README.md says under `[season.NAME], [shock.NAME], [trend.NAME]`. Months are counted from 1.
#pragma once

#include "tests/support/reference_scenario.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace valuescale::tests::reference {

/// Months of a shock: the one that it begins with, and the first without it.
struct Spell {
  int first = 0, after = 0;
};

class Calendar {
 public:
  Calendar() = default;
  /// `laws` of all quantities: an assumption's is its value in this world. Whether, when and how long shocks strike is drawn from `shocks`.
  Calendar(const Business& business, const std::vector<Law>& laws, Random& shocks);

  bool is_empty() const { return seasons_.empty() && shocks_.empty() && trends_.empty(); }
  /// Of what is said of a path in all tables together.
  double factor(const std::string& path, int month) const;

 private:
  struct Struck {
    std::vector<Spell> spells;
    std::map<std::string, double> factors;
  };

  int starts_in_ = 0, months_ = 0;
  std::vector<std::map<std::string, std::array<double, kMonthsOfYear>>> seasons_;
  std::vector<Struck> shocks_;
  std::vector<std::map<std::string, double>> trends_;
};

}  // namespace valuescale::tests::reference

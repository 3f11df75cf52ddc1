// One customer's life, event by event in the order of time.
#pragma once

#include "tests/support/reference_world.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace valuescale::tests::reference {

/// Money counts in ten-thousandths of the currency unit.
inline constexpr double kUnits = 10'000;

/// To the nearest unit, halves to the even one.
std::int64_t to_units(double money);

/// What a buyer brings, without the cost of acquisition.
struct Life {
  std::vector<std::int64_t> cash;  ///< by step
  std::int64_t contribution = 0, discounted = 0;
  std::array<std::int64_t, kStages> by_stage{};
  std::int64_t at_first_sale = 0;  ///< steps taken there and then, and a subscription's first payment
  bool active = false;             ///< something is still to come after the horizon
  double until = 0;                ///< when the last has come that was to come, or might have
};

/// A buyer's life, once with the customers whom they brought and once as if these did not count.
struct Lives {
  Life with, without;
  int direct_children = 0;    ///< whom the buyer brought
  std::vector<int> children;  ///< and whom those brought: by the segment in which they began
};

/// Money that moves at a time, in steps since the first sale.
struct Flow {
  double time = 0, money = 0;
};

/// The month of the plan, counted from 1, to which a first sale belongs that comes so many months after the plan's first day.
int month_of_first_sale(double when);

/// All flows are added to `flows`, where somebody asks for them. `first_sale`: in months since the plan's first day, where there is a plan.
Lives live(const Business& business, const World& world, std::size_t channel, std::size_t segment, Random& random,
           std::vector<Flow>* flows = nullptr, double first_sale = 0);

}  // namespace valuescale::tests::reference

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
  std::int64_t referral_discounted = 0;
  int children = 0;     ///< whom the customer brought, in all generations
  bool active = false;  ///< something is still to come after the horizon
};

Life live(const Business& business, const World& world, std::size_t channel, std::size_t segment, Random& random);

}  // namespace valuescale::tests::reference

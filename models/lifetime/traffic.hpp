// The ways through the ladder, and how many people came along each: customers who were bought and, in the same count, those whom they brought.
//
// Counted are occasions, not people: whoever is asked after each of ten visits is asked ten times. A count is an addition to a whole pass of the
// engine, never to a customer, so that it costs nothing.
#pragma once

#include "models/description/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::models {

/// Whom an event brings where. The same way may be taken from several places of a life's tree: after a step that itself follows two others.
struct Way {
  std::string from;  ///< "offer.front", "step.upsell", "repeat.orders"
  Trigger::What after = Trigger::What::offer_taken;
  std::string to;  ///< "step.downsell", "repeat.orders", "referral.friends"
};

/// What came of those who took a way.
struct Passage {
  std::int64_t asked = 0;  ///< the question was put: they met the condition, if there is one; of a repeat process: came to where it starts
  std::int64_t taken = 0;  ///< said yes to what comes within the horizon; started, where they were not in it yet; brought customers
  std::int64_t later = 0;  ///< said yes to what comes beyond it
  Passage& operator+=(const Passage& other) {
    asked += other.asked;
    taken += other.taken;
    later += other.later;
    return *this;
  }
  friend bool operator==(const Passage&, const Passage&) = default;
};

struct Traffic {
  std::vector<Passage> ways;
  std::vector<std::int64_t> first_sales;  ///< by offer
  std::vector<std::int64_t> purchases;    ///< by repeat process: within the horizon; of those that sell nothing, visits

  void clear(std::size_t number_of_ways, std::size_t offers, std::size_t repeats) {
    ways.assign(number_of_ways, {});
    first_sales.assign(offers, 0);
    purchases.assign(repeats, 0);
  }
  /// Of the same scenario.
  Traffic& operator+=(const Traffic& other) {
    for (std::size_t w = 0; w < ways.size(); ++w) ways[w] += other.ways[w];
    for (std::size_t i = 0; i < first_sales.size(); ++i) first_sales[i] += other.first_sales[i];
    for (std::size_t i = 0; i < purchases.size(); ++i) purchases[i] += other.purchases[i];
    return *this;
  }
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

}  // namespace valuescale::models

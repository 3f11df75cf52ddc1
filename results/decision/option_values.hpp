// What the things that are compared come to, world by world: what each is worth on the basis on which it can be compared at all.
//
// Channels compete for money: profit per unit of it, the same budget in every world. Offers, prices and ladders change who buys: profit per lead.
// Plans are compared whole. Profit per customer compares only those who buy, and misleads where conversion or CAC differ.
#pragma once

#include "results/answer/sample.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

enum class Basis { lead, money, customer, plan };
const char* name_of(Basis basis);
/// "profit per lead"
const char* in_words(Basis basis);

enum class Worth { profit, npv };

/// One of the things compared: a run, or a part of one.
struct Option {
  std::string name;
  const models::Tallies* tallies;
  Part part;
};

/// By unit of the sample: world; of a single world, slice of its customers. In currency; missing where there is nothing to divide by (nobody buys, a channel
/// that costs nothing).
std::vector<double> values_by_unit(const Option& option, Basis basis, Worth worth);

/// Cumulative profit on the same basis at the end of every step of the mean customer's life (of a plan: month), over all worlds.
std::vector<double> profit_by_step(const Option& option, Basis basis);

}  // namespace valuescale::results

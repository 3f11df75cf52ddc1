// What the things that are compared come to, world by world: what each is worth on the basis on which it can be compared at all.
//
// Channels compete for money: profit per unit of it, the same budget in every world. Offers, prices and ladders change who buys: profit per lead.
// Plans are compared whole. Profit per customer compares only those who buy, and misleads where conversion or CAC differ.
#pragma once

#include "results/answer/drawn_worlds.hpp"
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

/// How their worlds were drawn: of one whose worlds are stratified, if any is. Where nothing is uncertain they are alike, however they are drawn.
const models::Dimensions& dimensions_of(const std::vector<Option>& options);

/// Values of several options, of the units in which all of them have one.
class OptionTable {
 public:
  OptionTable(const std::vector<Option>& options, Basis basis, Worth worth);

  const std::vector<std::vector<double>>& values() const { return values_; }  ///< [option][unit that is left]
  const std::vector<std::size_t>& units() const { return units_; }            ///< those
  std::size_t left_out() const { return left_out_; }
  /// Of something by unit that is left: worlds as they were drawn, unless some are left out.
  Estimate mean(const std::vector<double>& by_unit) const { return drawn_.mean(by_unit); }
  /// Of Student's t.
  double degrees() const { return degrees_; }

 private:
  std::vector<std::vector<double>> values_;
  std::vector<std::size_t> units_;
  std::size_t left_out_;
  DrawnWorlds drawn_;
  double degrees_;
};

/// Cumulative profit on the same basis at the end of every step of the mean customer's life (of a plan: month), over all worlds.
std::vector<double> profit_by_step(const Option& option, Basis basis);

}  // namespace valuescale::results

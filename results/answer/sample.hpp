// Who counts for how much, and how far chance may have moved a number.
//
// Every number of a block (everything, a channel, a segment) in a view (lead, customer) is a mean over people of the form
//
//     ( Σ_g A_g · F_g / N_g  +  V ) / D
//
// over groups g of cells: N_g simulated buyers with the sum F_g of something, standing for A_g buyers; V what people who never buy add; D
// people in all. The customer view has one group and A = N = D, V = 0: plain pooled sums. The lead view counts a lead of every world alike:
// D is leads, A the leads that buy, both known by arithmetic. Spread over units (worlds, or replicates) the same numbers give the sampling
// error, by linearisation. results/METHODS.md derives it.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace valuescale::results {

/// What a block is about.
struct Part {
  enum class What { all, channel, segment };
  What what = What::all;
  std::size_t index = 0;
};

/// People of one channel who lead into a part, per lead of a world.
struct LeadShares {
  double leads = 0, buyers = 0, nonbuyers = 0;
};
LeadShares lead_shares(const models::Tallies& tallies, Part part, std::size_t world, std::size_t channel);

/// All of them together, in all channels: 1 where the part is everything, but of plans, of which a world may win more or fewer leads than the average one.
double leads_of(const models::Tallies& tallies, Part part, std::size_t world);

/// Channels that a part draws on.
std::vector<std::size_t> channels_of(const models::Tallies& tallies, Part part);
/// Its cells of one channel.
std::vector<std::size_t> cells_of(const models::Tallies& tallies, Part part, std::size_t channel);

/// What leads of the channel that never buy cost, with probabilities that add to 1.
std::vector<models::Atom> wasted_costs(const models::Tallies& tallies, std::size_t world, std::size_t channel);

enum class Unit { world, replicate };

/// Neighbouring worlds, from the first up to the last.
struct WorldRange {
  std::size_t from = 0, to = 0;
};

/// The design above for one part and view, by unit.
struct Sample {
  models::View view = models::customer_view;
  Unit unit = Unit::world;
  bool slices = false;      ///< units are slices of a single world
  bool hypercubes = false;  ///< units are hypercubes of worlds
  std::size_t units = 0, groups = 0;
  std::size_t independent = 0;                  ///< units that are drawn independently: those that hold a world or customers
  std::vector<std::vector<std::size_t>> cells;  ///< by group
  std::vector<models::Sums> sums;               ///< [unit][group]
  std::vector<models::Sums> pooled;             ///< [group]
  std::vector<double> buyers;                   ///< [unit][group]: A
  std::vector<double> all_buyers;               ///< [group]
  std::vector<double> people;                   ///< [unit]: D
  double all_people = 0;
  std::vector<double> nonbuyers;   ///< [world][channel], 0 in the customer view
  std::vector<WorldRange> worlds;  ///< by unit; of slices, the single world

  const models::Sums& at(std::size_t u, std::size_t group) const { return sums[u * groups + group]; }
  double count(std::size_t u, std::size_t group) const { return static_cast<double>(at(u, group).customers); }
  double count(std::size_t group) const { return static_cast<double>(pooled[group].customers); }
  /// How many buyers a simulated buyer of the group stands for.
  double scale(std::size_t group) const { return pooled[group].customers > 0 ? all_buyers[group] / count(group) : 0; }
  /// Spreads an amount known by world over the units.
  std::vector<double> by_unit(const std::function<double(std::size_t world)>& amount) const;
  /// The same for something of each non-buyer: Σ over channels of nonbuyers × amount(world, channel).
  std::vector<double> of_nonbuyers(const models::Tallies& tallies,
                                   const std::function<double(std::size_t world, std::size_t channel)>& amount) const;
  /// Does a number exist: are there people, and was someone simulated if anyone buys?
  bool empty() const;
};

Sample make_sample(const models::Tallies& tallies, Part part, models::View view, Unit unit);

/// F by unit and group, its exact total by group, and V by unit (nothing: 0).
struct Numerator {
  std::vector<double> by_unit, pooled, nonbuyers;
};

/// Sums up what `amount` picks out of the tallies.
Numerator numerator(const Sample& sample, const std::function<sim::Int128(const models::Sums&)>& amount,
                    std::vector<double> nonbuyers = {});

/// A mean and how each unit pulled at it: its variance is U/(U − 1) × Σ pull².
struct Linear {
  double value = kMissing;
  std::vector<double> pulls;
  std::size_t independent = 0;
};
Linear linearise(const Sample& sample, const Numerator& numerator, double units_per_currency = 1);
double variance(const Linear& a);
double covariance(const Linear& a, const Linear& b);
Estimate estimate(const Linear& linear);
/// Of two means of the same sample, a/b.
Linear ratio(const Linear& a, const Linear& b);

/// Of two means that the same units pull at, a − b: what moves both alike cancels.
Linear difference(const Linear& a, const Linear& b);

/// A share of people from counts; `individuals`: customers were drawn independently one by one.
Estimate estimate_share(const Sample& sample, const Numerator& counts, bool individuals);

}  // namespace valuescale::results

// Worlds side by side: what is expected given each, once luck is taken out.
#pragma once

#include "results/answer/part_view.hpp"
#include "results/answer/quantile_interval.hpp"

namespace valuescale::results {

/// A value by world, its weight, and the variance that simulating only some customers gave it.
struct WorldValues {
  std::vector<double> value, weight, within;  ///< a world of weight 0 counts for nothing
};

/// World values with luck taken out.
struct Spread {
  double mean = kMissing;
  double observed = 0, within = 0, between = 0;  ///< variances; observed = between + within unless between < 0
  std::vector<double> shrunk;
  double factor = 0, factor_error = 0;  ///< by which distances from the mean were multiplied
  bool luck_only = false;               ///< what was observed is no more than luck would show
};

/// Shrinks values to their weighted mean until their variance is what it would be with `luck` times the luck they have: 0 for expected values.
Spread shrink(const WorldValues& values, double luck = 0, const DrawnWorlds& drawn = {});

/// Mean of a metric over all people of each world, or those of a channel, in currency.
WorldValues world_means(const models::Tallies& tallies, models::View view, models::Metric metric, Part part = {});
/// Mean LTV over mean CAC of each world; worlds where CAC is 0 have no weight.
WorldValues world_ltv_cac(const models::Tallies& tallies, models::View view, Part part = {});
/// Share of each world's customers that lose money; its luck is binomial.
WorldValues world_losses(const models::Tallies& tallies);
/// Share of people that have paid back by the end of a step, by the curve that is the headline; or ever, within their lives.
WorldValues world_payback_by(const models::Tallies& tallies, models::View view, std::size_t step);
WorldValues world_payback_ever(const models::Tallies& tallies, models::View view);

/// Step at which the mean customer's cash covers CAC: by world, and of all worlds' customers pooled. Infinite: never; missing: nobody buys.
struct CohortSteps {
  double pooled = kMissing;
  std::vector<double> by_world;
};
CohortSteps cohort_steps(const models::Tallies& tallies, Part part, models::View view);
CohortPayback cohort_payback(const PartView& view);

/// Customers simulated in a world.
std::int64_t customers_of(const models::Tallies& tallies, std::size_t world);
/// Does money go to a world where nobody buys?
bool spends_in_vain(const models::Tallies& tallies, std::size_t world);
bool anything_uncertain(const models::Tallies& tallies);

WorldsInterval worlds_interval(const models::Tallies& tallies);
std::vector<WorldRow> world_rows(const models::Tallies& tallies);
Cohort cohort(const models::Tallies& tallies);

}  // namespace valuescale::results

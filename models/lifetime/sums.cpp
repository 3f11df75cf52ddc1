#include "models/lifetime/tallies.hpp"

namespace valuescale::models {

Sums& Sums::operator+=(const Sums& other) {
  customers += other.customers;
  for (std::size_t m = 0; m < metric_count; ++m) {
    sum[m] += other.sum[m];
    square[m] += other.square[m];
  }
  for (std::size_t stage = 0; stage < kStages; ++stage) by_stage[stage] += other.by_stage[stage];
  at_first_sale += other.at_first_sale;
  late_ltv += other.late_ltv;
  active += other.active;
  purchases += other.purchases;
  for (std::size_t view = 0; view < view_count; ++view) {
    losses[view] += other.losses[view];
    first_sale_covered[view] += other.first_sale_covered[view];
    front_end_covered[view] += other.front_end_covered[view];
  }
  return *this;
}

}  // namespace valuescale::models

// The reference simulator: the whole of a scenario's answer, worked out slowly and plainly from the file itself. It shares no code with the
// engine, the reader or the answer, and draws from other generators and other algorithms, so that two programs have to be wrong in the
// same way before a mistake goes unseen.
//
// It makes `worlds` draws of what is uncertain. In each it lives `leads` leads one by one, most of whom may never buy, and apart from
// them `customers` buyers, who carry what a customer costs. Leads of all worlds count alike; customers count by how many a lead makes.
#pragma once

#include "tests/support/reference_estimates.hpp"
#include "tests/support/reference_scenario.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace valuescale::tests::reference {

struct Options {
  std::uint64_t seed = 1;
  std::size_t worlds = 1;                            ///< 1 where nothing is uncertain
  std::size_t customers = 100'000, leads = 100'000;  ///< in each world
  std::vector<double> customer_points, lead_points;  ///< where the distribution function of profit is wanted
};

struct PaybackCurve {
  std::vector<Estimate> by_step;  ///< P(paid back by the end of step 0, 1, … lifetime)
  Estimate ever, never, open;
};

/// A channel or a segment.
struct Part {
  Estimate profit, cac, ever;
};

struct View {
  Estimate profit, npv, cac, ltv, profit_sd, p_loss;
  PaybackCurve first, lasting;
  std::vector<Estimate> profit_below;        ///< P(profit ≤ point)
  std::map<std::string, Estimate> by_stage;  ///< acquisition, offer, ladder, repeat
  Estimate first_sale, front_end, back_end;
  Estimate active;                        ///< of all in the view; leads that never buy are not
  std::vector<Estimate> cumulative_cash;  ///< mean, net of acquisition, by step
  std::map<std::string, Part> channels, segments;
  double people = 0;  ///< weight in all
};

/// Customers whom customers brought, per customer who was bought, and what is left without them.
struct Referrals {
  View lead, customer;
  Estimate children, direct_children;
  std::map<std::string, Estimate> by_segment;              ///< children, by the segment in which they began
  std::map<std::string, Estimate> of_channel, of_segment;  ///< children, by who was bought
  Estimate cac_blended;                                    ///< acquisition cost by customer bought or brought
};

struct Reference {
  View lead, customer;
  Referrals referrals;
  double conversion = 0;  ///< customers per lead, mean of the worlds
};

Reference simulate(const Business& business, const Options& options);

}  // namespace valuescale::tests::reference

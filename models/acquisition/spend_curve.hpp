// What the money spent on a channel brings in a world, and what it would bring were more or less of it spent: how people respond to it, which of
// them buy, and what else each customer costs. Money in currency; with a response curve of models/acquisition/response.hpp.
#pragma once

#include "models/acquisition/response.hpp"

#include <array>
#include <limits>

namespace valuescale::models {

/// What a spend brings, in currency and people.
struct SpendFacts {
  double spend = 0;
  double leads = 0, customers = 0;
  double average_cac = 0;   ///< all that a customer costs; infinite where nobody buys
  double marginal_cac = 0;  ///< all that one more would cost; infinite where no spend brings more
  double slope = 0;         ///< customers per further unit of spend
};

/// How a channel responds in a world. Whoever more spend brings buys as often, and costs as much besides, as those whom today's brings.
struct SpendCurve {
  const ResponseCurve* response = nullptr;  ///< null of a channel that doesn't respond to spend
  std::array<double, kMostResponseParameters> parameters{};
  double spend = 0;                                           ///< today's
  double dearer = 1;                                          ///< how many times as much everything costs
  double capacity = std::numeric_limits<double>::infinity();  ///< leads or customers whom no spend can pass
  bool of_leads = true;                                       ///< the response is a number of leads, not of customers
  double conversion = 0;                                      ///< P(a lead buys)
  double besides = 0;                                         ///< what each customer costs beside the spend

  /// Leads or customers, at so many times today's spend.
  Bought bought(double times = 1) const;
  SpendFacts at(double times = 1) const;
  friend bool operator==(const SpendCurve&, const SpendCurve&) = default;
};

}  // namespace valuescale::models

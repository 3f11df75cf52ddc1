// How much is it worth to know more before deciding?
//
// Each of some options is worth something in every world; whoever decides takes the one that is worth most on average (risk-neutral; Raiffa & Schlaifer, Applied
// Statistical Decision Theory, 1961). With E[max] − max E: EVPI, all that is not known is known first; EVPPI, one assumption is; EVSI, what n leads tell of it.
// EVPPI is told from the same worlds by a curve of each option's worth given the assumption (Strong, Oakley & Brennan, Med. Decis. Making 34, 311, 2014);
// EVSI by Bayes' rule over that curve, because data that hang on the assumption alone tell of nothing else.
#pragma once

#include "results/decision/expected_given.hpp"
#include "results/decision/sobol.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::results {

/// What options are worth, [option][world], by the luck of two copies; "do nothing" is an option like others, always worth 0.
using Worths = std::vector<std::vector<Output>>;

/// The option of the highest mean: the first of them.
std::size_t best_option(const Worths& worths);
/// What is expected of options given each of the assumptions ([assumption][world]), the best one's worth taken away; by the mean of both copies.
ExpectedGiven curves_of(const Worths& worths, const std::vector<std::vector<double>>& assumptions,
                        const std::vector<std::vector<std::size_t>>& tied);

/// In how many of the worlds an option is the best, luck left out. Of options that are worth the same, the first.
std::vector<double> share_best(const Worths& worths, const ExpectedGiven& curves);

/// Not below 0. Where it is not beyond chance which option is best now, the interval's upper end is that of the most that could be gained: over each of those.
struct InformationValue {
  Estimate estimate;
  Interval interval;  ///< 95 %
};

/// Expected value of perfect information. Luck is left out: what assumptions together say of a difference from the best option counts, and what they don't as
/// far as it varies more than both copies' luck.
InformationValue evpi(const Worths& worths, const ExpectedGiven& curves);

/// Of perfect information on one assumption.
InformationValue evppi(const ExpectedGiven& curves, std::size_t assumption);

/// Of a test on each of these numbers of leads, of which `probability`, the assumption (by world), of them say yes. Costs of the test aside.
std::vector<InformationValue> evsi(const ExpectedGiven& curves, std::size_t assumption, const std::vector<double>& probability,
                                   const std::vector<std::int64_t>& leads);

}  // namespace valuescale::results

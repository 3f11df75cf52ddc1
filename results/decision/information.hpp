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
/// In how many of the worlds an option is the best, luck left out. Of options that are worth the same, the first.
std::vector<double> share_best(const Worths& worths);

/// Expected value of perfect information; luck is left out by drawing differences from the best option together until they vary as much as
/// worlds do (results/answer/worlds.hpp).
Measured evpi(const Worths& worths);

/// What options are worth by the mean of both copies.
Numbers mean_worths(const Worths& worths);

/// Of perfect information on one assumption, by world; `worths` may be without what other assumptions do to them (results/decision/partial_residuals.hpp).
Measured evppi(const Numbers& worths, const std::vector<double>& assumption);

/// Of a test on each of these numbers of leads, of which `probability` (by world) of them say yes. Costs of the test aside.
std::vector<Measured> evsi(const Numbers& worths, const std::vector<double>& probability, const std::vector<std::int64_t>& leads);

/// A value of information: not below 0.
Interval value_interval(const Measured& measured);

}  // namespace valuescale::results

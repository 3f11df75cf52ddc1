// How far an output goes up and down with each input: Spearman's rank correlation, and the partial one, which leaves out what goes through the others.
//
// Luck in an output hides some of it: ranks correlate less with what carries it. Where each output is known twice, by luck of its own, the correlation r of the two
// says by how much: an input's mean correlation with them is divided by the root of r (Spearman, Am. J. Psychol. 15, 72, 1904). Partial ones then
// follow from the matrix of corrected correlations (Saltelli et al., Sensitivity Analysis, 2000, §6.6.5).
#pragma once

#include "results/decision/sobol.hpp"

#include <vector>

namespace valuescale::results {

struct RankCorrelation {
  Measured simple, partial;
};

/// Inputs by row, [input][row]; rows must be independent, outputs finite. An output that does not vary has correlations of 0; one that is luck alone has none.
std::vector<RankCorrelation> rank_correlations(const std::vector<std::vector<double>>& inputs, const std::vector<Output>& outputs);

/// Of a correlation, within −1 and 1; its interval is that of Fisher's transform, which is nearly normal.
Interval correlation_interval(const Measured& measured);

/// Ranks from 1; equal values share their mean.
std::vector<double> ranks(const std::vector<double>& values);

}  // namespace valuescale::results

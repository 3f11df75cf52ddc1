// Numbers of worlds without what other assumptions do to them, so that what one does shows the more clearly.
//
// An additive model by backfitting (Buja, Hastie & Tibshirani, Ann. Stat. 17, 453, 1989). What is taken away depends on assumptions that are independent of the one in
// question, less its mean: what is expected given that one stays the same (control variates).
#pragma once

#include "results/decision/expected_given.hpp"

namespace valuescale::results {

/// For each assumption the numbers, [assumption][number][world], without the effects of all that are not tied to it: `tied` holds numbers of assumptions that
/// go together, each once.
std::vector<Numbers> partial_residuals(const std::vector<std::vector<double>>& assumptions,
                                       const std::vector<std::vector<std::size_t>>& tied, const Numbers& numbers);

}  // namespace valuescale::results

// Which errors are rough, because little was seen of what makes them.
#pragma once

#include "results/answer/answer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// A warning where a share rests on few independent cases, and so many times as many of what would mend it: sentences of the groups "chance" and "more".
std::optional<std::string> few_cases(const std::string& what, const Estimate& share, const std::string& more);

/// A warning where a mean of independent parts, so many of each, is not yet near enough to normal. `what`: a sentence of the group "profit"; the
/// parts are worlds or customers.
std::optional<std::string> skewed_mean(const std::string& what, const std::vector<double>& parts, const std::vector<double>& weights,
                                       bool of_worlds);

}  // namespace valuescale::results

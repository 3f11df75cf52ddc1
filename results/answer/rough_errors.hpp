// Which errors are rough, because little was seen of what makes them.
#pragma once

#include "results/answer/answer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// A warning where a share rests on few independent cases, and so many times as many of what would mend it.
std::optional<std::string> few_cases(const char* what, const Estimate& share, const char* of_what);

/// A warning where a mean of independent parts, so many of each, is not yet near enough to normal. `of_what` names the parts, and the option.
std::optional<std::string> skewed_mean(const char* what, const std::vector<double>& parts, const std::vector<double>& weights,
                                       const char* of_what);

}  // namespace valuescale::results

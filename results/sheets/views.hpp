// The views of an answer, one after another: whose numbers a row holds.
#pragma once

#include "results/answer/answer.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// A view and the words that name it.
struct NamedView {
  std::string group, name, view;  ///< "all"/"channel"/"segment", its name, "lead"/"customer", both also " without referrals"
  const ViewAnswer* numbers;
};

/// Of all, each channel, each segment.
std::vector<NamedView> views_of(const Answer& answer);

}  // namespace valuescale::results

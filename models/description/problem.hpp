// What is wrong with something the user gave us, said so that they can mend it.
#pragma once

#include "models/description/law.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace valuescale::models {

/// One mistake: where, what, why, and what to do about it. `hint` may be empty.
struct Problem {
  Place place;
  std::string problem;
  std::string reason;
  std::string hint;
};

/// "shop.toml:14:3: unknown key 'alhpa' in repeat.visits (bg-nbd reads r, alpha, a, b); did you mean 'alpha'?"
std::string to_string(const Problem& problem);

/// All mistakes of one input, in the order of their places.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

}  // namespace valuescale::models

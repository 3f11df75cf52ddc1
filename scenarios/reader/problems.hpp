// Gathers every mistake of a scenario, so that one run reports them all.
#pragma once

#include "models/description/problem.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

/// A user's word as it may be shown on a terminal: in quotes, control characters spelt out, long ones shortened.
std::string in_quotes(std::string_view text);
/// The same without the quotes.
std::string shown(std::string_view text);
/// "a, b, c"; at most ten, then "and 7 more".
std::string listed(const std::vector<std::string>& names);

class Problems {
 public:
  void add(models::Place place, std::string problem, std::string reason = {}, std::string hint = {});

  /// "did you mean 'alpha'?" or nothing if no candidate is near.
  std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) const;

  /// Files are reported in the order in which they were read.
  void order_after_others(const std::string& file);

  std::size_t count() const { return found_.size() + unreported_; }
  /// Throws models::InputError with everything found, in the order of places, if anything was.
  void throw_if_any() const;

 private:
  std::vector<models::Problem> found_;
  std::map<std::string, std::size_t> file_order_;
  std::size_t unreported_ = 0;  // beyond the limit: a stranger's file may have a mistake a byte
};

}  // namespace valuescale::scenarios

// What a run is to reach, where the number of customers is not given: an accuracy, or a time.
#pragma once

#include "models/lifetime/simulate.hpp"
#include "results/precision/size.hpp"
#include "tools/valuescale/commands.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace valuescale::tools {

/// "30s", "2min", "1.5 h": seconds.
std::optional<double> duration(std::string_view text);

/// An accuracy as typed: "1%" of the value, "0.5" or "0.5 USD".
struct Accuracy {
  double amount = 0;
  bool relative = false;
  std::string currency;  ///< empty: not said
};
std::optional<Accuracy> accuracy(std::string_view text);

/// --precision and --of; nothing if there is no such wish. InputError where they say nothing that can be had, or were given with what also
/// settles the number of customers.
std::optional<results::Wish> wish_of(const RunCommand& command, const models::Scenario& scenario);

/// "profit per customer to 1 %", "CAC to 0.5 USD".
std::string in_words(const results::Wish& wish, const std::string& currency);
/// "profit per customer: 15.69 ± 0.12, which is 0.76 %; 95 % interval".
std::string in_words(const results::Wish& wish, const results::Reading& reached);

/// --time in seconds; likewise.
std::optional<double> time_of(const RunCommand& command);

/// As many customers as fit into `seconds`, or of a plan worlds, found by running some; nothing if stopped. InputError where not even a few fit.
std::optional<std::int64_t> size_in(double seconds, const models::Scenario& scenario, models::RunOptions options);

}  // namespace valuescale::tools

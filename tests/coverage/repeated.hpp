// Lives something many times over, each time with random numbers of its own.
#pragma once

#include "models/lifetime/simulate.hpp"
#include "tests/coverage/study.hpp"

#include <functional>
#include <utility>

namespace valuescale::coverage {

/// Calls `repeat(seed, coverage)` for every repetition, on all threads.
Coverage repeated(const Plan& plan, const std::function<void(std::uint64_t seed, Coverage& coverage)>& repeat);

models::RunOptions options_of(std::uint64_t seed, std::int64_t customers, std::int64_t worlds);

results::Interval at(const std::vector<std::pair<double, results::Interval>>& quantiles, double level);

/// How many errors make up half of an interval, as results/README.md says.
double critical(std::int64_t units);

std::string worlds_column(std::int64_t worlds);

}  // namespace valuescale::coverage

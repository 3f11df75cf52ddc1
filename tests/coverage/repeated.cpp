#include "tests/coverage/repeated.hpp"

#include "sim/stats/estimates.hpp"
#include "tests/coverage/business.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace valuescale::coverage {

using results::Interval;

Coverage repeated(const Plan& plan, const std::function<void(std::uint64_t, Coverage&)>& repeat) {
  std::atomic<std::int64_t> next{0};
  std::vector<Coverage> parts(static_cast<std::size_t>(plan.threads), Coverage(plan.stretch));
  std::vector<std::jthread> threads;
  for (Coverage& part : parts)
    threads.emplace_back([&] {
      for (std::int64_t i = next++; i < plan.repetitions; i = next++) repeat(static_cast<std::uint64_t>(i + 1), part);
    });
  threads.clear();
  Coverage all(plan.stretch);
  for (const Coverage& part : parts) all.merge(part);
  return all;
}

models::RunOptions options_of(std::uint64_t seed, std::int64_t customers, std::int64_t worlds) {
  models::RunOptions options;
  options.seed = seed;
  options.customers = customers;
  options.worlds = worlds;
  options.threads = 1;
  options.distributions = {true, false, false, false};
  options.cohort = kCohort;
  return options;
}

Interval at(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  for (const auto& [own, interval] : quantiles)
    if (own == level) return interval;
  return {};
}

double critical(std::int64_t units) { return units > 1 ? sim::t_quantile(static_cast<double>(units - 1), 0.975) : 1.96; }

std::string worlds_column(std::int64_t worlds) { return fmt::format("{} worlds", worlds); }

}  // namespace valuescale::coverage

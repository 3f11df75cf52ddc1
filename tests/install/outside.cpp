// A customer's first program with the library: read a scenario, live its customers, print the mean profit.
#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "scenarios/reader/reader.hpp"

#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int count, char** arguments) try {
  if (count != 2) return 2;
  const auto scenario = valuescale::scenarios::read_scenario(arguments[1]);
  valuescale::models::RunOptions options;
  options.customers = 20'000;
  const auto tallies = valuescale::models::simulate(scenario, options);
  std::vector<std::string> channels, segments;
  for (const auto& channel : scenario.channels) channels.push_back(channel.name);
  for (const auto& segment : scenario.segments) segments.push_back(segment.name);
  const auto answer = valuescale::results::make_answer(tallies, channels, segments);
  const auto profit = answer.all.customer.profit.mean;
  std::printf("profit per customer %.2f +/- %.2f\n", profit.value, profit.se);
  return std::isfinite(profit.value) ? 0 : 1;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}

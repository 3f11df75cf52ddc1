#include "results/decision/run_warnings.hpp"

#include "results/answer/make_answer.hpp"
#include "results/answer/sentences.hpp"
#include "results/answer/warnings.hpp"

#include <algorithm>

namespace valuescale::results {

std::vector<std::string> run_warnings(const models::Scenario& scenario, const models::Tallies& tallies,
                                      const std::vector<std::string>& told, int threads) {
  const auto tells = [&](std::string_view part) {
    return std::any_of(told.begin(), told.end(), [&](const std::string& path) { return path.find(part) != std::string::npos; });
  };
  std::vector<std::string> channels;
  for (const models::Channel& channel : scenario.channels) channels.push_back(channel.name);
  Wanted wanted;
  wanted.channels = wanted.segments = false;
  wanted.worlds = tells("worlds_interval");
  Answer answer = make_answer(tallies, channels, {}, threads, wanted);
  if (!tells("customer.p_loss")) answer.all.customer.p_loss = {};
  if (answer.plan) {
    if (!tells("var.")) answer.plan->tails.clear();
    if (!tells("plan.variance")) answer.plan->variance = {};
    if (!tells("plan.p_loss")) answer.plan->p_loss = {};
    if (!tells("plan.p_ruin")) answer.plan->p_ruin.reset(), answer.plan->ruin_sampling.reset();
  }
  std::vector<std::string> warnings = warnings_for(tallies, answer);
  // They are about customers and leads.
  const bool are_each_told = tells("customer.") || tells("lead.");
  if (!are_each_told) warnings = other_warnings(std::move(warnings), {said<"warning.survivors">("")});
  return warnings;
}

std::vector<std::string> other_warnings(std::vector<std::string> warnings, const std::vector<std::string>& known) {
  std::erase_if(warnings, [&](const std::string& warning) {
    return std::any_of(known.begin(), known.end(),
                       [&](const std::string& one) { return without_numbers(one) == without_numbers(warning); });
  });
  return warnings;
}

}  // namespace valuescale::results

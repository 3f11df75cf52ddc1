#include "results/answer/plan_warnings.hpp"

#include "results/answer/plan.hpp"
#include "results/answer/rough_errors.hpp"
#include "results/answer/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::Tallies;

namespace {

/// Of fewer worlds than these in a tail not even its mean can be said.
constexpr double kHardlyAny = 10;
/// Intervals of what a variance is made of keep what they promise from so many worlds on (results/METHODS.md).
constexpr std::size_t kFewestForParts = 300;
/// More than this of what customers bring, and a plan's end says little of its worth.
constexpr double kMuchAfterTheEnd = 0.25;

/// From so much ruin on, who was won is a choice of the lucky worlds.
constexpr double kOftenRuined = 0.1;

using Warnings = std::vector<std::string>;

void warn_of_thin_tails(const PlanAnswer& plan, std::size_t worlds, Warnings& warnings) {
  std::string thin;
  double needed = 0;
  for (const Tail& tail : plan.tails) {
    const double worst = 1 - tail.level;
    if (worlds_in_tail(tail.level, static_cast<double>(worlds)) >= kHardlyAny) continue;
    thin += (thin.empty() ? "" : ", ") + said<"share.percent">(fmt::format("{:.0f}", 100 * worst));
    needed = std::max(needed, std::round(kFewestInTail / worst));
  }
  if (!thin.empty()) warnings.push_back(said<"warning.few-worlds-in-tail">(worlds, thin, fmt::format("{:.0f}", needed)));
}

void warn_of_rough_errors(const PlanAnswer& plan, Warnings& warnings) {
  std::vector<double> profits;
  for (const PlanWorldRow& world : plan.worlds) profits.push_back(world.profit);
  const std::vector<double> weights(profits.size(), 1.0);
  if (const auto warning = skewed_mean(said<"profit.plan">(), profits, weights, true)) warnings.push_back(*warning);
  const auto warn_if_rare = [&](const std::string& what, const Estimate& share) {
    if (const auto warning = few_cases(what, share, said<"more.worlds">())) warnings.push_back(*warning);
  };
  warn_if_rare(said<"chance.plan-loses">(), plan.p_loss);
  if (plan.p_ruin && !plan.ruin_sampling) warn_if_rare(said<"chance.ruin">(), *plan.p_ruin);
}

void warn_of_rough_parts(const Tallies& tallies, const PlanAnswer& plan, Warnings& warnings) {
  if (std::isnan(plan.variance.total.value)) return;
  if (tallies.dims.worlds >= kFewestForParts || (tallies.assumptions.empty() && tallies.plan->shock_pairs.empty())) return;
  warnings.push_back(said<"warning.few-worlds-for-parts">(tallies.dims.worlds, kFewestForParts));
}

void warn_of_survivors(const PlanAnswer& plan, Warnings& warnings) {
  if (plan.p_ruin && plan.p_ruin->value >= kOftenRuined)
    warnings.push_back(said<"warning.survivors">(fmt::format("{:.0f}", 100 * plan.p_ruin->value)));
}

void warn_of_rough_ruin(const RuinSampling& sampling, const Estimate& p, Warnings& warnings) {
  if (std::isnan(sampling.p.value))
    warnings.push_back(said<"warning.few-ruined">(sampling.ruined, sampling.worlds));
  else if (const auto warning = few_cases(said<"chance.ruin">(), p, said<"more.rare">()))
    warnings.push_back(*warning);
}

/// Luck is taken out of the profit of a plan of which only some customers were lived, but what its path decides keeps it.
void warn_of_customers_not_lived(const Tallies& tallies, const PlanAnswer& plan, Warnings& warnings) {
  if (plan.lived_share >= 1) return;
  const std::string lived = fmt::format("{:.3g}", 100 * plan.lived_share);
  const bool ran_short = !tallies.plan->short_worlds.empty();
  warnings.push_back(ran_short ? said<"warning.lived-in-part-and-short">(lived) : said<"warning.lived-in-part">(lived));
}

void warn_of_much_after_the_end(const PlanAnswer& plan, Warnings& warnings) {
  double until_end = 0, whole = 0;
  for (const PlanChannelAnswer& channel : plan.channels) {
    until_end += channel.contribution.value;
    whole += channel.whole_contribution.value;
  }
  if (!(whole > 0) || until_end >= (1 - kMuchAfterTheEnd) * whole) return;
  warnings.push_back(said<"warning.much-after-the-end">(fmt::format("{:.3g}", 100 * (1 - until_end / whole))));
}

void warn_of_what_is_unknown(const Tallies& tallies, const PlanAnswer& plan, Warnings& warnings) {
  if (tallies.assumptions.empty()) {
    warnings.push_back(said<"warning.plan-knows-everything">());
  } else if (plan.variance.unknowns.value == 0) {
    warnings.push_back(said<"warning.unknowns-within-luck">());
  }
}

}  // namespace

std::vector<std::string> plan_warnings(const Tallies& tallies, const PlanAnswer& plan) {
  Warnings warnings;
  warn_of_thin_tails(plan, tallies.dims.worlds, warnings);
  warn_of_rough_errors(plan, warnings);
  warn_of_rough_parts(tallies, plan, warnings);
  if (plan.ruin_sampling) warn_of_rough_ruin(*plan.ruin_sampling, *plan.p_ruin, warnings);
  warn_of_customers_not_lived(tallies, plan, warnings);
  warn_of_survivors(plan, warnings);
  warn_of_much_after_the_end(plan, warnings);
  warn_of_what_is_unknown(tallies, plan, warnings);
  return warnings;
}

}  // namespace valuescale::results

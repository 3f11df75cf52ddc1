// What can be meant, but hardly is.
#include "models/description/scenario_sentences.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/problems.hpp"
#include "scenarios/reader/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace valuescale::scenarios {
namespace {

using models::said;

constexpr double kHighestRate = 1;  // a year
constexpr double kBeyondCurve = 0.01;

std::string percent(double share) { return fmt::format("{:.3g}", 100 * share); }

double effective_rate_a_year(const models::Discount& discount) {
  const double rate = mean_of(discount.rate.law);
  return std::expm1(discount.continuous ? rate : std::log1p(rate) / discount.period_years);
}

void doubt(const models::Plan& plan, const models::Scenario& scenario, std::vector<std::string>& warnings) {
  if (const double rate = mean_of(plan.interest.law); rate > kHighestRate)
    warnings.push_back(said<"warning.credit-interest">(in_quotes(plan.interest.text), percent(rate)));
  for (std::size_t channel = 0; channel < scenario.channels.size(); ++channel) {
    const bool is_planned = std::any_of(plan.acquisitions.begin(), plan.acquisitions.end(),
                                        [&](const models::Acquisition& acquisition) { return acquisition.channel == channel; });
    if (!is_planned) warnings.push_back(said<"warning.channel-wins-nobody">(in_quotes(scenario.channels[channel].name)));
  }
}

/// Beyond the points of a curve nothing is known of it.
void doubt_curves(const models::Scenario& scenario, std::vector<std::string>& warnings) {
  const std::vector<const models::Quantity*> quantities = quantities_of(scenario);
  std::map<std::string, const models::Law*> laws;
  for (const models::Quantity* quantity : quantities) laws.emplace(quantity->path, &quantity->law);
  for (const models::Quantity* quantity : quantities) {
    const auto& points = quantity->along.points;
    if (points.empty()) continue;
    // What is no quantity is a parameter of a draw, and follows nothing in turn.
    const auto found = laws.find(quantity->follows);
    const models::Law& followed = found == laws.end() ? quantity->law.components.front() : *found->second;
    const double beyond = share_below(followed, points.front().x) + share_above(followed, points.back().x);
    if (!(beyond > kBeyondCurve)) continue;
    const std::string what = shown(quantity->follows), whose = shown(quantity->path);
    warnings.push_back(followed.is_constant() ? said<"warning.beyond-curve">(what, whose, fmt::format("{:.6g}", followed.value))
                                              : said<"warning.beyond-curve-often">(what, whose, fmt::format("{:.2g}", 100 * beyond)));
  }
}

}  // namespace

std::vector<std::string> warnings_about(const models::Scenario& scenario) {
  std::vector<std::string> warnings;
  if (const double rate = effective_rate_a_year(scenario.discount); rate > kHighestRate)
    warnings.push_back(said<"warning.discount-rate">(in_quotes(scenario.discount.rate.text), percent(rate)));
  doubt_curves(scenario, warnings);
  if (scenario.plan) doubt(*scenario.plan, scenario, warnings);
  return warnings;
}

}  // namespace valuescale::scenarios

#include "scenarios/reader/plan_facts.hpp"

#include "scenarios/reader/law_facts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace valuescale::scenarios {

double amount_in(const models::Schedule& schedule, int month) {
  if (!schedule.list.empty()) return mean_of(schedule.list[static_cast<std::size_t>(month - 1)].law);
  if (month < schedule.first || month > schedule.last) return 0;
  const int since = month - schedule.first;
  const double taken_up = schedule.ramp > 0 ? std::min(1.0, static_cast<double>(since + 1) / schedule.ramp) : 1;
  return taken_up * mean_of(schedule.start.law) * std::pow(1 + mean_of(schedule.growth.law), since);
}

models::Bought bought_for(const models::Response& response, double spend) {
  std::vector<double> central;
  for (const models::Quantity& parameter : response.parameters) central.push_back(mean_of(parameter.law));
  const models::Bought bought = models::find_response_curve(response.curve)->at(central, spend);
  return response.capacity ? models::limited(bought, mean_of(response.capacity->law)) : bought;
}

}  // namespace valuescale::scenarios

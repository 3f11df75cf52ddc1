// A plan as sheets: the business month by month, its channels, its cohorts, its worlds.
#pragma once

#include "results/answer/answer.hpp"
#include "results/sheets/sheet.hpp"

#include <utility>
#include <vector>

namespace valuescale::results {

/// plan_months, plan_channels, plan_cohorts and plan_worlds, which the answer must outlive; without a plan, their headings.
std::vector<Sheet> plan_sheets(const Answer& answer);

/// The plan's rows of the sheet of single numbers, nothing without a plan: number, unit, value, standard error, lower and upper limit after
/// what names the business.
void add_plan_summary(SheetRows& summary, const Answer& answer);

/// A distribution of the plan over worlds and what it is called.
std::vector<std::pair<const char*, const Distribution*>> distributions_of(const PlanAnswer& plan);

}  // namespace valuescale::results

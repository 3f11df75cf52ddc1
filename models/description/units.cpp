// How long a unit of time is: a year has 365.25 days, a month is a twelfth of it, a week seven days.
#include "models/description/scenario.hpp"

namespace valuescale::models {

double days_in(StepUnit unit) {
  switch (unit) {
    case StepUnit::day: return 1;
    case StepUnit::week: return 7;
    case StepUnit::month: return 365.25 / 12;
    case StepUnit::quarter: return 365.25 / 4;
    case StepUnit::year: return 365.25;
  }
  return 1;
}

const char* name_of(StepUnit unit) {
  switch (unit) {
    case StepUnit::day: return "day";
    case StepUnit::week: return "week";
    case StepUnit::month: return "month";
    case StepUnit::quarter: return "quarter";
    case StepUnit::year: return "year";
  }
  return "";
}

}  // namespace valuescale::models

// The report of a run: the answer, pictures, tables, all assumptions, and how it was computed. Everything in it is in the results file.
#pragma once

#include "results/answer/answer.hpp"
#include "results/report/language.hpp"
#include "results/report/model.hpp"

namespace valuescale::results::report {

Document run_report(const Answer& answer, const Language& say);

}  // namespace valuescale::results::report

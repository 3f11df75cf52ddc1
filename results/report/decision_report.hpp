// The report of a decision: comparing, stressing, asking what matters, solving, optimising, asking what knowing is worth.
#pragma once

#include "results/hdf5/decision_file.hpp"
#include "results/report/language.hpp"
#include "results/report/model.hpp"

namespace valuescale::results::report {

/// Of an answer of a kind that it does not know, the page has its words and its numbers.
Document decision_report(const DecisionRecord& record, const Language& say);

}  // namespace valuescale::results::report

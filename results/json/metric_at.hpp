// Numbers by the names that they have in `run --json`.
#pragma once

#include "results/decision/metric.hpp"
#include "results/json/pieces.hpp"

#include <string>

namespace valuescale::results {

/// The number at a dotted path: a number, or the `value` of an estimate or interval, or where neither is there its `mean`'s. Levels and steps are named as they
/// are written: "customer.profit.quantiles.0.05", "customer.payback.cdf.12". "never" is infinite, null NaN. Throws models::InputError where there is none, and says what there is.
double number_at(const Json& json, const std::string& path);

/// Of every run of a scenario with these labels; besides, "spend.profit" (results/decision/world_metric.hpp). The same errors, once it is asked for.
Metric metric_at(const std::string& path, const Labels& labels);

}  // namespace valuescale::results

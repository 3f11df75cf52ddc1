// A shipped scenario with the numbers that are known for it: runs it and compares, within 4.5 of the reported standard errors.
//
// Every example also says how to spoil itself: a setting under which one named number is wrong, and must be found wrong. A check that
// cannot fail checks nothing.
#pragma once

#include "models/lifetime/simulate.hpp"
#include "results/answer/answer.hpp"
#include "scenarios/reader/reader.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::tests {

/// A finished run.
struct Outcome {
  models::Scenario scenario;
  models::Tallies tallies;
  results::Answer answer;
};

/// `path` from the project's folder, in which the tests run.
Outcome run_scenario(const std::string& path, const scenarios::Settings& settings, const models::RunOptions& options);

/// One known number.
struct Expectation {
  enum class Kind {
    mean,         ///< within 4.5 reported standard errors, equal where that is zero
    probability,  ///< likewise; where hardly any or nearly all customers are hit, within the Poisson spread of a count
    spread,       ///< a standard deviation: `sd` is √n times its own standard error
    equal,        ///< no sampling error
  };
  std::string what;
  double exact;
  Kind kind;
  std::function<results::Estimate(const results::Answer&)> read;
  std::optional<double> sd;  ///< of one customer's value: the reported error must be near sd/√n
};

/// What is wrong with the outcome, or nothing.
std::optional<std::string> disagreement(const Expectation& expectation, const Outcome& outcome);

/// A setting that makes one expectation wrong.
struct Spoiler {
  scenarios::Settings settings;
  std::string caught_by;  ///< `Expectation::what`
};

struct Example {
  std::string name;  ///< a sentence
  std::string file;  ///< in scenarios/
  scenarios::Settings settings;
  std::vector<Expectation> expectations;
  std::vector<Spoiler> spoilers;
  double share = 1;  ///< of the usual number of customers, where each is long
};

/// Runs all examples, each with its spoilers, with so many customers; reports to Catch.
void check_examples(const std::vector<Example>& examples, std::int64_t customers);

inline constexpr std::int64_t kUsual = 1'000'000;
inline constexpr std::int64_t kLong = 10'000'000;  ///< for tests tagged [long]

// Builders of expectations. `sd` is of one simulated buyer's contribution to the mean.
using View = const results::ViewAnswer& (*)(const results::Answer&);
const results::ViewAnswer& customer(const results::Answer& answer);
const results::ViewAnswer& lead(const results::Answer& answer);

Expectation profit_mean(View view, double exact, std::optional<double> sd = {});
Expectation npv_mean(View view, double exact, std::optional<double> sd = {});
Expectation ltv_mean(View view, double exact, std::optional<double> sd = {});
Expectation cac_mean(View view, double exact, std::optional<double> sd = {});
/// What a customer (or lead) may cost: profit with the acquisition cost handed back.
Expectation break_even(View view, double exact);
Expectation profit_sd(View view, double exact, double spread);
Expectation loses(View view, double exact);
Expectation stage(View view, const std::string& name, double exact);
Expectation first_sale(View view, double exact);
Expectation front_end(View view, double exact);
Expectation back_end(View view, double exact);
Expectation still_active(double exact);
Expectation conversion(double exact);
Expectation paid_by(View view, int step, double exact);
Expectation paid_ever(View view, double exact);
Expectation paid_never(View view, double exact);
Expectation unpaid_but_open(View view, double exact);
Expectation cohort_pays_back_at(View view, double step);
/// P(paid back by the end of each step), for every step of the horizon; first and lasting where nothing flows out later.
std::vector<Expectation> paid_back_curve(View view, const std::vector<double>& cdf);

std::vector<Expectation> join(std::vector<Expectation> some, const std::vector<Expectation>& more);

}  // namespace valuescale::tests

// What it is worth to know more of the uncertain business before going ahead: a lead is worth 70 p m − 4, or else nothing is done.
#include "results/decision/voi.hpp"
#include "tests/coverage/business.hpp"
#include "tests/coverage/repeated.hpp"
#include "tests/support/scenario_files.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <algorithm>
#include <cmath>

namespace valuescale::coverage {

namespace {

using boost::math::beta_distribution;

constexpr double kSpent = 70, kLeadCost = 4, kConversion = 0.1, kMargin = 0.8, kNow = kSpent * kConversion * kMargin - kLeadCost;
const beta_distribution<> kConversions(4, 36), kMargins(8, 2);
const std::vector<std::int64_t> kLeads{50, 400};

/// E max(0, a x − the cost of a lead).
double worth_knowing(const beta_distribution<>& law, double a) {
  if (a <= kLeadCost) return 0;
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
      [&](double x) { return (a * x - kLeadCost) * boost::math::pdf(law, x); }, kLeadCost / a, 1.0, 10, 1e-10);
}

double evpi() {
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
             [](double m) { return worth_knowing(kConversions, kSpent * m) * boost::math::pdf(kMargins, m); }, 0.0, 1.0, 10, 1e-9) -
         kNow;
}

/// By the beta-binomial law of what so many leads say of conversion.
double evsi(std::int64_t leads) {
  const auto log_beta = [](double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); };
  const auto n = static_cast<double>(leads);
  double value = 0;
  for (double yes = 0; yes <= n; ++yes) {
    const double ways = std::lgamma(n + 1) - std::lgamma(yes + 1) - std::lgamma(n - yes + 1);
    value += std::exp(ways + log_beta(4 + yes, 36 + n - yes) - log_beta(4, 36)) *
             std::max(0.0, kSpent * kMargin * (4 + yes) / (40 + n) - kLeadCost);
  }
  return value - kNow;
}

}  // namespace

Coverage information(const Plan& plan) {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(uncertain_scenario());
  const double of_all = evpi(), of_conversion = worth_knowing(kConversions, kSpent * kMargin) - kNow,
               of_margin = worth_knowing(kMargins, kSpent * kConversion) - kNow;
  std::vector<double> of_tests;
  for (const std::int64_t leads : kLeads) of_tests.push_back(evsi(leads));
  return repeated(plan, [&](std::uint64_t seed, Coverage& coverage) {
    for (const std::size_t worlds : {std::size_t{512}, std::size_t{2048}}) {
      const std::string column = worlds_column(static_cast<std::int64_t>(worlds));
      models::RunOptions options = options_of(seed, static_cast<std::int64_t>(worlds) * 2 * 20, static_cast<std::int64_t>(worlds));
      options.cohort = 0;
      options.distributions = {false, false, false, false};
      results::VoiQuestion question;
      question.basis = results::Basis::lead;
      question.worlds = worlds;
      question.pilot = results::Pilot{"offer.first.take", 0.0, kLeads};
      results::Experiment experiment(options);
      const results::Voi voi = results::value_of_information({{"the business", &scenario}}, question, experiment);
      coverage.add(column, "worth, profit per lead", interval(voi.options[0].worth), kNow);
      coverage.add(column, "EVPI", voi.evpi.interval, of_all);
      for (std::size_t i = 0; i < voi.assumptions.size(); ++i) {
        const bool is_conversion = voi.assumptions[i].path == question.pilot->path;
        coverage.add(column, is_conversion ? "EVPPI of conversion" : "EVPPI of the margin", voi.evppi[i].interval,
                     is_conversion ? of_conversion : of_margin);
      }
      for (std::size_t i = 0; i < kLeads.size(); ++i)
        coverage.add(column, "EVSI of " + std::to_string(kLeads[i]) + " leads", voi.sizes[i].value.interval, of_tests[i]);
    }
  });
}

}  // namespace valuescale::coverage

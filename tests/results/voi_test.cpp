// Decisions of businesses, and what it is worth to know more of them.
#include "results/decision/voi.hpp"

#include "models/description/problem.hpp"
#include "results/json/voi_to_json.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <cmath>

using namespace valuescale;
using results::Voi;
using results::VoiQuestion;
using tests::written;

namespace {

/// A lead costs 2, and buys for 88 with probability p; the other channel's profit is known.
constexpr const char* kChannels = R"toml(
title = "Two channels"
currency = "USD"
time_step = "month"
lifetime = 1
[channel.ads]
cost_per_lead = 2
share = 0.5
offer = "trial"
[channel.fairs]
cost_per_lead = 5
share = 0.5
offer = "known"
[offer.trial]
take = "beta(2, 38)"
price = 88
[offer.known]
take = 1
price = 8
)toml";

Voi answer(const std::string& text, VoiQuestion question, int threads = 0) {
  const models::Scenario scenario = written(text);
  models::RunOptions options;
  options.customers = 400'000;
  options.threads = threads;
  results::Experiment experiment(options);
  return results::value_of_information({{"one", &scenario}}, std::move(question), experiment);
}

/// E max(0, x) of a return of (88 p − 2)/2 less what is known to be had.
double gain(double instead) {
  const boost::math::beta_distribution<> law(2, 38);
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
      [&](double p) { return std::max(0.0, 44 * p - 1 - instead) * boost::math::pdf(law, p); }, (1 + instead) / 44, 1.0, 10, 1e-10);
}

void check_near(const results::Estimate& estimate, double known) {
  INFO(estimate.value << " ± " << estimate.se << ", known: " << known);
  CHECK(std::fabs(estimate.value - known) <= 4.5 * estimate.se);
}

}  // namespace

TEST_CASE("channels are options by profit per unit of money, beside doing nothing", "[voi]") {
  VoiQuestion question;
  question.worlds = 4000;
  const Voi found = answer(kChannels, question);
  REQUIRE(found.options.size() == 3);
  CHECK(found.options[0].name == "ads");
  CHECK(found.options[2].name == "do nothing");
  check_near(results::estimate(found.options[0].worth), 1.2);
  CHECK(found.options[1].worth.value == Approx(0.6));
  CHECK(found.best == 0);
  const double evpi = 0.6 + gain(0.6) - 1.2;
  check_near(found.evpi.estimate, evpi);
  check_near(found.evppi[0].estimate, evpi);
  CHECK(std::fabs(found.evpi.estimate.value - gain(0) + 1.2) > 4.5 * found.evpi.estimate.se);  // as if only nothing were the other option
}

TEST_CASE("a pilot is worth no more than what it could tell, less its cost", "[voi]") {
  VoiQuestion question;
  question.scale = 10'000;
  question.pilot = results::Pilot{"offer.trial.take", 3.0, {50, 200, 800}};
  const Voi found = answer(kChannels, question);
  for (const results::PilotSize& size : found.sizes) {
    CHECK(size.value.estimate.value <= found.of_pilot->estimate.value + 1e-6 * question.scale);
    CHECK(size.cost == 3 * static_cast<double>(size.leads));
  }
  REQUIRE(found.best_size());
  const results::Json json = results::json_of(found);
  CHECK(json["pilot"]["best"]["net"].get<double>() == Approx(found.best_size()->net()));
  // Where a lead of the test costs what a lead costs.
  question.pilot->cost_of_lead.reset();
  CHECK(answer(kChannels, question).cost_of_lead == Approx(2));
}

TEST_CASE("an excluded option to do nothing changes what information is worth", "[voi]") {
  VoiQuestion question;
  question.may_do_nothing = false;
  CHECK(answer(kChannels, question).options.size() == 2);
}

TEST_CASE("the value of information is the same on any number of threads", "[voi]") {
  const VoiQuestion question;
  CHECK(results::as_text(results::json_of(answer(kChannels, question, 1))) ==
        results::as_text(results::json_of(answer(kChannels, question, 2))));
}

TEST_CASE("channels whose customers cost nothing can't be compared by return", "[voi]") {
  std::string text = kChannels;
  text.replace(text.find("cost_per_lead = 2"), 17, "cost_per_lead = 0");
  CHECK_THROWS_AS(answer(text, {}), models::InputError);
}

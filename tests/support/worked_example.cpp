#include "tests/support/worked_example.hpp"

#include "results/answer/make_answer.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace valuescale::tests {

namespace {

constexpr double kErrors = 4.5;  // standard errors allowed
constexpr double kRounding = 1e-9;

bool same(double a, double b) { return a == b || std::fabs(a - b) <= kRounding * std::fmax(1, std::fabs(b)); }

/// How far the reported standard error may be off: it is itself estimated, from the spread of the replicates.
double tolerance_of_error(std::size_t replicates) {
  return replicates < 2 ? 0.9 : std::fmin(0.9, kErrors / std::sqrt(2.0 * static_cast<double>(replicates - 1)));
}

template <typename Read>
Expectation expect(std::string what, Expectation::Kind kind, double exact, Read read, std::optional<double> sd = {}) {
  return {std::move(what), exact, kind, std::move(read), sd};
}

std::string of(View view, const std::string& what) { return (view == &lead ? "lead " : "customer ") + what; }

Expectation mean_of(View view, const std::string& what, results::Estimate results::FrontPart::*part,
                    results::FrontPart results::ViewAnswer::*front, double exact) {
  return expect(of(view, what), Expectation::Kind::mean, exact, [=](const results::Answer& a) { return (view(a).*front).*part; });
}

Expectation mean_of(View view, const std::string& what, results::Distribution results::ViewAnswer::*metric, double exact,
                    std::optional<double> sd) {
  return expect(
      of(view, what), Expectation::Kind::mean, exact, [=](const results::Answer& a) { return (view(a).*metric).mean; }, sd);
}

Expectation chance_of(View view, const std::string& what, double exact, std::function<results::Estimate(const results::ViewAnswer&)> read) {
  // Leads are partly known by arithmetic, so only a customer's chance has the error of a plain count.
  std::optional<double> sd;
  if (view == &customer) sd = std::sqrt(exact * (1 - exact));
  return expect(
      of(view, what), Expectation::Kind::probability, exact, [=](const results::Answer& a) { return read(view(a)); }, sd);
}

}  // namespace

Outcome run_scenario(const std::string& path, const scenarios::Settings& settings, const models::RunOptions& options) {
  Outcome outcome;
  outcome.scenario = scenarios::read_scenario(path, settings);
  outcome.tallies = models::simulate(outcome.scenario, options);
  std::vector<std::string> channels, segments;
  for (const auto& channel : outcome.scenario.channels) channels.push_back(channel.name);
  for (const auto& segment : outcome.scenario.segments) segments.push_back(segment.name);
  outcome.answer = results::make_answer(outcome.tallies, channels, segments);
  return outcome;
}

std::optional<std::string> disagreement(const Expectation& expectation, const Outcome& outcome) {
  const auto estimate = expectation.read(outcome.answer);
  const double exact = expectation.exact, difference = std::fabs(estimate.value - exact);
  const auto report = [&](const std::string& why) {
    return std::optional(
        fmt::format("{}: {:.10g} ± {:.3g}, exactly {:.10g}: {}", expectation.what, estimate.value, estimate.se, exact, why));
  };
  const auto judge = [&](double error) -> std::optional<std::string> {
    const double z = difference / error;
    return z <= kErrors ? std::nullopt : report(fmt::format("{:.1f} standard errors away", z));
  };
  if (std::isnan(estimate.value)) return report("missing");
  double n = 0;
  for (const auto& sums : outcome.tallies.world_cells) n += static_cast<double>(sums.customers);

  if (expectation.kind == Expectation::Kind::equal) return same(estimate.value, exact) ? std::nullopt : report("must be equal");
  if (expectation.kind == Expectation::Kind::spread && *expectation.sd > 0) return judge(*expectation.sd / std::sqrt(n));
  if (expectation.kind == Expectation::Kind::probability) {
    // Counts of a few are Poisson, not normal, and their error cannot be estimated from themselves.
    const double hits = n * std::fmin(exact, 1 - exact);
    if (hits < 25 && !same(estimate.value, exact)) {
      const double allowed = kErrors * std::sqrt(std::fmax(hits, 0)) + (hits > 1e-6 ? 10 : 0);
      return difference * n <= allowed ? std::nullopt : report("too many or too few for so rare an event");
    }
    if (hits < 25) return {};
  }

  const bool varies = expectation.sd && *expectation.sd > 0;
  if (!(estimate.se > 0)) {
    if (varies) return report("claimed without error");
    return same(estimate.value, exact) ? std::nullopt : report("wrong, and claimed without error");
  }
  if (auto wrong = judge(estimate.se)) return wrong;
  if (varies) {
    const double ratio = estimate.se * std::sqrt(n) / *expectation.sd;
    if (std::fabs(ratio - 1) > tolerance_of_error(outcome.tallies.dims.replicates)) {
      return report(fmt::format("its standard error is {:.2f} times what it should be", ratio));
    }
  }
  return {};
}

void check_examples(const std::vector<Example>& examples, std::int64_t customers) {
  for (const auto& example : examples) {
    INFO(example.name << " (" << example.file << ")");
    models::RunOptions options;
    options.customers = static_cast<std::int64_t>(static_cast<double>(customers) * example.share);
    const auto path = "scenarios/" + example.file;
    const auto outcome = run_scenario(path, example.settings, options);
    for (const auto& expectation : example.expectations) {
      const auto wrong = disagreement(expectation, outcome);
      INFO(wrong.value_or(""));
      CHECK_FALSE(wrong.has_value());
    }
    for (const auto& spoiler : example.spoilers) {
      auto settings = example.settings;
      settings.insert(settings.end(), spoiler.settings.begin(), spoiler.settings.end());
      const auto spoilt = run_scenario(path, settings, options);
      const auto found = std::find_if(example.expectations.begin(), example.expectations.end(),
                                      [&](const Expectation& expectation) { return expectation.what == spoiler.caught_by; });
      INFO("spoilt by " << spoiler.settings.front().first << " = " << spoiler.settings.front().second << ", to be caught by "
                        << spoiler.caught_by);
      REQUIRE(found != example.expectations.end());
      auto expectation = *found;
      CHECK_FALSE(std::isnan(expectation.read(spoilt.answer).value));
      if (expectation.kind != Expectation::Kind::spread) expectation.sd.reset();  // the number must be found wrong, not its error
      CHECK(disagreement(expectation, spoilt).has_value());
    }
  }
}

const results::ViewAnswer& customer(const results::Answer& answer) { return answer.all.customer; }
const results::ViewAnswer& lead(const results::Answer& answer) { return answer.all.lead; }

Expectation profit_mean(View view, double exact, std::optional<double> sd) {
  return mean_of(view, "profit", &results::ViewAnswer::profit, exact, sd);
}
Expectation npv_mean(View view, double exact, std::optional<double> sd) {
  return mean_of(view, "NPV", &results::ViewAnswer::npv, exact, sd);
}
Expectation ltv_mean(View view, double exact, std::optional<double> sd) {
  return mean_of(view, "LTV", &results::ViewAnswer::ltv, exact, sd);
}
Expectation cac_mean(View view, double exact, std::optional<double> sd) {
  return mean_of(view, "CAC", &results::ViewAnswer::cac, exact, sd);
}

Expectation break_even(View view, double exact) {
  return expect(of(view, "break-even cost"), Expectation::Kind::mean, exact, [view](const results::Answer& a) {
    return results::Estimate{view(a).profit.mean.value + view(a).cac.mean.value, view(a).profit.mean.se};
  });
}

Expectation profit_sd(View view, double exact, double spread) {
  return expect(
      of(view, "sd of profit"), Expectation::Kind::spread, exact,
      [view](const results::Answer& a) {
        return results::Estimate{view(a).profit.sd, 0};
      },
      spread);
}

Expectation loses(View view, double exact) {
  return chance_of(view, "loses money", exact, [](const results::ViewAnswer& v) { return v.p_loss; });
}

Expectation stage(View view, const std::string& name, double exact) {
  return expect(of(view, "stage " + name), Expectation::Kind::mean, exact, [=](const results::Answer& a) {
    for (const auto& [stage_name, estimate] : view(a).by_stage) {
      if (stage_name == name) return estimate;
    }
    return results::Estimate{};
  });
}

Expectation first_sale(View view, double exact) {
  return mean_of(view, "first sale", &results::FrontPart::mean, &results::ViewAnswer::first_sale, exact);
}
Expectation front_end(View view, double exact) {
  return mean_of(view, "front end", &results::FrontPart::mean, &results::ViewAnswer::front_end, exact);
}
Expectation back_end(View view, double exact) {
  return mean_of(view, "back end", &results::FrontPart::mean, &results::ViewAnswer::back_end, exact);
}
Expectation still_active(double exact) {
  return chance_of(&customer, "still active at the horizon", exact, [](const results::ViewAnswer& v) { return v.active; });
}
Expectation conversion(double exact) {
  return expect("conversion", Expectation::Kind::mean, exact, [](const results::Answer& a) { return a.all.conversion; });
}

Expectation paid_by(View view, int step, double exact) {
  return chance_of(view, fmt::format("paid back by step {}", step), exact, [=](const results::ViewAnswer& v) {
    const auto k = static_cast<std::size_t>(step);
    return k < v.payback.first.cdf.size() ? v.payback.first.cdf[k] : results::Estimate{};
  });
}
Expectation paid_ever(View view, double exact) {
  return chance_of(view, "ever paid back", exact, [](const results::ViewAnswer& v) { return v.payback.first.ever; });
}
Expectation paid_never(View view, double exact) {
  return chance_of(view, "never paid back", exact, [](const results::ViewAnswer& v) { return v.payback.first.never; });
}
Expectation unpaid_but_open(View view, double exact) {
  return chance_of(view, "unpaid but open", exact, [](const results::ViewAnswer& v) { return v.payback.first.open; });
}
Expectation cohort_pays_back_at(View view, double step) {
  return expect(of(view, "cohort payback"), Expectation::Kind::equal, step, [view](const results::Answer& a) {
    return results::Estimate{view(a).payback.cohort.step, 0};
  });
}

std::vector<Expectation> paid_back_curve(View view, const std::vector<double>& cdf) {
  std::vector<Expectation> curve;
  for (std::size_t k = 0; k < cdf.size(); ++k) {
    curve.push_back(paid_by(view, static_cast<int>(k), cdf[k]));
    curve.push_back(chance_of(view, fmt::format("paid back for good by step {}", k), cdf[k], [=](const results::ViewAnswer& v) {
      return k < v.payback.lasting.cdf.size() ? v.payback.lasting.cdf[k] : results::Estimate{};
    }));
  }
  return curve;
}

std::vector<Expectation> join(std::vector<Expectation> some, const std::vector<Expectation>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

}  // namespace valuescale::tests

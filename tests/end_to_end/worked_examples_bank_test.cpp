// Who brings the profit: the bank whose best 16 % of households earn more than all of it, and customers who all draw from one exponential law.
#include "tests/support/catch.hpp"
#include "tests/support/worked_example.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

constexpr double kUnit = 250;  ///< a year's profit of the average unit

/// A group of households and what they earn, in average units, best first.
struct Households {
  const char* name;
  double share, units;
};
const std::vector<Households> kBank = {
    {"gold", 0.05, 16}, {"good", 0.11, 2.2727}, {"middle", 0.28, 0.5714}, {"thin", 0.28, 0.0714}, {"costly", 0.28, -0.7857}};

const results::ProfitGroup& group(const results::Answer& answer, const std::string& name) {
  for (const auto& one : answer.profit_groups)
    if (one.name == name) return one;
  throw std::out_of_range(name);
}

const results::Concentration& of_customers(const results::Answer& answer) { return answer.all.customer.concentration.value(); }

Expectation known(const std::string& what, double exact, std::function<results::Estimate(const results::Answer&)> read,
                  Expectation::Kind kind = Expectation::Kind::mean) {
  return {what, exact, kind, std::move(read), {}};
}

Expectation fact(const std::string& what, double exact, results::Estimate results::Concentration::*which) {
  return known(what, exact, [=](const results::Answer& answer) { return of_customers(answer).*which; });
}

Expectation best(int tenths, double exact) {
  return known(fmt::format("profit of the best {} %", 10 * tenths), exact, [=](const results::Answer& answer) {
    return of_customers(answer).tenths[static_cast<std::size_t>(tenths - 1)].second.cumulative;
  });
}

Example bank() {
  double all = 0, square = 0, difference = 0;
  for (const Households& one : kBank) {
    all += one.share * one.units;
    square += one.share * one.units * one.units;
    for (const Households& other : kBank) difference += one.share * other.share * std::fabs(one.units - other.units);
  }
  std::vector<Expectation> expectations{profit_mean(&customer, kUnit * all, kUnit * std::sqrt(square - all * all)),
                                        loses(&customer, 0.28),
                                        fact("profitable", 0.72, &results::Concentration::profitable),
                                        fact("unprofitable", 0.28, &results::Concentration::unprofitable),
                                        fact("loss of each", kUnit * 0.7857, &results::Concentration::loss_mean),
                                        fact("loss of all", 0.28 * 0.7857 / all, &results::Concentration::loss_share),
                                        fact("peak", 1 + 0.28 * 0.7857 / all, &results::Concentration::peak),
                                        fact("Gini coefficient", difference / (2 * all), &results::Concentration::gini),
                                        fact("bring 80 %", 0.05 + (0.8 * all - 0.8) / 2.2727, &results::Concentration::bring_80)};
  for (int tenths = 1; tenths <= 10; ++tenths) {
    double sum = 0, before = 0;
    for (const Households& one : kBank) {
      sum += one.units * std::fmax(0, std::fmin(one.share, tenths / 10.0 - before));
      before += one.share;
    }
    expectations.push_back(best(tenths, sum / all));
  }
  double so_far = 0;
  for (const Households& one : kBank) {
    const std::string name = one.name;
    so_far += one.share * one.units;
    expectations.push_back(known(
        "households of " + name, one.share,
        [=](const results::Answer& answer) {
          return results::Estimate{group(answer, name).share_of_customers, 0};
        },
        Expectation::Kind::equal));
    expectations.push_back(
        known("share of " + name, one.share * one.units / all, [=](const results::Answer& a) { return group(a, name).share_of_profit; }));
    expectations.push_back(
        known("relative profit of " + name, one.units / all, [=](const results::Answer& a) { return group(a, name).relative; }));
    expectations.push_back(
        known("share down to " + name, so_far / all, [=](const results::Answer& a) { return group(a, name).cumulative; }));
    // The text's own figures: what a household of the group earns, in average units.
    expectations.push_back(known(
        "units of " + name, one.units,
        [=](const results::Answer& answer) {
          for (const auto& [segment, block] : answer.segments)
            if (segment == name) return results::Estimate{block.customer.profit.mean.value / kUnit, 0};
          throw std::out_of_range(name);
        },
        Expectation::Kind::equal));
  }
  return {"a bank earns 80/25/16/2/-22 of 101 on 5/11/28/28/28 % of its households",
          "bank.toml",
          {},
          expectations,
          {{{{"segment.gold.multiply.price", "17"}}, "share of gold"},
           {{{"segment.gold.multiply.price", "17"}}, "profit of the best 10 %"},
           {{{"segment.gold.multiply.price", "16.0001"}}, "units of gold"},
           {{{"segment.costly.override.offer.account.unit_cost", "200"}}, "peak"},
           {{{"segment.costly.override.offer.account.unit_cost", "200"}}, "Gini coefficient"},
           {{{"segment.costly.override.offer.account.unit_cost", "198"}}, "loss of each"},
           {{{"segment.good.multiply.price", "2.4"}}, "bring 80 %"},
           {{{"segment.costly.override.offer.account.unit_cost", "210"}}, "share down to good"}}};
}

/// All customers draw their profit from one exponential law: the best share p brings p − p·log p, and two differ by the mean on average.
Example exponential() {
  std::vector<Expectation> expectations{fact("Gini coefficient", 0.5, &results::Concentration::gini),
                                        fact("unprofitable", 0, &results::Concentration::unprofitable)};
  const auto curve = [](double p) { return p - p * std::log(p); };
  for (int tenths = 1; tenths <= 9; ++tenths) expectations.push_back(best(tenths, curve(tenths / 10.0)));
  double low = 0.1, high = 0.9;
  while (high - low > 1e-12) (curve((low + high) / 2) < 0.8 ? low : high) = (low + high) / 2;
  expectations.push_back(fact("bring 80 %", low, &results::Concentration::bring_80));
  return {"students who all draw what they pay from one exponential law have a Gini coefficient of one half",
          "english-school.toml",
          {{"channel.advertising.cost_per_customer", "0"},
           {"offer.first-course.price", "0"},
           {"step.intermediate.price", "\"each_customer(exponential(1000))\""},
           {"step.advanced.price", "0"}},
          expectations,
          {{{{"step.intermediate.price", "\"each_customer(gamma(1.1, 1000))\""}}, "Gini coefficient"},
           {{{"step.intermediate.price", "\"each_customer(gamma(1.1, 1000))\""}}, "profit of the best 20 %"},
           {{{"step.intermediate.price", "\"each_customer(gamma(1.1, 1000))\""}}, "bring 80 %"}}};
}

std::vector<Example> examples() { return {bank(), exponential()}; }

}  // namespace

TEST_CASE("a bank's groups bring what the text says") {
  // Shares and profits multiply to the text's 80, 105, 121, 123 and 101 %.
  double so_far = 0;
  std::vector<double> cumulative;
  for (const Households& one : kBank) cumulative.push_back(so_far += one.share * one.units);
  CHECK(cumulative[0] == Approx(0.8));
  CHECK(cumulative[1] == Approx(1.05).margin(1e-4));
  CHECK(cumulative[2] == Approx(1.21).margin(1e-4));
  CHECK(cumulative[3] == Approx(1.23).margin(1e-4));
  CHECK(cumulative[4] == Approx(1.01).margin(1e-4));
  check_examples(examples(), kUsual);
}
TEST_CASE("a bank's groups bring what the text says with ten times the customers", "[long]") { check_examples(examples(), kLong); }

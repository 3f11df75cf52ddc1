// Small runs with a fixed seed whose numbers must not move unnoticed. After a change that is meant to move them, run the tests with
// VALUESCALE_UPDATE_GOLDEN=1 and look at the difference in tests/end_to_end/golden/ before committing it.
#include "tests/support/catch.hpp"
#include "tests/support/worked_example.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;
using Json = nlohmann::ordered_json;

namespace {

/// Null where missing; JSON has no infinity either.
Json number(double value) {
  if (std::isnan(value)) return nullptr;
  if (std::isinf(value)) return value > 0 ? "never" : "-infinite";
  return value;
}

Json estimate(const results::Estimate& e) { return Json::array({number(e.value), number(e.se)}); }
Json interval(const results::Interval& i) { return Json::array({number(i.value), number(i.lo), number(i.hi)}); }

Json quantiles(const std::vector<std::pair<double, results::Interval>>& of) {
  Json json = Json::array();
  for (const auto& [level, value] : of) json.push_back({number(level), interval(value)});
  return json;
}

Json distribution(const results::Distribution& d) {
  return {{"mean", estimate(d.mean)}, {"sd", number(d.sd)}, {"quantiles", quantiles(d.quantiles)}};
}

Json curve(const results::PaybackCurve& c) {
  Json json = {{"ever", estimate(c.ever)}, {"never", estimate(c.never)}, {"open", estimate(c.open)}, {"median", interval(c.median)}};
  for (std::size_t k = 0; k < c.cdf.size(); k += k < 4 ? 1 : k < 24 ? 4 : 26) json["by step"][std::to_string(k)] = estimate(c.cdf[k]);
  return json;
}

Json view(const results::ViewAnswer& v) {
  Json json;
  json["profit"] = distribution(v.profit);
  json["npv"] = distribution(v.npv);
  json["cac"] = distribution(v.cac);
  json["ltv"] = distribution(v.ltv);
  json["ltv_cac"] = interval(v.ltv_cac);
  json["p_loss"] = estimate(v.p_loss);
  json["payback"] = curve(v.payback.first);
  json["lasting_payback"] = curve(v.payback.lasting);
  json["cohort_payback"] = number(v.payback.cohort.step);
  for (const auto& [name, value] : v.by_stage) json["by_stage"][name] = estimate(value);
  json["first_sale"] = {estimate(v.first_sale.mean), estimate(v.first_sale.p_nonnegative)};
  json["front_end"] = {estimate(v.front_end.mean), estimate(v.front_end.p_nonnegative)};
  json["back_end"] = estimate(v.back_end.mean);
  json["active"] = estimate(v.active);
  json["late_ltv_share"] = number(v.late_ltv_share);
  return json;
}

Json block(const results::Block& b) {
  return {{"conversion", estimate(b.conversion)},
          {"share_of_leads", number(b.share_of_leads)},
          {"share_of_customers", number(b.share_of_customers)},
          {"lead", view(b.lead)},
          {"customer", view(b.customer)}};
}

/// Means only: the golden files are to be read by people.
Json means(const results::Block& b) {
  return {{"conversion", estimate(b.conversion)},
          {"lead_profit", estimate(b.lead.profit.mean)},
          {"customer_profit", estimate(b.customer.profit.mean)},
          {"ever", estimate(b.customer.payback.first.ever)}};
}

Json numbers_of(const results::Answer& answer) {
  Json json;
  json["all"] = block(answer.all);
  for (const auto& [name, one] : answer.channels) json["channels"][name] = means(one);
  for (const auto& [name, one] : answer.segments) json["segments"][name] = means(one);
  if (answer.worlds_interval) {
    json["worlds_interval"] = {{"customer_profit", quantiles(answer.worlds_interval->customer.profit)},
                               {"lead_profit", quantiles(answer.worlds_interval->lead.profit)},
                               {"customer_p_loss", estimate(answer.worlds_interval->customer.p_loss)}};
  }
  if (answer.cohort) {
    json["cohort"] = {{"mean", number(answer.cohort->mean)},
                      {"sd", number(answer.cohort->sd)},
                      {"profit", quantiles(answer.cohort->profit)},
                      {"p_loss", estimate(answer.cohort->p_loss)}};
  }
  for (const auto& column : answer.assumptions) {
    Json first = Json::array();
    for (std::size_t w = 0; w < column.values.size() && w < 3; ++w) first.push_back(number(column.values[w]));
    json["assumptions"][column.path] = first;
  }
  return json.flatten();  // a line each: differences are read by people
}

/// The first place where two documents differ; numbers may differ in the last digits, which compilers' mathematics may move.
std::string first_difference(const Json& a, const Json& b, const std::string& path = "") {
  if (a.is_number() && b.is_number()) {
    const double x = a.get<double>(), y = b.get<double>();
    return std::fabs(x - y) <= 1e-12 * std::fmax(std::fabs(x), std::fabs(y)) ? "" : path + ": " + a.dump() + " against " + b.dump();
  }
  if (a.type() != b.type() || a.size() != b.size()) return path + ": " + a.dump() + " against " + b.dump();
  if (a.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key)) return path + "/" + key + ": missing";
      if (auto found = first_difference(value, b[key], path + "/" + key); !found.empty()) return found;
    }
    return "";
  }
  if (a.is_array()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (auto found = first_difference(a[i], b[i], path + "/" + std::to_string(i)); !found.empty()) return found;
    }
    return "";
  }
  return a == b ? "" : path + ": " + a.dump() + " against " + b.dump();
}

struct Golden {
  std::string name, scenario;
  models::RunOptions options;
};

models::RunOptions small(std::int64_t customers, std::optional<std::int64_t> worlds = {}, std::int64_t cohort = 0) {
  models::RunOptions options;
  options.seed = 20'260'101;
  options.customers = customers;
  options.worlds = worlds;
  options.cohort = cohort;
  return options;
}

std::vector<Golden> goldens() {
  return {{"hairdresser", "scenarios/hairdresser.toml", small(20'000)},
          {"opt-ins-uncertain", "scenarios/opt-ins-uncertain.toml", small(20'000, 100)},
          {"english-school-free-uncertain", "scenarios/english-school-free-uncertain.toml", small(20'000, 50, 100)},
          {"grocer-ten-years", "scenarios/grocer-ten-years.toml", small(2'000)},
          {"carpets", "scenarios/carpets.toml", small(20'000)},
          {"subscription-regular", "scenarios/subscription-regular.toml", small(20'000)},
          {"music-bgnbd", "scenarios/music-bgnbd.toml", small(20'000)},
          {"cdnow", "scenarios/cdnow.toml", small(20'000)},
          {"everything", "tests/data/everything.toml", small(20'000, 50, 20)}};
}

}  // namespace

TEST_CASE("fixed runs give the numbers they gave before") {
  const bool update = std::getenv("VALUESCALE_UPDATE_GOLDEN") != nullptr;
  for (const auto& golden : goldens()) {
    const auto path = std::string("tests/end_to_end/golden/") + golden.name + ".json";
    INFO(path);
    const auto now = numbers_of(run_scenario(golden.scenario, {}, golden.options).answer);
    if (update) {
      std::ofstream(path) << now.dump(1) << "\n";
      WARN("rewritten: " << path);
      continue;
    }
    std::ifstream file(path);
    INFO("to write it: VALUESCALE_UPDATE_GOLDEN=1");
    REQUIRE(file.good());
    const auto before = Json::parse(file);
    CHECK(first_difference(before, now) == "");
    // Another seed must be noticed.
    auto other = golden.options;
    ++other.seed;
    CHECK(first_difference(before, numbers_of(run_scenario(golden.scenario, {}, other).answer)) != "");
  }
}

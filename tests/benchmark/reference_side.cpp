// benchmark_reference --scenario FILE --customers N --worlds W [--seed S] [--change PATH=VALUE]
// lives customers by the reference simulator, on one thread, and prints what it found, named as in `valuescale run --json`, and how long it took.
#include "tests/support/reference_simulator.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>

namespace valuescale::tests::reference {
namespace {

using Json = nlohmann::ordered_json;

std::map<std::string, std::string> read_options(int count, char** arguments) {
  std::map<std::string, std::string> options{{"--seed", "1"}, {"--change", ""}};
  if (count % 2 == 0) throw std::invalid_argument("every option takes a value");
  for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  return options;
}

Json to_json(const Estimate& estimate) { return {{"value", estimate.value}, {"se", estimate.se}}; }
Json mean(const Estimate& estimate) { return {{"mean", to_json(estimate)}}; }

Json to_json(const PaybackCurve& curve) {
  Json object{{"ever", to_json(curve.ever)}, {"never", to_json(curve.never)}, {"open", to_json(curve.open)}, {"cdf", Json::array()}};
  for (std::size_t step = 0; step < curve.by_step.size(); ++step) {
    object["cdf"].push_back(to_json(curve.by_step[step]));
    object["cdf"].back()["at"] = step;
  }
  return object;
}

Json to_json(const View& view) {
  Json object{{"profit", mean(view.profit)},
              {"npv", mean(view.npv)},
              {"cac", mean(view.cac)},
              {"ltv", mean(view.ltv)},
              {"p_loss", to_json(view.p_loss)},
              {"payback", to_json(view.first)},
              {"by_stage", Json::object()},
              {"first_sale", mean(view.first_sale)},
              {"front_end", mean(view.front_end)},
              {"back_end", mean(view.back_end)},
              {"active", to_json(view.active)}};
  object["payback"]["lasting"] = to_json(view.lasting);
  for (const auto& [stage, estimate] : view.by_stage) object["by_stage"][stage] = mean(estimate);
  return object;
}

Json live(const std::map<std::string, std::string>& options) {
  Settings settings;
  if (const std::string& change = options.at("--change"); !change.empty()) {
    const auto equals = change.find('=');
    settings.emplace_back(change.substr(0, equals), change.substr(equals + 1));
  }
  Options sizes;
  sizes.seed = std::stoull(options.at("--seed"));
  sizes.worlds = std::stoul(options.at("--worlds"));
  sizes.customers = std::stoul(options.at("--customers")) / sizes.worlds;
  sizes.leads = 1;  // leads that never buy take no time to speak of, and nobody else is asked about them
  const auto start = std::chrono::steady_clock::now();
  const Reference reference = simulate(read_business(options.at("--scenario"), settings), sizes);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return {{"customers", sizes.customers * sizes.worlds}, {"seconds", seconds}, {"customer", to_json(reference.customer)}};
}

}  // namespace
}  // namespace valuescale::tests::reference

int main(int count, char** arguments) {
  using namespace valuescale::tests::reference;
  try {
    std::printf("%s\n", live(read_options(count, arguments)).dump().c_str());
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "benchmark_reference: %s\n", problem.what());
    return 1;
  }
}

#include "results/hdf5/decision_file.hpp"

#include "results/files/whole_file.hpp"
#include "results/hdf5/archive.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/sealed.hpp"
#include "results/hdf5/stated_layout.hpp"
#include "results/json/numbers_of.hpp"

#include <algorithm>
#include <numeric>

namespace valuescale::results {
namespace {

constexpr std::size_t kMostScenarios = 10'000;
constexpr int kDeepest = 32;  // objects and lists in each other; answers have at most 8

/// Of all scenarios, one after another.
template <class Archive>
void lay_out_assumptions(Archive& archive, std::vector<RanScenario>& scenarios) {
  std::vector<StatedAssumption> stated;
  std::vector<std::int64_t> whose;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    stated.insert(stated.end(), scenarios[s].stated.begin(), scenarios[s].stated.end());
    whose.resize(stated.size(), static_cast<std::int64_t>(s));
  }
  lay_out_stated(archive, stated);
  whose.resize(stated.size());
  archive.values({"of_scenario", "1", "of which scenario, from 0"}, {{"quantity", stated.size()}},
                 [&](std::size_t i) -> std::int64_t& { return whose[i]; });
  if constexpr (Archive::kLoads) {
    for (std::size_t i = 0; i < stated.size(); ++i) {
      if (whose[i] < 0 || static_cast<std::size_t>(whose[i]) >= scenarios.size()) archive.refuse("of_scenario", "is out of range");
      scenarios[static_cast<std::size_t>(whose[i])].stated.push_back(std::move(stated[i]));
    }
  }
}

template <class Archive>
void lay_out(Archive& archive, DecisionRecord& record, std::string& answer) {
  archive.values({"answer", "1", "the answer as JSON, whole"}, {}, [&]() -> std::string& { return answer; });
  archive.values({"words", "1", "the answer in words"}, {}, [&]() -> std::string& { return record.words; });
  std::vector<std::string> names;
  for (const RanScenario& ran : record.scenarios) names.push_back(ran.name);
  const Extent scenario = archive.dimension({"scenario", "1", "name of a scenario that was run"}, names, kMostScenarios);
  if constexpr (Archive::kLoads) {
    archive.expect("scenario_text", {scenario});
    for (std::string& name : names) record.scenarios.push_back({std::move(name), {}, {}});
  }
  archive.values({"scenario_text", "1", "the scenario, whole, as TOML"}, {scenario},
                 [&](std::size_t i) -> std::string& { return record.scenarios[i].text; });
  record.tells_assumptions = archive.group("assumptions", true, [&](auto& group) { lay_out_assumptions(group, record.scenarios); });
}

void store_numbers(Store& store, std::vector<NamedNumber> numbers) {
  store.group("numbers", true, [&](Store& group) {
    std::vector<std::string> paths;
    for (const NamedNumber& number : numbers) paths.push_back(number.path);
    const Extent number = group.dimension({"number", "1", "path of the number in the answer"}, paths, numbers.size());
    const auto column = [&](const char* name, const char* long_name, double NamedNumber::*part) {
      group.values({name, "1", long_name}, {number}, [&](std::size_t i) -> double& { return numbers[i].*part; });
    };
    column("value", "value", &NamedNumber::value);
    column("se", "standard error of the simulation", &NamedNumber::se);
    column("lo", "lower 95 % confidence limit", &NamedNumber::lo);
    column("hi", "upper 95 % confidence limit", &NamedNumber::hi);
  });
}

/// Curves of an answer once more as arrays that a plot can be made of: of a comparison.
void store_densities(Store& store, const Json& answer) {
  const auto part = [&answer](const char* name) {
    return answer.contains(name) && answer[name].is_object() ? answer[name] : Json::object();
  };
  const Json options = part("densities"), ahead = part("density_of_difference");
  store.group("densities", options.contains("of"), [&](Store& group) {
    std::vector<std::string> names;
    std::vector<Curve> curves;
    std::size_t points = 0;
    for (const auto& [name, curve] : options["of"].items()) {
      names.push_back(name);
      curves.push_back(density_in(options, curve));
      points = std::max(points, curves.back().at.size());
    }
    for (Curve& curve : curves)
      for (std::vector<double>* values : {&curve.at, &curve.density}) values->resize(points, kMissing);
    std::vector<std::int64_t> numbers(points);
    std::iota(numbers.begin(), numbers.end(), 0);
    const Extent option = group.dimension({"option", "1", "name of the option"}, names, names.size());
    const Extent point = group.dimension({"point", "1", "point of the curve, from the left"}, numbers, numbers.size());
    group.values({"at", "1", "what the option brings in a world"}, {option, point},
                 [&](std::size_t o, std::size_t i) -> double& { return curves[o].at[i]; });
    group.values({"density", "1", "of worlds, per unit of it"}, {option, point},
                 [&](std::size_t o, std::size_t i) -> double& { return curves[o].density[i]; });
  });
  store.group("density_of_difference", ahead.contains("at"), [&](Store& group) {
    std::vector<double> at = curve_in(ahead["at"]), heights = curve_in(ahead["density"]);
    heights.resize(at.size(), kMissing);
    const Extent place = group.dimension({"at", "1", "what the best option brings more than the next in a world"}, at, at.size());
    group.values({"density", "1", "of worlds, per unit of it"}, {place}, [&](std::size_t i) -> double& { return heights[i]; });
  });
}

}  // namespace

std::vector<Assumed> assumed_by(const DecisionRecord& record) {
  std::vector<Assumed> assumed;
  for (const RanScenario& ran : record.scenarios) assumed.push_back({ran.name, &ran.stated});
  return assumed;
}

void write_decision(const DecisionRecord& record, const std::string& path) {
  DecisionRecord stored = record;
  std::string schema(kDecisionSchema), answer = as_text(record.answer);
  Group root;
  Store store(root);
  store.attribute("schema", schema);
  for (const char* name : {"title", "currency", "program_version"}) {
    const auto found = record.answer.find(name);
    std::string text = found != record.answer.end() && found->is_string() ? found->get<std::string>() : std::string();
    store.attribute(name, text);
  }
  lay_out(store, stored, answer);
  store_numbers(store, numbers_of(record.answer));
  store_densities(store, record.answer);
  write_whole(path, sealed_image(std::move(root)));
}

std::optional<DecisionRecord> read_decision(const std::string& path) {
  const Group root = unsealed(read_whole(path, kLargestFile), path);
  if (schema_of(root) != kDecisionSchema) return std::nullopt;
  DecisionRecord record;
  std::string answer;
  Load load(root, path);
  lay_out(load, record, answer);
  // What walks through the answer goes as deep as it does.
  bool is_deep = false;
  const auto limit = [&is_deep](int depth, Json::parse_event_t, Json&) {
    is_deep = is_deep || depth > kDeepest;
    return !is_deep;
  };
  record.answer = Json::parse(answer, limit, false);
  if (is_deep) load.refuse("answer", "has parts in parts beyond all limits");
  if (!record.answer.is_object()) load.refuse("answer", "is no JSON object");
  return record;
}

}  // namespace valuescale::results

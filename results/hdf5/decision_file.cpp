#include "results/hdf5/decision_file.hpp"

#include "results/files/whole_file.hpp"
#include "results/hdf5/archive.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/sealed.hpp"
#include "results/json/numbers_of.hpp"

namespace valuescale::results {
namespace {

constexpr std::size_t kMostScenarios = 10'000;
constexpr int kDeepest = 32;  // objects and lists in each other; answers have at most 8

template <class Archive>
void lay_out(Archive& archive, DecisionRecord& record, std::string& answer) {
  archive.values({"answer", "1", "the answer as JSON, whole"}, {}, [&]() -> std::string& { return answer; });
  archive.values({"words", "1", "the answer in words"}, {}, [&]() -> std::string& { return record.words; });
  const Extent scenario = archive.dimension({"scenario", "1", "name of a scenario that was run"}, record.scenarios, kMostScenarios);
  if constexpr (Archive::kLoads) {
    archive.expect("scenario_text", {scenario});
    record.texts.resize(scenario.size);
  }
  archive.values({"scenario_text", "1", "the scenario, whole, as TOML"}, {scenario},
                 [&](std::size_t i) -> std::string& { return record.texts[i]; });
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

}  // namespace

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

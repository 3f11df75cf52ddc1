// The reference page says everything that the program reads about repeat models.
#include "models/acquisition/response.hpp"
#include "models/catalog/repeat_catalog.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace valuescale;

namespace {

std::string in_code(std::string_view name) { return "`" + std::string(name) + "`"; }

/// First and second cell of a model's row in the reference page's table, or nothing.
std::vector<std::string> row_of(std::string_view model) {
  std::ifstream page(std::filesystem::path(VALUESCALE_SOURCE_DIR) / "scenarios/README.md");
  const std::string start = "| " + in_code(model) + " | ";
  for (std::string line; std::getline(page, line);)
    if (line.starts_with(start)) return {start, line.substr(start.size(), line.find(" | ", start.size()) - start.size())};
  return {};
}

/// Parameters of a model that its row does not name.
std::vector<std::string> undocumented(const models::RepeatModel& model) {
  const auto row = row_of(model.name);
  std::vector<std::string> missing;
  const auto need = [&](std::string_view name) {
    if (row.empty() || row[1].find(in_code(name)) == std::string::npos) missing.emplace_back(name);
  };
  for (const models::Field& field : model.fields) need(field.name);
  if (model.on_lattice) need("every");
  return missing;
}

}  // namespace

TEST_CASE("the reference page has a row for every repeat model, with all it reads") {
  for (const models::RepeatModel* model : models::repeat_models()) {
    INFO(model->name);
    CHECK(undocumented(*model) == std::vector<std::string>{});
  }
}

TEST_CASE("the reference page has a row for every response to spend, with all it reads") {
  for (const models::ResponseCurve& curve : models::response_curves()) {
    INFO(curve.name);
    CHECK(undocumented({curve.name, "", curve.fields, {}, false}) == std::vector<std::string>{});
  }
}

TEST_CASE("a model or parameter that the reference page leaves out is found") {
  const models::Field fields[] = {{"rate", models::Meaning::rate, models::Role::assumption, false, true, 0, ""},
                                  {"wanderlust", models::Meaning::rate, models::Role::assumption, false, true, 0, ""}};
  CHECK(undocumented({"poisson", "", fields, {}, false}) == std::vector<std::string>{"wanderlust"});
  CHECK(undocumented({"poisson", "", {}, {}, true}) == std::vector<std::string>{"every"});
  CHECK(undocumented({"nomad", "", fields, {}, false}) == std::vector<std::string>{"rate", "wanderlust"});
}

// Broken scenarios and what their authors are told. Each file in cases/ begins with the messages it must get, all of them and no others:
//   # expect: LINE:COLUMN: text
// in which {models} stands for the list of repeat models.
#include "models/catalog/repeat_catalog.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace valuescale;
namespace fs = std::filesystem;

std::vector<fs::path> cases() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(VALUESCALE_SOURCE_DIR) / "tests/refusal/cases"))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string repeat_models() {
  std::string list;
  for (const models::RepeatModel* model : models::repeat_models()) list += (list.empty() ? "" : ", ") + std::string(model->name);
  return list;
}

std::vector<std::string> expected_in(const fs::path& path) {
  const std::string mark = "# expect: ", stand_in = "{models}";
  std::vector<std::string> expected;
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line) && line.starts_with(mark);) {
    std::string message = line.substr(mark.size());
    if (const auto at = message.find(stand_in); at != std::string::npos) message.replace(at, stand_in.size(), repeat_models());
    expected.push_back(message);
  }
  return expected;
}

}  // namespace

TEST_CASE("every broken scenario is refused with all of its mistakes, each at its place") {
  const std::vector<fs::path> paths = cases();
  REQUIRE(paths.size() >= 60);
  for (const fs::path& path : paths) {
    INFO(path.filename().string());
    const std::vector<std::string> expected = expected_in(path);
    REQUIRE_FALSE(expected.empty());
    try {
      scenarios::read_scenario(path.string());
      FAIL_CHECK("accepted");
    } catch (const models::InputError& error) {
      INFO(error.what());
      CHECK(error.problems().size() == expected.size());
      for (const std::string& message : expected) {
        INFO("expected: " + message);
        const bool found = std::any_of(error.problems().begin(), error.problems().end(), [&](const models::Problem& p) {
          return models::to_string(p).starts_with(path.string() + ":" + message);
        });
        CHECK(found);
      }
    }
  }
}

TEST_CASE("mistakes are reported in the order of their places") {
  const fs::path path = fs::path(VALUESCALE_SOURCE_DIR) / "tests/refusal/cases/many-mistakes.toml";
  try {
    scenarios::read_scenario(path.string());
    FAIL("accepted");
  } catch (const models::InputError& error) {
    CHECK(error.problems().size() == 6);
    CHECK(std::is_sorted(error.problems().begin(), error.problems().end(),
                         [](const auto& a, const auto& b) { return a.place.line < b.place.line; }));
  }
}

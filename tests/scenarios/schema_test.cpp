#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

// Debian's own Python: it has tomllib and jsonschema.
constexpr const char* kPython = "/usr/bin/python3";

const std::string kValidator = R"(
import json, sys, tomllib, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
bad = 0
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        for error in validator.iter_errors(tomllib.load(file)):
            print(path, list(error.path), error.message[:300])
            bad = 1
sys.exit(bad)
)";

bool python_can() { return std::system((std::string(kPython) + " -c 'import tomllib, jsonschema' 2>/dev/null").c_str()) == 0; }

bool valid(const ScenarioFiles& files, const std::string& arguments) {
  const std::string schema = files.write("schema.json", scenarios::json_schema()), script = files.write("validate.py", kValidator);
  return std::system((std::string(kPython) + " " + script + " " + schema + " " + arguments).c_str()) == 0;
}

}  // namespace

TEST_CASE("the schema names every key and refuses others") {
  const auto schema = nlohmann::json::parse(scenarios::json_schema());
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["additionalProperties"] == false);
  const auto& repeat = schema["properties"]["repeat"]["additionalProperties"];
  CHECK(repeat["additionalProperties"] == false);
  for (const char* key :
       {"model", "after", "cost_per_month", "price", "spend", "margin", "unit_cost", "rate", "churn", "alpha", "gap", "every"})
    CHECK(repeat["properties"].contains(key));
}

TEST_CASE("every shipped scenario fits the schema") {
  if (!python_can()) {
    WARN("python3 with tomllib and jsonschema is not installed: the schema was not tried");
    return;
  }
  std::string paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(VALUESCALE_SOURCE_DIR) / "scenarios"))
    if (entry.path().extension() == ".toml") paths += "'" + entry.path().string() + "' ";
  REQUIRE_FALSE(paths.empty());
  CHECK(valid(ScenarioFiles(), paths));
}

TEST_CASE("the schema sees mistakes of form") {
  if (!python_can()) return;
  const ScenarioFiles files;
  const auto fits = [&](const std::string& text) { return valid(files, files.write("scenario.toml", text) + " >/dev/null"); };
  CHECK(fits(kSmall));
  CHECK(fits(kSmall + "take = \"beta(2, 3)\"\n[segment.gold]\nmultiply.step.x.take = 2\n"));
  CHECK(fits(kSmall + "take = [0.2, \"30%\"]\nunit_cost = { value = [1, 2], note = \"two years\" }\n"));
  CHECK(fits(kSmall + "take = \"values(0.2, 0.3)\"\n"));
  CHECK(fits(kSmall + "take = { values = \"h.csv\", column = \"a\", note = \"two years\" }\n"));
  CHECK_FALSE(fits(kSmall + "take = { values = \"h.csv\" }\n"));
  CHECK_FALSE(fits(kSmall + "take = [0.2, 1.3]\n"));
  CHECK_FALSE(fits(kSmall + "take = []\n"));
  CHECK_FALSE(fits(kSmall + "tkae = 1\n"));
  CHECK_FALSE(fits(kSmall + "take = 1.5\n"));
  CHECK_FALSE(fits(kSmall + "take = \"bta(2, 3)\"\n"));
  CHECK_FALSE(fits(kSmall + "spend = 3\n"));
  CHECK_FALSE(fits("title = \"t\"\n"));
  CHECK_FALSE(fits(kSmall + "[step.x]\nprice = 3\n"));
  CHECK_FALSE(fits(kSmall + "[repeat.r]\nmodel = \"poisson\"\n"));
  CHECK_FALSE(fits(kSmall + "[repeat.r]\nmodel = \"poisson\"\nrate = 1\nalpha = 3\n"));
  CHECK(fits(kSmall + "[repeat.r]\nmodel = \"poisson\"\nrate = \"1 to 2 a year\"\n"));
  const std::string spent = "title = \"t\"\nlifetime = 2\n[offer.o]\nprice = 1\n[channel.c]\nspend = 200\n";
  CHECK(fits(spent + "response = \"hill\"\nmost = \"80 to 90\"\nhalf = 100\nshape = 2\ncapacity = 60\n"));
  CHECK(fits(spent + "response = \"linear\"\ncost = 2\nof = \"customers\"\nshare_of_first_sale = 0.2\n"));
  CHECK_FALSE(fits(spent));
  CHECK_FALSE(fits(spent + "response = \"hil\"\n"));
  CHECK_FALSE(fits(spent + "response = \"hill\"\nmost = 80\nhalf = 100\n"));
  CHECK_FALSE(fits(spent + "response = \"linear\"\ncost = 2\nmost = 80\n"));
  CHECK_FALSE(fits(spent + "response = \"linear\"\ncost = 2\ncost_per_lead = 2\n"));
  CHECK_FALSE(fits(spent + "response = \"linear\"\ncost = 2\nleads = 100\n"));
  CHECK_FALSE(fits(spent + "response = \"power\"\nfactor = 2\nexponent = 1.5\n"));
  const std::string planned = "title = \"t\"\nlifetime = 2\n[offer.o]\nprice = 1\n[plan]\nmonths = 2\nspend.c = 200\n[channel.c]\n";
  CHECK(fits(planned + "response = \"linear\"\ncost = 2\n"));
  CHECK(fits(planned + "cost_per_lead = 2\n"));
  CHECK_FALSE(fits(planned));
  CHECK_FALSE(fits(planned + "response = \"linear\"\n"));
  CHECK_FALSE(fits(planned + "response = \"linear\"\ncost = 2\nspend = 200\n"));
  CHECK_FALSE(fits(planned + "response = \"linear\"\ncost = 2\ncost_per_lead = 2\n"));
  CHECK_FALSE(fits(planned + "cost_per_lead = 2\nleads = 20\n"));
  CHECK(fits("extends = \"base.toml\"\n[step.x]\nprice = 3\n"));
}

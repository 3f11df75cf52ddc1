#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

// Debian's own Python: it has tomllib and jsonschema.
constexpr const char* kPython = "/usr/bin/python3";

/// Writes the files that do not fit, one a line, each with its first mistake.
const std::string kValidator = R"(
import json, sys, tomllib, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        for error in validator.iter_errors(tomllib.load(file)):
            print(path, list(error.path), error.message[:300])
            break
)";

bool python_can() { return std::system((std::string(kPython) + " -c 'import tomllib, jsonschema' 2>/dev/null").c_str()) == 0; }

std::vector<std::string> misfits(const ScenarioFiles& files, const std::string& paths) {
  const std::string schema = files.write("schema.json", scenarios::json_schema()), script = files.write("validate.py", kValidator);
  const std::string found = files.write("found.txt", "");
  REQUIRE(std::system((std::string(kPython) + " " + script + " " + schema + " " + paths + " >" + found).c_str()) == 0);
  std::vector<std::string> lines;
  std::ifstream stream(found);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Scenarios that fit the schema and others that do not, tried all at once: Python is slow to start.
class Trial {
 public:
  void fits(const std::string& text) { add(text, true); }
  void fails(const std::string& text) { add(text, false); }

  void run() const {
    if (!python_can()) return;
    std::string paths;
    for (const Case& one : cases_) paths += one.path + " ";
    const std::vector<std::string> found = misfits(files_, paths);
    for (const Case& one : cases_) {
      const auto at = std::find_if(found.begin(), found.end(), [&](const std::string& line) { return line.starts_with(one.path + " "); });
      INFO(one.text);
      INFO((at == found.end() ? "" : *at));
      CHECK((at == found.end()) == one.fits);
    }
  }

 private:
  struct Case {
    std::string text, path;
    bool fits;
  };
  void add(const std::string& text, bool fits) {
    cases_.push_back({text, files_.write(fmt::format("{}.toml", cases_.size()), text), fits});
  }

  ScenarioFiles files_;
  std::vector<Case> cases_;
};

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

TEST_CASE("every shipped scenario fits the schema, and those of the tests") {
  if (!python_can()) {
    WARN("python3 with tomllib and jsonschema is not installed: the schema was not tried");
    return;
  }
  std::string paths;
  for (const char* folder : {"scenarios", "tests/end_to_end/composed", "tests/data"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(VALUESCALE_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".toml") paths += "'" + entry.path().string() + "' ";
  REQUIRE_FALSE(paths.empty());
  CHECK(misfits(ScenarioFiles(), paths) == std::vector<std::string>{});
}

TEST_CASE("the schema sees mistakes of form") {
  Trial trial;
  trial.fits(kSmall);
  trial.fits(kSmall + "take = \"beta(2, 3)\"\n[segment.gold]\nmultiply.step.x.take = 2\n");
  trial.fits(kSmall + "take = [0.2, \"30%\"]\nunit_cost = { value = [1, 2], note = \"two years\" }\n");
  trial.fits(kSmall + "take = \"values(0.2, 0.3)\"\n");
  trial.fits(kSmall + "take = { values = \"h.csv\", column = \"a\", note = \"two years\" }\n");
  trial.fails(kSmall + "take = { values = \"h.csv\" }\n");
  trial.fails(kSmall + "take = [0.2, 1.3]\n");
  trial.fails(kSmall + "take = []\n");
  trial.fails(kSmall + "tkae = 1\n");
  trial.fits(kSmall + "take = { follows = \"offer.first.price\", curve = [[0, 0.3], [10, \"20%\"]], note = \"n\" }\n");
  trial.fits(kSmall +
             "unit_cost = { same_as = \"offer.first.price\" }\n[segment.gold]\noverride.offer.first.take = { same_as = \"a.b.c\" }\n");
  trial.fails(kSmall + "take = { follows = \"offer.first.price\" }\n");
  trial.fails(kSmall + "take = { follows = \"offer.first.price\", curve = [[0, 0.3]] }\n");
  trial.fails(kSmall + "take = { follows = \"offer.first.price\", curve = [[0, 0.3], [1, 2, 3]] }\n");
  trial.fails(kSmall + "take = { same_as = \"offer.first.price\", curve = [[0, 0.3], [1, 2]] }\n");
  trial.fails(kSmall + "take = 1.5\n");
  trial.fails(kSmall + "take = \"bta(2, 3)\"\n");
  trial.fails(kSmall + "spend = 3\n");
  trial.fails("title = \"t\"\n");
  trial.fails(kSmall + "[step.x]\nprice = 3\n");
  trial.fails(kSmall + "[repeat.r]\nmodel = \"poisson\"\n");
  trial.fails(kSmall + "[repeat.r]\nmodel = \"poisson\"\nrate = 1\nalpha = 3\n");
  trial.fits(kSmall + "[repeat.r]\nmodel = \"poisson\"\nrate = \"1 to 2 a year\"\n");
  const std::string spent = "title = \"t\"\nlifetime = 2\n[offer.o]\nprice = 1\n[channel.c]\nspend = 200\n";
  trial.fits(spent + "response = \"hill\"\nmost = \"80 to 90\"\nhalf = 100\nshape = 2\ncapacity = 60\n");
  trial.fits(spent + "response = \"linear\"\ncost = 2\nof = \"customers\"\nshare_of_first_sale = 0.2\n");
  trial.fails(spent);
  trial.fails(spent + "response = \"hil\"\n");
  trial.fails(spent + "response = \"hill\"\nmost = 80\nhalf = 100\n");
  trial.fails(spent + "response = \"linear\"\ncost = 2\nmost = 80\n");
  trial.fails(spent + "response = \"linear\"\ncost = 2\ncost_per_lead = 2\n");
  trial.fails(spent + "response = \"linear\"\ncost = 2\nleads = 100\n");
  trial.fails(spent + "response = \"power\"\nfactor = 2\nexponent = 1.5\n");
  const std::string planned = "title = \"t\"\nlifetime = 2\n[offer.o]\nprice = 1\n[plan]\nmonths = 2\nspend.c = 200\n[channel.c]\n";
  trial.fits(planned + "response = \"linear\"\ncost = 2\n");
  trial.fits(planned + "cost_per_lead = 2\n");
  trial.fails(planned);
  trial.fails(planned + "response = \"linear\"\n");
  trial.fails(planned + "response = \"linear\"\ncost = 2\nspend = 200\n");
  trial.fails(planned + "response = \"linear\"\ncost = 2\ncost_per_lead = 2\n");
  trial.fails(planned + "cost_per_lead = 2\nleads = 20\n");
  trial.fits("extends = \"base.toml\"\n[step.x]\nprice = 3\n");
  trial.fits("extends = \"base.toml\"\nunset = [\"step.x\", \"title\"]\n");
  trial.fits("extends = \"base.toml\"\nunset = \"step.x\"\n");
  trial.fails("extends = \"base.toml\"\nunset = [3]\n");
  trial.fails("unset = [\"step.x\"]\n" + kSmall);
  trial.run();
}

TEST_CASE("the schema sees mistakes of form in plans") {
  Trial trial;
  const auto plan = [](const std::string& lines) { return kSmall + "[plan]\n" + lines; };
  const std::string won = "months = 24\nspend.ads = 100\n";
  trial.fits(plan(won));
  trial.fails(plan("months = 24\n"));
  trial.fails(plan("spend.ads = 100\n"));
  trial.fails(plan("months = 601\nspend.ads = 100\n"));
  trial.fails(plan(won + "mnoths = 3\n"));
  trial.fits(plan(won + "starts_in = \"may\"\n"));
  trial.fails(plan(won + "starts_in = \"mai\"\n"));
  trial.fits(plan("months = 2\nleads.ads = [1, \"2 to 3\"]\n"));
  trial.fits(plan("months = 2\nleads.ads = { follows = \"offer.first.price\", curve = [[0, 9], [10, 5]] }\n"));
  trial.fits(plan("months = 2\nleads.ads = { value = [1, 2], note = \"n\" }\n"));
  trial.fits(plan("months = 2\n[plan.customers]\nnote = \"n\"\nads = { start = 3, growth = \"5%\", first = 1, last = 2, ramp = 2 }\n"));
  trial.fails(plan("months = 2\nleads.ads = [1, -2]\n"));
  trial.fails(plan("months = 2\nleads.ads = \"many\"\n"));
  trial.fails(plan("months = 2\nleads.ads = { growth = 0.1 }\n"));
  trial.fails(plan("months = 2\nleads.ads = { start = 1, grwoth = 0.1 }\n"));
  trial.fails(plan("months = 2\nleads.ads = { start = 1, first = 0 }\n"));
  trial.fits(plan(won + "delay.ads = \"2 weeks\"\n"));
  trial.fails(plan(won + "delay.ads = -1\n"));
  trial.fits(plan(won + "cost.support = { a_month = 3_000, for_customers = 500, marketing = true, note = \"n\" }\n"));
  trial.fails(plan(won + "cost.support = { for_customers = 500 }\n"));
  trial.fails(plan(won + "cost.support = { a_month = 3_000, marketing = \"yes\" }\n"));
  trial.fails(plan(won + "cost.support = { a_month = 3_000, for_customers = 0 }\n"));
  trial.fits(plan(won + "cash = 100\ncredit = 50\ncredit_interest = \"9%\"\nwhen_short = \"go on\"\nreinvest = \"20%\"\n"));
  trial.fails(plan(won + "credit = 50\n"));
  trial.fails(plan(won + "cash = 100\nwhen_short = \"wait\"\n"));
  trial.fails(plan(won + "reinvest = 1.5\n"));
  trial.fits("extends = \"base.toml\"\n[plan]\ncredit = 50\n[plan.spend]\nads = { growth = 0.1 }\n");
  trial.fails("extends = \"base.toml\"\n[plan]\ncredit = -50\n");
  trial.run();
}

TEST_CASE("the schema sees mistakes of form in correlations, seasons, shocks and trends") {
  Trial trial;
  const std::string planned = kSmall + "[plan]\nmonths = 24\nspend.ads = 100\n";
  const auto shock = [&](const std::string& lines) { return planned + "[shock.war]\n" + lines; };
  const auto multiplied = [&](const std::string& kind, const std::string& lines) {
    const std::string when = kind == "shock" ? "rate = \"0.3 a year\"\nduration = 3\n" : "";
    return planned + "[" + kind + ".x]\n" + when + "[" + kind + ".x.multiply]\n" + lines;
  };
  trial.fits(kSmall + "[[correlation]]\nbetween = [\"a.b.c\", \"d.e.f\"]\nrank = 0.5\n");
  trial.fails(kSmall + "[[correlation]]\nbetween = [\"a.b.c\", \"d.e.f\"]\nrank = 1.5\n");
  trial.fails(kSmall + "[[correlation]]\nbetween = [\"a.b.c\"]\nrank = 0.5\n");
  trial.fails(kSmall + "[[correlation]]\nrank = 0.5\n");
  trial.fails(kSmall + "[correlation]\nrank = 0.5\n");
  trial.fits(
      shock("probability = \"10% to 30%\"\nstart = \"uniform(0, 18) months\"\nduration = \"6 to 12 months\"\nmultiply.price = 0.7\n"));
  trial.fails(shock("probability = 0.3\nduration = 3\n"));
  trial.fails(shock("probability = 0.3\nmultiply.price = 0.7\n"));
  trial.fails(shock("duration = 3\nmultiply.price = 0.7\n"));
  trial.fails(shock("probability = 0.3\nrate = 0.1\nduration = 3\nmultiply.price = 0.7\n"));
  trial.fails(shock("rate = 0.1\nstart = 2\nduration = 3\nmultiply.price = 0.7\n"));
  trial.fails(shock("probability = 3\nduration = 3\nmultiply.price = 0.7\n"));
  trial.fits(multiplied("season", "price = { may = 1.2, june = \"1 to 2\" }\nchannel.ads.volume = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]\n"));
  trial.fits(multiplied("season", "price = { may = 1.2, note = \"n\", source = \"s\" }\n"));
  trial.fits(multiplied("season", "price = { value = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], note = \"n\" }\n"));
  trial.fails(multiplied("season", "price = { value = 2, note = \"n\" }\n"));
  trial.fails(multiplied("season", "price = { mai = 1.2 }\n"));
  trial.fails(multiplied("season", "price = [1, 2, 3]\n"));
  trial.fails(multiplied("season", "price = 2\n"));
  trial.fits(multiplied("shock", "offer.first.take = 0.5\nacquisition_cost = \"1.2 to 1.6\"\nchannel.ads.conversion = 0.5\n"));
  trial.fails(multiplied("shock", "prise = 2\n"));
  trial.fails(multiplied("shock", "conversion = -1\n"));
  trial.fails(multiplied("shock", "channel.ads.price = 2\n"));
  trial.fits(multiplied("trend", "cost = \"0.3%\"\nprice = -0.01\n"));
  trial.fails(multiplied("trend", "cost = -1\n"));
  trial.fails(kSmall + "[trend.x.multiply]\ncost = 0.01\n");
  trial.fails(planned + "[trend.x]\nnote = \"n\"\n");
  trial.fits("extends = \"base.toml\"\n[shock.war]\nprobability = 0.5\n[referral.friends]\ntake = 0.5\n");
  trial.run();
}

TEST_CASE("the schema sees mistakes of form in stresses") {
  Trial trial;
  const auto stress = [](const std::string& lines) { return kSmall + "[stress.x]\n" + lines; };
  trial.fits(stress("change = { \"channel.ads.cost_per_lead\" = \"*1.4\", \"offer.a.price\" = 3 }\n"));
  trial.fits(stress("change.offer.a.price = \"+2\"\nlater = { payments = \"1 month\" }\nnote = \"why\"\n"));
  trial.fits(stress("multiply = { acquisition_cost = 1.5, conversion = \"0.5 to 0.8\" }\n"));
  trial.fits(stress("shock = \"recession\"\noff = [\"step.a\", \"offer.b\"]\n"));
  trial.fits(stress("shock = { recession = \"2 months\" }\n"));
  trial.fails(stress("change = \"*1.4\"\n"));
  trial.fails(stress("chnage = {}\n"));
  trial.fails(stress("off = 3\n"));
  trial.fails(stress("multiply = { rubbish = 2 }\n"));
  trial.fails(stress("later = 1\n"));
  trial.fails(kSmall + "stress = 3\n");
  trial.run();
}

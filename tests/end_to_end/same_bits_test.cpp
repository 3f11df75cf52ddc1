// The same seed gives the same bits, however the work is split: threads, batches, instruction sets, and the ways of keeping cash.
#include "models/kernels/kernels.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tallies_equal.hpp"
#include "tests/support/worked_example.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

using Cash = models::RunOptions::Cash;
using Program = TalliesDifference::Program;

/// One of everything; a single world (customers are split among tasks); many small worlds; more steps than a ledger is kept for; amounts that
/// need the ledger's wide cells; customers who bring customers.
const std::vector<std::string> kScenarios = {"tests/data/everything.toml",
                                             "scenarios/hairdresser.toml",
                                             "scenarios/opt-ins-uncertain.toml",
                                             "scenarios/cdnow.toml",
                                             "scenarios/subscription-high-end.toml",
                                             "scenarios/grocer-ten-years.toml",
                                             "tests/data/large-amounts.toml",
                                             "tools/benchmark/workloads/shop-ten-years.toml",
                                             "tests/end_to_end/composed/referrals.toml",
                                             "tests/end_to_end/composed/plans/together.toml",
                                             "tests/end_to_end/composed/plans/weeks.toml",
                                             "tests/data/calendar.toml"};

bool is_plan(const std::string& file) { return file.find("/plans/") != std::string::npos || file.find("calendar") != std::string::npos; }

models::RunOptions options_for(const std::string& file) {
  models::RunOptions options;
  options.seed = 7;
  options.threads = 1;
  options.customers = file.find("grocer") != std::string::npos ? 5'003 : 50'021;  // no multiple of any batch
  if (file.find("everything") != std::string::npos || file.find("uncertain") != std::string::npos) {
    options.worlds = 37;
    options.cohort = 10;
  }
  if (is_plan(file)) options.worlds = 99;  // in several batches; of one, not all customers are lived
  if (file.find("weeks") != std::string::npos) options.customers = 9'001;
  return options;
}

/// Those that this processor has.
std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
  for (const char* name : {"baseline", "v3", "v4"})
    if (models::choose_kernels(name)) names.push_back(name);
  return names;
}

template <typename Change>
void check_same_bits(Program program, Change change) {
  for (const auto& file : kScenarios) {
    const auto scenario = scenarios::read_scenario(file);
    auto options = options_for(file);
    const auto reference = models::simulate(scenario, options);
    change(options);
    INFO(file);
    CHECK(TalliesDifference::find(reference, models::simulate(scenario, options), program) == "");
  }
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The results file's bytes after a run of the program.
std::string results_of(const std::string& arguments) {
  const auto output = std::filesystem::temp_directory_path() / ("valuescale-same-bits-" + std::to_string(std::rand()) + ".h5");
  const auto command = std::string(VALUESCALE_PROGRAM) + " run " + arguments + " --output " + output.string() + " >/dev/null 2>&1";
  const int status = std::system(command.c_str());
  auto bytes = bytes_of(output);
  std::filesystem::remove(output);
  INFO(command);
  REQUIRE(status == 0);
  REQUIRE_FALSE(bytes.empty());
  return bytes;
}

}  // namespace

TEST_CASE("the same seed gives the same bits on any number of threads") {
  for (const int threads : {2, 8}) {
    INFO(threads << " threads");
    check_same_bits(Program::same, [=](models::RunOptions& options) { options.threads = threads; });
  }
}

TEST_CASE("stratified worlds have the same bits on any number of threads") {
  for (const std::string file : {"scenarios/opt-ins-uncertain.toml", "tests/end_to_end/composed/plans/together.toml"}) {
    INFO(file);
    const auto scenario = scenarios::read_scenario(file);
    auto options = options_for(file);
    const auto independent = models::simulate(scenario, options);
    options.sampling = models::Sampling::stratified;
    const auto stratified = models::simulate(scenario, options);
    CHECK(TalliesDifference::find(independent, stratified) != "");
    for (const int threads : {2, 8}) {
      options.threads = threads;
      CHECK(TalliesDifference::find(stratified, models::simulate(scenario, options)) == "");
    }
  }
}

TEST_CASE("the same seed gives the same bits in batches of any size") {
  for (const std::size_t batch : {std::size_t{64}, std::size_t{256}, std::size_t{1'000}, std::size_t{16'384}}) {
    INFO("batches of " << batch);
    check_same_bits(Program::same, [=](models::RunOptions& options) { options.batch = batch, options.threads = 2; });
    check_same_bits(Program::any, [=](models::RunOptions& options) { options.batch = batch, options.cash = Cash::journal; });
  }
}

TEST_CASE("the same seed gives the same bits on old and new processors") {
  for (const auto& name : instruction_sets()) {
    INFO(name);
    check_same_bits(Program::same, [&](models::RunOptions& options) { options.instruction_set = name; });
  }
}

TEST_CASE("a ledger, a journal and the order of events keep the same cash") {
  for (const auto& file : kScenarios) {
    const auto scenario = scenarios::read_scenario(file);
    auto options = options_for(file);
    const auto reference = models::simulate(scenario, options);
    INFO(file);
    for (const Cash cash : {Cash::event_ordered, Cash::journal}) {
      options.cash = cash;
      CHECK(TalliesDifference::find(reference, models::simulate(scenario, options), Program::any) == "");
    }
    if (scenario.lifetime > 128) continue;  // a ledger of so many steps is not kept
    options.cash = Cash::ledger;
    CHECK(TalliesDifference::find(reference, models::simulate(scenario, options), Program::any) == "");
  }
}

TEST_CASE("every shipped scenario gives the same bits on old and new processors, in a ledger, a journal or the order of events") {
  for (const auto& entry : std::filesystem::directory_iterator("scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    INFO(entry.path().string());
    const auto scenario = scenarios::read_scenario(entry.path().string());
    models::RunOptions options;
    options.customers = 3'001;
    options.threads = 2;
    if (models::setup(scenario, options).uncertain_assumptions > 0) options.worlds = 7;
    const auto reference = models::simulate(scenario, options);
    const auto check = [&](Program program, const std::string& instruction_set, Cash cash) {
      auto other = options;
      other.instruction_set = instruction_set;
      other.cash = cash;
      CHECK(TalliesDifference::find(reference, models::simulate(scenario, other), program) == "");
    };
    check(Program::same, "baseline", Cash::automatic);
    check(Program::any, "", Cash::event_ordered);
    check(Program::any, "", Cash::journal);
    if (scenario.lifetime <= 128) check(Program::any, "", Cash::ledger);
  }
}

TEST_CASE("fewer distributions leave everything else as it was") {
  for (const auto& file : kScenarios) {
    const auto scenario = scenarios::read_scenario(file);
    auto options = options_for(file);
    const auto all = models::simulate(scenario, options);
    options.distributions = {true, false, false, false};
    auto some = models::simulate(scenario, options);
    INFO(file);
    CHECK(some.histogram(0, models::customer_npv).bins().empty() == (some.standing_for[models::customer_npv] == models::customer_npv));
    CHECK(some.histogram(0, models::customer_cac).bins().empty());
    const auto give_others = [&](models::Tallies& to, const models::Tallies& from) {
      for (std::size_t m = 0; m < models::metric_count; ++m) {
        if (options.distributions.has(static_cast<models::Metric>(m))) continue;
        for (std::size_t cell = 0; cell < from.dims.cells(); ++cell) to.histograms[cell][m] = from.histograms[cell][m];
        for (std::size_t i = 0; i < from.replicate_cells.size(); ++i) to.replicate_cells[i].counts[m] = from.replicate_cells[i].counts[m];
      }
    };
    give_others(some, all);
    if (all.without_referrals) {
      auto without = *some.without_referrals;
      give_others(without, *all.without_referrals);
      some.without_referrals = std::make_shared<const models::Tallies>(std::move(without));
    }
    CHECK(first_difference(all, some) == "");
  }
}

TEST_CASE("another seed, one customer more or a changed assumption gives other bits") {
  for (const auto& file : kScenarios) {
    const auto scenario = scenarios::read_scenario(file);
    const auto options = options_for(file);
    const auto reference = models::simulate(scenario, options);
    INFO(file);
    CHECK(first_difference(reference, models::simulate(scenario, options)) == "");
    auto other = options;
    ++other.seed;
    CHECK(first_difference(reference, models::simulate(scenario, other)) != "");
    other = options;
    if (is_plan(file))
      other.customers = 1'001;  // all of a month's customers are lived, or a share
    else
      other.customers = *other.customers + 1;
    CHECK(first_difference(reference, models::simulate(scenario, other)) != "");
  }
  const auto options = options_for("scenarios/hairdresser.toml");
  const auto file = std::string("scenarios/hairdresser.toml");
  const auto reference = models::simulate(scenarios::read_scenario(file), options);
  CHECK(first_difference(reference, models::simulate(scenarios::read_scenario(file, {{"step.conditioner.take", "0.4001"}}), options)) !=
        "");
}

TEST_CASE("a difference anywhere in the tallies is found") {
  const auto options = options_for("tests/data/everything.toml");
  const auto reference = models::simulate(scenarios::read_scenario("tests/data/everything.toml"), options);
  const auto differs = [&](auto spoil) {
    auto other = reference;
    spoil(other);
    return first_difference(reference, other);
  };
  CHECK(differs([](models::Tallies&) {}) == "");
  CHECK(differs([](models::Tallies& t) { t.world_cells.back().square[models::lead_npv] += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.replicate_cells.back().sums.active += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.replicate_cells.front().payback[models::lead_view].lasting.back() += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.replicate_cells.front().counts[models::ltv] = {}; }) != "");
  CHECK(differs([](models::Tallies& t) { t.histograms.back()[models::customer_profit] = {}; }) != "");
  CHECK(differs([](models::Tallies& t) { t.cash.back() += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.traffic.back().ways.back().later += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.traffic.front().purchases.back() += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.world_lasting[models::customer_view].back() += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.channel_facts.back().wasted_variance += 1e-9; }) != "");
  CHECK(differs([](models::Tallies& t) { t.cell_facts.back().conversion = -t.cell_facts.back().conversion; }) != "");
  CHECK(differs([](models::Tallies& t) { t.wasted.back().push_back({1, 0.5}); }) != "");
  CHECK(differs([](models::Tallies& t) { t.assumptions.back().values.back() *= 1 + 1e-15; }) != "");
  CHECK(differs([](models::Tallies& t) { t.cohort_profit.back().back() += 1; }) != "");
  CHECK(differs([](models::Tallies& t) { t.program_hash ^= 1; }) == "program_hash");
}

TEST_CASE("results files of the same run have the same bytes on any number of threads") {
  for (const std::string file : {"scenarios/hairdresser.toml", "tests/data/everything.toml"}) {
    const auto run = file + " --customers 20000 --seed 7";
    const auto bytes = results_of(run + " --threads 1");
    CHECK(bytes == results_of(run + " --threads 2"));
    CHECK(bytes == results_of(run + " --threads 8"));
    for (const auto& name : instruction_sets()) CHECK(bytes == results_of(run + " --instructions " + name));
    CHECK(bytes != results_of(file + " --customers 20000 --seed 8 --threads 1"));
  }
}

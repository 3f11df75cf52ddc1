// The program as a user meets it: what it prints where, how it ends, and that nothing is lost.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <signal.h>

using namespace valuescale;
using tests::Folder;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";
const std::string kOptIns = VALUESCALE_SOURCE_DIR "/scenarios/opt-ins-uncertain.toml";

std::string without_seconds(const std::string& text) {
  const std::size_t end = text.find(" seconds.");
  REQUIRE(end != std::string::npos);
  const std::size_t start = text.rfind(',', end);
  return text.substr(0, start) + text.substr(end + 8);
}

}  // namespace

TEST_CASE("the program names itself and explains itself on stdout") {
  CHECK(says(shell(kProgram + " --version").out, "valuescale 0."));
  const tests::Outcome help = shell(kProgram + " --help");
  CHECK(help.code == 0);
  for (const char* command : {"check", "schema", "run", "replay", "show", "export"}) CHECK(says(help.out, command));
  CHECK(help.err == "");
}

TEST_CASE("a scenario is checked, and its schema is JSON") {
  const tests::Outcome check = shell(kProgram + " check " + kHairdresser);
  CHECK(check.code == 0);
  CHECK(says(check.out, "How it would be run:"));
  CHECK(check.err == "");
  CHECK(nlohmann::json::parse(shell(kProgram + " schema").out).contains("$schema"));
}

TEST_CASE("check says how many customers a plan wins, and how many of them are lived") {
  const std::string check = kProgram + " check " VALUESCALE_SOURCE_DIR "/scenarios/investor-plan.toml";
  CHECK(says(shell(check).out, "the plan wins about 650,000 customers in all worlds together: all of them are lived"));
  const std::string large = shell(check + " --set channel.fairs.most=1e9").out;
  CHECK(says(large, "are lived, each standing for about"));
}

TEST_CASE("a run prints the answer, and show prints it again from the file") {
  const Folder folder;
  const std::string file = folder / "a.h5";
  const tests::Outcome run =
      shell("COLUMNS=200 " + kProgram + " run " + kOptIns + " --customers 50000 --worlds 50 --cohort 100 --seed 7 -o " + file);
  CHECK(run.code == 0);
  CHECK(run.err == "");
  CHECK(says(run.out, "profit per customer"));
  CHECK_FALSE(says(run.out, "\x1b"));
  const tests::Outcome show = shell("COLUMNS=200 " + kProgram + " show " + file);
  CHECK(show.code == 0);
  CHECK(show.out == without_seconds(run.out));

  const auto json = nlohmann::json::parse(shell(kProgram + " show --json " + file).out);
  CHECK(json["seed"] == 7);
  CHECK(json["worlds"] == 50);
  CHECK(json["cohort"]["n"] == 100);
  CHECK(json["seconds"].is_null());
  auto direct =
      nlohmann::json::parse(shell(kProgram + " run --json " + kOptIns + " --customers 50000 --worlds 50 --cohort 100 --seed 7").out);
  CHECK(direct["seconds"].is_number());
  direct["seconds"] = nullptr;
  CHECK(direct == json);
}

TEST_CASE("a plan is shown from its file as the run told it, and exported") {
  const Folder folder;
  const std::string file = folder / "plan.h5", kPlan = VALUESCALE_SOURCE_DIR "/scenarios/investor-plan.toml";
  const std::string run = kProgram + " run " + kPlan + " --worlds 50 ";
  const tests::Outcome told = shell("COLUMNS=200 " + run + "-o " + file);
  CHECK(told.code == 0);
  CHECK(says(told.out, "The plan: "));
  CHECK(shell("COLUMNS=200 " + kProgram + " show " + file).out == without_seconds(told.out));

  auto direct = nlohmann::json::parse(shell(run + "--json").out);
  direct["seconds"] = nullptr;
  CHECK(direct["plan"].is_object());
  CHECK(nlohmann::json::parse(shell(kProgram + " show --json " + file).out) == direct);

  CHECK(shell(kProgram + " export " + file + " --csv " + (folder / "tables")).code == 0);
  CHECK(says(tests::contents(folder / "tables/plan_worlds.csv"), "world,customers,profit"));
}

TEST_CASE("the file's bytes depend on neither threads nor what memory held before") {
  const Folder folder;
  const std::string run = kProgram + " run " + kOptIns + " --customers 20000 --worlds 20 --quiet ";
  CHECK(shell(run + "--threads 1 -o " + (folder / "a.h5")).out == "");
  CHECK(shell("MALLOC_PERTURB_=85 " + run + "--threads 3 -o " + (folder / "b.h5")).code == 0);
  CHECK(tests::contents(folder / "a.h5") == tests::contents(folder / "b.h5"));
  CHECK(shell(run + "--seed 2 -o " + (folder / "c.h5")).code == 0);
  CHECK(tests::contents(folder / "a.h5") != tests::contents(folder / "c.h5"));
  CHECK(folder.count() == 3);
}

TEST_CASE("a results file is exported as tables") {
  const Folder folder;
  REQUIRE(shell(kProgram + " run " + kOptIns + " --customers 20000 --worlds 20 --quiet -o " + (folder / "a.h5")).code == 0);
  const tests::Outcome out = shell(kProgram + " export " + (folder / "a.h5") + " --csv " + (folder / "tables"));
  CHECK(out.code == 0);
  CHECK(says(out.out, "tables/summary.csv\n"));
  CHECK(says(tests::contents(folder / "tables/worlds.csv"), "world,weight,customers"));
}

TEST_CASE("all mistakes of a scenario are told, one a line with their places, and exit with 2") {
  const Folder folder;
  tests::put(folder / "bad.toml",
             "title = \"x\"\nlifetime = 3\ncolour = \"red\"\n[offer.o]\nprice = \"cheap\"\n[channel.c]\ncost_per_lead = -5\n");
  for (const char* command : {" check ", " run "}) {
    const tests::Outcome outcome = shell(kProgram + command + (folder / "bad.toml"));
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK(says(outcome.err, "bad.toml:3:1: "));
    CHECK(says(outcome.err, "bad.toml:5:"));
    CHECK(says(outcome.err, "bad.toml:7:"));
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') >= 3);
  }
  CHECK(shell(kProgram + " run " + (folder / "none.toml")).code == 2);
}

TEST_CASE("a results file without a name is refused before anything is run") {
  for (const char* output : {"-o ''", "--output ''", "--output="}) {
    CAPTURE(output);
    const tests::Outcome outcome = shell(kProgram + " run " + kHairdresser + " --customers 1000 " + output);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK_FALSE(says(outcome.err, "FILE is required"));
  }
  CHECK(says(shell(kProgram + " run " + kHairdresser + " -o ''").err, "a file must have a name"));
}

TEST_CASE("check and run warn of a rate that is hardly meant, and the results file keeps the warning") {
  const Folder folder;
  const std::string five = kHairdresser + " --set discount_rate=5", warning = "discount_rate, '5', is 500 % a year";
  CHECK(says(shell("COLUMNS=200 " + kProgram + " check " + five).out, warning));
  CHECK(says(shell("COLUMNS=200 " + kProgram + " run " + five + " --customers 1000 -o " + (folder / "a.h5")).out, warning));
  CHECK(says(shell("COLUMNS=200 " + kProgram + " show " + (folder / "a.h5")).out, warning));
  CHECK_FALSE(says(shell(kProgram + " check " + kHairdresser + " --set discount_rate=0.05").out, "Warning"));
}

TEST_CASE("command lines that can't be meant exit with 2 and say how to go on") {
  for (const char* line : {"", " fly", " run", " run a b", " export x", " check --colour x"}) {
    CAPTURE(line);
    const tests::Outcome outcome = shell(kProgram + line);
    CHECK(outcome.code == 2);
    CHECK(says(outcome.err, "--help"));
    CHECK(outcome.out == "");
  }
}

TEST_CASE("absurd sizes are refused at once and together") {
  const tests::Outcome outcome =
      shell(kProgram + " run " + kHairdresser + " --customers 0 --worlds 1000001 --threads 5000 --cohort 0 --set nonsense");
  CHECK(outcome.code == 2);
  for (const char* option : {"--customers", "--worlds", "--threads", "--cohort"}) CHECK(says(outcome.err, option));
  CHECK(shell(kProgram + " run " + kHairdresser + " --customers 1000000000001").code == 2);
  CHECK(shell(kProgram + " run " + kHairdresser + " --threads 0").code == 2);
  const tests::Outcome numbers =
      shell(kProgram + " run " + kHairdresser + " --customers many --seed -1 --worlds 99999999999999999999 --cohort 1e99");
  CHECK(numbers.code == 2);
  CHECK(std::count(numbers.err.begin(), numbers.err.end(), '\n') == 4);
  CHECK(says(numbers.err, "--customers: 'many' is no whole number"));
  CHECK(nlohmann::json::parse(
            shell(kProgram + " run --json " + kHairdresser + " --customers 1e4 --seed 1_000 --cohort 2k").out)["customers"] == 10'000);
  CHECK(shell(kProgram + " check " + kHairdresser + " --set nonsense").code == 2);
}

TEST_CASE("a run can be asked for fewer distributions, and for an instruction set") {
  const std::string run = kProgram + " run --json " + kHairdresser + " --customers 20000 ";
  const auto all = nlohmann::json::parse(shell(run).out), some = nlohmann::json::parse(shell(run + "--distributions profit").out);
  CHECK(some["customer"]["profit"] == all["customer"]["profit"]);
  CHECK(some["customer"]["ltv"]["mean"] == all["customer"]["ltv"]["mean"]);
  CHECK(some["customer"]["ltv"]["sd"] == all["customer"]["ltv"]["sd"]);
  CHECK(all["customer"]["ltv"]["quantiles"]["0.5"]["value"].is_number());
  CHECK(some["customer"]["ltv"]["quantiles"]["0.5"]["value"].is_null());
  const tests::Outcome none = shell(kProgram + " run " + kHairdresser + " --customers 20000 --distributions none");
  CHECK(none.code == 0);
  CHECK_FALSE(says(none.out, "nan"));
  CHECK_FALSE(says(none.out, "?"));
  auto baseline = nlohmann::json::parse(shell(run + "--instructions baseline").out);
  baseline["seconds"] = all["seconds"];
  CHECK(baseline == all);
  const tests::Outcome wrong = shell(kProgram + " run " + kHairdresser + " --distributions profit,loss --instructions v9");
  CHECK(wrong.code == 2);
  CHECK(says(wrong.err, "--distributions: 'loss' has no distribution"));
  CHECK(says(wrong.err, "--instructions: 'v9' is no instruction set"));
}

TEST_CASE("worlds can be stratified, and their customers lived again") {
  const tests::Folder folder;
  const std::string run = kProgram + " run " + kOptIns + " --customers 20000 --worlds 100 --sampling ", file = folder / "a.h5";
  const tests::Outcome stratified = shell("COLUMNS=200 " + run + "stratified -o " + file);
  CHECK(stratified.code == 0);
  CHECK(says(stratified.out, "20,000 customers simulated in 100 stratified worlds (200 in each)"));
  CHECK(says(shell("COLUMNS=200 " + kProgram + " show " + file).out, "in 100 stratified worlds"));
  const auto independent = nlohmann::json::parse(shell(run + "independent --json").out);
  CHECK(independent["sampling"] == "independent");
  auto usual = nlohmann::json::parse(shell(kProgram + " run " + kOptIns + " --customers 20000 --worlds 100 --json").out);
  usual["seconds"] = independent["seconds"];
  CHECK(usual == independent);

  const std::string replay = kProgram + " replay " + kOptIns + " --world 41 --customer 3 --json ";
  const auto book = nlohmann::json::parse(shell(replay + "--sampling stratified --worlds 100").out);
  CHECK(book["stratified_worlds"] == 100);
  CHECK(nlohmann::json::parse(shell(replay).out)["stratified_worlds"].is_null());
  CHECK(says(shell(replay + "--sampling stratified").err, "--sampling: of how many worlds is not said"));
}

TEST_CASE("ruin can be told by worlds of its own, and nothing else changes") {
  const tests::Folder folder;
  const std::string run =
      kProgram + " run " VALUESCALE_SOURCE_DIR "/tests/data/gambler.toml --set 'offer.game.take=beta(12, 4)' --worlds 100 --json";
  const std::string ruin = " --set plan.cash=4 -o " + (folder / "a.h5");
  auto with = nlohmann::json::parse(shell(run + ruin + " --rare ruin=400").out);
  CHECK(with["plan"]["p_ruin"]["worlds"] == 400);
  auto again = nlohmann::json::parse(shell(kProgram + " show --json " + (folder / "a.h5")).out);
  CHECK(again["plan"] == with["plan"]);
  auto without = nlohmann::json::parse(shell(run + ruin).out);
  for (const char* changed : {"p_ruin", "ruin"}) with["plan"].erase(changed), without["plan"].erase(changed);
  CHECK(with["plan"] == without["plan"]);
}

TEST_CASE("a sampling that cannot be is refused") {
  const auto said = [](const std::string& options) {
    const tests::Outcome outcome = shell(kProgram + " run " + options);
    CHECK(outcome.code == 2);
    return outcome.err;
  };
  CHECK(says(said(kOptIns + " --sampling sobol --worlds none"),
             "--sampling: 'sobol' is no way to draw worlds (independent and stratified are)"));
  CHECK(says(said(kOptIns + " --sampling stratified --precision 1%"),
             "--sampling: --precision cannot choose the size of a stratified run (sixteen hypercubes tell its error too roughly to promise "
             "one); leave out --sampling, or give --customers and --worlds"));
  CHECK(says(said(kOptIns + " --sampling stratified --worlds 20"), "20 worlds are too few to stratify"));
  CHECK(says(said(kHairdresser + " --sampling stratified"), "nothing to stratify"));
  CHECK(says(said(kOptIns + " --rare loss"),
             "--rare: 'loss' is no rare event (ruin is); write it as ruin, or as ruin=4000 for so many worlds"));
  CHECK(says(said(kOptIns + " --rare ruin=many"), "--rare: 'many' is no whole number that fits"));
  CHECK(says(said(kOptIns + " --rare ruin"), "nothing is ruined here (the scenario has no plan); leave out --rare"));
  CHECK(says(said(kOptIns + " --rare ruin --precision 1%"), "--rare: --precision does not reckon with worlds drawn for it"));
}

TEST_CASE("values can be set from the command line") {
  const tests::Outcome outcome =
      shell(kProgram + " run --json --customers 10000 " + kHairdresser + " --set currency=JPY --set title='\"other\"'");
  const auto json = nlohmann::json::parse(outcome.out);
  CHECK(json["currency"] == "JPY");
  CHECK(json["title"] == "other");
}

TEST_CASE("a place that can't be written to is told before the run, and nothing is lost") {
  const Folder folder;
  const auto start = std::chrono::steady_clock::now();
  const tests::Outcome nowhere = shell(kProgram + " run " + kHairdresser + " --customers 1000000000 -o " + (folder / "no/such/a.h5"));
  CHECK(nowhere.code == 1);
  CHECK(says(nowhere.err, "cannot write"));
  CHECK(nowhere.out == "");
  tests::put(folder / "mine.toml", "title = \"precious\"\n");
  const tests::Outcome over = shell(kProgram + " run " + kHairdresser + " --customers 1000000000 -o " + (folder / "mine.toml"));
  CHECK(over.code == 2);
  CHECK(says(over.err, "would be overwritten"));
  CHECK(tests::contents(folder / "mine.toml") == "title = \"precious\"\n");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a link in the place of a results file stays, and what it leads to is written") {
  const Folder folder;
  std::filesystem::create_directory(folder / "large");
  const auto run_to = [&](const std::string& name) {
    return shell(kProgram + " run " + kHairdresser + " --customers 1000 -o " + (folder / name));
  };
  std::filesystem::create_symlink("large/a.h5", folder / "link.h5");
  std::filesystem::create_symlink("link.h5", folder / "again.h5");
  REQUIRE(run_to("again.h5").code == 0);  // what it leads to isn't there yet
  CHECK(std::filesystem::is_symlink(folder / "link.h5"));
  CHECK(std::filesystem::is_symlink(folder / "again.h5"));
  const std::string first = tests::contents(folder / "large/a.h5");
  REQUIRE(shell(kProgram + " run " + kHairdresser + " --customers 1000 --seed 5 -o " + (folder / "link.h5")).code == 0);
  CHECK(tests::contents(folder / "large/a.h5") != first);
  CHECK(shell(kProgram + " show " + (folder / "link.h5")).code == 0);
  std::filesystem::create_symlink("both.h5", folder / "page.html");
  CHECK(shell(kProgram + " run " + kHairdresser + " --customers 1000 -o " + (folder / "both.h5") + " --report " + (folder / "page.html"))
            .code == 2);
  std::filesystem::create_symlink("round.h5", folder / "round.h5");
  const tests::Outcome round = run_to("round.h5");
  CHECK(round.code == 1);
  CHECK(says(round.err, "cannot write"));
}

TEST_CASE("a full disk ends a run with 1 and leaves nothing half-written") {
  const Folder folder;
  const std::string run = kProgram + " run " + kHairdresser + " --customers 10000 -o " + (folder / "a.h5");
  const tests::Outcome outcome = shell("ulimit -f 8; " + run);
  CHECK(outcome.code == 1);
  CHECK(says(outcome.err, "cannot write"));
  CHECK(folder.count() == 0);
  REQUIRE(shell(run).code == 0);
  const std::string before = tests::contents(folder / "a.h5");
  CHECK(shell("ulimit -f 8; " + run + " --seed 5").code == 1);
  CHECK(tests::contents(folder / "a.h5") == before);
  CHECK(shell(kProgram + " run " + kHairdresser + " --customers 10000 > /dev/full").code == 1);
}

TEST_CASE("a reader that goes away is no failure") {
  const tests::Outcome outcome = shell("bash -c '" + kProgram + " schema | true; exit ${PIPESTATUS[0]}'");
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
}

TEST_CASE("an interrupted run prints what it has, marked as such, and writes no file") {
  const Folder folder;
  const std::string out = folder / "out", err = folder / "err", file = folder / "a.h5";
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open(out.c_str(), O_CREAT | O_WRONLY, 0600), 1);
    ::dup2(::open(err.c_str(), O_CREAT | O_WRONLY, 0600), 2);
    ::execl(kProgram.c_str(), "valuescale", "run", kHairdresser.c_str(), "--customers", "100000000000", "--threads", "1", "-o",
            file.c_str(), nullptr);
    ::_exit(99);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  ::kill(child, SIGINT);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);
  CHECK(says(tests::contents(out), "INTERRUPTED"));
  CHECK(says(tests::contents(err), "was not written"));
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK(folder.count() == 2);
}

TEST_CASE("a damaged results file is refused with 2") {
  const Folder folder;
  tests::put(folder / "a.h5", std::string("\211HDF\r\n\032\n", 8) + std::string(999, '\0'));
  for (const std::string& command : {" show " + (folder / "a.h5"), " export " + (folder / "a.h5") + " --csv " + (folder / "t")}) {
    const tests::Outcome outcome = shell(kProgram + command);
    CHECK(outcome.code == 2);
    CHECK(says(outcome.err, "a.h5: cannot be read as a results file"));
    CHECK(outcome.out == "");
  }
  CHECK_FALSE(std::filesystem::exists(folder / "t"));
}

TEST_CASE("names in a scenario can't command the terminal, not even in an error") {
  const Folder folder;
  tests::put(folder / "bad.toml",
             "title = \"\\u001b[2J\"\nlifetime = 3\n[offer.\"\\u001b]0;x\\u0007\"]\nprice = 1\nhue = 2\n[channel.c]\ncost_per_lead = 1\n");
  const tests::Outcome outcome = shell(kProgram + " check " + (folder / "bad.toml"));
  CHECK(outcome.code == 2);
  CHECK_FALSE(says(outcome.err, "\x1b"));
}

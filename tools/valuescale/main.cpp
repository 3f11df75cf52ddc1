// valuescale: what customers cost, when they pay back, and what can go wrong. Reads the command line; each command is a file beside this.
#include "models/description/problem.hpp"
#include "results/terminal/text.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decision_commands.hpp"
#include "tools/valuescale/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>

namespace valuescale::tools {
namespace {

int parse_and_run(int argc, char** argv) {
  CLI::App app{
      "Monte Carlo for the economics of a customer's lifetime.\nExit codes: 0 done, 1 failed while running, 2 the input is wrong, 3 the "
      "answer is no."};
  app.name("valuescale");
  app.set_version_flag("--version", fmt::format("valuescale {}", kVersion));
  app.require_subcommand(1);
  app.get_formatter()->column_width(28);
  int code = kDone;

  CheckOptions check_options;
  CLI::App* check_command = app.add_subcommand("check", "Is this scenario right, and what does it say in plain words?");
  check_command->add_option("FILE", check_options.scenario, "the scenario")->required();
  check_command->add_option("--set", check_options.settings, "change a value: PATH=VALUE; may be repeated")->allow_extra_args(false);
  check_command->callback([&] { code = check(check_options); });

  CLI::App* schema_command = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  schema_command->callback([&] { code = print_schema(); });

  RunCommand run_options;
  CLI::App* run_command = app.add_subcommand("run", "When do customers pay back, what do we earn, what can go wrong?");
  run_command->add_option("FILE", run_options.scenario, "the scenario")->required();
  run_command->add_option("-o,--output", run_options.output, "write the results to this file (HDF5)")->check([](const std::string& file) {
    return file.empty() ? std::string("a file must have a name") : std::string();
  });
  run_command->add_option("--seed", run_options.seed, "the same seed gives the same answer; default: 1");
  run_command->add_option("--threads", run_options.threads, "default: all cores; never changes the answer");
  run_command->add_option("--customers", run_options.customers,
                          "customers to simulate, over all worlds; default: 1M, of a plan all, at most 50M");
  run_command->add_option("--worlds", run_options.worlds, "draws of what you don't know; default: 1000, or 1 if you know everything");
  run_command->add_option(
      "--sampling", run_options.sampling,
      "how worlds are drawn: independent, or stratified: each n-th of every assumption's law once; default: independent");
  run_command->add_option(
      "--rare", run_options.rare,
      "also: P(ruin) from worlds of its own, drawn where ruin is likelier: ruin, or ruin=WORLDS; default: 1000 of them");
  run_command->add_option("--precision", run_options.precision,
                          "instead: as many as it takes; 1% of the value or 0.5 (USD), half of the 95 % interval");
  run_command->add_option(
      "--of", run_options.of,
      "of which number: profit, npv, ltv, cac, ltv-cac, p-loss, payback or lead-profit; of a plan also plan-profit, plan-npv, "
      "plan-loss, peak-funding or ruin; default: profit");
  run_command->add_option("--time", run_options.time, "instead: as many as fit in it, as 30s or 2min; not the same number each time");
  run_command->add_option("--cohort", run_options.cohort, "also: the result of so many real customers");
  run_command->add_option("--distributions", run_options.distributions,
                          "whose quantiles are wanted: of profit, npv, ltv, cac, or none; fewer are faster; default: profit,npv,ltv,cac");
  run_command->add_option("--instructions", run_options.instructions,
                          "baseline, v3 or v4 of x86-64; default: the best this machine has; never changes the answer");
  run_command->add_option("--set", run_options.settings, "change a value: PATH=VALUE; may be repeated")->allow_extra_args(false);
  run_command->add_flag("--json", run_options.json, "print JSON (valuescale.run/1) instead of text");
  run_command->add_flag("--quiet", run_options.quiet, "no progress; with -o no answer either");
  run_command->callback([&] { code = run(run_options); });

  ReplayCommand replay_options;
  CLI::App* replay_command = app.add_subcommand("replay", "Show one customer's whole life, as an account book");
  replay_command->add_option("FILE", replay_options.scenario, "the scenario")->required();
  replay_command->add_option("--world", replay_options.world, "which draw of what you don't know; the first is 0")->required();
  replay_command->add_option("--customer", replay_options.customer, "which customer of the channel in that world; the first is 0")
      ->required();
  replay_command->add_option("--channel", replay_options.channel, "whose customer; needed where there are several channels");
  replay_command->add_option("--month", replay_options.month,
                             "of a plan: in which it won the customer, who is numbered within it; the first is 1");
  replay_command->add_option("--seed", replay_options.seed, "that of the run; default: 1");
  replay_command->add_option("--sampling", replay_options.sampling, "that of the run; default: independent");
  replay_command->add_option("--worlds", replay_options.worlds, "those of the run; needed where they are stratified");
  replay_command->add_option("--set", replay_options.settings, "change a value: PATH=VALUE; may be repeated")->allow_extra_args(false);
  replay_command->add_flag("--json", replay_options.json, "print JSON (valuescale.replay/1) instead of text");
  replay_command->callback([&] { code = replay(replay_options); });

  DecisionCommands decisions(app, code);

  ShowOptions show_options;
  CLI::App* show_command = app.add_subcommand("show", "Print a results file again");
  show_command->add_option("FILE", show_options.results, "a file that -o wrote")->required();
  show_command->add_flag("--json", show_options.json, "print JSON (valuescale.run/1) instead of text");
  show_command->callback([&] { code = show(show_options); });

  ExportOptions export_options;
  CLI::App* export_command = app.add_subcommand("export", "Write a results file as tables, for a spreadsheet");
  export_command->add_option("FILE", export_options.results, "a file that -o wrote")->required();
  export_command->add_option("--csv", export_options.csv_directory, "directory of tables, one file each; made if missing");
  export_command->add_option("-o,--xlsx", export_options.workbook, "an Excel workbook (.xlsx), with what was assumed and how it was made");
  export_command->callback([&] { code = export_tables(export_options); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
  } catch (const CLI::CallForAllHelp&) {
    print(app.help("", CLI::AppFormatMode::All));
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    complain(results::printable(error.what()));
    complain("see valuescale --help");
    return kWrongInput;
  }
  return code;
}

}  // namespace
}  // namespace valuescale::tools

int main(int argc, char** argv) {
  using namespace valuescale;
  // Writing to a closed pipe is then an error code, which console.cpp expects, instead of a death.
  std::signal(SIGPIPE, SIG_IGN);
  // Likewise a file that may not grow.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return tools::parse_and_run(argc, argv);
  } catch (const models::InputError& error) {
    for (const auto& problem : error.problems()) tools::complain(results::printable(models::to_string(problem)));
    return tools::kWrongInput;
  } catch (const std::bad_alloc&) {
    tools::complain("not enough memory for a run of this size; fewer worlds, segments or steps need less");
    return tools::kFailed;
  } catch (const std::exception& error) {
    tools::complain("failed: " + results::printable(error.what()));
    return tools::kFailed;
  }
}

#include "tools/valuescale/decision_commands.hpp"

namespace valuescale::tools {
namespace {

void add_sizes(CLI::App& command, SizeOptions& sizes) {
  command.add_option("--seed", sizes.seed, "the same seed gives the same answer; default: 1");
  command.add_option("--threads", sizes.threads, "default: all cores; never changes the answer");
  command.add_option("--customers", sizes.customers, "customers of each run, over all worlds; default: 1M, of a plan all, at most 50M");
  command.add_option("--worlds", sizes.worlds, "draws of what you don't know, of each run; default: 1000, or 1 if you know everything");
  command.add_option("--sampling", sizes.sampling, "how worlds are drawn: independent or stratified; default: independent");
  command.add_option("--instructions", sizes.instructions, "baseline, v3 or v4 of x86-64; never changes the answer");
}

template <class Command>
void add_usual(CLI::App& command, Command& options, const char* schema) {
  add_sizes(command, options);
  command.add_option("--set", options.settings, "change a value: PATH=VALUE; may be repeated")->allow_extra_args(false);
  command.add_flag("--json", options.json, std::string("print JSON (") + schema + ") instead of text");
  command.add_flag("--quiet", options.quiet, "no progress");
}

void add_stress(CLI::App& app, StressCommand& stress_options, int& code) {
  CLI::App* command = app.add_subcommand("stress", "What if ads get dearer, or a recession comes? And what has to go wrong until …?");
  command->add_option("FILE", stress_options.scenario, "the scenario")->required();
  command->add_option("--stresses", stress_options.stresses, "a file of more [stress.NAME] tables");
  command->add_flag("--ready", stress_options.ready, "the ready set, besides the scenario's own; default where it has none");
  command->add_option("--only", stress_options.only, "only this stress; may be repeated")->allow_extra_args(false);
  command->add_flag("--combined", stress_options.combined, "all of them together, too");
  command->add_option("--metric", stress_options.metrics, "a number by its path in run --json; may be repeated")->allow_extra_args(false);
  command->add_option("--until", stress_options.until,
                      "backwards: what has to go wrong, and how far, until this holds, as 'plan.p_ruin > 20%'");
  command
      ->add_option("--vary", stress_options.vary,
                   "with --until: a number that may go wrong; may be repeated; default: all that is not known")
      ->allow_extra_args(false);
  command->add_flag("--as-value", stress_options.as_value, "with --until: what is not known alone becomes certain; else its law is scaled");
  add_usual(*command, stress_options, "valuescale.stress/1, with --until valuescale.reverse-stress/1");
  command->callback([&stress_options, &code] { code = stress(stress_options); });
}

}  // namespace

DecisionCommands::DecisionCommands(CLI::App& app, int& code) {
  CLI::App* solve_command = app.add_subcommand("solve", "How much may a customer cost? The value at which a number meets a target");
  solve_command->add_option("FILE", solve_.scenario, "the scenario")->required();
  solve_command->add_option("--vary", solve_.vary, "the number that is looked for, by its path in the scenario")->required();
  solve_command->add_option("--metric", solve_.metric, "the number that is to meet the target, by its path in run --json")->required();
  solve_command->add_option("--target", solve_.target, "what it is to be")->required();
  solve_command->add_option("--probability", solve_.probability,
                            "instead: it is to be at least the target in such a share of worlds, as 80%");
  solve_command->add_flag("--at-most", solve_.at_most, "with --probability: at most the target");
  solve_command->add_option("--from", solve_.from, "look no lower than this");
  solve_command->add_option("--to", solve_.to, "look no higher than this");
  solve_command->add_option("--as", solve_.as, "what is not known: mean scales its whole law, value makes it certain; default: mean");
  add_usual(*solve_command, solve_, "valuescale.solve/1");
  solve_command->callback([this, &code] { code = solve(solve_); });
  add_stress(app, stress_, code);
}

}  // namespace valuescale::tools

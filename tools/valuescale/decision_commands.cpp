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

  CLI::App* sensitivity_command =
      app.add_subcommand("sensitivity", "Which assumption matters most? Tornado, shares of variance, rank correlations");
  sensitivity_command->add_option("FILE", sensitivity_.scenario, "the scenario")->required();
  sensitivity_command->add_option("--metric", sensitivity_.metrics, "a number, by its path in run --json; may be repeated; default: profit")
      ->allow_extra_args(false);
  sensitivity_command->add_option("--rows", sensitivity_.rows,
                                  "of the design for shares of variance; default: 512, of a plan 64; 0: tornado alone");
  add_usual(*sensitivity_command, sensitivity_, "valuescale.sensitivity/1");
  sensitivity_command->callback([this, &code] { code = sensitivity(sensitivity_); });

  CLI::App* voi_command =
      app.add_subcommand("voi", "Is it worth knowing more before deciding? Value of information, and how large a pilot should be");
  voi_command->add_option("FILE", voi_.scenarios, "a scenario, whose channels are the options; or several, which are")->required();
  voi_command->add_option("--budget", voi_.budget, "money that goes to the best channel; default: per unit of money");
  voi_command->add_option("--leads", voi_.leads, "so many leads, at profit per lead; default where there are several files: per lead");
  voi_command->add_flag("--must-choose", voi_.must_choose, "doing nothing is no option");
  voi_command->add_option("--test", voi_.test, "what a pilot tries out on leads: the path of a probability, as offer.NAME.take");
  voi_command->add_option("--test-cost", voi_.test_cost,
                          "of each lead of the pilot; default: what a lead costs who is shown it, on average");
  voi_command->add_option("--test-leads", voi_.test_leads, "sizes to look at, as 50,100,200; default: 10 to 10,000");
  add_usual(*voi_command, voi_, "valuescale.voi/1");
  voi_command->callback([this, &code] { code = voi(voi_); });

  CLI::App* compare_command = app.add_subcommand("compare", "Which is better, by how much, and how sure is that?");
  compare_command->add_option("FILES", compare_.scenarios, "the scenarios; with --by a single one")->required();
  compare_command->add_option("--by", compare_.by, "instead of scenarios: channel, offer or segment of one");
  compare_command->add_option(
      "--basis", compare_.basis,
      "profit per lead, per unit of money spent on acquisition, per customer, or of the plan: lead, money, customer or plan; default: "
      "plan where there are plans, money of channels, else lead");
  compare_command->add_flag("--must-choose", compare_.must_choose, "doing nothing is no choice");
  add_usual(*compare_command, compare_, "valuescale.compare/1");
  compare_command->callback([this, &code] { code = compare(compare_); });
}

}  // namespace valuescale::tools

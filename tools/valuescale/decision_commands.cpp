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
  command.add_option("-o,--output", options.output, "write the answer to this file (HDF5)")->check([](const std::string& file) {
    return file.empty() ? std::string("a file must have a name") : std::string();
  });
  command.add_flag("--json", options.json, std::string("print JSON (") + schema + ") instead of text");
  command.add_flag("--quiet", options.quiet, "no progress; with -o no answer either");
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

  CLI::App* compare_command = app.add_subcommand("compare", "Which is better, by how much, and how sure is that?");
  compare_command->add_option("FILES", compare_.scenarios, "the scenarios; with --by a single one")->required();
  compare_command->add_option("--by", compare_.by, "instead of scenarios: channel, offer or segment of one");
  compare_command->add_option(
      "--basis", compare_.basis,
      "profit per lead, per unit of money spent on acquisition, per customer, or of the plan: lead, money, customer or plan; default: "
      "plan where there are plans, money of channels, else lead");
  compare_command->add_option("--budgets", compare_.budgets,
                              "with --by channel: also what such budgets earn, all spent on one of them: 10k,50k,200k");
  compare_command->add_flag("--must-choose", compare_.must_choose, "doing nothing is no choice");
  add_usual(*compare_command, compare_, "valuescale.compare/1");
  compare_command->callback([this, &code] { code = compare(compare_); });

  CLI::App* optimize_command = app.add_subcommand("optimize", "How do I split the budget, and choose what may be chosen?");
  optimize_command->add_option("FILE", optimize_.scenario, "the scenario")->required();
  optimize_command->add_option("--budget", optimize_.budget, "of all that is chosen together; default: where spends are split, today's");
  optimize_command
      ->add_option("--vary", optimize_.vary, "instead of splitting spends: a number that may be chosen, PATH=LOW:HIGH; may be repeated")
      ->allow_extra_args(false);
  optimize_command->add_option("--floor", optimize_.floors, "of what is chosen, no less than this: PATH=AMOUNT; may be repeated")
      ->allow_extra_args(false);
  optimize_command->add_option("--limit", optimize_.limits, "of the run: \"plan.p_ruin<=5%\"; may be repeated")->allow_extra_args(false);
  optimize_command->add_option(
      "--metric", optimize_.metric,
      "what is to be large: a number known world by world; default: plan.profit.mean, or spend.profit, what the spends earn in all");
  optimize_command->add_option("--objective", optimize_.objective,
                               "its mean, its cvar (mean of the worst worlds), or the probability that it reaches --target; default: mean");
  optimize_command->add_option("--level", optimize_.level, "of cvar; default: 95%");
  optimize_command->add_option("--target", optimize_.target, "with --objective probability");
  optimize_command->add_option("--frontier", optimize_.frontier, "also: so many choices from the best mean to the best cvar");
  add_usual(*optimize_command, optimize_, "valuescale.optimize/1");
  optimize_command->callback([this, &code] { code = optimize(optimize_); });
}

}  // namespace valuescale::tools

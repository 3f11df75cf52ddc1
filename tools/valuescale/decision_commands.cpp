#include "tools/valuescale/decision_commands.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace valuescale::tools {
namespace {

/// As a shell takes it for one word.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=%,+@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// What was asked, as a command line: without what changes only where and how fast the answer is told, and without the folders of files.
std::string asked_by(const CLI::App& command) {
  constexpr std::array<std::string_view, 5> kHow{"output", "json", "quiet", "threads", "instructions"};
  std::string line = "valuescale " + command.get_name();
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_lnames().empty() ? std::string() : option->get_lnames().front();
    if (option->count() == 0 || std::find(kHow.begin(), kHow.end(), name) != kHow.end()) continue;
    const bool is_flag = option->get_items_expected_max() == 0, names_files = name.empty() || name == "stresses";
    if (is_flag) line += " --" + name;
    for (const std::string& word : option->results()) {
      if (is_flag) break;
      if (!name.empty()) line += " --" + name;
      line += " " + quoted(names_files ? std::filesystem::path(word).filename().string() : word);
    }
  }
  return line;
}

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
  command.parse_complete_callback([&options, &command] { options.asked = asked_by(command); });
}

void add_stress(CLI::App& app, StressCommand& options, int& code) {
  CLI::App* command = app.add_subcommand("stress", "What if ads get dearer, or a recession comes? And what has to go wrong until …?");
  command->add_option("FILE", options.scenario, "the scenario")->required();
  command->add_option("--stresses", options.stresses, "a file of more [stress.NAME] tables");
  command->add_flag("--ready", options.ready, "the ready set, besides the scenario's own; default where it has none");
  command->add_option("--only", options.only, "only this stress; may be repeated")->allow_extra_args(false);
  command->add_flag("--combined", options.combined, "all of them together, too");
  command->add_option("--metric", options.metrics, "a number by its path in run --json; may be repeated")->allow_extra_args(false);
  command->add_option("--until", options.until, "backwards: what has to go wrong, and how far, until this holds, as 'plan.p_ruin > 20%'");
  command->add_option("--vary", options.vary, "with --until: a number that may go wrong; may be repeated; default: all that is not known")
      ->allow_extra_args(false);
  command->add_flag("--as-value", options.as_value, "with --until: what is not known alone becomes certain; else its law is scaled");
  add_usual(*command, options, "valuescale.stress/1, with --until valuescale.reverse-stress/1");
  command->callback([&options, &code] { code = stress(options); });
}

void add_solve(CLI::App& app, SolveCommand& options, int& code) {
  CLI::App* command = app.add_subcommand("solve", "How much may a customer cost? The value at which a number meets a target");
  command->add_option("FILE", options.scenario, "the scenario")->required();
  command->add_option("--vary", options.vary, "the number that is looked for, by its path in the scenario")->required();
  command->add_option("--metric", options.metric, "the number that is to meet the target, by its path in run --json")->required();
  command->add_option("--target", options.target, "what it is to be")->required();
  command->add_option("--probability", options.probability, "instead: it is to be at least the target in such a share of worlds, as 80%");
  command->add_flag("--at-most", options.at_most, "with --probability: at most the target");
  command->add_option("--from", options.from, "look no lower than this");
  command->add_option("--to", options.to, "look no higher than this");
  command->add_option("--as", options.as, "what is not known: mean scales its whole law, value makes it certain; default: mean");
  add_usual(*command, options, "valuescale.solve/1");
  command->callback([&options, &code] { code = solve(options); });
}

void add_compare(CLI::App& app, CompareCommand& options, int& code) {
  CLI::App* command = app.add_subcommand("compare", "Which is better, by how much, and how sure is that?");
  command->add_option("FILES", options.scenarios, "the scenarios; with --by a single one")->required();
  command->add_option("--by", options.by, "instead of scenarios: channel, offer or segment of one");
  command->add_option(
      "--basis", options.basis,
      "profit per lead, per unit of money spent on acquisition, per customer, or of the plan: lead, money, customer or plan; default: "
      "plan where there are plans, money of channels, else lead");
  command->add_option("--budgets", options.budgets,
                      "with --by channel: also what such budgets earn, all spent on one of them: 10k,50k,200k");
  command->add_flag("--must-choose", options.must_choose, "doing nothing is no choice");
  add_usual(*command, options, "valuescale.compare/1");
  command->callback([&options, &code] { code = compare(options); });
}

void add_optimize(CLI::App& app, OptimizeCommand& options, int& code) {
  CLI::App* command = app.add_subcommand("optimize", "How do I split the budget, and choose what may be chosen?");
  command->add_option("FILE", options.scenario, "the scenario")->required();
  command->add_option("--budget", options.budget, "of all that is chosen together; default: where spends are split, today's");
  command->add_option("--vary", options.vary, "instead of splitting spends: a number that may be chosen, PATH=LOW:HIGH; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--floor", options.floors, "of what is chosen, no less than this: PATH=AMOUNT; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--limit", options.limits, "of the run: \"plan.p_ruin<=5%\"; may be repeated")->allow_extra_args(false);
  command->add_option(
      "--metric", options.metric,
      "what is to be large: a number known world by world; default: plan.profit.mean, or spend.profit, what the spends earn in all");
  command->add_option("--objective", options.objective,
                      "its mean, its cvar (mean of the worst worlds), or the probability that it reaches --target; default: mean");
  command->add_option("--level", options.level, "of cvar; default: 95%");
  command->add_option("--target", options.target, "with --objective probability");
  command->add_option("--frontier", options.frontier, "also: so many choices from the best mean to the best cvar");
  add_usual(*command, options, "valuescale.optimize/1");
  command->callback([&options, &code] { code = optimize(options); });
}

void add_sensitivity(CLI::App& app, SensitivityCommand& options, int& code) {
  CLI::App* command = app.add_subcommand("sensitivity", "Which assumption matters most? Tornado, shares of variance, rank correlations");
  command->add_option("FILE", options.scenario, "the scenario")->required();
  command->add_option("--metric", options.metrics, "a number, by its path in run --json; may be repeated; default: profit")
      ->allow_extra_args(false);
  command->add_option("--rows", options.rows, "of the design for shares of variance; default: 512, of a plan 64; 0: tornado alone");
  add_usual(*command, options, "valuescale.sensitivity/1");
  command->callback([&options, &code] { code = sensitivity(options); });
}

void add_voi(CLI::App& app, VoiCommand& options, int& code) {
  CLI::App* command =
      app.add_subcommand("voi", "Is it worth knowing more before deciding? Value of information, and how large a pilot should be");
  command->add_option("FILE", options.scenarios, "a scenario, whose channels are the options; or several, which are")->required();
  command->add_option("--budget", options.budget, "money that goes to the best channel; default: per unit of money");
  command->add_option("--leads", options.leads, "so many leads, at profit per lead; default where there are several files: per lead");
  command->add_flag("--must-choose", options.must_choose, "doing nothing is no option");
  command->add_option("--test", options.test, "what a pilot tries out on leads: the path of a probability, as offer.NAME.take");
  command->add_option("--test-cost", options.test_cost,
                      "of each lead of the pilot; default: what a lead costs who is shown it, on average");
  command->add_option("--test-leads", options.test_leads, "sizes to look at, as 50,100,200; default: 10 to 10,000");
  add_usual(*command, options, "valuescale.voi/1");
  command->callback([&options, &code] { code = voi(options); });
}

}  // namespace

DecisionCommands::DecisionCommands(CLI::App& app, int& code) {
  add_compare(app, compare_, code);
  add_stress(app, stress_, code);
  add_sensitivity(app, sensitivity_, code);
  add_voi(app, voi_, code);
  add_solve(app, solve_, code);
  add_optimize(app, optimize_, code);
}

}  // namespace valuescale::tools

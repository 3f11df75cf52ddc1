// The program's commands, one file each. Each returns the exit code; what the user got wrong is thrown as models::InputError, what failed
// while running as any other exception.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace valuescale::tools {

enum ExitCode : int { kDone = 0, kFailed = 1, kWrongInput = 2, kAnswerIsNo = 3 };

struct CheckOptions {
  std::string scenario;
  std::vector<std::string> settings;  ///< "PATH=VALUE"
};
int check(const CheckOptions& options);

int print_schema();

/// How large runs are. Numbers are kept as typed: all are read before any is complained about.
struct SizeOptions {
  std::optional<std::string> seed, threads, customers, worlds, sampling, instructions;
};

struct RunCommand : SizeOptions {
  std::string scenario, output;
  std::string report, language = "en";  ///< a page of the run, and what it is written in
  std::optional<std::string> rare, cohort, distributions, precision, of, time;
  bool json = false, quiet = false;
  std::vector<std::string> settings;
};
int run(const RunCommand& command);

struct ReplayCommand {
  std::string scenario, channel;
  std::string world, customer;
  std::optional<std::string> month, seed, worlds, sampling;
  bool json = false;
  std::vector<std::string> settings;
};
int replay(const ReplayCommand& command);

/// Of all commands that compare runs.
struct DecisionOptions : SizeOptions {
  std::string asked;  ///< the command line that asks the same again
  std::string output;
  bool json = false, quiet = false;
  std::vector<std::string> settings;
};

struct SolveCommand : DecisionOptions {
  std::string scenario, vary, metric, target;
  std::optional<std::string> probability, from, to, as;
  bool at_most = false;
};
int solve(const SolveCommand& command);

struct SensitivityCommand : DecisionOptions {
  std::string scenario;
  std::vector<std::string> metrics;
  std::optional<std::string> rows;
};
int sensitivity(const SensitivityCommand& command);

struct VoiCommand : DecisionOptions {
  std::vector<std::string> scenarios;
  std::optional<std::string> budget, leads, test, test_cost, test_leads;
  bool must_choose = false;
};
int voi(const VoiCommand& command);

struct CompareCommand : DecisionOptions {
  std::vector<std::string> scenarios;
  std::optional<std::string> by, basis, budgets;
  bool must_choose = false;
};
int compare(const CompareCommand& command);

struct OptimizeCommand : DecisionOptions {
  std::string scenario;
  std::optional<std::string> budget, metric, objective, level, target, frontier;
  std::vector<std::string> vary, floors, limits;
};
int optimize(const OptimizeCommand& command);
struct StressCommand : DecisionOptions {
  std::string scenario;
  std::string stresses;                    ///< a file of more
  std::vector<std::string> only, metrics;  ///< of all stresses; of all numbers
  std::optional<std::string> until;        ///< "plan.p_ruin > 20%": then backwards
  std::vector<std::string> vary;           ///< what may go wrong; else what is not known
  bool ready = false, combined = false, as_value = false;
};
int stress(const StressCommand& command);

struct ShowOptions {
  std::string results;
  bool json = false;
};
int show(const ShowOptions& options);

struct ExportOptions {
  std::string results, csv_directory, workbook;  ///< either or both of the last two
};
int export_tables(const ExportOptions& options);

struct ReportOptions {
  std::string results, page, pdf;
  std::string language = "en";
};
int report(const ReportOptions& options);

}  // namespace valuescale::tools

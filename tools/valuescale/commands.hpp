// The program's commands, one file each. Each returns the exit code; what the user got wrong is thrown as models::InputError, what failed
// while running as any other exception.
#pragma once

#include <cstdint>
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

/// Counts are kept as typed until `run` has looked at all of them.
struct RunCommand {
  std::string scenario, output;
  std::uint64_t seed = 1;
  std::int64_t threads = 0, customers = 1'000'000, cohort = 0;
  std::optional<std::int64_t> worlds;
  bool threads_given = false, cohort_given = false, json = false, quiet = false;
  std::vector<std::string> settings;
};
int run(const RunCommand& command);

struct ShowOptions {
  std::string results;
  bool json = false;
};
int show(const ShowOptions& options);

struct ExportOptions {
  std::string results, csv_directory;
};
int export_tables(const ExportOptions& options);

}  // namespace valuescale::tools

// Commands that compare runs, as they stand on the command line.
#pragma once

#include "tools/valuescale/commands.hpp"

#include <CLI/CLI.hpp>

namespace valuescale::tools {

/// Adds them to the program; what the chosen one returns is written to `code`. Has to outlive the parsing.
class DecisionCommands {
 public:
  DecisionCommands(CLI::App& app, int& code);
  DecisionCommands(const DecisionCommands&) = delete;
  DecisionCommands& operator=(const DecisionCommands&) = delete;

 private:
  SolveCommand solve_;
  SensitivityCommand sensitivity_;
  VoiCommand voi_;
  CompareCommand compare_;
  OptimizeCommand optimize_;
  StressCommand stress_;
};

}  // namespace valuescale::tools

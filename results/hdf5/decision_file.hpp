// The answer to a decision as a file to keep: its numbers as one table that Python, R and netCDF tools open as it is, and what it said.
// results/README.md describes every field.
#pragma once

#include "results/json/pieces.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

inline constexpr const char* kDecisionSchema = "valuescale.decision/1";

struct DecisionRecord {
  Json answer;                                ///< as the command prints it with --json
  std::string words;                          ///< as it prints it without
  std::vector<std::string> scenarios, texts;  ///< what was run: names, and whole as TOML
};

/// Writes the file whole or not at all. Throws std::runtime_error where the disk refuses.
void write_decision(const DecisionRecord& record, const std::string& path);

/// Nothing where the file is a run's. Everything else is as for read_results.
std::optional<DecisionRecord> read_decision(const std::string& path);

}  // namespace valuescale::results

// The answer to a decision as a file to keep: its numbers as one table that Python, R and netCDF tools open as it is, and what it said.
// results/README.md describes every field.
#pragma once

#include "results/answer/assumed.hpp"
#include "results/json/pieces.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

inline constexpr const char* kDecisionSchema = "valuescale.decision/1";

/// A scenario that was run.
struct RanScenario {
  std::string name, text;  ///< text: whole, as TOML
  std::vector<StatedAssumption> stated;
};

struct DecisionRecord {
  Json answer;        ///< as the command prints it with --json
  std::string words;  ///< as it prints it without
  std::vector<RanScenario> scenarios;
  bool tells_assumptions = true;  ///< files of earlier programs don't: nothing is stated there
};

/// What its scenarios state, by their names. The record has to outlive it.
std::vector<Assumed> assumed_by(const DecisionRecord& record);

/// Writes the file whole or not at all. Throws std::runtime_error where the disk refuses.
void write_decision(const DecisionRecord& record, const std::string& path);

/// Nothing where the file is a run's. Everything else is as for read_results.
std::optional<DecisionRecord> read_decision(const std::string& path);

}  // namespace valuescale::results

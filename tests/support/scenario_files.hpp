// Scenario files that exist as long as a test needs them.
#pragma once

#include "scenarios/reader/reader.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace valuescale::tests {

class ScenarioFiles {
 public:
  ScenarioFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "valuescale-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~ScenarioFiles() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ScenarioFiles(const ScenarioFiles&) = delete;
  ScenarioFiles& operator=(const ScenarioFiles&) = delete;

  /// Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  models::Scenario read(const std::string& text, const scenarios::Settings& settings = {}) const {
    return scenarios::read_scenario(write("scenario.toml", text), settings);
  }

 private:
  std::filesystem::path folder_;
};

/// What an author would be told, without the file's folder; "" if the scenario is accepted.
inline std::string complaint(const std::string& text, const scenarios::Settings& settings = {}) {
  const ScenarioFiles files;
  try {
    files.read(text, settings);
    return "";
  } catch (const models::InputError& error) {
    return error.what();
  }
}

/// The least a scenario says; monthly, one channel, one offer.
inline const std::string kSmall = "title = \"small\"\nlifetime = 12\n[channel.ads]\ncost_per_lead = 2\n[offer.first]\nprice = 10\n";

}  // namespace valuescale::tests

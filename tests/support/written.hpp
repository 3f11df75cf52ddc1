// A scenario written in a test, read as a user's file would be.
#pragma once

#include "scenarios/reader/reader.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace valuescale::tests {

/// Reads `text` from a temporary file.
inline models::Scenario written(const std::string& text) {
  static int number = 0;
  const auto path = std::filesystem::temp_directory_path() /
                    ("valuescale-written-" + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".toml");
  std::ofstream(path) << text;
  struct Removed {
    std::filesystem::path path;
    ~Removed() { std::filesystem::remove(path); }
  } removed{path};
  return scenarios::read_scenario(path.string());
}

}  // namespace valuescale::tests

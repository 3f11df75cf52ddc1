// Running the reference simulator on a few lines of text, and holding what it says to numbers that are known.
#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/reference_simulator.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

namespace valuescale::tests::reference {

inline constexpr double kErrors = 4.5;

/// A scenario in a file of its own for as long as it is needed.
class File {
 public:
  explicit File(const std::string& text) {
    static int number = 0;
    path_ = (std::filesystem::temp_directory_path() / fmt::format("reference-{}-{}.toml", getpid(), number++)).string();
    std::ofstream(path_) << text;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Reference run(const std::string& text, const Settings& settings, std::size_t people, std::size_t worlds = 1) {
  const File file(text);
  Options options;
  options.worlds = worlds;
  options.customers = options.leads = people;
  return simulate(read_business(file.path(), settings), options);
}

/// Without leads, where they tell nothing more.
inline View run_customers(const std::string& text, const Settings& settings = {}, std::size_t people = 100'000) {
  const File file(text);
  Options options;
  options.customers = people;
  options.leads = 0;
  return simulate(read_business(file.path(), settings), options).customer;
}

/// How many standard errors an estimate is away; without any error it must be equal.
inline double errors_off(Estimate estimate, double exact) {
  const double difference = std::fabs(estimate.value - exact);
  if (difference <= 1e-9 * std::fmax(1, std::fabs(exact))) return 0;
  return estimate.se > 0 ? difference / estimate.se : std::numeric_limits<double>::infinity();
}

inline void agrees(const std::string& what, Estimate estimate, double exact) {
  INFO(what << ": " << estimate.value << " ± " << estimate.se << ", exactly " << exact);
  CHECK(errors_off(estimate, exact) <= kErrors);
}

}  // namespace valuescale::tests::reference

// Temporary folders and other programs, for tests that look at files from outside.
#pragma once

#include "tests/support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace valuescale::tests {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "valuescale-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }
  /// Names in it, hidden ones too.
  std::size_t count() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {})); }

 private:
  std::filesystem::path path_;
};

inline std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

inline void put(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

struct Outcome {
  int code = -1;  ///< exit code; 1000 + signal if killed
  std::string out, err;
};

/// Runs a shell command.
inline Outcome shell(const std::string& command) {
  const Folder folder;
  const int status = std::system(("( " + command + " ) >" + (folder / "out") + " 2>" + (folder / "err")).c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), contents(folder / "out"), contents(folder / "err")};
}

inline bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

/// The command finds its input wrong, prints nothing but complaints, and says all of this.
inline void check_refused(const std::string& command, const std::vector<std::string>& all_of) {
  const Outcome outcome = shell(command);
  INFO(command << "\n" << outcome.err);
  CHECK(outcome.code == 2);
  CHECK(outcome.out == "");
  for (const std::string& words : all_of) CHECK(says(outcome.err, words));
}

}  // namespace valuescale::tests

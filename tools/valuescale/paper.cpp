#include "tools/valuescale/paper.hpp"

#include "results/files/whole_file.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace valuescale::tools {
namespace {

constexpr std::array<const char*, 6> kBrowsers{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
                                               "chrome"};
constexpr std::size_t kLargestPdf = std::size_t{256} << 20;
constexpr std::chrono::seconds kPatience{60};

/// A directory that is gone with all that is in it when this is.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "valuescale-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error(fmt::format("no temporary directory: {}", std::strerror(errno)));
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string at(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Starts the program without a shell, in a group of its own and with what it says thrown away.
pid_t start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int error = posix_spawn(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::runtime_error(fmt::format("{} did not start: {}", words[0], std::strerror(error)));
  return child;
}

/// Its exit status, or nothing good when patience has run out; it and its children are ended then.
int wait_for(pid_t child) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  int status = -1;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return status;
}

}  // namespace

std::string browser_for_paper() {
  const char* path = std::getenv("PATH");
  for (const char* name : kBrowsers) {
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      const std::filesystem::path file = std::filesystem::path(rest.substr(0, end)) / name;
      if (end > 0 && access(file.c_str(), X_OK) == 0 && !std::filesystem::is_directory(file)) return file.string();
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  throw std::runtime_error(
      "a PDF is printed by Chromium, and there is neither chromium nor google-chrome on PATH; install one (Debian: apt install chromium), "
      "or give only -o and "
      "print the page from a browser");
}

std::string on_paper(std::string_view html, const std::string& browser) {
  const Scratch scratch;
  const std::string page = scratch.at("report.html"), pdf = scratch.at("report.pdf");
  results::write_whole(page, html);
  std::vector<std::string> words{browser,
                                 "--headless",
                                 "--disable-gpu",
                                 "--disable-extensions",
                                 "--no-first-run",
                                 "--no-pdf-header-footer",
                                 "--generate-pdf-document-outline",
                                 "--disable-background-networking",
                                 "--user-data-dir=" + scratch.at("profile"),
                                 "--print-to-pdf=" + pdf,
                                 "file://" + page};
  // Chromium refuses to run as root with its sandbox on.
  if (geteuid() == 0) words.insert(words.begin() + 2, "--no-sandbox");
  const int status = wait_for(start(words));
  if (status != 0 || results::read_start(pdf, 5) != "%PDF-")
    throw std::runtime_error(fmt::format("{} printed no PDF{}; give only -o, and print the page from a browser", browser,
                                         status == -1 ? " within a minute" : ""));
  return results::read_whole(pdf, kLargestPdf);
}

}  // namespace valuescale::tools

#include "tools/valuescale/console.hpp"

#include "models/description/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <sys/ioctl.h>
#include <unistd.h>

namespace valuescale::tools {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// As the C library would decide it, without changing the process's locale.
bool speaks_utf8() {
  std::string locale;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!environment(name).empty()) {
      locale = environment(name);
      break;
    }
  }
  std::transform(locale.begin(), locale.end(), locale.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
}

/// False where nobody listens any more.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return false;
    if (written < 0) throw std::runtime_error(fmt::format("cannot write the answer: {}", std::strerror(errno)));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

results::Style style_of_stdout() {
  results::Style style;
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
  } else if (const int columns = std::atoi(std::string(environment("COLUMNS")).c_str()); columns > 0) {
    style.width = columns;
  } else {
    style.width = 100;
  }
  style.width = std::clamp(style.width, 40, 160);
  style.unicode = speaks_utf8();
  style.color = terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  return style;
}

void print(std::string_view text) { write_all(STDOUT_FILENO, text); }

void complain(std::string_view line) {
  std::string text(line);
  text += '\n';
  try {
    write_all(STDERR_FILENO, text);
  } catch (const std::runtime_error&) {
    // Nobody to tell.
  }
}

scenarios::Settings settings_of(const std::vector<std::string>& texts) {
  scenarios::Settings settings;
  std::vector<models::Problem> problems;
  for (const auto& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      models::Problem problem;
      problem.place.file = "--set";
      problem.problem = fmt::format("'{}' sets nothing", text);
      problem.reason = "it reads PATH=VALUE";
      problem.hint = "try --set offer.NAME.price=10";
      problems.push_back(std::move(problem));
    } else {
      settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  if (!problems.empty()) throw models::InputError(std::move(problems));
  return settings;
}

}  // namespace valuescale::tools

#include "tools/valuescale/progress.hpp"

#include "results/terminal/amounts.hpp"
#include "tools/valuescale/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace valuescale::tools {
namespace {

std::string duration(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600) return fmt::format("{:.0f} min {:02.0f} s", std::floor(seconds / 60), std::fmod(seconds, 60));
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

Progress::Progress(bool quiet)
    : shown_(!quiet && ::isatty(STDERR_FILENO) == 1),
      unicode_(style_of_stdout().unicode),
      start_(std::chrono::steady_clock::now()),
      last_(start_) {}

Progress::~Progress() { finish(); }

void Progress::show(std::int64_t done, std::int64_t total) {
  if (!shown_ || total <= 0) return;
  // A thread that finds another one drawing has nothing to add.
  const std::unique_lock lock(drawing_, std::try_to_lock);
  if (!lock) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(150)) return;
  last_ = now;
  drawn_ = true;

  constexpr int kBar = 30;
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(done) / seconds;
  std::string bar;
  for (int i = 0; i < kBar; ++i) bar += i < share * kBar ? (unicode_ ? "━" : "#") : " ";
  std::string line =
      fmt::format("\r\x1b[K{} {:3.0f} %  {} customers a second", bar, 100 * share, results::count_text(static_cast<std::int64_t>(rate)));
  if (rate > 0) line += fmt::format(", {} left", duration(static_cast<double>(total - done) / rate));
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

void Progress::finish() {
  const std::lock_guard lock(drawing_);
  if (!drawn_) return;
  drawn_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace valuescale::tools

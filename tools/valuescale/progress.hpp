// How far a run has come, on a terminal only: what is piped or logged stays clean.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace valuescale::tools {

class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// From any thread; draws a few times a second.
  void show(std::int64_t done, std::int64_t total);
  /// Wipes the bar.
  void finish();

 private:
  const bool shown_;
  const bool unicode_;
  const std::chrono::steady_clock::time_point start_;
  std::mutex drawing_;
  std::chrono::steady_clock::time_point last_;
  bool drawn_ = false;
};

}  // namespace valuescale::tools

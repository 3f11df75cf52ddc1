// Work spread over threads. What a task computes must not depend on which thread runs it, or when.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace valuescale::sim {

/// Runs `body(task, thread)` for every task, on at most `threads` threads (0: one a core); `thread` counts from 0 and no two running bodies share it. Once
/// `stop` is set no further task starts. The first exception of a body ends the run and is thrown.
void run_tasks(std::size_t tasks, int threads, const std::atomic<bool>* stop,
               const std::function<void(std::size_t task, std::size_t thread)>& body);

/// Number of threads that `run_tasks` would use.
std::size_t thread_count(int threads);

}  // namespace valuescale::sim

#include "sim/run/tasks.hpp"

#ifdef __SANITIZE_THREAD__
#include <exception>
#include <mutex>
#include <thread>
#include <vector>
#else
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace valuescale::sim {

#ifdef __SANITIZE_THREAD__

// The thread sanitizer cannot see how TBB's library keeps its threads apart; plain threads let it watch ours.

std::size_t thread_count(int threads) { return threads > 0 ? static_cast<std::size_t>(threads) : std::thread::hardware_concurrency(); }

void run_tasks(std::size_t tasks, int threads, const std::atomic<bool>* stop, const std::function<void(std::size_t, std::size_t)>& body) {
  std::atomic<std::size_t> next{0};
  std::mutex failing;
  std::exception_ptr failure;
  std::vector<std::jthread> running;
  for (std::size_t thread = 0; thread < thread_count(threads); ++thread)
    running.emplace_back([&, thread] {
      for (std::size_t task; (task = next.fetch_add(1)) < tasks && !(stop && stop->load(std::memory_order_relaxed));) {
        try {
          body(task, thread);
        } catch (...) {
          const std::lock_guard lock(failing);
          if (!failure) failure = std::current_exception();
          next = tasks;
        }
      }
    });
  running.clear();
  if (failure) std::rethrow_exception(failure);
}

#else

std::size_t thread_count(int threads) { return static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency()); }

void run_tasks(std::size_t tasks, int threads, const std::atomic<bool>* stop, const std::function<void(std::size_t, std::size_t)>& body) {
  const std::size_t count = thread_count(threads);
  if (count == 1) {  // within a task of others, too, whose threads an arena of one would count for its own
    for (std::size_t task = 0; task < tasks && !(stop && stop->load(std::memory_order_relaxed)); ++task) body(task, 0);
    return;
  }
  // An arena wider than the machine needs leave to be so.
  const tbb::global_control allowance(tbb::global_control::max_allowed_parallelism, count);
  tbb::task_arena arena(static_cast<int>(count));
  arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, tasks, [&](std::size_t task) {
      if (stop && stop->load(std::memory_order_relaxed)) return;
      body(task, static_cast<std::size_t>(tbb::this_task_arena::current_thread_index()));
    });
  });
}

#endif

}  // namespace valuescale::sim

#include "sim/run/tasks.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace valuescale::sim {

std::size_t thread_count(int threads) { return static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency()); }

void run_tasks(std::size_t tasks, int threads, const std::atomic<bool>* stop, const std::function<void(std::size_t, std::size_t)>& body) {
  const std::size_t count = thread_count(threads);
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

}  // namespace valuescale::sim

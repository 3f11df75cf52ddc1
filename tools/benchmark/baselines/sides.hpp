#pragma once
// How the lives are spread over threads: an engine a thread with std::thread, or an engine a customer with TBB.

#include <cstdint>
#include <random>
#include <thread>
#include <vector>

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include "tools/benchmark/baselines/philox.hpp"
#include "tools/benchmark/baselines/tally.hpp"

namespace valuescale::benchmark {

struct Work {
  std::uint64_t customers;
  unsigned threads;
  std::uint32_t seed;
  bool with_squares;
};

template <class Lives>
Tally empty_tally(const typename Lives::Parameters& parameters, const Work& work) {
  return Tally(Lives::Parameters::channels, parameters.grid.steps, work.with_squares);
}

/// Each thread lives its share of the customers with an engine of its own.
template <class Engine, class SeedSequence, class Lives>
Tally live_by_threads(const typename Lives::Parameters& parameters, const Work& work) {
  const Tally empty = empty_tally<Lives>(parameters, work);
  std::vector<Tally> tallies(work.threads, empty);
  const auto live = [&](unsigned thread) {
    SeedSequence sequence{work.seed, thread};
    Engine engine(sequence);
    Lives lives(parameters);
    Tally tally = empty;  // the thread's own memory, away from its neighbours' cache lines
    const std::uint64_t share = work.customers / work.threads + (thread < work.customers % work.threads ? 1 : 0);
    for (std::uint64_t i = 0; i < share; ++i) lives.live(engine, tally);
    tallies[thread] = std::move(tally);
  };
  std::vector<std::thread> threads;
  for (unsigned thread = 1; thread < work.threads; ++thread) threads.emplace_back(live, thread);
  live(0);
  for (auto& thread : threads) thread.join();
  Tally sum = empty;
  for (const Tally& tally : tallies) sum.merge(tally);
  return sum;
}

/// Each customer has a stream of its own; TBB deals them out.
template <class Lives>
Tally live_by_customer(const typename Lives::Parameters& parameters, const Work& work) {
  struct Worker {
    Lives lives;
    Tally tally;
  };
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, work.threads);
  tbb::enumerable_thread_specific<Worker> workers([&] { return Worker{Lives(parameters), empty_tally<Lives>(parameters, work)}; });
  const std::size_t customers_a_task = 4096;
  tbb::parallel_for(tbb::blocked_range<std::uint64_t>(0, work.customers, customers_a_task), [&](const auto& range) {
    Worker& worker = workers.local();
    for (std::uint64_t customer = range.begin(); customer != range.end(); ++customer) {
      Philox engine(work.seed, customer);
      worker.lives.live(engine, worker.tally);
    }
  });
  Tally sum = empty_tally<Lives>(parameters, work);
  workers.combine_each([&](const Worker& worker) { sum.merge(worker.tally); });
  return sum;
}

}  // namespace valuescale::benchmark

// What the pieces of a run cost, on each instruction set that this processor has: nanoseconds an item in the column "item".
//
// limit_b is what the draws alone of the benchmark workload's average customer cost, so what no engine can beat: 23.8 random words, of which
// 7.7 become exponentials, 6.6 normals by a table, 3 logs of gammas by a table each, and 6.5 are compared with a threshold; words and variates
// stay in the nearest caches. Nothing is decided, kept or added up.
//
// To add a piece (the ledger, the tallies): a function in pieces.hpp and pieces.cpp, a line in register_all.
#include "sim/batch/processor.hpp"
#include "sim/random/philox.hpp"
#include "sim/random/quantile_table.hpp"
#include "sim/random/special.hpp"
#include "sim/random/table_layout.hpp"
#include "tools/benchmark/micro/pieces.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace valuescale::sim;

namespace valuescale::sim::compiled_for {
#define V(isa)            \
  namespace isa {         \
  const Pieces& pieces(); \
  }
VALUESCALE_EACH_INSTRUCTION_SET
#undef V
}  // namespace valuescale::sim::compiled_for

namespace {

constexpr int kCount = 2048;  // words and results fit the nearest cache, beside a table

/// Input and output of all pieces.
struct Room {
  std::vector<std::uint32_t> words = std::vector<std::uint32_t>(4 * kLimitBlocks);
  std::vector<float> x = std::vector<float>(kCount), out = std::vector<float>(kCount), tables = std::vector<float>(4 * kTableFloats);

  Room() {
    for (std::uint32_t i = 0; i < words.size(); ++i) words[i] = valuescale::sim::philox({i, 0, 0, 0}, {1, 2})[0];
    for (int i = 0; i < kCount; ++i) x[i] = 0.001f * static_cast<float>(i + 1);
    build_quantile_table([](Tail at, double) { return normal_quantile(at); }, tables.data());
    const double shapes[] = {6.25, 4.0, 0.5533};
    for (int i = 0; i < 3; ++i)
      build_quantile_table([&](Tail at, double start) { return log_gamma_quantile(shapes[i], at, start); },
                           tables.data() + (i + 1) * kTableFloats);
  }
};

template <class Run>
void add(const char* piece, const Pieces& on, int items, Run run) {
  benchmark::RegisterBenchmark((std::string(piece) + "/" + on.name).c_str(), [=](benchmark::State& state) {
    Room room;
    for (auto iteration : state) {
      static_cast<void>(iteration);
      run(room);
      benchmark::ClobberMemory();
    }
    state.counters["item"] =
        benchmark::Counter(items, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);  // prints seconds
  });
}

void register_all(const Pieces& on) {
  add("philox word", on, kCount, [&on](Room& r) { on.philox(12345, kCount, r.words.data()); });
  add("uniform", on, kCount, [&on](Room& r) { on.uniform(r.words.data(), kCount, r.out.data()); });
  add("exponential", on, kCount, [&on](Room& r) { on.exponential(r.words.data(), kCount, r.out.data()); });
  add("log", on, kCount, [&on](Room& r) { on.log(r.x.data(), kCount, r.out.data()); });
  add("exp", on, kCount, [&on](Room& r) { on.exp(r.x.data(), kCount, r.out.data()); });
  add("quantile table", on, kCount, [&on](Room& r) { on.quantile(r.tables.data(), r.words.data(), kCount, r.out.data()); });
  add("gamma ratio", on, kCount / 2, [&on](Room& r) { on.gamma_ratio(r.tables.data(), r.words.data(), kCount / 2, r.out.data()); });
  add("limit_b customer", on, kLimitCustomers,
      [&on](Room& r) { benchmark::DoNotOptimize(on.limit_b(r.tables.data(), 12345, r.words.data())); });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
#define V(isa) \
  if (processor_runs(#isa)) register_all(compiled_for::isa::pieces());
  VALUESCALE_EACH_INSTRUCTION_SET
#undef V
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}

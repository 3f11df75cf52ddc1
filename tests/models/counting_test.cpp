// The kernels that count, on every instruction set that runs here, against plain loops; with amounts on both sides of where they change their way.
#include "models/kernels/kernels.hpp"
#include "sim/stats/histogram.hpp"
#include "tests/support/catch.hpp"

#include <random>
#include <vector>

using namespace valuescale;
using namespace valuescale::models;

namespace {

/// `count` amounts of up to `bits` bits and a sign, in columns that kernels may read on.
std::vector<std::int64_t> amounts(int count, int bits) {
  std::mt19937_64 engine(static_cast<std::uint64_t>(count * 64 + bits));
  std::vector<std::int64_t> column(static_cast<std::size_t>(padded(count) + kPadding));
  for (std::int64_t& x : column) {
    x = static_cast<std::int64_t>(engine() >> (64 - bits));
    if (engine() & 1) x = -x;
  }
  return column;
}

template <class Check>
void on_every_instruction_set(Check check) {
  for (const char* name : {"baseline", "v3", "v4"})
    if (const Kernels* kernels = choose_kernels(name)) {
      INFO(name);
      check(*kernels);
    }
}

}  // namespace

TEST_CASE("sums and squares are exact whatever the size of the amounts") {
  for (const int count : {1, 7, 16, 100, 4096})
    for (const int bits : {4, 20, 31, 32, 33, 45, 55}) {
      const auto plus = amounts(count, bits), minus = amounts(count, bits > 4 ? bits - 3 : 2);
      sim::Int128 sum = 0, square = 0, total = 0;
      for (int i = 0; i < count; ++i) {
        const std::int64_t x = plus[i] - minus[i];
        sum += x;
        square += static_cast<sim::Int128>(x) * x;
        total += plus[i];
      }
      INFO(count << " amounts of " << bits << " bits");
      on_every_instruction_set([&](const Kernels& kernels) {
        std::vector<std::int64_t> value(plus.size());
        std::vector<std::uint32_t> bin(plus.size());
        const Moments moments = kernels.measure({plus.data(), minus.data(), count, value.data(), bin.data()});
        CHECK((moments.sum == sum && moments.square == square));
        CHECK((kernels.total(plus.data(), count) == total));
        int wrong = 0;
        for (int i = 0; i < count; ++i)
          wrong += value[i] != plus[i] - minus[i] || static_cast<int>(bin[i]) != sim::bin_of(plus[i] - minus[i]);
        CHECK(wrong == 0);
      });
    }
}

TEST_CASE("a ledger tells first and lasting payback, and sums up step by step") {
  constexpr int kCustomers = 75, kSteps = 9;
  constexpr std::int64_t kStride = 128;
  for (const bool narrow : {true, false}) {
    const auto cash = amounts(kSteps * kStride, 12), cost = amounts(kStride, 13);
    std::vector<std::uint32_t> active(kStride);
    for (int i = 0; i < kStride; ++i) active[i] = i % 3 == 0;
    on_every_instruction_set([&](const Kernels& kernels) {
      std::vector<std::int32_t> narrow_cells(cash.begin(), cash.end());
      std::vector<std::int64_t> wide_cells(cash.begin(), cash.end()), front(kStride), total(kStride), curve(kSteps);
      std::vector<std::uint32_t> first(kStride), lasting(kStride);
      const LedgerBlock block{narrow ? narrow_cells.data() : nullptr, wide_cells.data(), kStride, kSteps};
      kernels.add_up(block, 3, kCustomers, curve.data());
      LedgerScan scan{};
      scan.count = kCustomers;
      scan.views = 1;
      scan.threshold[0] = cost.data();
      scan.front = front.data();
      scan.total = total.data();
      scan.active = active.data();
      scan.first[0] = first.data();
      scan.lasting[0] = lasting.data();
      kernels.scan(block, scan);
      int wrong = 0;
      for (int i = 0; i < kCustomers; ++i) {
        std::int64_t balance = 0;
        std::uint32_t paid_first = kSteps, paid_from = 0;
        for (std::uint32_t step = 0; step < kSteps; ++step) {
          balance += cash[step * kStride + i];
          if (balance < cost[i]) paid_from = step + 1;
          if (balance >= cost[i] && paid_first == kSteps) paid_first = step;
        }
        const auto place = [&](std::uint32_t step) { return step == kSteps ? step + active[i] : step; };
        wrong += total[i] != balance || front[i] != cash[i] || first[i] != place(paid_first) || lasting[i] != place(paid_from);
      }
      CHECK(wrong == 0);
      for (int step = 0; step < kSteps; ++step) {
        std::int64_t sum = 0;
        for (int i = 3; i < kCustomers; ++i) sum += cash[step * kStride + i];
        CHECK(curve[step] == sum);
      }
      // It leaves the cells of whoever it read empty.
      for (int step = 0; step < kSteps; ++step)
        for (int i = 0; i < kCustomers; ++i) wrong += narrow ? narrow_cells[step * kStride + i] != 0 : wide_cells[step * kStride + i] != 0;
      CHECK(wrong == 0);
    });
  }
}

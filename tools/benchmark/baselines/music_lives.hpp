#pragma once
// Lives a customer of CDNOW: Pareto/NBD purchases, each worth a draw of the customer's own Gamma-Gamma law, the first order included.

#include <algorithm>

#include "tools/benchmark/baselines/parameters.hpp"
#include "tools/benchmark/baselines/tally.hpp"

namespace valuescale::benchmark {

/// A thread's own, like ShopLives.
template <class Kit>
class MusicLives {
 public:
  using Parameters = Music;

  explicit MusicLives(const Music& music)
      : music_(music),
        account_(music.grid, 0),
        rate_(music.r, 1 / music.alpha),
        churn_(music.s, 1 / music.beta),
        level_(music.q, 1 / music.gamma),
        spend_(music.p, 1) {}

  template <class Engine>
  void live(Engine& engine, Tally& tally) {
    const double gap_mean = 1 / rate_(engine);
    const double end = std::min(exponential_(engine) / churn_(engine), music_.grid.horizon());
    const double kept = music_.margin / level_(engine);
    account_.open(0);
    account_.receive(0, kept * spend_(engine) - music_.cost, tally);
    for (double time = gap_mean * exponential_(engine); time <= end; time += gap_mean * exponential_(engine)) {
      account_.purchase(time, kept * spend_(engine), tally);
    }
    account_.close(tally);
  }

 private:
  const Music music_;
  Account account_;
  typename Kit::Exponential exponential_;
  typename Kit::Gamma rate_, churn_, level_, spend_;
};

}  // namespace valuescale::benchmark

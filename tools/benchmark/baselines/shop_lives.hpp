#pragma once
// Lives a customer of the shop from the first sale to the horizon, event by event.

#include <cmath>

#include "tools/benchmark/baselines/parameters.hpp"
#include "tools/benchmark/baselines/tally.hpp"

namespace valuescale::benchmark {

/// A thread's own: holds the distributions and the account, so that a customer allocates nothing.
template <class Kit>
class ShopLives {
 public:
  using Parameters = Shop;

  explicit ShopLives(const Shop& shop)
      : shop_(shop),
        account_(shop.grid, shop.discount),
        referrals_(shop.referrals_mean),
        rate_(shop.r, 1 / shop.alpha),
        leaving_(shop.a, shop.b),
        spend_mu_(mu(shop.spend_mean, shop.spend_sigma)) {
    for (std::size_t channel = 0; channel < Shop::channels; ++channel) cost_mu_[channel] = mu(shop.cost_mean[channel], shop.cost_sigma);
  }

  template <class Engine>
  void live(Engine& engine, Tally& tally) {
    const std::size_t channel = pick(engine, shop_.channel_share);
    const std::size_t segment = pick(engine, shop_.segment_share);
    account_.open(channel);

    const double cost = std::exp(cost_mu_[channel] + shop_.cost_sigma * normal_(engine));
    account_.receive(0, shop_.first_sale - cost, tally);
    climb(engine, tally);
    refer(engine, tally);
    come_back(engine, segment, tally);
    account_.close(tally);
  }

 private:
  const Shop shop_;
  Account account_;
  typename Kit::Uniform uniform_;
  typename Kit::Normal normal_;
  typename Kit::Exponential exponential_;
  typename Kit::Poisson referrals_;
  typename Kit::Gamma rate_;
  typename Kit::Beta leaving_;
  std::array<double, Shop::channels> cost_mu_{};
  double spend_mu_;

  /// Of the lognormal with this mean.
  static double mu(double mean, double sigma) { return std::log(mean) - sigma * sigma / 2; }

  template <class Engine, std::size_t N>
  std::size_t pick(Engine& engine, const std::array<double, N>& share) {
    double left = uniform_(engine);
    std::size_t i = 0;
    while (i + 1 < N && left >= share[i]) left -= share[i++];
    return i;
  }

  template <class Engine>
  void climb(Engine& engine, Tally& tally) {
    if (uniform_(engine) >= shop_.upsell_take) {
      if (uniform_(engine) < shop_.downsell_take) account_.receive(0, shop_.downsell_worth, tally);
      return;
    }
    account_.receive(0, shop_.upsell_worth, tally);
    if (uniform_(engine) >= shop_.rung_take) return;
    const double time = shop_.rung_delay_mean * exponential_(engine);
    if (time <= shop_.grid.horizon()) account_.receive(time, shop_.rung_worth, tally);
  }

  template <class Engine>
  void refer(Engine& engine, Tally& tally) {
    for (int left = referrals_(engine); left > 0; --left) {
      if (uniform_(engine) < shop_.referral_take) account_.receive(shop_.referral_delay, shop_.referral_worth, tally);
    }
  }

  /// BG/NBD: after each repeat purchase the customer leaves with a probability of its own.
  template <class Engine>
  void come_back(Engine& engine, std::size_t segment, Tally& tally) {
    const double gap_mean = 1 / (rate_(engine) * shop_.segment_rate[segment]);
    const double leaving = leaving_(engine);
    const double margin = shop_.margin * shop_.segment_margin[segment];
    const double unit_cost = shop_.unit_cost * shop_.segment_cost[segment];
    for (double time = gap_mean * exponential_(engine); time <= shop_.grid.horizon(); time += gap_mean * exponential_(engine)) {
      const double spend = std::exp(spend_mu_ + shop_.spend_sigma * normal_(engine));
      account_.purchase(time, spend * margin - unit_cost, tally);
      if (uniform_(engine) < leaving) return;
    }
  }
};

}  // namespace valuescale::benchmark

#pragma once
// The figures of the workloads as the C++ baselines know them: written down here by hand, like those in parameters.py, and not read from the
// scenario files, so that a baseline and valuescale agree only if both understand the same model.

#include <array>
#include <cstddef>
#include <map>
#include <string>

namespace valuescale::benchmark {

/// Steps of equal length from 0 to the horizon, in the workload's unit of time. Step k holds what happens in (k-1, k], step 0 the beginning.
struct Grid {
  std::size_t steps;
  double step;

  double horizon() const { return static_cast<double>(steps) * step; }
};

/// workloads/shop.toml; times in months.
struct Shop {
  static constexpr std::size_t channels = 4;
  static constexpr std::size_t segments = 3;

  Grid grid{36, 1};
  double discount = 0.1 / 12;

  std::array<double, channels> channel_share{0.4, 0.3, 0.2, 0.1};
  std::array<double, channels> cost_mean{18, 25, 40, 10};
  double cost_sigma = 0.3;

  std::array<double, segments> segment_share{0.05, 0.67, 0.28};
  std::array<double, segments> segment_rate{3, 1, 0.4};
  std::array<double, segments> segment_margin{1.25, 1, 0.7};
  std::array<double, segments> segment_cost{0.8, 1, 1.8};

  double first_sale = 10 - 18;
  double upsell_take = 0.33;
  double upsell_worth = 25 * 0.7;
  double rung_take = 0.4;
  double rung_delay_mean = 1;
  double rung_worth = 100 * 0.6;
  double downsell_take = 0.15;
  double downsell_worth = 9 * 0.7;

  double referrals_mean = 0.15;
  double referral_take = 0.4;
  double referral_delay = 1;
  double referral_worth = 12;

  double r = 0.8;
  double alpha = 1.6;
  double a = 0.8;
  double b = 2.5;
  double spend_mean = 30;
  double spend_sigma = 0.6;
  double margin = 0.45;
  double unit_cost = 2;

  std::map<std::string, double*> changeable() {
    return {{"discount", &discount},
            {"upsell_take", &upsell_take},
            {"rung_take", &rung_take},
            {"downsell_take", &downsell_take},
            {"referrals_mean", &referrals_mean},
            {"referral_take", &referral_take},
            {"alpha", &alpha},
            {"b", &b},
            {"spend_mean", &spend_mean},
            {"unit_cost", &unit_cost},
            {"cost_sigma", &cost_sigma}};
  }
};

/// workloads/shop-ten-years.toml: a week is 7 days, a month 30.4375.
inline Shop shop_ten_years() {
  Shop shop;
  shop.grid = {520, 7 / 30.4375};
  return shop;
}

/// scenarios/cdnow.toml; times in weeks.
struct Music {
  static constexpr std::size_t channels = 1;

  Grid grid{78, 1};
  double cost = 15;
  double margin = 0.3;

  double r = 0.5533;
  double alpha = 10.578;
  double s = 0.6062;
  double beta = 11.669;

  double p = 6.25;
  double q = 3.74;
  double gamma = 15.44;

  std::map<std::string, double*> changeable() {
    return {{"cost", &cost}, {"margin", &margin}, {"alpha", &alpha}, {"beta", &beta}, {"p", &p}, {"q", &q}, {"gamma", &gamma}};
  }
};

}  // namespace valuescale::benchmark

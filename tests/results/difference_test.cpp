// Differences of what lived the same random numbers, against arithmetic.
#include "results/answer/difference.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/results/answer_tallies.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <random>
#include <vector>

using namespace valuescale;
using results::Interval;
using results::Part;
using results::PartView;
using test::Life;
using test::TallyBuilder;

namespace {

constexpr std::size_t kWorlds = 6;
constexpr int kCustomers = 10;  // of a channel in a world

/// What customer i brings in a world: worlds differ far more than customers do.
double worth(std::size_t world, int i) { return 100.0 * static_cast<double>(world) + i; }

/// Worlds in which customers of the second channel bring as much as those of the first, and what `more` says of the world besides.
models::Tallies two_channels(const std::vector<double>& more) {
  TallyBuilder builder(kWorlds, 2);
  for (std::size_t w = 0; w < kWorlds; ++w) {
    builder.channel(w, 0, 0.5, 0.1, 4);
    builder.channel(w, 1, 0.5, 0.1, 6);
  }
  builder.allocate(2 * kCustomers * kWorlds);
  std::vector<double> drawn;
  for (std::size_t w = 0; w < kWorlds; ++w) {
    drawn.push_back(static_cast<double>(w));
    for (int i = 0; i < kCustomers; ++i) {
      Life life;
      life.repeat = worth(w, i);
      life.customer_cac = 40, life.lead_cac = 4;
      builder.add(w, 0, 0, life);
      life.repeat += more[w];
      life.customer_cac = 60, life.lead_cac = 6;
      builder.add(w, 1, 0, life);
    }
  }
  builder.assumption(drawn);
  return builder.finish();
}

/// One world; customer i of its only channel brings so much.
models::Tallies one_channel(const std::vector<double>& amounts) {
  TallyBuilder builder(1);
  builder.channel(0, 0, 1, 0.1, 4);
  builder.allocate(static_cast<std::int64_t>(amounts.size()));
  for (const double amount : amounts) {
    Life life;
    life.repeat = amount;
    life.customer_cac = 40, life.lead_cac = 4;
    builder.add(0, 0, 0, life);
  }
  return builder.finish();
}

PartView customers(const models::Tallies& tallies, Part part = {}) { return PartView(tallies, part, models::customer_view); }
PartView leads(const models::Tallies& tallies, Part part = {}) { return PartView(tallies, part, models::lead_view); }
constexpr Part kFirst{Part::What::channel, 0}, kSecond{Part::What::channel, 1};

/// The interval of a mean of independent values.
Interval of_mean(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = sim::t_quantile(n - 1, 0.975) * std::sqrt(squares / (n - 1) / n);
  return {mean, mean - half, mean + half};
}

void check_equal(const Interval& found, const Interval& expected) {
  CHECK(found.value == Approx(expected.value));
  CHECK(found.lo == Approx(expected.lo));
  CHECK(found.hi == Approx(expected.hi));
}

}  // namespace

TEST_CASE("channels of a run are compared world by world, so that what worlds share cancels") {
  const std::vector<double> more{20, 26, 23, 31, 22, 28};
  const models::Tallies tallies = two_channels(more);
  std::vector<double> per_customer, per_lead, per_money;
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const double first = worth(w, 0) + (kCustomers - 1) / 2.0, second = first + more[w];
    per_customer.push_back((second - 60) - (first - 40));
    per_lead.push_back(0.1 * second - 6 - (0.1 * first - 4));
    per_money.push_back((0.1 * second - 6) / 6 - (0.1 * first - 4) / 4);
  }
  check_equal(difference_in_profit(customers(tallies, kSecond), customers(tallies, kFirst)), of_mean(per_customer));
  check_equal(difference_in_profit(leads(tallies, kSecond), leads(tallies, kFirst)), of_mean(per_lead));
  check_equal(difference_in_return(leads(tallies, kSecond), leads(tallies, kFirst)), of_mean(per_money));
}

TEST_CASE("customers of one world who all bring so much more leave no doubt about how much") {
  std::mt19937_64 words(5);
  std::vector<double> before, after;
  for (int i = 0; i < 640; ++i) {
    before.push_back(static_cast<double>(words() % 1000));
    after.push_back(before.back() + 5);
  }
  const models::Tallies worse = one_channel(before), better = one_channel(after);
  check_equal(difference_in_profit(customers(better), customers(worse)), {5, 5, 5});
  check_equal(difference_in_profit(customers(worse), customers(better)), {-5, -5, -5});
  check_equal(difference_in_profit(leads(better), leads(worse)), {0.5, 0.5, 0.5});
  check_equal(difference_in_return(leads(better), leads(worse)), {0.125, 0.125, 0.125});
}

TEST_CASE("customers of one world are compared slice by slice") {
  std::mt19937_64 words(6);
  std::vector<double> before, after, more(64, 0.0);
  for (std::size_t i = 0; i < 640; ++i) {
    before.push_back(static_cast<double>(words() % 1000));
    after.push_back(before.back() + static_cast<double>(words() % 10));
    more[i % 64] += (after[i] - before[i]) / 10;
  }
  const models::Tallies worse = one_channel(before), better = one_channel(after);
  check_equal(difference_in_profit(customers(better), customers(worse)), of_mean(more));
}

TEST_CASE("a difference that nothing was seen to vary has no interval") {
  const models::Tallies single = one_channel({70}), other = one_channel({90});
  const Interval difference = difference_in_profit(customers(other), customers(single));
  CHECK(difference.value == Approx(20));
  CHECK(std::isnan(difference.lo));
  CHECK(std::isnan(difference.hi));
}

#include "results/answer/make_answer.hpp"
#include "tests/results/answer_tallies.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <tuple>

using namespace valuescale;
using results::Concentration;
using results::Estimate;
using results::make_answer;
using test::Life;
using test::TallyBuilder;

namespace {

/// A customer who brings just that.
Life brings(double profit) {
  Life life;
  life.offer = profit;
  return life;
}

/// One world, one channel, customers who cost nothing.
results::ViewAnswer view_of(const std::vector<double>& profits) {
  TallyBuilder builder(1);
  builder.channel(0, 0, 1, 1, 0);
  builder.allocate(static_cast<std::int64_t>(profits.size()));
  for (const double profit : profits) builder.add(0, 0, 0, brings(profit));
  return make_answer(builder.finish(), {"ads"}, {"all"}).all.customer;
}
Concentration of(const std::vector<double>& profits) { return *view_of(profits).concentration; }

std::vector<double> repeated(std::initializer_list<std::pair<int, double>> counts) {
  std::vector<double> all;
  for (const auto& [count, value] : counts) all.insert(all.end(), static_cast<std::size_t>(count), value);
  return all;
}

/// The same numbers customer by customer, from their profits. At most so many customers as pairs can be compared by ranks.
struct Truth {
  explicit Truth(std::vector<double> profits) : ranked(std::move(profits)) {
    std::sort(ranked.begin(), ranked.end(), std::greater<>());
    total = std::accumulate(ranked.begin(), ranked.end(), 0.0);
  }
  double best(double share) const {
    const auto whole = static_cast<std::size_t>(std::floor(share * n() + 1e-9));
    const double sum = std::accumulate(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(whole), 0.0);
    return whole < ranked.size() ? sum + (share * n() - static_cast<double>(whole)) * ranked[whole] : sum;
  }
  double gini() const {
    double sum = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) sum += (n() - 1 - 2 * static_cast<double>(i)) * ranked[i];
    return sum / (n() * total);
  }
  double bring_80() const {
    double sum = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      if (sum + ranked[i] >= 0.8 * total) return (static_cast<double>(i) + (0.8 * total - sum) / ranked[i]) / n();
      sum += ranked[i];
    }
    return 1;
  }
  double gains() const {
    return std::accumulate(ranked.begin(), ranked.end(), 0.0, [](double sum, double x) { return sum + std::max(x, 0.0); });
  }
  double n() const { return static_cast<double>(ranked.size()); }

  std::vector<double> ranked;
  double total;
};

/// Every number with its truth.
std::vector<std::pair<Estimate, double>> beside(const Concentration& numbers, const Truth& truth) {
  std::vector<std::pair<Estimate, double>> all{{numbers.peak, truth.gains() / truth.total},
                                               {numbers.loss_share, truth.gains() / truth.total - 1},
                                               {numbers.gini, truth.gini()},
                                               {numbers.bring_80, truth.bring_80()}};
  double before = 0;
  for (const auto& [best, tenth] : numbers.tenths) {
    const double here = truth.best(best);
    all.push_back({tenth.cumulative, here / truth.total});
    all.push_back({tenth.share, (here - before) / truth.total});
    all.push_back({tenth.mean, (here - before) / (truth.n() / 10)});
    before = here;
  }
  return all;
}

}  // namespace

TEST_CASE("one customer in five brings 10, the others lose 1") {
  const auto profits = repeated({{200, 10}, {800, -1}});
  const Concentration numbers = of(profits);
  REQUIRE(numbers.tenths.size() == 10);
  const auto cumulative = [&](std::size_t k) { return numbers.tenths[k].second.cumulative.value; };
  CHECK(cumulative(0) == Approx(10.0 / 12));
  CHECK(cumulative(1) == Approx(20.0 / 12));
  CHECK(cumulative(4) == Approx(17.0 / 12));
  CHECK(cumulative(9) == 1);
  CHECK(numbers.tenths[9].second.cumulative.se == 0);
  CHECK(numbers.tenths[1].second.mean.value == 10);
  CHECK(numbers.tenths[2].second.mean.value == -1);
  CHECK(numbers.tenths[2].second.share.value == Approx(-1.0 / 12));
  CHECK(numbers.profitable.value == Approx(0.2));
  CHECK(numbers.unprofitable.value == Approx(0.8));
  CHECK(numbers.peak.value == Approx(20.0 / 12));
  CHECK(numbers.loss_mean.value == 1);
  CHECK(numbers.loss_mean.se == 0);
  CHECK(numbers.loss_share.value == Approx(8.0 / 12));
  CHECK(numbers.gini.value == Approx(2 * 0.2 * 0.8 * 11 / (2 * 1.2)));
  CHECK(numbers.bring_80.value == Approx(0.096));

  // All of these are functions of the share p of those who bring 10: their errors are derivatives by p times its own.
  const double p_error = std::sqrt(0.2 * 0.8 / 999), mean = 1.2;
  CHECK(numbers.profitable.se == Approx(std::sqrt(0.2 * 0.8 / 1000)));
  CHECK(numbers.peak.se == Approx(10 / (mean * mean) * p_error));
  CHECK(numbers.loss_share.se == Approx(10 / (mean * mean) * p_error));
  CHECK(numbers.tenths[0].second.cumulative.se == Approx(11 / (mean * mean) * p_error));
  CHECK(numbers.gini.se == Approx((11 * 0.6 * mean - 121 * 0.16) / (mean * mean) * -1 * p_error));
  CHECK(numbers.bring_80.se == Approx(0.88 * p_error));
}

TEST_CASE("customers who are all alike share the profit equally, and for certain") {
  const Concentration numbers = of(repeated({{777, 12.34}}));
  for (std::size_t k = 0; k < 10; ++k) {
    const auto& [best, tenth] = numbers.tenths[k];
    CHECK(tenth.cumulative.value == Approx(best));
    CHECK(tenth.share.value == Approx(0.1));
    CHECK(tenth.mean.value == Approx(12.34));
    for (const Estimate* one : {&tenth.cumulative, &tenth.share, &tenth.mean}) CHECK(one->se == 0);
  }
  CHECK(numbers.gini.value == 0);
  CHECK(numbers.gini.se == 0);
  CHECK(numbers.bring_80.value == Approx(0.8));
  CHECK(numbers.bring_80.se == 0);
  CHECK(numbers.peak.value == 1);
  CHECK(numbers.peak.se == 0);
  CHECK(numbers.unprofitable.value == 0);
  CHECK(std::isnan(numbers.loss_mean.value));
}

TEST_CASE("a profit of zero is neither earned nor lost") {
  const Concentration numbers = of(repeated({{10, 5}, {20, 0}, {10, -2}}));
  CHECK(numbers.profitable.value == Approx(0.25));
  CHECK(numbers.unprofitable.value == Approx(0.25));
  CHECK(numbers.peak.value == Approx(50.0 / 30));
  CHECK(numbers.loss_mean.value == 2);
}

TEST_CASE("without a profit there are no shares of it, and near none no errors of them") {
  for (const double loss : {-1.0, -1.5}) {
    const Concentration numbers = of(repeated({{500, 1}, {500, loss}}));
    CHECK(numbers.tenths[0].second.mean.value == 1);
    CHECK(numbers.tenths[9].second.mean.value == loss);
    CHECK(numbers.unprofitable.value == 0.5);
    CHECK(numbers.loss_mean.value == -loss);
    for (const Estimate* one : {&numbers.peak, &numbers.loss_share, &numbers.gini, &numbers.bring_80, &numbers.tenths[3].second.share,
                                &numbers.tenths[3].second.cumulative})
      CHECK(std::isnan(one->value));
  }
  const Concentration doubtful = of(repeated({{505, 1}, {495, -1}}));
  CHECK(doubtful.peak.value == Approx(50.5));
  for (const Estimate* one : {&doubtful.peak, &doubtful.gini, &doubtful.bring_80, &doubtful.tenths[0].second.cumulative})
    CHECK(std::isnan(one->se));
  CHECK(doubtful.tenths[0].second.mean.se >= 0);
}

TEST_CASE("nobody seen to lose money is no proof that nobody does") {
  const Concentration numbers = of(repeated({{500, 1}, {500, 2}}));
  CHECK(numbers.peak.value == 1);
  CHECK(numbers.loss_share.value == 0);
  CHECK(std::isnan(numbers.peak.se));
  CHECK(std::isnan(numbers.loss_share.se));
  CHECK(numbers.unprofitable.se > 0);
}

TEST_CASE("exponential profit has a Gini coefficient of one half") {
  std::vector<double> profits;
  const int n = 50'000;
  for (int i = 0; i < n; ++i) profits.push_back(-100 * std::log((i + 0.5) / n));
  const Concentration numbers = of(profits);
  // The law itself is not drawn, so that hardly anything but the histogram's bins is wrong.
  CHECK(numbers.gini.value == Approx(0.5).margin(2e-4));
  for (const auto& [best, tenth] : numbers.tenths) {
    CHECK(tenth.cumulative.value == Approx(best - best * std::log(best)).margin(2e-4));
    CHECK(tenth.cumulative.se < 0.005);
  }
  // Spread of the curve at ½: that of (x − q)+ + q/2 − R x over the mean, q = log 2.
  const double q = std::log(2), curve = 0.5 * (1 + q);
  double square = 0;
  for (int i = 0; i < n; ++i) {
    const double x = -std::log((i + 0.5) / n), pull = std::max(x - q, 0.0) + q / 2 - curve * x;
    square += pull * pull / n;
  }
  CHECK(numbers.tenths[4].second.cumulative.se > std::sqrt(square / n));
  // At most half of a bin's width, 1/64, of half the profit.
  CHECK(numbers.tenths[4].second.cumulative.se < std::sqrt(square / n) + 0.5 / 64 / 1.96);
}

TEST_CASE("however profits lie inside the histogram's bins, the interval covers them") {
  // The best lie at one end of their bins, the rest at the other, so that the curve is as wrong as it can be; the last of each bin shows its width.
  for (const bool best_at_low : {true, false}) {
    std::vector<double> profits;
    const int n = 400'000;
    const auto amount = [](std::int64_t units) { return static_cast<double>(units) / 10'000; };
    int before = -1;
    for (int i = 0; i < n; ++i) {
      const int bin = sim::bin_of(std::llround(-1e6 * std::log((i + 0.5) / n)) - 100'000);
      const std::int64_t low = sim::lowest_of(bin), high = sim::highest_of(bin);
      const bool at_low = (i < 3 * n / 10) == best_at_low;
      profits.push_back(amount((bin != before) != at_low ? low : high));
      before = bin;
    }
    const Truth truth(profits);
    double worst = 0;
    for (const auto& [estimate, exact] : beside(of(profits), truth)) {
      INFO(estimate.value << " ± " << estimate.se << ", exactly " << exact);
      CHECK(std::fabs(estimate.value - exact) <= 1.96 * estimate.se + 1e-12);
      worst = std::max(worst, std::fabs(estimate.value - exact));
    }
    // The bins do matter: such a curve is off by more than sampling would explain.
    CHECK(worst > 1e-3);
  }
}

TEST_CASE("errors are as large as what they speak of") {
  // Profits with an exact value each, drawn again and again: z² must be 1 on average, for every number of the three designs. One profit
  // gives way to another in the middle of tenths, where the curve has no kink within reach of the errors.
  const std::vector<std::pair<double, double>> law{{0.05, 30}, {0.2, 8}, {0.3, 6}, {0.2, 0.5}, {0.25, -2}};
  std::vector<double> population;
  for (const auto& [p, profit] : law) population.insert(population.end(), static_cast<std::size_t>(std::lround(p * 10'000)), profit);
  const Truth truth(population);
  std::mt19937_64 words(5);
  struct Design {
    std::size_t worlds, channels;
    double sway;  ///< how much the worlds differ
  };
  for (const Design design : {Design{1, 1, 0}, Design{1, 2, 0}, Design{60, 1, 0.3}}) {
    const int repetitions = 200, customers = 6000;
    std::vector<double> squares;
    for (int r = 0; r < repetitions; ++r) {
      TallyBuilder builder(design.worlds, design.channels);
      for (std::size_t w = 0; w < design.worlds; ++w)
        for (std::size_t c = 0; c < design.channels; ++c) builder.channel(w, c, 1.0 / static_cast<double>(design.channels), 1, 0);
      if (design.worlds > 1) builder.assumption(std::vector<double>(design.worlds, 0.5));
      const auto counts = builder.allocate(customers);
      for (std::size_t w = 0; w < design.worlds; ++w) {
        // A lucky world has more of the upper half, an unlucky one fewer: on average they are the law again.
        const double tilt = design.sway * (std::uniform_real_distribution<>(-1, 1)(words));
        for (int i = 0; i < counts[w * design.channels]; ++i) {
          double u = std::uniform_real_distribution<>()(words);
          if (std::bernoulli_distribution(std::fabs(tilt))(words)) u = tilt > 0 ? u / 2 : (1 + u) / 2;
          const double profit = population[static_cast<std::size_t>(u * 10'000)];
          // Channels share their customers' luck.
          for (std::size_t c = 0; c < design.channels; ++c) builder.add(w, c, 0, brings(profit));
        }
      }
      std::vector<std::string> names{"ads", "mail"};
      names.resize(design.channels);
      const auto answer = make_answer(builder.finish(), names, {"all"});
      const auto numbers = beside(*answer.all.customer.concentration, truth);
      squares.resize(numbers.size());
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto& [estimate, exact] = numbers[i];
        const double off = estimate.value - exact;
        squares[i] += off == 0 || std::fabs(off) < 1e-12 ? 0 : off * off / (estimate.se * estimate.se);
      }
    }
    for (std::size_t i = 0; i < squares.size(); ++i) {
      INFO("number " << i << ", worlds " << design.worlds << ", channels " << design.channels);
      const double mean = squares[i] / repetitions;
      // A tenth within an atom has the atom's profit, always.
      if (mean == 0) continue;
      CHECK(mean == Approx(1).margin(4.5 * std::sqrt(2.0 / repetitions)));
    }
  }
}

TEST_CASE("segments bring their profit in order, and where no distribution is kept only that is known") {
  TallyBuilder builder(1, 1, 3);
  builder.channel(0, 0, 1, 0, {0.3, 0.5, 0.2}, {1, 1, 1});
  builder.allocate(1000);
  for (int i = 0; i < 1000; ++i) {
    const std::size_t segment = i % 10 < 3 ? 0 : i % 10 < 8 ? 1 : 2;
    builder.add(0, 0, segment, brings(segment == 0 ? -2 : segment == 1 ? 1 : 8));
  }
  auto tallies = builder.finish();
  tallies.distributions.profit = false;
  const auto answer = make_answer(tallies, {"ads"}, {"costly", "plain", "gold"});
  CHECK_FALSE(answer.all.customer.concentration);
  CHECK_FALSE(answer.all.lead.concentration);
  const auto& groups = answer.profit_groups;
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].name == "gold");
  CHECK(groups[1].name == "plain");
  CHECK(groups[2].name == "costly");
  const double mean = 1.5;
  const double profits[] = {8, 1, -2}, shares[] = {0.2, 0.5, 0.3};
  double so_far = 0;
  for (std::size_t g = 0; g < 3; ++g) {
    CHECK(groups[g].share_of_customers == Approx(shares[g]));
    CHECK(groups[g].relative.value == Approx(profits[g] / mean));
    CHECK(groups[g].share_of_profit.value == Approx(shares[g] * profits[g] / mean));
    CHECK(groups[g].cumulative.value == Approx(so_far += shares[g] * profits[g] / mean));
    CHECK(groups[g].share_of_profit.se > 0);
  }
}

TEST_CASE("each channel and segment has its own curve") {
  TallyBuilder builder(1, 2, 1);
  builder.channel(0, 0, 0.5, 1, 0);
  builder.channel(0, 1, 0.5, 1, 0);
  builder.allocate(200);
  for (int i = 0; i < 100; ++i) builder.add(0, 0, 0, brings(4)), builder.add(0, 1, 0, brings(i < 50 ? 2 : 0));
  const auto answer = make_answer(builder.finish(), {"ads", "mail"}, {"all"});
  CHECK(answer.channels[0].second.customer.concentration->gini.value == 0);
  CHECK(answer.channels[1].second.customer.concentration->gini.value == Approx(0.5));
  CHECK(answer.channels[1].second.customer.concentration->bring_80.value == Approx(0.4));
  CHECK(answer.all.customer.concentration->tenths[4].second.cumulative.value == Approx(0.8));
}

TEST_CASE("ranks of few amounts are steps, each of all who bring just that") {
  const auto ranks = view_of(repeated({{28, -196.43}, {28, 17.85}, {28, 142.85}, {11, 568.18}, {5, 4000}})).profit_ranks;
  const std::pair<double, double> expected[] = {{0.28, -196.43}, {0.56, 17.85}, {0.84, 142.85}, {0.95, 568.18}, {1, 4000}};
  REQUIRE(ranks.size() == 5);
  for (std::size_t k = 0; k < ranks.size(); ++k) {
    CHECK(ranks[k].until == Approx(expected[k].first));
    CHECK(ranks[k].low == Approx(expected[k].second));
    CHECK(ranks[k].high == ranks[k].low);
    CHECK(ranks[k].mean == Approx(expected[k].second));
  }
}

TEST_CASE("ranks hold everybody, as finely as a picture needs, and part at zero exactly") {
  std::mt19937_64 random(5);
  std::vector<double> profits;
  for (const auto& [shift, scale, zeros] : {std::tuple{-30.0, 50.0, 300}, std::tuple{0.0, 1.0, 0}, std::tuple{5.0, 4000.0, 7}}) {
    std::lognormal_distribution<double> law(0, 1.3);
    profits.assign(static_cast<std::size_t>(zeros), 0.0);
    for (int i = 0; i < 20'000; ++i) profits.push_back(std::round(100 * (shift + scale * law(random))) / 100);
    const auto view = view_of(profits);
    const auto& ranks = view.profit_ranks;
    REQUIRE(ranks.size() > 50);
    CHECK(ranks.size() < 410);
    CHECK(ranks.back().until == 1);
    std::sort(profits.begin(), profits.end());
    const double n = static_cast<double>(profits.size());
    double from = 0, lose = 0, brought = 0, worst_step = 0;
    for (const auto& group : ranks) {
      const auto first = static_cast<std::size_t>(std::lround(from * n)), last = static_cast<std::size_t>(std::lround(group.until * n));
      REQUIRE(first < last);
      CHECK(group.low <= profits[first] + 1e-9);
      CHECK(group.high >= profits[last - 1] - 1e-9);
      CHECK((group.mean >= group.low - 1e-9 && group.mean <= group.high + 1e-9));
      CHECK((group.high < 0 || group.low >= 0));
      CHECK((group.low > 0 || group.high <= 0));
      if (group.high < 0) lose = group.until;
      brought += (group.until - from) * group.mean;
      worst_step = std::max(worst_step, group.until - from);
      from = group.until;
    }
    CHECK(lose == Approx(view.p_loss.value).margin(1e-12));
    CHECK(brought == Approx(view.profit.mean.value));
    // Bins of the tallies are no finer, where many bring nearly the same.
    CHECK(worst_step < 0.03);
  }
}

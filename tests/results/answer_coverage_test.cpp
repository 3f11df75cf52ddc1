// Does what promises 95 % hold the truth in 95 % of repetitions? Bounds are 4.5 binomial standard errors round 0.95; where a procedure is
// known to do otherwise, its own coverage is stated.
#include "results/answer/make_answer.hpp"
#include "results/answer/worlds.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/results/answer_tallies.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <string>

using namespace valuescale;
using results::Answer;
using results::Estimate;
using results::Interval;
using results::make_answer;
using test::Life;
using test::TallyBuilder;

namespace {

class Coverage {
 public:
  void add(const std::string& name, const Interval& interval, double truth) {
    ++trials_[name];
    // A missing end claims nothing on its side.
    hits_[name] += !(interval.lo > truth) && !(interval.hi < truth);
  }
  void add(const std::string& name, const Estimate& estimate, double truth, double degrees) {
    const double t = degrees > 0 ? sim::t_quantile(degrees, 0.975) : 1.96;
    add(name, Interval{estimate.value, estimate.value - t * estimate.se, estimate.value + t * estimate.se}, truth);
  }
  double of(const std::string& name) const { return hits_.at(name) / trials_.at(name); }
  double error(const std::string& name, double promised = 0.95) const { return std::sqrt(promised * (1 - promised) / trials_.at(name)); }
  void require(const std::string& name, double low = 0.95, double high = 0.95) const {
    INFO(name << " covers " << of(name));
    CHECK(of(name) >= low - 4.5 * error(name));
    CHECK(of(name) <= high + 4.5 * error(name));
  }
  std::string report() const {
    std::string text;
    for (const auto& [name, hits] : hits_) text += fmt::format("{:45} {:.3f}\n", name, of(name));
    return text;
  }

 private:
  std::map<std::string, double> hits_, trials_;
};

Interval at(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  for (const auto& [own, interval] : quantiles) {
    if (own == level) return interval;
  }
  FAIL("no such level");
  return {};
}

double phi(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Worlds expect LTV 100 ± 30, customers of one differ by 40; a tenth of leads buys, a lead costs 4: a customer's profit is N(60, 50).
void known_worlds(std::mt19937_64& words, std::size_t worlds, int n, Coverage& coverage) {
  TallyBuilder builder(worlds);
  for (std::size_t w = 0; w < worlds; ++w) builder.channel(w, 0, 1, 0.1, 4);
  builder.allocate(static_cast<std::int64_t>(worlds) * n);
  std::normal_distribution<> normal(0, 1);
  std::vector<double> expected;
  for (std::size_t w = 0; w < worlds; ++w) {
    expected.push_back(100 + 30 * normal(words));
    for (int i = 0; i < n; ++i) {
      Life life;
      life.repeat = expected.back() + 40 * normal(words);
      life.customer_cac = 40, life.lead_cac = 4;
      builder.add(w, 0, 0, life);
    }
  }
  builder.assumption(expected);
  const Answer answer = make_answer(builder.finish(), {}, {});
  const double degrees = static_cast<double>(worlds - 1), fewer = static_cast<double>(std::min<std::size_t>(worlds, 64) - 1);
  const auto& customer = answer.all.customer;
  coverage.add("worlds: customer mean", customer.profit.mean, 60, degrees);
  coverage.add("worlds: lead mean", answer.all.lead.profit.mean, 6, degrees);
  coverage.add("worlds: P(loss)", customer.p_loss, phi(-60 / 50.0), degrees);
  coverage.add("worlds: lead P(loss)", answer.all.lead.p_loss, 0.9 + 0.1 * phi(-96 / 50.0), degrees);
  coverage.add("worlds: LTV:CAC", customer.ltv_cac, 2.5);
  coverage.add("worlds: payback ever", customer.payback.first.ever, phi(60 / 50.0), fewer);
  coverage.add("worlds: median of customers", at(customer.profit.quantiles, 0.5), 60);
  coverage.add("worlds: 90 % point of customers", at(customer.profit.quantiles, 0.9), 60 + 50 * 1.2815515655);
  coverage.add("worlds: 95 % point of leads", at(answer.all.lead.profit.quantiles, 0.95), 96);
  coverage.add("worlds: 99 % point of leads", at(answer.all.lead.profit.quantiles, 0.99), 96 + 50 * 1.2815515655);
  const auto& interval = *answer.worlds_interval;
  coverage.add("worlds: median world", at(interval.customer.profit, 0.5), 60);
  coverage.add("worlds: 5 % world", at(interval.customer.profit, 0.05), 60 - 30 * 1.6448536270);
  coverage.add("worlds: 95 % world of leads", at(interval.lead.profit, 0.95), 6 + 3 * 1.6448536270);
  coverage.add("worlds: P(world loses)", interval.customer.p_loss, phi(-2), degrees);
  // The classic mistakes.
  const double independent = customer.profit.sd / std::sqrt(static_cast<double>(answer.customers));
  coverage.add("wrong: sd over root of all customers", Estimate{customer.profit.mean.value, independent}, 60, 0);
}

/// The same with five customers a world: a quarter of what is seen between worlds is luck.
void worlds_with_luck(std::mt19937_64& words, Coverage& coverage) {
  const std::size_t worlds = 400;
  TallyBuilder builder(worlds);
  for (std::size_t w = 0; w < worlds; ++w) builder.channel(w, 0, 1, 1, 40);
  builder.allocate(5 * worlds);
  std::normal_distribution<> normal(0, 1);
  std::vector<double> raw;
  for (std::size_t w = 0; w < worlds; ++w) {
    const double expected = 100 + 30 * normal(words);
    double sum = 0;
    for (int i = 0; i < 5; ++i) {
      Life life;
      life.repeat = expected + 40 * normal(words);
      life.customer_cac = life.lead_cac = 40;
      builder.add(w, 0, 0, life);
      sum += life.repeat - 40;
    }
    raw.push_back(sum / 5);
  }
  builder.assumption(raw);
  const auto interval = results::worlds_interval(builder.finish()).customer;
  const double truth = 60 - 30 * 1.6448536270;
  coverage.add("luck: median world", at(interval.profit, 0.5), 60);
  coverage.add("luck: 5 % world", at(interval.profit, 0.05), truth);
  const results::WeightedValues uncorrected(raw, std::vector<double>(raw.size(), 1.0));
  coverage.add("wrong: 5 % world, luck left in", uncorrected.quantile(0.05), truth);
}

/// Worlds whose shape luck blurs: what customers of one bring has mean 0 and variance 1 over worlds, and luck a tenth of what is seen.
struct Shape {
  const char* name;
  std::function<double(std::mt19937_64&)> expected;
  double low, high;  ///< 5 % and 95 % points
};

const std::vector<Shape>& shapes() {
  static const double root = std::sqrt(std::exp(0.25) - 1) * std::exp(0.125);
  static const std::vector<Shape> all = {
      {"exponential", [](std::mt19937_64& words) { return std::exponential_distribution<>(1)(words) - 1; }, -std::log(0.95) - 1,
       -std::log(0.05) - 1},
      {"lognormal", [](std::mt19937_64& words) { return (std::exp(std::normal_distribution<>(0, 0.5)(words)) - std::exp(0.125)) / root; },
       (std::exp(-0.5 * 1.6448536270) - std::exp(0.125)) / root, (std::exp(0.5 * 1.6448536270) - std::exp(0.125)) / root},
      {"uniform", [](std::mt19937_64& words) { return std::sqrt(12.0) * (std::uniform_real_distribution<>(0, 1)(words) - 0.5); },
       -0.45 * std::sqrt(12.0), 0.45 * std::sqrt(12.0)},
  };
  return all;
}

void worlds_of_a_shape(std::mt19937_64& words, const Shape& shape, Coverage& coverage) {
  const std::size_t worlds = 400;
  const int n = 5;
  TallyBuilder builder(worlds);
  for (std::size_t w = 0; w < worlds; ++w) builder.channel(w, 0, 1, 1, 40);
  builder.allocate(n * static_cast<std::int64_t>(worlds));
  std::normal_distribution<> normal(0, std::sqrt(n / 9.0));
  std::vector<double> expected;
  for (std::size_t w = 0; w < worlds; ++w) {
    expected.push_back(shape.expected(words));
    for (int i = 0; i < n; ++i) {
      Life life;
      life.repeat = 100 + 30 * (expected.back() + normal(words));
      life.customer_cac = life.lead_cac = 40;
      builder.add(w, 0, 0, life);
    }
  }
  builder.assumption(expected);
  const auto tallies = builder.finish();
  const auto interval = results::worlds_interval(tallies).customer;
  const std::string name = shape.name;
  coverage.add(name + ": 5 % world", at(interval.profit, 0.05), 60 + 30 * shape.low);
  coverage.add(name + ": 95 % world", at(interval.profit, 0.95), 60 + 30 * shape.high);
  const auto shrunk = results::shrink(results::world_means(tallies, models::customer_view, models::customer_profit)).shrunk;
  const results::WeightedValues as_seen(shrunk, std::vector<double>(worlds, 1.0));
  coverage.add("wrong: " + name + ", 5 % world with the shape of luck", as_seen.quantile(0.05), 60 + 30 * shape.low);
}

/// What 5 % of leads exceed in the business below: one in four buyers is gold and brings three times as much as the others.
double exceeded_by_a_twentieth() {
  const auto share_above = [](double x) {
    double above = 0, total = 0;
    for (int i = 0; i < 20'000; ++i) {
      const double p = (i + 0.5) / 20'000, density = std::pow(p, 3) * std::pow(1 - p, 35);
      total += density;
      above += density * p * (0.25 * std::exp(-x / (2000 * p)) + 0.75 * std::exp(-x / (2000 * p / 3)));
    }
    return above / total;
  };
  double low = 0, high = 1000;
  for (int i = 0; i < 50; ++i) (share_above((low + high) / 2) > 0.05 ? low : high) = (low + high) / 2;
  return low;
}

/// Conversion p ~ Beta(4, 36), a lead costs 4, buyers bring 1000 p on average, exponentially: those of gold 2000 p, the others 2000 p/3.
void unknown_conversion(std::mt19937_64& words, double exceeded, Coverage& coverage) {
  const std::size_t worlds = 100;
  TallyBuilder builder(worlds, 1, 2);
  std::vector<double> conversion;
  for (std::size_t w = 0; w < worlds; ++w) {
    const double x = std::gamma_distribution<>(4)(words), y = std::gamma_distribution<>(36)(words);
    conversion.push_back(x / (x + y));
    builder.channel(w, 0, 1, 4, {0.25, 0.75}, {conversion.back(), conversion.back()});
  }
  builder.assumption(conversion);
  const auto counts = builder.allocate(2000);
  for (std::size_t w = 0; w < worlds; ++w) {
    for (int i = 0; i < counts[w]; ++i) {
      const bool gold = std::bernoulli_distribution(0.25)(words);
      Life life;
      life.repeat = std::exponential_distribution<>(1)(words) * conversion[w] * (gold ? 2000 : 2000.0 / 3);
      life.customer_cac = 4 / conversion[w], life.lead_cac = 4;
      builder.add(w, 0, gold ? 0 : 1, life);
    }
  }
  const Answer answer = make_answer(builder.finish(), {}, {"gold", "iron"});
  const double square = 0.01 + 0.1 * 0.9 / 41;  // E[p²]
  coverage.add("conversion: customer mean", answer.all.customer.profit.mean, 1000 * square / 0.1 - 40, 99);
  coverage.add("conversion: lead mean", answer.all.lead.profit.mean, 1000 * square - 4, 99);
  coverage.add("conversion: gold customer mean", answer.segments[0].second.customer.profit.mean, 2000 * square / 0.1 - 40, 99);
  coverage.add("conversion: gold lead mean", answer.segments[0].second.lead.profit.mean, 2000 * square - 4, 99);
  coverage.add("conversion: itself", answer.all.conversion, 0.1, 99);
  coverage.add("conversion: LTV:CAC", answer.all.customer.ltv_cac, 1000 * square / 4);
  coverage.add("conversion: LTV:CAC of leads", answer.all.lead.ltv_cac, 1000 * square / 4);
  coverage.add("conversion: lead 95 % point", at(answer.all.lead.profit.quantiles, 0.95), exceeded - 4);
}

/// One certain world: profit exponential with mean 100 less 40; one channel, or two whose customers live the same random numbers.
void one_world(std::mt19937_64& words, std::size_t channels, Coverage& coverage) {
  const std::string name = channels == 1 ? "one channel: " : "two channels: ";
  TallyBuilder builder(1, channels);
  for (std::size_t c = 0; c < channels; ++c) builder.channel(0, c, 1.0 / static_cast<double>(channels), 0.1, 4);
  builder.allocate(640 * static_cast<std::int64_t>(channels));
  for (int i = 0; i < 640; ++i) {
    Life life;
    life.repeat = std::exponential_distribution<>(0.01)(words);
    life.customer_cac = 40, life.lead_cac = 4;
    for (std::size_t c = 0; c < channels; ++c) builder.add(0, c, 0, life);
  }
  const Answer answer = make_answer(builder.finish(), {}, {});
  const auto& customer = answer.all.customer;
  const double degrees = channels == 1 ? 0 : 63;
  coverage.add(name + "mean", customer.profit.mean, 60, degrees);
  coverage.add(name + "P(loss)", customer.p_loss, 1 - std::exp(-0.4), degrees);
  coverage.add(name + "LTV:CAC", customer.ltv_cac, 2.5);
  coverage.add(name + "payback ever", customer.payback.first.ever, std::exp(-0.4), degrees);
  coverage.add(name + "median", at(customer.profit.quantiles, 0.5), 100 * std::log(2.0) - 40);
  coverage.add(name + "95 % point", at(customer.profit.quantiles, 0.95), 100 * std::log(20.0) - 40);
  coverage.add(name + "95 % point of leads", at(answer.all.lead.profit.quantiles, 0.95), 100 * std::log(2.0) - 4);
  const double independent = customer.profit.sd / std::sqrt(static_cast<double>(answer.customers));
  coverage.add(name + "wrong: independent", Estimate{customer.profit.mean.value, independent}, 60, 0);
}

Coverage study(int repetitions, std::uint64_t seed) {
  std::mt19937_64 words(seed);
  Coverage coverage;
  const double exceeded = exceeded_by_a_twentieth();
  for (int i = 0; i < repetitions; ++i) {
    known_worlds(words, 100, 20, coverage);
    unknown_conversion(words, exceeded, coverage);
    worlds_with_luck(words, coverage);
    for (const Shape& shape : shapes()) worlds_of_a_shape(words, shape, coverage);
    one_world(words, 1, coverage);
    one_world(words, 2, coverage);
  }
  return coverage;
}

void require_promises(const Coverage& coverage) {
  INFO(coverage.report());
  for (const char* name :
       {"worlds: customer mean",      "worlds: lead mean",         "worlds: P(loss)",       "worlds: LTV:CAC",
        "worlds: payback ever",       "conversion: customer mean", "conversion: lead mean", "conversion: gold customer mean",
        "conversion: gold lead mean", "conversion: itself",        "conversion: LTV:CAC",   "conversion: LTV:CAC of leads",
        "one channel: mean",          "one channel: P(loss)",      "one channel: LTV:CAC",  "one channel: payback ever",
        "two channels: mean",         "two channels: P(loss)",     "two channels: LTV:CAC", "two channels: payback ever"}) {
    coverage.require(name);
  }
  // Ranks are whole numbers chosen to cover at least 95 %, which is some more.
  for (const char* name :
       {"worlds: median of customers", "worlds: 90 % point of customers", "worlds: 95 % point of leads", "worlds: 99 % point of leads",
        "conversion: lead 95 % point", "one channel: median", "one channel: 95 % point", "one channel: 95 % point of leads",
        "two channels: median", "two channels: 95 % point", "two channels: 95 % point of leads", "worlds: median world",
        "worlds: 5 % world", "worlds: 95 % world of leads", "luck: median world", "luck: 5 % world"}) {
    coverage.require(name, 0.95, 0.98);
  }
  // What is rare and comes in clusters (2.7 % of buyers, most of them of a few of the 100 worlds) has an error that is itself poorly known.
  coverage.require("worlds: lead P(loss)", 0.90, 0.95);
  // 2.3 % of 100 worlds: the error of two or three is the rule of three's or its like, which covers more than it says.
  coverage.require("worlds: P(world loses)", 0.90, 1.0);
  // Reaches as far as the shape may have been changed: mostly further than it had to, at an edge of exponential worlds a little short.
  for (const Shape& shape : shapes())
    for (const char* end : {": 5 % world", ": 95 % world"}) coverage.require(shape.name + std::string(end), 0.93, 1.0);
  for (const char* name : {"wrong: exponential, 5 % world with the shape of luck", "wrong: lognormal, 5 % world with the shape of luck"})
    CHECK(coverage.of(name) < 0.8);
  for (const char* name : {"wrong: sd over root of all customers", "wrong: 5 % world, luck left in"}) {
    INFO(name << " covers " << coverage.of(name));
    CHECK(coverage.of(name) < 0.95 - 4.5 * coverage.error(name));
  }
}

}  // namespace

TEST_CASE("intervals that promise 95 % hold the truth that often") { require_promises(study(150, 31)); }

TEST_CASE("intervals that promise 95 % hold the truth that often, at length", "[long]") {
  const Coverage coverage = study(2000, 32);
  require_promises(coverage);
  CHECK(coverage.of("two channels: wrong: independent") < 0.95 - 4.5 * coverage.error("two channels: wrong: independent"));
}

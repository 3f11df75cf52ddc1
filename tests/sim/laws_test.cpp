#include "sim/random/laws.hpp"

#include "sim/batch/vec64.hpp"
#include "sim/random/quantile_table.hpp"
#include "sim/random/special.hpp"
#include "tests/support/catch.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace valuescale::sim;

namespace {

/// The words where transforms go wrong: both ends, the middle, powers of two and their neighbours, and a sweep.
std::vector<std::uint32_t> telling_words() {
  std::vector<std::uint32_t> words;
  for (std::uint32_t i = 0; i < 300; ++i) {
    words.push_back(i);
    words.push_back(~i);
    words.push_back(0x80000000u - 150 + i);
  }
  for (int bit = 8; bit < 32; ++bit)
    for (int d = -2; d <= 2; ++d) words.push_back((1u << bit) + static_cast<std::uint32_t>(d));
  for (std::uint64_t w = 12345; w < (std::uint64_t{1} << 32); w += 999'983) words.push_back(static_cast<std::uint32_t>(w));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

template <class Transform>
std::vector<float> transform(const std::vector<std::uint32_t>& words, Transform apply) {
  std::vector<float> out(words.size());
  alignas(64) std::uint32_t in[kWidth];
  alignas(64) float result[kWidth];
  for (std::size_t i = 0; i < words.size(); i += kWidth) {
    for (int j = 0; j < kWidth; ++j) in[j] = words[std::min(i + j, words.size() - 1)];
    apply(U32::load(in)).store(result);
    for (int j = 0; j < kWidth && i + j < words.size(); ++j) out[i + j] = result[j];
  }
  return out;
}

Tail tail_of(std::uint32_t word) { return {std::ldexp(word + 0.5, -32), std::ldexp(4294967295.0 - word + 0.5, -32)}; }

void check_monotone_and_finite(const std::vector<float>& x, double direction) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    REQUIRE(std::isfinite(x[i]));
    if (i > 0) REQUIRE((x[i] - x[i - 1]) * direction >= 0);
  }
}

}  // namespace

TEST_CASE("a uniform stays inside (0, 1] and rises with its word") {
  const auto words = telling_words();
  const auto u = transform(words, [](U32 w) { return uniform(w); });
  check_monotone_and_finite(u, 1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    REQUIRE(u[i] > 0);
    REQUIRE(u[i] <= 1);
    REQUIRE(u[i] == Approx(tail_of(words[i]).lower).epsilon(2e-7));
  }
}

TEST_CASE("an exponential keeps its relative precision at both ends") {
  const auto words = telling_words();
  const auto e = transform(words, [](U32 w) { return exponential(w); });
  check_monotone_and_finite(e, -1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Tail at = tail_of(words[i]);
    const double exact = at.lower < 0.5 ? -std::log(at.lower) : -std::log1p(-at.upper);
    REQUIRE(e[i] == Approx(exact).epsilon(4e-7));
  }
}

TEST_CASE("exp and log of lanes are good to a few units of the last place") {
  for (double x = -86; x < 87; x += 0.37) {
    alignas(64) float out[kWidth];
    exp(F32::of(static_cast<float>(x))).store(out);
    CHECK(out[0] == Approx(std::exp(static_cast<double>(static_cast<float>(x)))).epsilon(3e-7));
    const float y = std::exp(static_cast<float>(x) / 2);
    log(F32::of(y)).store(out);
    CHECK(std::fabs(out[0] - std::log(static_cast<double>(y))) <= 3e-7 * std::max(1.0, std::fabs(std::log(static_cast<double>(y)))));
  }
}

TEST_CASE("exp of money is good to the last places") {
  for (double x = -699; x < 699; x += 0.173) {
    double out[kWidth];
    const F64 y = exp(F64::of(x));
    __builtin_memcpy(out, &y, sizeof out);
    CHECK(std::fabs(out[0] / std::exp(x) - 1) < 2e-15);
    CHECK(out[kWidth - 1] == out[0]);
  }
  double one[kWidth];
  const F64 y = exp(F64::of(0));
  __builtin_memcpy(one, &y, sizeof one);
  CHECK(one[0] == 1);
}

TEST_CASE("every lane looks up its own of a few numbers") {
  const double numbers[kFew] = {1.5, -2.25, 1e300, 0, 7, -1e-300, 3.125, 42};
  const FewDoubles few(numbers);
  for (std::uint32_t shift = 0; shift < kFew; ++shift) {
    const F64 found = few[(lane_numbers() + U32::of(shift)) & U32::of(kFew - 1)];
    double out[kWidth];
    __builtin_memcpy(out, &found, sizeof out);
    for (std::uint32_t lane = 0; lane < kWidth; ++lane) CHECK(out[lane] == numbers[(lane + shift) % kFew]);
  }
}

TEST_CASE("what is certain always happens and what is impossible never does") {
  const auto happened = [](std::uint32_t word, double p) { return happens(U32::of(word), U32::of(threshold_of(p))).v[0] != 0; };
  for (const std::uint32_t word : telling_words()) {
    REQUIRE(happened(word, 1));
    REQUIRE_FALSE(happened(word, 0));
    REQUIRE_FALSE(happened(word, -0.5));
    REQUIRE(happened(word, 0.25) == (word < 0x40000000u));
  }
  CHECK_FALSE(happened(0xffffffff, 0.9999999999));
  CHECK(happened(0xffffffff, 1.0000001));
}

TEST_CASE("quantile tables of gamma laws follow Boost.Math over both tails") {
  const auto words = telling_words();
  for (const double shape : {0.2426, 0.5533, 1.0, 4.0, 6.25, 50.0}) {
    std::vector<float> table(kTableFloats);
    build_quantile_table([=](Tail at, double start) { return log_gamma_quantile(shape, at, start); }, table.data());
    const auto y = transform(words, [&](U32 w) { return quantile(table.data(), U32::of(0), w); });
    check_monotone_and_finite(y, 1);
    const boost::math::gamma_distribution<double> law(shape, 1);
    double worst = 0;
    for (std::size_t i = 0; i < words.size(); i += 7) {
      const Tail at = tail_of(words[i]);
      const double exact =
          at.lower < 0.5 ? boost::math::quantile(law, at.lower) : boost::math::quantile(boost::math::complement(law, at.upper));
      worst = std::max(worst, std::fabs(y[i] - std::log(exact)));
    }
    INFO("shape " << shape << ": largest relative error " << worst);
    CHECK(worst < 1e-5);
    CHECK(worst > 0);  // a cubic in single precision is not exact: zero would mean nothing was compared
  }
}

TEST_CASE("tables of many shapes are interpolated as well as they are built") {
  LogGammaTables tables;
  std::vector<float> storage;
  std::vector<double> shapes;
  for (int i = 0; i < 200; ++i) shapes.push_back(0.08 * std::exp(0.02 * i));
  for (const double shape : shapes) tables.want(shape);
  tables.build(storage);
  for (std::size_t i = 0; i < shapes.size(); i += 23) {
    const boost::math::gamma_distribution<double> law(shapes[i], 1);
    for (const std::uint32_t word : {0u, 1000u, 1u << 28, 0x80000000u, 0xf0000000u, 0xffffffffu}) {
      const Tail at = tail_of(word);
      const double exact =
          at.lower < 0.5 ? boost::math::quantile(law, at.lower) : boost::math::quantile(boost::math::complement(law, at.upper));
      if (exact < 1e-290) continue;
      CHECK(look_up(storage.data() + tables.offset_of(shapes[i]), word) == Approx(std::log(exact)).margin(5e-5));
    }
  }
}

TEST_CASE("the house's own special functions agree with Boost.Math") {
  // A start far away must not matter: at small shapes ln x spans hundreds of thousands.
  CHECK(log_gamma_quantile(1e-6, Tail::from_upper(1e-7), -693147) ==
        Approx(log_gamma_quantile(1e-6, Tail::from_upper(1e-7))).epsilon(1e-9));
  for (const double shape : {0.001, 0.05, 0.5, 1.0, 30.0, 1000.0}) {
    const boost::math::gamma_distribution<double> law(shape, 1);
    for (double p = 1e-9; p < 0.5; p *= 3.1) {
      const double low = boost::math::quantile(law, p), high = boost::math::quantile(boost::math::complement(law, p));
      if (low > 1e-290) CHECK(log_gamma_quantile(shape, Tail::from_lower(p)) == Approx(std::log(low)).margin(1e-11));
      if (high > 1e-290) CHECK(log_gamma_quantile(shape, Tail::from_upper(p)) == Approx(std::log(high)).margin(1e-11));
    }
  }
  // Large shapes, on both sides of where another expansion takes over; errors in standard deviations of ln x.
  for (const double shape : {2.9e4, 3.1e4, 1e6, 1e9}) {
    const boost::math::gamma_distribution<double> law(shape, 1);
    for (double p = 1e-10; p < 0.5; p *= 3.1) {
      const double low = boost::math::quantile(law, p), high = boost::math::quantile(boost::math::complement(law, p)),
                   sd = 1 / std::sqrt(shape);
      CHECK(log_gamma_quantile(shape, Tail::from_lower(p)) == Approx(std::log(low)).margin(1e-7 * sd));
      CHECK(log_gamma_quantile(shape, Tail::from_upper(p)) == Approx(std::log(high)).margin(1e-7 * sd));
      CHECK(gamma_tails(shape, low).lower == Approx(p).epsilon(1e-8));
      CHECK(gamma_tails(shape, high).upper == Approx(p).epsilon(1e-8));
    }
  }
  const boost::math::normal_distribution<double> normal;
  for (double p = 1e-12; p < 0.5; p *= 2.7) {
    CHECK(normal_quantile(Tail::from_lower(p)) == Approx(boost::math::quantile(normal, p)).epsilon(1e-12));
    CHECK(normal_quantile(Tail::from_upper(p)) == Approx(-boost::math::quantile(normal, p)).epsilon(1e-12));
  }
  for (const auto& [a, b] : {std::pair{2.0, 38.0}, {0.3, 0.8}, {8.0, 2.0}, {20.0, 180.0}, {0.793, 2.4262}}) {
    const boost::math::beta_distribution<double> law(a, b);
    for (const double p : {1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999}) {
      const double y = logit_beta_quantile(a, b, {p, 1 - p});
      CHECK(1 / (1 + std::exp(-y)) == Approx(boost::math::quantile(law, p)).epsilon(1e-10));
      CHECK(beta_tails(a, b, y).lower == Approx(p).epsilon(1e-10));
    }
  }
  for (const double x : {1e-8, 0.1, 0.7, 1.0, 1.5, 10.0, 1e5}) {
    CHECK(log_gamma_of(x) == Approx(std::lgamma(x)).epsilon(1e-13).margin(1e-13));
    CHECK(log_of(x) == Approx(std::log(x)).epsilon(1e-15).margin(1e-16));
    CHECK(exp_of(-x) == Approx(std::exp(-x)).epsilon(1e-15));
  }
}

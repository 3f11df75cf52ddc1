// The promises of a transform of one word hold for every word there is, on every instruction set: finite, inside the law's bounds, monotone,
// and the same bits. Statistics would not notice one wrong word in 2^32; a run of 10^9 customers meets it.
#include "tests/sim/one_word/one_word.hpp"

#include "models/law/resolved_law.hpp"
#include "sim/random/laws.hpp"
#include "sim/random/quantile_table.hpp"
#include "sim/random/special.hpp"
#include "tests/sim/one_word/supported.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/resolved_laws.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

using namespace valuescale::sim;
using namespace valuescale::tests;
using valuescale::models::LawKind;
using valuescale::models::ResolvedLaw;
using Kind = Transform::Kind;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// A transform, and what it promises for words from `first` to `last`.
struct Promise {
  std::string name;
  Transform transform;
  std::vector<float> table;
  float lowest, highest;
  int direction;           ///< 1 if larger words give larger values, −1 if smaller ones
  bool of_floats = false;  ///< the argument is a float, in rising order, instead of a word
  std::uint32_t first = 0, last = 0xffffffff;
};

/// The k-th word of a sweep: itself, or the bits of the k-th float from −infinity (k = 0x7fffff) to infinity.
std::uint32_t word_at(const Promise& promise, std::uint32_t k) {
  if (!promise.of_floats) return k;
  return k >> 31 ? k ^ 0x80000000u : ~k;
}

std::uint32_t place_of(float x) {
  const auto word = std::bit_cast<std::uint32_t>(x);
  return word >> 31 ? ~word : word | 0x80000000u;
}

Tail first_tail() { return Tail::from_lower(0x1p-33); }
Tail last_tail() { return Tail::from_upper(0x1p-33); }

Promise of_table(const std::string& name, std::vector<float> table, double lowest, double highest) {
  Promise p{name, {Kind::table}, std::move(table), static_cast<float>(lowest), static_cast<float>(highest), 1};
  return p;
}

/// The table that a law of a scenario gets.
Promise of_law(const std::string& name, const ResolvedLaw& law) {
  std::vector<float> table(kTableFloats);
  build_quantile_table([&](Tail at, double) { return law.quantile(at); }, table.data());
  return of_table(name, std::move(table), law.quantile(first_tail()), law.quantile(last_tail()));
}

Promise of_log_gamma(double shape) {
  std::vector<float> table(kTableFloats);
  build_quantile_table([=](Tail at, double start) { return log_gamma_quantile(shape, at, start); }, table.data());
  return of_table("log gamma " + std::to_string(shape), std::move(table), log_gamma_quantile(shape, first_tail()),
                  log_gamma_quantile(shape, last_tail()));
}

/// The first, some middle and the last of many shapes, whose tables are interpolated.
void add_interpolated(std::vector<Promise>& promises, double first, double last, int shapes) {
  const valuescale::tests::LogGammaRow row(first, last, shapes);
  for (const int i : {0, 1, shapes / 3, shapes / 2, shapes - 2, shapes - 1}) {
    const double shape = row.shape(i);
    // Interpolation errs a little more than rounding.
    const double low = log_gamma_quantile(shape, first_tail()), high = log_gamma_quantile(shape, last_tail());
    promises.push_back(of_table("interpolated log gamma " + std::to_string(shape), row.table(i), low - 1e-5 * (1 + std::fabs(low)),
                                high + 1e-5 * (1 + std::fabs(high))));
  }
}

void add_tables(std::vector<Promise>& promises) {
  std::vector<float> normal(kTableFloats);
  build_quantile_table([](Tail at, double) { return normal_quantile(at); }, normal.data());
  promises.push_back(of_table("normal", normal, normal_quantile(first_tail()), normal_quantile(last_tail())));
  for (const float sigma : {0.1f, 1.0f, 5.0f}) {
    Promise p = of_table("lognormal, sigma " + std::to_string(sigma), normal, 0, kInfinity);
    p.transform = {Kind::exp_table, nullptr, 1.5f, sigma};
    p.highest = std::numeric_limits<float>::max();
    promises.push_back(std::move(p));
  }
  for (const double shape : {1e-6, 0.01, 0.2426, 1.0, 4.0, 50.0, 1e4, 1e9}) promises.push_back(of_log_gamma(shape));
  for (const double shape : {0.2426, 4.0, 50.0}) {
    Promise p = of_log_gamma(shape);
    p.name = "exp of " + p.name;
    p.transform = {Kind::exp_table, nullptr, 0.25f, 1.0f};
    p.lowest = 0;
    p.highest = 1000;
    promises.push_back(std::move(p));
  }
  add_interpolated(promises, 0.08, 4.3, 200);
  add_interpolated(promises, 1e-6, 1e9, 300);
  add_interpolated(promises, 2.0, 2.1, 50);

  for (const double sigma : {0.1, 0.5, 0.8})
    promises.push_back(of_law("lognormal's own, sigma " + std::to_string(sigma), law(LawKind::lognormal, 0, sigma)));
  promises.push_back(of_law("triangular", law(LawKind::triangular, 1, 6, 2)));
  promises.push_back(of_law("triangular, falling", law(LawKind::triangular, -3, 4, -3)));
  promises.push_back(of_law("triangular, rising", law(LawKind::triangular, 1000, 1001, 1001)));
  promises.push_back(of_law("pert", on(1, 6, law(LawKind::beta, 1.8, 4.2))));
  promises.push_back(of_law("pert, mode at its low end", on(-1e6, 1e6, law(LawKind::beta, 1, 5))));
  promises.push_back(of_law("logit-normal", law(LawKind::logit_normal, -1, 0.7)));
  promises.push_back(of_law("logit-normal, two ends", law(LawKind::logit_normal, 2, 8)));
  const ResolvedLaw standard = law(LawKind::normal, 0, 1);
  promises.push_back(of_law("truncated normal", truncated(-1, 2.5, standard)));
  promises.push_back(of_law("truncated normal, far out", truncated(5, 6, standard)));
  promises.push_back(of_law("truncated normal, narrow", truncated(999, 999.001, law(LawKind::normal, 1000, 5))));
  promises.push_back(of_law("truncated lognormal", truncated(0.1, 1e6, law(LawKind::lognormal, 1, 3))));
  promises.push_back(of_law("truncated gamma, small shape", truncated(0, 2, law(LawKind::gamma, 0.05, 10))));
  promises.push_back(of_law("truncated exponential", truncated(0.5, 100, law(LawKind::gamma, 1, 3))));
  // A jump within a row, which no cubic can follow.
  promises.push_back(of_law("truncated mixture", truncated(-2, 5.5, mixture(0.7, standard, law(LawKind::uniform, 5, 6)))));
  promises.push_back(of_law("earliest of two", earliest({law(LawKind::gamma, 4, 2), law(LawKind::weibull, 2, 17)})));
  promises.push_back(of_law("earliest of uniforms", earliest({law(LawKind::uniform, 3, 8), law(LawKind::uniform, 5, 6)})));
  promises.push_back(of_law("over uniform", quotient(100, law(LawKind::uniform, 3, 8))));
  promises.push_back(of_law("over gamma, few moments", quotient(100, law(LawKind::gamma, 2.01, 2))));
  // Parts of mixtures.
  promises.push_back(of_law("constant", law(LawKind::constant, 29.9, 0)));
  promises.push_back(of_law("uniform table", law(LawKind::uniform, -1, 4)));
  promises.push_back(of_law("normal table, large", law(LawKind::normal, 1e9, 1e-3)));
  promises.push_back(of_law("lognormal table", law(LawKind::lognormal, 1, 2)));
  promises.push_back(of_law("gamma table, tiny shape", law(LawKind::gamma, 1e-4, 1e5)));
  promises.push_back(of_law("gamma table", law(LawKind::gamma, 0.3, 1)));
  promises.push_back(of_law("gamma table, huge shape", law(LawKind::gamma, 1e8, 1e-6)));
  promises.push_back(of_law("weibull table", law(LawKind::weibull, 0.4, 2)));
  promises.push_back(of_law("beta table", on(0, 1, law(LawKind::beta, 0.3, 0.8))));
}

std::vector<Promise> promises() {
  std::vector<Promise> result;
  result.push_back({"uniform", {Kind::uniform}, {}, 0x1p-33f, 1, 1});
  result.push_back({"exponential", {Kind::exponential}, {}, 0x1p-33f, 22.88f, -1});
  result.push_back({"log of exponential", {Kind::log_exponential}, {}, -22.88f, 3.131f, -1});
  for (const float shape : {0.3f, 1.0f, 7.0f}) {
    Promise weibull{"weibull " + std::to_string(shape), {Kind::weibull, nullptr, 0.7f, 1 / shape}, {}, 0, 0, -1};
    weibull.highest = static_cast<float>(std::exp(0.7 + 3.131 / shape));
    result.push_back(weibull);
  }
  for (const std::uint32_t threshold : {0u, 1u, 2u, 0x40000000u, 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu}) {
    Promise happens{"happens below " + std::to_string(threshold), {Kind::happens}, {}, 0, 1, -1};
    happens.transform.threshold = threshold;
    if (threshold == 0) happens.highest = 0;
    if (threshold == 0xffffffff) happens.lowest = 1;
    result.push_back(happens);
  }
  // Functions of floats, as far as they are meant: ln of positive normal numbers.
  result.push_back({"log", {Kind::log}, {}, -87.4f, 88.8f, 1, true, place_of(0x1p-126f), place_of(0x1.fffffep127f)});
  result.push_back({"exp", {Kind::exp}, {}, 1.6e-38f, 1.7e38f, 1, true, place_of(-kInfinity), place_of(kInfinity)});
  result.push_back({"logistic", {Kind::logistic}, {}, 0, 1, 1, true, place_of(-kInfinity), place_of(kInfinity)});
  add_tables(result);
  for (Promise& p : result)
    if (!p.table.empty()) p.transform.table = p.table.data();
  return result;
}

/// Checks blocks of rising words one after the other.
class Checker {
 public:
  explicit Checker(const Promise& promise)
      : promise_(promise), previous_(promise.direction > 0 ? promise.lowest : promise.highest), transform_(promise.transform) {
    transform_.table = promise.table.data();
  }

  /// `on` says where; results must agree between all of them.
  void check(const std::vector<std::uint32_t>& places, const std::vector<const OneWord*>& on) {
    const std::size_t size = places.size(), whole = (size + 15) / 16 * 16;
    words_.resize(whole);
    for (std::size_t i = 0; i < size; ++i) words_[i] = word_at(promise_, places[i]);
    for (std::size_t i = size; i < whole; ++i) words_[i] = words_[size - 1];
    for (std::size_t n = 0; n < on.size(); ++n) {
      std::vector<float>& out = n == 0 ? values_ : others_;
      out.resize(whole);
      on[n]->apply(transform_, words_.data(), static_cast<int>(whole), out.data());
      if (n > 0 && std::memcmp(values_.data(), others_.data(), whole * sizeof(float)) != 0) find_difference(*on[0], *on[n]);
    }
    // Whole blocks at once, several values an instruction; what NaN is compared with is false.
    const float* x = values_.data();
    int right = 0;
    for (std::size_t i = 0; i < size; ++i) right += static_cast<int>(x[i] >= promise_.lowest) & static_cast<int>(x[i] <= promise_.highest);
    if (promise_.direction > 0)
      for (std::size_t i = 1; i < size; ++i) right += x[i] >= x[i - 1];
    else
      for (std::size_t i = 1; i < size; ++i) right += x[i] <= x[i - 1];
    right += promise_.direction > 0 ? x[0] >= previous_ : x[0] <= previous_;
    if (right != static_cast<int>(2 * size)) find_wrong(size);
    previous_ = values_[size - 1];
    checked_ += size;
  }

  std::uint64_t checked() const { return checked_; }
  int failures() const { return failures_; }
  const std::string& first_failure() const { return first_failure_; }

 private:
  void fail(std::size_t i, const std::string& how) {
    if (failures_++ == 0) {
      char text[200];
      std::snprintf(text, sizeof text, "word 0x%08x: %s (%.9g)", words_[i], how.c_str(), values_[i]);
      first_failure_ = text;
    }
  }
  void find_difference(const OneWord& a, const OneWord& b) {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (std::bit_cast<std::uint32_t>(values_[i]) != std::bit_cast<std::uint32_t>(others_[i]))
        return fail(i, std::string(b.name) + " differs from " + a.name);
  }
  void find_wrong(std::size_t size) {
    float previous = previous_;
    const float sign = static_cast<float>(promise_.direction);
    for (std::size_t i = 0; i < size; ++i) {
      if (!(values_[i] >= promise_.lowest && values_[i] <= promise_.highest)) fail(i, "out of bounds");
      if (!(sign * values_[i] >= sign * previous)) {
        char text[60];
        std::snprintf(text, sizeof text, "not monotone after %.9g", previous);
        fail(i, text);
      }
      previous = values_[i];
    }
  }

  const Promise& promise_;
  float previous_;
  Transform transform_;
  std::vector<std::uint32_t> words_;
  std::vector<float> values_, others_;
  std::uint64_t checked_ = 0;
  int failures_ = 0;
  std::string first_failure_;
};

void require_kept(const Promise& promise, const Checker& checker) {
  INFO(promise.name << ": " << checker.failures() << " failures among " << checker.checked()
                    << " words; first: " << checker.first_failure());
  CHECK(checker.failures() == 0);
}

/// Where transforms go wrong: 64 words around both ends, the middle and every power of two, the ends of every table row as the lanes round
/// them, from both sides; and every 1021st word.
std::vector<std::uint32_t> telling_places() {
  std::vector<std::uint32_t> places;
  const auto around = [&](std::uint64_t middle, std::int64_t reach) {
    for (std::int64_t d = -reach; d <= reach; ++d) {
      const auto word = static_cast<std::uint32_t>(middle + d);
      places.push_back(word);
      places.push_back(~word);
    }
  };
  around(0, 64);
  for (int octave = 0; octave < 32; ++octave) {
    around(std::uint64_t{1} << octave, 64);
    for (int row = 0; row < 8; ++row) {
      const std::uint64_t start = (std::uint64_t{8 + static_cast<unsigned>(row)} << octave) / 8;
      around(start, octave < 24 ? 2 : std::int64_t{1} << (octave - 23));
    }
  }
  for (std::uint64_t word = 0; word < std::uint64_t{1} << 32; word += 1021) places.push_back(static_cast<std::uint32_t>(word));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

constexpr std::size_t kBlock = 1 << 14;

}  // namespace

TEST_CASE("every transform of one word keeps its promises at telling words") {
  const auto places = telling_places();
  const auto on = supported_one_words();
  for (const Promise& promise : promises()) {
    Checker checker(promise);
    std::vector<std::uint32_t> block;
    for (std::size_t from = 0; from < places.size(); from += kBlock) {
      block.clear();
      for (std::size_t i = from; i < std::min(from + kBlock, places.size()); ++i)
        if (places[i] >= promise.first && places[i] <= promise.last) block.push_back(places[i]);
      if (!block.empty()) checker.check(block, on);
    }
    require_kept(promise, checker);
  }
}

TEST_CASE("every transform of one word keeps its promises for all 2^32 words", "[long]") {
  // The baseline has no fused multiply-add and is slow; it takes part in some blocks, and alone does them all.
  const auto all = supported_one_words();
  std::vector<const OneWord*> fast;
  for (const OneWord* one : all)
    if (all.size() == 1 || std::strcmp(one->name, "baseline") != 0) fast.push_back(one);
  std::vector<std::uint32_t> block(kBlock);
  for (const Promise& promise : promises()) {
    Checker checker(promise);
    for (std::uint64_t from = promise.first; from <= promise.last; from += kBlock) {
      block.resize(std::min<std::uint64_t>(kBlock, std::uint64_t{promise.last} + 1 - from));
      for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<std::uint32_t>(from + i);
      checker.check(block, from / kBlock % 61 == 0 ? all : fast);
    }
    require_kept(promise, checker);
  }
}

TEST_CASE("a word below its threshold happens and no other") {
  std::vector<float> out(16);
  for (const std::uint32_t threshold : {0u, 1u, 2u, 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu}) {
    Transform happens{Kind::happens};
    happens.threshold = threshold;
    std::vector<std::uint32_t> words = {0,          1,          2,          threshold - 1, threshold, threshold + 1,
                                        0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe,    0xffffffff};
    words.resize(16, 0xffffffff);
    for (const OneWord* one : supported_one_words()) {
      one->apply(happens, words.data(), 16, out.data());
      for (int i = 0; i < 16; ++i) CHECK(out[i] == (words[i] < threshold || threshold == 0xffffffff ? 1.0f : 0.0f));
    }
  }
}

TEST_CASE("the sweep over words finds what breaks a promise") {
  const auto on = supported_one_words();
  std::vector<std::uint32_t> places(64);
  for (std::uint32_t i = 0; i < 64; ++i) places[i] = 0x40000000u + (i << 16);
  const auto failures = [&](const Promise& promise) {
    Checker checker(promise);
    checker.check(places, on);
    return checker.failures();
  };
  Promise uniform{"uniform", {Kind::uniform}, {}, 0, 1, 1};
  CHECK(failures(uniform) == 0);
  uniform.highest = 0.25f;
  CHECK(failures(uniform) > 0);
  uniform.highest = 1;
  uniform.direction = -1;
  CHECK(failures(uniform) > 0);
  uniform.direction = 1;
  Checker differing(uniform);
  const OneWord other{"other", [](const Transform&, const std::uint32_t*, int count, float* out) { std::fill(out, out + count, 0.5f); }};
  differing.check(places, {on[0], &other});
  CHECK(differing.failures() == 1);
}

// Sobol' indices of functions for which they are known, with and without luck.
#include "results/decision/sobol.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <random>

using namespace valuescale;
using results::Interval;
using results::Output;
using results::Sobol;
using results::SobolRow;

namespace {

constexpr double kPi = 3.14159265358979323846;
using Point = std::vector<double>;
using Function = std::function<double(const Point&)>;

/// Rows of a function of uniforms on (0, 1), to which luck of this spread is added: A and AB share theirs, B and BA theirs.
std::vector<SobolRow> design(const Function& f, std::size_t inputs, std::size_t rows, unsigned seed, double luck = 0) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> uniform;
  std::normal_distribution<double> normal;
  std::vector<SobolRow> design(rows);
  for (SobolRow& row : design) {
    Point a(inputs), b(inputs);
    for (double& x : a) x = uniform(engine);
    for (double& x : b) x = uniform(engine);
    const Output of_a{luck * normal(engine), luck * normal(engine)}, of_b{luck * normal(engine), luck * normal(engine)};
    // Not quite the same luck: it acts on another input in another way.
    const auto output = [&](const Point& x, const Output& own) {
      const double value = f(x), size = 1 + x[0];
      return Output{value + size * own[0], value + size * own[1]};
    };
    row.a = output(a, of_a), row.b = output(b, of_b);
    for (std::size_t i = 0; i < inputs; ++i) {
      Point ab = a, ba = b;
      std::swap(ab[i], ba[i]);
      row.ab.push_back(output(ab, of_a));
      row.ba.push_back(output(ba, of_b));
    }
  }
  return design;
}

/// Homma & Saltelli 1996, a = 7, b = 0.1.
double ishigami(const Point& u) {
  const auto angle = [&](std::size_t i) { return kPi * (2 * u[i] - 1); };
  return std::sin(angle(0)) + 7 * std::pow(std::sin(angle(1)), 2) + 0.1 * std::pow(angle(2), 4) * std::sin(angle(0));
}

constexpr std::array<double, 8> kWeights{0, 1, 4.5, 9, 99, 99, 99, 99};

/// Sobol' 1993.
double g_function(const Point& u) {
  double product = 1;
  for (std::size_t i = 0; i < kWeights.size(); ++i) product *= (std::fabs(4 * u[i] - 2) + kWeights[i]) / (1 + kWeights[i]);
  return product;
}

struct Known {
  std::vector<double> first, total;
};

Known of_ishigami() {
  const double b = 0.1, one = 0.5 * std::pow(1 + b * std::pow(kPi, 4) / 5, 2), two = 49.0 / 8,
               both = b * b * std::pow(kPi, 8) * (1.0 / 18 - 1.0 / 50);
  const double all = one + two + both;
  return {{one / all, two / all, 0}, {(one + both) / all, two / all, both / all}};
}

Known of_g_function() {
  Known known;
  double product = 1;
  for (const double x : kWeights) product *= 1 + 1 / (3 * (1 + x) * (1 + x));
  for (const double x : kWeights) {
    const double part = 1 / (3 * (1 + x) * (1 + x));
    known.first.push_back(part / (product - 1));
    known.total.push_back(part * product / (1 + part) / (product - 1));
  }
  return known;
}

void check_near(const results::Measured& found, double known) {
  const results::Estimate estimate = results::estimate(found);
  INFO(estimate.value << " ± " << estimate.se << ", known: " << known);
  CHECK(std::fabs(estimate.value - known) <= 4.5 * estimate.se);
}

void check_near(const Sobol& found, const Known& known) {
  for (std::size_t i = 0; i < known.first.size(); ++i) {
    check_near(found.of[i].first, known.first[i]);
    check_near(found.of[i].total, known.total[i]);
  }
}

/// How often the intervals hold what is known, over repetitions.
double coverage(const Function& f, const Known& known, std::size_t rows, double luck) {
  constexpr int kRepetitions = 250;
  int held = 0, asked = 0;
  for (unsigned seed = 1; seed <= kRepetitions; ++seed) {
    const Sobol found = results::sobol(design(f, known.first.size(), rows, seed, luck), known.first.size());
    for (std::size_t i = 0; i < known.first.size(); ++i)
      for (const auto& [measured, value] : {std::pair{found.of[i].first, known.first[i]}, std::pair{found.of[i].total, known.total[i]}}) {
        const Interval interval = results::share_interval(measured);
        held += interval.lo <= value && value <= interval.hi;
        ++asked;
      }
  }
  return static_cast<double>(held) / asked;
}

}  // namespace

TEST_CASE("Sobol' indices of the Ishigami function are those of its formula", "[sobol]") {
  const Known known = of_ishigami();
  REQUIRE(known.first[0] == Approx(0.3139).margin(6e-5));
  REQUIRE(known.first[1] == Approx(0.4424).margin(6e-5));
  REQUIRE(known.total[0] == Approx(0.5576).margin(6e-5));
  const Sobol found = results::sobol(design(ishigami, 3, 1 << 15, 1), 3);
  check_near(found, known);
  check_near(found.mean, 3.5);
  CHECK(results::estimate(found.of[0].first).se < 0.006);
  // Another index is told apart.
  CHECK(std::fabs(found.of[0].first.value - known.total[0]) > 4.5 * results::estimate(found.of[0].first).se);
}

TEST_CASE("Sobol' indices of the g-function are those of its formula", "[sobol]") {
  const Known known = of_g_function();
  REQUIRE(known.first[0] == Approx(0.71619).margin(6e-6));
  REQUIRE(known.first[3] == Approx(0.00716).margin(6e-6));
  check_near(results::sobol(design(g_function, 8, 1 << 15, 2), 8), known);
}

TEST_CASE("luck, however large, moves no Sobol' index", "[sobol]") {
  // Luck has 4 times the variance of the function.
  check_near(results::sobol(design(ishigami, 3, 1 << 15, 3, 5), 3), of_ishigami());
  // The squares of outputs that carry it are something else.
  std::vector<SobolRow> rows = design(ishigami, 3, 1 << 15, 3, 5);
  const auto once = [](Output& output) { output[1] = output[0]; };
  for (SobolRow& row : rows) {
    once(row.a), once(row.b);
    for (Output& output : row.ab) once(output);
    for (Output& output : row.ba) once(output);
  }
  const Sobol naive = results::sobol(rows, 3);
  CHECK(std::fabs(naive.of[1].total.value - of_ishigami().total[1]) > 4.5 * results::estimate(naive.of[1].total).se);
}

TEST_CASE("an input that does nothing has indices of exactly 0, one that does all of exactly 1", "[sobol]") {
  const Sobol found = results::sobol(design([](const Point& u) { return std::exp(u[1]); }, 2, 64, 4), 2);
  CHECK(found.of[0].first.value == 0);
  CHECK(found.of[0].total.value == 0);
  CHECK(found.of[1].first.value == Approx(1).epsilon(1e-12));
  CHECK(found.of[1].total.value == Approx(1).epsilon(1e-12));
}

TEST_CASE("a constant output gives indices of 0, and one that is luck alone gives none", "[sobol]") {
  const auto constant = [](const Point&) { return 7.0; };
  const Sobol certain = results::sobol(design(constant, 2, 64, 5), 2);
  CHECK(certain.is_constant);
  for (const results::SobolIndex& index : certain.of) {
    CHECK(results::share_interval(index.first).value == 0);
    CHECK(results::share_interval(index.total).hi == 0);
  }
  const Sobol luck = results::sobol(design(constant, 2, 64, 6, 1), 2);
  CHECK(luck.luck_only);
  CHECK(std::isnan(luck.of[0].first.value));
}

TEST_CASE("a row with an output that is missing is left out and counted", "[sobol]") {
  std::vector<SobolRow> rows = design(ishigami, 3, 256, 7);
  const double before = results::sobol(rows, 3).of[1].first.value;
  rows.push_back(rows.front());
  rows.back().ab[1][0] = std::nan("");
  const Sobol found = results::sobol(rows, 3);
  CHECK(found.missing == 1);
  CHECK(found.rows == 256);
  CHECK(found.of[1].first.value == before);
}

TEST_CASE("intervals of Sobol' indices hold them as often as they say", "[sobol]") {
  // 1,500 intervals each, of 250 designs: 95 % to 4.5 errors of a proportion, taken as if those of a design erred together.
  const double least = 0.95 - 4.5 * std::sqrt(0.95 * 0.05 / 250) + 0.02;
  for (const double luck : {0.0, 0.5}) {  // sd, of that of the function
    CHECK(coverage(ishigami, of_ishigami(), 256, luck * 3.7) > least);
    CHECK(coverage(g_function, of_g_function(), 256, luck * 0.68) > least);
  }
}

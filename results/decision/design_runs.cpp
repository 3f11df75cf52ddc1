#include "results/decision/design_runs.hpp"

#include <algorithm>

namespace valuescale::results {

namespace {

constexpr std::size_t kMostDrawnAtOnce = 1u << 24;  // numbers of worlds that assumptions are drawn as

/// The worlds of some rows: of each row both copies, of each copy A, B, and for each input A with B's and B with A's.
class Blocks {
 public:
  Blocks(std::size_t first_row, std::size_t rows, std::size_t inputs) : first_row_(first_row), rows_(rows), inputs_(inputs) {}

  std::size_t in_copy() const { return 2 + 2 * inputs_; }
  std::size_t worlds() const { return rows_ * kCopies * in_copy(); }
  std::size_t world(std::size_t row, std::size_t copy, std::size_t block) const { return (row * kCopies + copy) * in_copy() + block; }

  static constexpr std::size_t kA = 0, kB = 1;
  static std::size_t ab(std::size_t input) { return 2 + 2 * input; }
  static std::size_t ba(std::size_t input) { return 3 + 2 * input; }

  models::WorldDesign design(const std::vector<Uncertain>& uncertain, const std::vector<std::vector<std::size_t>>& inputs) const {
    models::WorldDesign design;
    for (std::size_t input = 0; input < inputs.size(); ++input)
      for (const std::size_t assumption : inputs[input]) {
        std::vector<std::uint32_t>& drawn_as = design.drawn_as[uncertain[assumption].path];
        each([&](std::size_t row, std::size_t, std::size_t block) {
          const bool is_changed = block == ab(input) || block == ba(input);
          drawn_as.push_back(number(row, is_of_b(block) != is_changed));
        });
      }
    each([&](std::size_t row, std::size_t copy, std::size_t block) {
      design.luck.push_back(static_cast<std::uint32_t>(number(row, is_of_b(block)) * kCopies + copy));
    });
    return design;
  }

 private:
  /// In the order of worlds.
  template <class Visit>
  void each(const Visit& visit) const {
    for (std::size_t row = 0; row < rows_; ++row)
      for (std::size_t copy = 0; copy < kCopies; ++copy)
        for (std::size_t block = 0; block < in_copy(); ++block) visit(row, copy, block);
  }
  static bool is_of_b(std::size_t block) { return block % 2 == 1; }
  std::uint32_t number(std::size_t row, bool of_b) const { return static_cast<std::uint32_t>(2 * (first_row_ + row) + (of_b ? 1 : 0)); }

  std::size_t first_row_, rows_, inputs_;
};

void read_rows(const Blocks& blocks, std::size_t rows, std::size_t inputs, const WorldValues& values, std::vector<SobolRow>& to) {
  for (std::size_t row = 0; row < rows; ++row) {
    const auto output = [&](std::size_t block) {
      Output both{};
      for (std::size_t copy = 0; copy < kCopies; ++copy) both[copy] = values.value[blocks.world(row, copy, block)];
      return both;
    };
    SobolRow one{output(Blocks::kA), output(Blocks::kB), {}, {}};
    for (std::size_t input = 0; input < inputs; ++input) {
      one.ab.push_back(output(Blocks::ab(input)));
      one.ba.push_back(output(Blocks::ba(input)));
    }
    to.push_back(std::move(one));
  }
}

}  // namespace

DesignRuns run_design(const models::Scenario& scenario, const std::vector<Uncertain>& uncertain,
                      const std::vector<std::vector<std::size_t>>& inputs, const std::vector<WorldMetric>& metrics, std::size_t rows,
                      std::int64_t customers_per_world, Experiment& experiment) {
  DesignRuns result{std::vector<std::vector<SobolRow>>(metrics.size()), std::vector<std::vector<double>>(uncertain.size()), 0};
  std::vector<std::vector<double>> of_b(uncertain.size());
  const std::size_t a_row = Blocks(0, 1, inputs.size()).worlds();
  const std::size_t worlds_at_once = std::min(models::most_worlds(scenario), kMostDrawnAtOnce / uncertain.size());
  const std::size_t at_once = std::max<std::size_t>(1, worlds_at_once / a_row);
  models::RunOptions options = experiment.options();
  options.sampling = models::Sampling::independent;
  for (std::size_t first = 0; first < rows; first += at_once) {
    const std::size_t here = std::min(at_once, rows - first);
    const Blocks blocks(first, here, inputs.size());
    options.worlds = static_cast<std::int64_t>(blocks.worlds());
    if (!scenario.plan) options.customers = *options.worlds * customers_per_world;
    options.design = blocks.design(uncertain, inputs);
    const models::Tallies tallies = experiment.live(scenario, options);
    result.worlds += *options.worlds;
    for (std::size_t m = 0; m < metrics.size(); ++m) read_rows(blocks, here, inputs.size(), metrics[m].by_world(tallies), result.rows[m]);
    for (std::size_t i = 0; i < uncertain.size(); ++i) {
      const auto drawn = std::find_if(tallies.assumptions.begin(), tallies.assumptions.end(),
                                      [&](const models::DrawnAssumption& one) { return one.path == uncertain[i].path; });
      for (std::size_t row = 0; row < here; ++row) {
        result.assumptions[i].push_back(drawn->values[blocks.world(row, 0, Blocks::kA)]);
        of_b[i].push_back(drawn->values[blocks.world(row, 0, Blocks::kB)]);
      }
    }
  }
  for (std::size_t i = 0; i < uncertain.size(); ++i)
    result.assumptions[i].insert(result.assumptions[i].end(), of_b[i].begin(), of_b[i].end());
  return result;
}

}  // namespace valuescale::results

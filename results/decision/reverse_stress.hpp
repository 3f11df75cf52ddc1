// What has to go wrong, and how far, until a number of the run passes its limit? Of one assumption alone, of several together, and where in all that may
// be it does.
#pragma once

#include "results/decision/design_point.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/measured.hpp"
#include "results/decision/normal_space.hpp"
#include "results/decision/prim.hpp"
#include "results/decision/world_metric.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

struct ReverseQuestion {
  Metric metric;
  double limit = 0;
  bool above = true;                     ///< it fails where the number is beyond the limit on this side
  bool strict = false;                   ///< the limit itself is no failure
  std::vector<std::string> vary;         ///< paths of numbers of the scenario, or of uncertain parameters of its draws
  bool as_value = false;                 ///< what is not known becomes certain when it varies alone; else its law is scaled
  std::optional<WorldMetric> of_worlds;  ///< by which worlds failed; none: the number is not known world by world

  /// The least, or most, that fails.
  double edge() const;
};

/// What one number alone has to become.
struct Threshold {
  std::string path;
  models::Meaning meaning = models::Meaning::money;
  bool is_uncertain = false, is_scaled = false;  ///< its law was scaled: `at` is its mean
  bool found = false;
  double now = kMissing;
  Interval at;               ///< 95 %, from the error of the number there and how fast it changes
  double chance = kMissing;  ///< that it is this far off, or further, by its own law; missing where it has none
  double reach =
      0;  ///< share of the way to the limit that it goes where it is furthest from now, to the side of the larger; 1 and more: it is met
  bool reach_up = true;                                     ///< that side
  int by_halving = 0;                                       ///< so many values halving would have tried
  double furthest_down = kMissing, furthest_up = kMissing;  ///< how far was looked
};

/// The most plausible combination.
struct Combination {
  DesignPoint point;
  std::vector<Uncertain> unknowns;
  std::vector<double> values;     ///< of the unknowns there
  std::vector<double> shares;     ///< of the squared distance: how much of the failure is each one's; they add up to 1
  double probability = kMissing;  ///< Φ(−β): of failure, where its limit is nearly a plane
};

/// Where the worlds of a run failed.
struct FailedWorlds {
  std::string by;                  ///< the number of each world
  std::int64_t with_luck_of = 0;   ///< so many customers a world have theirs in that number; 0: luck was taken out, or is that of a plan
  std::vector<std::string> paths;  ///< of the assumptions
  Discovery discovery;
};

struct ReverseStress {
  ReverseQuestion question;
  Measured now;
  bool holds_already = false;
  std::vector<Threshold> alone;
  std::optional<Combination> together;                             ///< none where fewer than two are unknown
  std::optional<FailedWorlds> worlds;                              ///< none where nothing is uncertain, or no world tells
  std::int64_t runs = 0, lifetimes = 0, lifetimes_by_halving = 0;  ///< the last: had halving told what each alone would do
  std::vector<std::string> warnings;
};

/// By which number of each world its failure is judged: as `world_metric`, and the step at which its customers pay back on average
/// ("customer.payback.cohort.step").
std::optional<WorldMetric> judged_by(const std::string& path, const Labels& labels = {});

/// An unknown further out than this at either end is not thought of: one in ten thousand.
inline constexpr double kImplausible = 1e-4;
/// At most so many are combined: those that need to go least far alone. One that alone goes less of the way than this is not.
inline constexpr std::size_t kMostCombined = 10;
inline constexpr double kLeastReach = 0.3;

/// `base` lives the business as it is, `search` each that is tried. Throws models::InputError where a path names nothing.
ReverseStress reverse_stress(const models::Scenario& scenario, ReverseQuestion question, Experiment& base, Experiment& search);

}  // namespace valuescale::results

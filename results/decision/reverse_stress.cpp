#include "results/decision/reverse_stress.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/decision/run_warnings.hpp"
#include "results/decision/threshold.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results {

namespace {

const Uncertain* find(const std::vector<Uncertain>& unknowns, const std::string& path) {
  const auto found = std::find_if(unknowns.begin(), unknowns.end(), [&](const Uncertain& unknown) { return unknown.path == path; });
  return found == unknowns.end() ? nullptr : &*found;
}

/// How far from its middle an unknown has to be, as a standard normal; where it never is enough, how far it would be if it went on as it goes.
double distance_of(const Threshold& threshold, const Uncertain& unknown) {
  if (threshold.found) return sim::normal_quantile(unknown.tails(threshold.at.value));
  return (threshold.reach_up ? -1 : 1) * sim::normal_quantile(sim::Tail::from_lower(kImplausible)) / threshold.reach;
}

/// The unknowns that need to go least far come first; the plane through these places is where the search for the nearest begins.
std::optional<Combination> combine(const models::Scenario& scenario, const ReverseStress& answer, const std::vector<Uncertain>& all,
                                   const std::function<double(const models::Scenario&)>& excess) {
  struct Candidate {
    Uncertain unknown;
    double distance;
  };
  std::vector<Candidate> candidates;
  for (const Threshold& threshold : answer.alone)
    if (const Uncertain* unknown = find(all, threshold.path); unknown && threshold.reach >= kLeastReach)
      candidates.push_back({*unknown, distance_of(threshold, *unknown)});
  if (candidates.size() < 2) return std::nullopt;
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return std::fabs(a.distance) < std::fabs(b.distance); });
  candidates.resize(std::min(candidates.size(), kMostCombined));
  Combination combination;
  Point towards;
  for (const Candidate& candidate : candidates) {
    combination.unknowns.push_back(candidate.unknown);
    towards.push_back(std::clamp(1 / candidate.distance, -20.0, 20.0));
  }
  const NormalSpace space(scenario, combination.unknowns);
  combination.point = find_design_point([&](const Point& at) { return excess(space.scenario(at)); }, towards);
  if (!combination.point.found) return combination;
  combination.values = space.values(combination.point.at);
  for (const double u : combination.point.at)
    combination.shares.push_back(u * u / (combination.point.distance * combination.point.distance));
  combination.probability = sim::normal_tails(combination.point.distance).upper;
  return combination;
}

/// Worlds with their luck taken out, against the limit.
std::optional<FailedWorlds> failed_worlds(const ReverseQuestion& question, const models::Tallies& tallies) {
  if (!question.of_worlds || tallies.assumptions.empty() || tallies.dims.worlds < 2) return std::nullopt;
  WorldValues worlds = question.of_worlds->by_world(tallies);
  if (worlds.value.empty()) return std::nullopt;
  if (!question.of_worlds->is_of_plan) worlds.value = shrink(worlds, 0, DrawnWorlds(tallies.dims)).shrunk;
  FailedWorlds failed;
  failed.by = question.of_worlds->path;
  if (question.of_worlds->is_of_plan && !tallies.plan) {
    for (std::size_t world = 0; world < tallies.dims.worlds; ++world) failed.with_luck_of += customers_of(tallies, world);
    failed.with_luck_of /= static_cast<std::int64_t>(tallies.dims.worlds);
  }
  std::vector<bool> is_failed;
  std::vector<std::size_t> kept;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (worlds.weight[w] > 0 && !std::isnan(worlds.value[w])) {
      kept.push_back(w);
      is_failed.push_back(question.above ? worlds.value[w] >= question.edge() : worlds.value[w] <= question.edge());
    }
  std::vector<std::vector<double>> values;
  for (const models::DrawnAssumption& assumption : tallies.assumptions) {
    if (std::find(failed.paths.begin(), failed.paths.end(), assumption.path) != failed.paths.end()) continue;
    failed.paths.push_back(assumption.path);
    std::vector<double>& column = values.emplace_back();
    for (const std::size_t w : kept) column.push_back(assumption.values[w]);
  }
  failed.discovery = discover(values, is_failed);
  return failed;
}

}  // namespace

double ReverseQuestion::edge() const {
  if (!strict) return limit;
  return std::nextafter(limit, above ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity());
}

std::optional<WorldMetric> judged_by(const std::string& path, const Labels& labels) {
  if (path != "customer.payback.cohort.step") return world_metric(path, labels);
  // Steps are counted: there is no luck that could be taken out of them, as of plans.
  return WorldMetric{path, true, false, [](const models::Tallies& tallies) {
                       WorldValues worlds;
                       worlds.value = cohort_steps(tallies, {}, models::customer_view).by_world;
                       worlds.weight.assign(worlds.value.size(), 1.0);
                       worlds.within.assign(worlds.value.size(), 0.0);
                       return worlds;
                     }};
}

ReverseStress reverse_stress(const models::Scenario& scenario, ReverseQuestion question, Experiment& base, Experiment& search) {
  ReverseStress answer;
  const int threads = base.options().threads;
  const models::Tallies tallies = base.live(scenario);
  answer.now = measure(tallies, {question.metric}, threads).front();
  base.heed(run_warnings(scenario, tallies, {question.metric.path}, threads));
  answer.warnings = base.warnings();
  const double edge = question.edge();
  const auto excess_of = [&](double value) { return question.above ? value - edge : edge - value; };
  answer.holds_already = excess_of(answer.now.value) >= 0;
  const auto excess = [&](const models::Scenario& changed) { return excess_of(question.metric.of(search.live(changed))); };
  const double here = excess(scenario);

  const std::vector<Uncertain> unknowns = uncertain_of(scenario);
  const ThresholdSearch thresholds{scenario, question.metric, edge, question.as_value, search};
  std::int64_t saved = search.runs();
  for (const std::string& path : question.vary)
    answer.alone.push_back(threshold(thresholds, path, find(unknowns, path), here * (question.above ? 1 : -1)));
  saved -= search.runs();
  for (const Threshold& threshold : answer.alone) saved += threshold.by_halving;
  if (!answer.holds_already && here < 0) answer.together = combine(scenario, answer, unknowns, excess);
  answer.worlds = failed_worlds(question, tallies);
  answer.runs = base.runs() + search.runs();
  answer.lifetimes = base.lifetimes() + search.lifetimes();
  answer.lifetimes_by_halving = answer.lifetimes + lifetimes_of(saved, search);
  answer.question = std::move(question);
  return answer;
}

}  // namespace valuescale::results

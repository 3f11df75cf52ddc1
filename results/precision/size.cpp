#include "results/precision/size.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/assumptions.hpp"
#include "results/terminal/amounts.hpp"
#include "sim/stats/estimates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace valuescale::results {

namespace {

/// Pilots are alike and independent: how much their findings differ says how far to trust them, whatever the target is.
constexpr int kPilots = 8;
constexpr std::int64_t kFirstCustomers = 2'500, kFirstWorlds = 125;  // of each
constexpr std::int64_t kFirstPlans = 50;                             // likewise: with all of a plan's customers, unless they are too many
constexpr std::int64_t kLargestPilot = 250'000;
constexpr std::int64_t kLuckyWorldsNeed = 20;  // customers a world, as in a run of the usual size
constexpr double kPilotShare = 0.1;            // of the run: less leaves its size to chance
/// Luck is to be at most a tenth of the variance between worlds: then hardly more worlds are needed than with no luck at all, and the
/// interval of the business is sound.
constexpr double kBetweenOfTotal = 0.9;

struct Pilot {
  double value = kMissing, critical = kMissing;
  Variances variances;
};

std::uint64_t pilot_seed(std::uint64_t seed, int round, int pilot) {
  return seed ^ (0x9e3779b97f4a7c15u * static_cast<std::uint64_t>(kPilots * round + pilot + 1));
}

/// Takes the variance of a reading apart: what customers of a world add is known from within the worlds, the rest is between them.
Pilot judge(const models::Tallies& tallies, Target target) {
  const Reading reading = read(tallies, target);
  Pilot pilot{reading.value, reading.critical, {}};
  const double root = reading.half_width / reading.critical, worlds = static_cast<double>(tallies.dims.worlds);
  if (tallies.plan) {
    pilot.variances = {root * root * worlds, 0};
    return pilot;
  }
  double customers = 0;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) customers += static_cast<double>(customers_of(tallies, world));
  double luck = root * root;
  if (tallies.dims.worlds > 1) {
    const WorldValues values = by_world(tallies, target);
    double total = 0, sum = 0;
    for (std::size_t world = 0; world < values.weight.size(); ++world) {
      if (!(values.weight[world] > 0)) continue;
      total += values.weight[world];
      sum += values.weight[world] * values.weight[world] * values.within[world];
    }
    luck = sum / (total * total);
  }
  pilot.variances = {(root * root - luck) * worlds, luck * customers};
  return pilot;
}

std::optional<std::vector<Pilot>> live_pilots(const models::Scenario& scenario, models::RunOptions options, Target target, Size each,
                                              int round) {
  const std::uint64_t seed = options.seed;
  if (each.customers > 0) options.customers = each.customers;
  options.worlds = each.worlds;
  options.cohort = 0;
  options.distributions = {false, false, false, false};
  options.progress = nullptr;
  std::vector<Pilot> pilots;
  for (int i = 0; i < kPilots; ++i) {
    options.seed = pilot_seed(seed, round, i);
    const models::Tallies tallies = models::simulate(scenario, options);
    if (tallies.interrupted) return std::nullopt;
    pilots.push_back(judge(tallies, target));
  }
  return pilots;
}

struct Moments {
  double mean = 0, error = 0;
};
Moments moments(const std::vector<Pilot>& pilots, const std::function<double(const Pilot&)>& of) {
  Moments result;
  for (const Pilot& pilot : pilots) result.mean += of(pilot) / kPilots;
  for (const Pilot& pilot : pilots) result.error += (of(pilot) - result.mean) * (of(pilot) - result.mean);
  result.error = std::sqrt(result.error / (kPilots * (kPilots - 1)));
  return result;
}

Variances mean_variances(const std::vector<Pilot>& pilots) {
  return {std::max(0.0, moments(pilots, [](const Pilot& pilot) { return pilot.variances.between; }).mean),
          moments(pilots, [](const Pilot& pilot) { return pilot.variances.within; }).mean};
}

double variance_at(const Variances& variances, Size size) {
  const double luck = variances.within > 0 ? variances.within / static_cast<double>(size.customers) : 0;
  return variances.between / static_cast<double>(size.worlds) + luck;
}

/// By how much the variance at this size may be larger than the pilots' mean says: its one-sided 99 % bound.
double caution(const std::vector<Pilot>& pilots, Size size) {
  const Moments at_size = moments(pilots, [&](const Pilot& pilot) { return variance_at(pilot.variances, size); });
  return at_size.mean > 0 ? 1 + sim::t_quantile(kPilots - 1, 0.99) * at_size.error / at_size.mean : 1;
}

/// To two digits.
double rounded_up(double number) {
  const double unit = std::pow(10, std::floor(std::log10(number)) - 1);
  return std::ceil(number / unit * (1 - 1e-12)) * unit;
}

std::int64_t whole_rounded_up(double number) { return std::llround(rounded_up(std::max(number, 10.0))); }

[[noreturn]] void refuse(std::string problem, std::string reason, std::string hint) {
  throw models::InputError({{{"--precision", 0, 0}, std::move(problem), std::move(reason), std::move(hint)}});
}

std::string accuracy_text(const Wish& wish, double accuracy) {
  return wish.relative ? fmt::format("{:.2g} %", 100 * accuracy) : fmt::format("{:.2g}", accuracy);
}

/// The smallest accuracy that any run could be promised.
[[noreturn]] void refuse_as_too_fine(const Wish& wish, const std::vector<Pilot>& pilots, double scale, const Limits& limits) {
  const std::int64_t worlds = limits.worlds.value_or(limits.most_worlds);
  const Size largest{limits.most_customers, worlds};
  const double variance = caution(pilots, largest) * variance_at(mean_variances(pilots), largest);
  const double least = pilots.front().critical * std::sqrt(variance) / scale;
  const std::string customers =
      limits.is_plan ? std::string() : fmt::format("with at most {} customers ", count_text(limits.most_customers));
  refuse(fmt::format("{} cannot be known to {}", name_of(wish.target).meaning, accuracy_text(wish, wish.accuracy)),
         fmt::format("{}in {} world{} about {} can be reached", customers, count_text(worlds), worlds == 1 ? "" : "s",
                     accuracy_text(wish, rounded_up(least))),
         limits.worlds && *limits.worlds < limits.most_worlds ? "raise --worlds, or leave it out" : "ask for less");
}

class Search {
 public:
  Search(const Wish& wish, const Limits& limits) : wish_(wish), limits_(limits) {}

  Size first_pilot() const {
    if (limits_.is_plan) return {0, std::min(kFirstPlans, limits_.worlds.value_or(limits_.most_worlds))};
    const std::int64_t worlds = std::min(kFirstWorlds, limits_.worlds.value_or(limits_.most_worlds));
    return {std::max(kFirstCustomers, 2 * worlds), worlds};
  }

  /// A larger pilot, if the run will be so large that the first says too little; of worlds like the run's.
  std::optional<Size> second_pilot(const std::vector<Pilot>& pilots) const {
    const Size first = first_pilot();
    // What is hardly told from 0 yet counts as large as its error.
    const Moments value = moments(pilots, [](const Pilot& pilot) { return pilot.value; });
    const double scale = wish_.relative ? std::max(std::fabs(value.mean), value.error) : 1;
    const Variances variances = mean_variances(pilots);
    const auto size = size_for(variances, wanted(pilots, scale), limits_);
    const double share = kPilotShare / kPilots;
    const double customers = size ? static_cast<double>(size->customers) : static_cast<double>(limits_.most_customers);
    const double worlds = size ? static_cast<double>(size->worlds) : static_cast<double>(limits_.worlds.value_or(limits_.most_worlds));
    Size second;
    second.worlds = std::clamp<std::int64_t>(static_cast<std::int64_t>(share * worlds), first.worlds, kLargestPilot / kLuckyWorldsNeed);
    if (limits_.is_plan) return second.worlds > first.worlds ? std::optional(second) : std::nullopt;
    second.customers = std::clamp<std::int64_t>(static_cast<std::int64_t>(share * customers), first.customers, kLargestPilot);
    second.customers = std::max(second.customers, second.worlds * (second.worlds > 1 ? kLuckyWorldsNeed : 1));
    if (second.customers <= first.customers) return std::nullopt;
    return second;
  }

  Size decide(const std::vector<Pilot>& pilots) const {
    const Moments value = moments(pilots, [](const Pilot& pilot) { return pilot.value; });
    const double smallest = std::fabs(value.mean) - sim::t_quantile(kPilots - 1, 0.975) * value.error;
    if (wish_.relative && !(smallest > 0))
      refuse(fmt::format("{} cannot be told from 0", name_of(wish_.target).meaning),
             fmt::format("a pilot found {:.3g} with a standard error of {:.2g}: a share of that is no measure", value.mean, value.error),
             "give an absolute accuracy, as in --precision 0.5");
    const double scale = wish_.relative ? smallest : 1;
    Variances variances = mean_variances(pilots);
    const auto found = size_for(variances, wanted(pilots, scale), limits_);
    if (!found) refuse_as_too_fine(wish_, pilots, scale, limits_);
    const double factor = caution(pilots, *found);
    variances = {variances.between * factor, variances.within * factor};
    const auto size = size_for(variances, wanted(pilots, scale), limits_);
    if (!size) refuse_as_too_fine(wish_, pilots, scale, limits_);
    return *size;
  }

  void require_readings(const std::vector<Pilot>& pilots) const {
    for (const Pilot& pilot : pilots)
      if (std::isnan(pilot.value) || std::isnan(pilot.variances.between + pilot.variances.within))
        refuse(fmt::format("{} has no sampling error here", name_of(wish_.target).meaning),
               fmt::format(
                   "in a pilot of {} it did not exist or had no valid interval",
                   limits_.is_plan ? count_text(first_pilot().worlds) + " worlds" : count_text(first_pilot().customers) + " customers"),
               fmt::format("choose another number with --of, or the size with {}", limits_.is_plan ? "--worlds" : "--customers"));
  }

 private:
  double wanted(const std::vector<Pilot>& pilots, double scale) const {
    const double root = wish_.accuracy * scale / pilots.front().critical;
    return root * root;
  }

  const Wish wish_;
  const Limits limits_;
};

}  // namespace

std::optional<Size> size_for(const Variances& variances, double wanted, const Limits& limits) {
  if (limits.is_plan) {
    const double needed = std::min(variances.between / wanted, static_cast<double>(kMostWorlds) + 1);
    const Size size{0, limits.worlds.value_or(std::min(std::max(whole_rounded_up(needed), models::kUsualWorlds), limits.most_worlds))};
    return static_cast<double>(size.worlds) >= needed ? std::optional(size) : std::nullopt;
  }
  std::int64_t worlds = limits.worlds.value_or(1);
  if (!limits.worlds && limits.most_worlds > 1) {
    const double needed = std::min(variances.between / (kBetweenOfTotal * wanted), static_cast<double>(kMostWorlds));
    worlds = std::min(std::max(whole_rounded_up(needed), models::kUsualWorlds), limits.most_worlds);
  }
  const double left_to_luck = wanted - variances.between / static_cast<double>(worlds);
  if (!(left_to_luck > 0)) return std::nullopt;
  const double customers = variances.within / left_to_luck;
  if (!(customers <= static_cast<double>(limits.most_customers))) return std::nullopt;
  const std::int64_t fewest = std::max(kFewestCustomers, worlds > 1 ? worlds * kLuckyWorldsNeed : 1);
  return Size{std::min(std::max(whole_rounded_up(customers), fewest), limits.most_customers), worlds};
}

std::optional<Size> choose_size(const models::Scenario& scenario, const models::RunOptions& options, const Wish& wish) {
  Limits limits;
  limits.worlds = options.worlds;
  limits.is_plan = scenario.plan.has_value();
  if (limits.is_plan || models::Assumptions(scenario, 0, 0).count() > 0)
    limits.most_worlds = std::min(static_cast<std::int64_t>(models::most_worlds(scenario)), kMostWorlds);
  const Search search(wish, limits);
  auto pilots = live_pilots(scenario, options, wish.target, search.first_pilot(), 0);
  if (!pilots) return std::nullopt;
  search.require_readings(*pilots);
  if (const auto second = search.second_pilot(*pilots)) {
    pilots = live_pilots(scenario, options, wish.target, *second, 1);
    if (!pilots) return std::nullopt;
    search.require_readings(*pilots);
  }
  return search.decide(*pilots);
}

bool has(const Reading& reading, const Wish& wish) {
  return reading.half_width <= wish.accuracy * (wish.relative ? std::fabs(reading.value) : 1.0);
}

}  // namespace valuescale::results

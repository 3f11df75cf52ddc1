// Numbers that follow others: a deeper discount brings more buyers, but worse ones.
#include "models/law/curve.hpp"
#include "models/lifetime/assumptions.hpp"
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
using models::Quantity;

constexpr std::size_t kLongestChain = 16, kMostPoints = 200, kMostFollowers = 1000;

class Followers {
 public:
  explicit Followers(Build& build) : build_(build) {
    models::for_each_quantity(build.scenario, [&](Quantity& q) {
      quantities_.emplace(q.path, &q);
      if (q.role == models::Role::assumption) return;
      for (const auto& [name, parameter] : q.law.parameters) parameters_.emplace(q.path + "." + name, &parameter);
    });
  }

  void settle() {
    std::size_t count = 0;
    for (const auto& [path, quantity] : quantities_) {
      if (quantity->follows.empty()) continue;
      settle(*quantity);
      if (++count == kMostFollowers + 1)
        build_.problems.add(quantity->place, "too many numbers follow others", fmt::format("at most {}", kMostFollowers));
    }
    // Facts of their laws take time.
    if (count > kMostFollowers) build_.problems.throw_if_any();
  }

 private:
  /// Settles what it follows, then itself.
  void settle(Quantity& q) {
    if (!settled_.insert(q.path).second) return;
    // What is wrong with it has been said.
    if (q.law.kind != LawKind::followed) {
      failed_.insert(q.path);
      return;
    }
    chain_.push_back(q.path);
    const Law* driver = law_followed_by(q);
    chain_.pop_back();
    if (!driver) {
      failed_.insert(q.path);
      q.law = Law::constant(build_.keys.at(q.path).fallback);
      return;
    }
    // What follows a follower follows that one's law too, along both curves.
    const bool is_follower = driver->kind == LawKind::followed;
    q.law.curve = is_follower ? models::composed(q.along, driver->curve) : q.along;
    q.law.components = is_follower ? driver->components : std::vector<Law>{*driver};
    if (driver->is_constant()) {
      q.law.kind = LawKind::constant;
      q.law.value = q.along.at(driver->value);
    }
    if (q.law.curve.points.size() > kMostPoints)
      build_.problems.add(q.place, fmt::format("{} follows along too many points", shown(q.path)),
                          fmt::format("at most {}, of all the curves between it and what it follows in the end", kMostPoints));
    if (q.along.points.empty())
      build_.values.check_range(q.law, build_.keys.at(q.path).range(), shown(q.path), q.place, "let it follow along a curve");
  }

  /// Null where there is none; reported, once for all in a chain.
  const Law* law_followed_by(const Quantity& q) {
    const std::string label = shown(q.path), followed = shown(q.follows);
    const auto refuse = [&](const std::string& problem, const std::string& reason, const std::string& hint = {}) {
      build_.problems.add(q.place, problem, reason, hint);
      return nullptr;
    };
    if (const auto parameter = parameters_.find(q.follows); parameter != parameters_.end()) return parameter->second;
    const auto found = quantities_.find(q.follows);
    if (found == quantities_.end() || !found->second->given) {
      return refuse(fmt::format("{} follows {}, which the scenario does not say", label, in_quotes(q.follows)),
                    "it can follow " + listed(known()), build_.problems.suggestion(q.follows, known()));
    }
    Quantity& driver = *found->second;
    if (const auto start = std::find(chain_.begin(), chain_.end(), driver.path); start != chain_.end()) {
      std::string through;
      for (auto link = start; link != chain_.end(); ++link) through += shown(*link) + " → ";
      return refuse(label + " follows itself", through + followed);
    }
    if (chain_.size() > kLongestChain) return refuse(label + " follows through too many others", fmt::format("at most {}", kLongestChain));
    if (!driver.follows.empty()) settle(driver);
    if (failed_.contains(driver.path)) return nullptr;
    if (driver.role != models::Role::assumption)
      return refuse(fmt::format("{} cannot follow {}", label, followed),
                    "it differs between customers or events: what is one value a world can be followed");
    const auto dimension = [&](const Quantity& of) { return dimension_of(build_.keys.at(of.path).meaning); };
    if (q.along.points.empty() && dimension(q) != dimension(driver))
      return refuse(fmt::format("{} cannot be the same as {}", label, followed), "times, rates and other numbers are never the same",
                    "follows = … with a curve");
    return &driver.law;
  }

  /// What the scenario says.
  const std::vector<std::string>& known() {
    if (known_.empty())
      for (const auto& [path, quantity] : quantities_)
        if (quantity->given) known_.push_back(path);
    return known_;
  }

  Build& build_;
  std::map<std::string, Quantity*> quantities_;
  std::map<std::string, const Law*> parameters_;  // of draws
  std::set<std::string> settled_, failed_;
  std::vector<std::string> chain_;  // each follows the next
  std::vector<std::string> known_;
};

}  // namespace

void settle_followers(Build& build) { Followers(build).settle(); }

}  // namespace valuescale::scenarios

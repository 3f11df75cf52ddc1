// Numbers that follow others: a deeper discount brings more buyers, but worse ones.
#include "models/lifetime/assumptions.hpp"
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
using models::Quantity;

constexpr std::size_t kLongestChain = 16;

class Followers {
 public:
  explicit Followers(Build& build) : build_(build) {
    models::for_each_quantity(build.scenario, [&](const Quantity& q) {
      // The scenario is under construction.
      quantities_.emplace(q.path, const_cast<Quantity*>(&q));
      if (q.role == models::Role::assumption) return;
      for (const auto& [name, parameter] : q.law.parameters) parameters_.emplace(q.path + "." + name, &parameter);
    });
  }

  void settle() {
    for (const auto& [path, quantity] : quantities_)
      if (!quantity->follows.empty()) settle(*quantity);
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
    // A copy: the law of one may hold that of another.
    Law law = *driver;
    if (law.is_constant()) {
      q.law.kind = LawKind::constant;
      q.law.value = q.law.curve.at(law.value);
    }
    q.law.components = {std::move(law)};
    if (q.law.curve.points.empty())
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
      std::vector<std::string> known;
      for (const auto& [path, other] : quantities_)
        if (other->given && path != q.path) known.push_back(path);
      return refuse(fmt::format("{} follows {}, which the scenario does not say", label, in_quotes(q.follows)),
                    "it can follow " + listed(known), build_.problems.suggestion(q.follows, known));
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
    if (q.law.curve.points.empty() && dimension(q) != dimension(driver))
      return refuse(fmt::format("{} cannot be the same as {}", label, followed), "times, rates and other numbers are never the same",
                    "follows = … with a curve");
    return &driver.law;
  }

  Build& build_;
  std::map<std::string, Quantity*> quantities_;
  std::map<std::string, const Law*> parameters_;  // of draws
  std::set<std::string> settled_, failed_;
  std::vector<std::string> chain_;  // each follows the next
};

}  // namespace

void settle_followers(Build& build) { Followers(build).settle(); }

}  // namespace valuescale::scenarios

// The ladder's shape: circles that hardly end, ladders that explode, processes that would start more than once.
//
// Customers of different kinds take steps with different probabilities; a circle is judged by the highest that any has who may be asked.
// Everything here takes time in proportion to the number of triggers (the shortest-circle search: times the number of steps whose chance
// of going on is above the limit), because a few dozen steps can already be combined into more paths than there are atoms.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/kind_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>

namespace valuescale::scenarios {
namespace {

using models::Trigger;

constexpr double kCircleLimit = 0.95;
constexpr double kMostPaths = 4096;     // in which one sale or visit can lead to steps; what the engine unfolds
constexpr double kMostEvents = 10'000;  // expected of one sale or visit

struct Edge {
  std::size_t to;
  double chance;  // highest, of any kind of customer
  bool declined;
};

class Ladder {
 public:
  explicit Ladder(Build& build)
      : build_(build), s_(build.scenario), edges_(s_.steps.size()), from_offer_(s_.offers.size()), from_repeat_(s_.repeats.size()) {
    find_chances();
    for (std::size_t i = 0; i < s_.steps.size(); ++i)
      for (const Trigger& trigger : s_.steps[i].after) switch (trigger.what) {
          case Trigger::What::offer_taken: from_offer_[trigger.index].push_back(i); break;
          case Trigger::What::repeat_purchase:
          case Trigger::What::repeat_ended: from_repeat_[trigger.index].push_back(i); break;
          case Trigger::What::step_taken: edges_[trigger.index].push_back({i, highest_[trigger.index], false}); break;
          case Trigger::What::step_declined: edges_[trigger.index].push_back({i, 1 - lowest_[trigger.index], true}); break;
        }
    find_circles();
  }

  void check() {
    const std::size_t before = build_.problems.count();
    check_circles();
    if (build_.problems.count() == before) check_explosion();
    check_starts();
  }

 private:
  void find_chances() {
    const KindValues values(s_);
    for (const models::Step& step : s_.steps) {
      double low = 1, high = 0;
      for (const models::CustomerKind& kind : values.kinds()) {
        if (!may_meet(kind, step.when)) continue;
        const double p = std::clamp(values.of(kind, "step." + step.name + ".take", "take", step.take).value, 0.0, 1.0);
        low = std::min(low, p);
        high = std::max(high, p);
      }
      lowest_.push_back(low);
      highest_.push_back(high);
    }
  }

  /// Groups the steps that lead to one another (Tarjan's strongly connected components, without recursion), in an order in which
  /// followers come before those they follow.
  void find_circles() {
    const std::size_t n = edges_.size();
    constexpr std::size_t unseen = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> seen(n, unseen), lowest(n), next(n, 0), path, open;
    std::vector<bool> is_open(n);
    group_.assign(n, unseen);
    std::size_t time = 0;
    for (std::size_t root = 0; root < n; ++root) {
      if (seen[root] != unseen) continue;
      path.push_back(root);
      while (!path.empty()) {
        const std::size_t v = path.back();
        if (seen[v] == unseen) {
          seen[v] = lowest[v] = time++;
          open.push_back(v);
          is_open[v] = true;
        }
        if (next[v] < edges_[v].size()) {
          const std::size_t w = edges_[v][next[v]++].to;
          if (seen[w] == unseen)
            path.push_back(w);
          else if (is_open[w])
            lowest[v] = std::min(lowest[v], seen[w]);
          continue;
        }
        path.pop_back();
        if (!path.empty()) lowest[path.back()] = std::min(lowest[path.back()], lowest[v]);
        if (lowest[v] != seen[v]) continue;
        std::size_t size = 0, w;
        do {
          w = open.back();
          open.pop_back();
          is_open[w] = false;
          group_[w] = groups_;
          order_.push_back(w);
          ++size;
        } while (w != v);
        group_size_.push_back(size);
        ++groups_;
      }
    }
    for (std::size_t v = 0; v < n; ++v) {
      const bool self = std::any_of(edges_[v].begin(), edges_[v].end(), [&](const Edge& e) { return e.to == v; });
      in_circle_.push_back(self || group_size_[group_[v]] > 1);
    }
  }

  // A circle's chance is above the limit only if every part's is: the search stays among those.
  void check_circles() {
    const double limit = -std::log(kCircleLimit);
    for (std::size_t start = 0; start < edges_.size(); ++start) {
      if (!in_circle_[start]) continue;
      const double length = shortest_circle(start, limit);
      if (length >= limit) continue;
      build_.problems.add(
          build_.steps[start]->place,
          fmt::format("{} follows itself with probability {:.6g}", label_of("step", s_.steps[start].name), std::exp(-length)),
          fmt::format("the chances round a circle of steps may come to {} at most", kCircleLimit), "lower the take of a step on the way");
      return;  // the others on the same circle would say the same
    }
  }

  /// −ln of the highest chance of coming back to `start`, if below `limit`; else `limit` (Dijkstra).
  double shortest_circle(std::size_t start, double limit) {
    using Entry = std::pair<double, std::size_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::map<std::size_t, double> best;
    const auto leave = [&](std::size_t v, double length) {
      for (const Edge& edge : edges_[v]) {
        if (group_[edge.to] != group_[start] || !(edge.chance > 0)) continue;
        const double there = length - std::log(edge.chance);
        const auto known = best.find(edge.to);
        if (there >= limit || (known != best.end() && known->second <= there)) continue;
        best[edge.to] = there;
        queue.emplace(there, edge.to);
      }
    };
    leave(start, 0);
    while (!queue.empty()) {
      const auto [length, v] = queue.top();
      queue.pop();
      if (v == start) return length;
      if (length <= best[v]) leave(v, length);
    }
    return limit;
  }

  void check_explosion() {
    // Paths to each step's followers, circles counted once round.
    std::vector<double> paths(edges_.size(), 1);
    for (const std::size_t v : order_)
      for (const Edge& edge : edges_[v])
        if (group_[edge.to] != group_[v]) paths[v] = std::min(paths[v] + paths[edge.to], 1e300);
    const auto too_many = [&](const std::vector<std::size_t>& first, const Node& node, const std::string& label) {
      double sum = 0;
      for (const std::size_t v : first) sum += paths[v];
      if (sum > kMostPaths)
        build_.problems.add(node.place, fmt::format("{} leads to steps in {:.3g} ways", label, sum), fmt::format("at most {}", kMostPaths),
                            "let fewer steps follow several others");
      else if (const double events = expected_events(first); events > kMostEvents)
        build_.problems.add(node.place, fmt::format("{} leads to more than {} steps on average", label, kMostEvents),
                            "circles of steps meet and feed one another", "lower the take of a step on the way");
    };
    for (std::size_t i = 0; i < from_offer_.size(); ++i) too_many(from_offer_[i], *build_.offers[i], label_of("offer", s_.offers[i].name));
    for (std::size_t i = 0; i < from_repeat_.size(); ++i)
      too_many(from_repeat_[i], *build_.repeats[i], label_of("repeat", s_.repeats[i].name));
  }

  /// How many steps are asked, on average, after the first ones; stops counting beyond the limit.
  double expected_events(const std::vector<std::size_t>& first) const {
    if (std::none_of(in_circle_.begin(), in_circle_.end(), [](bool b) { return b; })) return 0;  // bounded by the number of paths
    std::map<std::size_t, double> now;
    for (const std::size_t v : first) now[v] += 1;
    double total = 0;
    for (std::size_t round = 0; round < edges_.size() + 2000 && !now.empty() && total <= kMostEvents; ++round) {
      std::map<std::size_t, double> then;
      for (const auto& [v, count] : now) {
        total += count;
        for (const Edge& edge : edges_[v])
          if (const double more = count * edge.chance; more > 1e-9) then[edge.to] += more;
      }
      now.swap(then);
    }
    return total;
  }

  /// The most often a step may be taken in a life.
  void check_starts() {
    const std::vector<bool> often = reached_by_circles();
    for (std::size_t r = 0; r < s_.repeats.size(); ++r)
      for (const Trigger& trigger : s_.repeats[r].after) {
        if (trigger.what != Trigger::What::step_taken) continue;
        const bool many = often[trigger.index] || most_takings(trigger.index) > 1;
        if (!many) continue;
        const Node* after = build_.repeats[r]->find("after");
        build_.problems.add(after ? after->place : build_.repeats[r]->place,
                            fmt::format("{} starts after {}, which may happen more than once", label_of("repeat", s_.repeats[r].name),
                                        label_of("step", s_.steps[trigger.index].name)),
                            "a repeat process is started by one thing: not by a circle, or by a step that follows several others");
      }
  }

  /// Steps in a circle, or after one.
  std::vector<bool> reached_by_circles() const {
    std::vector<bool> often(edges_.size());
    std::vector<std::size_t> queue;
    const auto mark = [&](std::size_t v) {
      if (!often[v]) queue.push_back(v);
      often[v] = true;
    };
    for (std::size_t v = 0; v < edges_.size(); ++v)
      if (in_circle_[v]) mark(v);
    while (!queue.empty()) {
      const std::size_t v = queue.back();
      queue.pop_back();
      for (const Edge& edge : edges_[v]) mark(edge.to);
    }
    return often;
  }

  /// In how many ways at once a step may be taken that no circle leads to: asking a step, the better of taking and declining it. A customer buys one offer.
  double most_takings(std::size_t target) const {
    std::vector<double> most(edges_.size(), 0);
    for (const std::size_t v : order_) {
      if (in_circle_[v]) continue;
      double taken = v == target ? 1 : 0, declined = 0;
      for (const Edge& edge : edges_[v]) (edge.declined ? declined : taken) += most[edge.to];
      most[v] = std::min(std::max(taken, declined), 2.0);
    }
    double best = 0;
    for (const auto& first : from_offer_) {
      double sum = 0;
      for (const std::size_t v : first) sum += most[v];
      best = std::max(best, sum);
    }
    // After a repeat process it may happen again and again, but there it is one and the same.
    for (const auto& first : from_repeat_)
      for (const std::size_t v : first) best += most[v];
    return best;
  }

  Build& build_;
  const models::Scenario& s_;
  std::vector<std::vector<Edge>> edges_;  // by step: who follows
  std::vector<std::vector<std::size_t>> from_offer_, from_repeat_;
  std::vector<double> lowest_, highest_;  // by step: its take
  std::vector<std::size_t> group_, group_size_, order_;
  std::size_t groups_ = 0;
  std::vector<bool> in_circle_;
};

}  // namespace

void check_ladder(Build& build) { Ladder(build).check(); }

}  // namespace valuescale::scenarios

#include "models/lifetime/graph.hpp"

#include "models/description/problem.hpp"

#include <algorithm>
#include <map>

namespace valuescale::models {

namespace {

constexpr std::size_t kMostNodes = 4096;

class Unfolder {
 public:
  explicit Unfolder(const Scenario& scenario) : scenario_(scenario) {}

  Graph unfold() {
    for (std::size_t offer = 0; offer < scenario_.offers.size(); ++offer) {
      // Offers differ in what follows them, not in whose randomness it is: only one of them is taken in a life.
      graph_.after_offer.push_back(follow({Trigger::What::offer_taken, offer}, "offer", false, {}));
    }
    return std::move(graph_);
  }

 private:
  using Ancestors = std::vector<std::uint32_t>;

  std::vector<Edge> follow(Trigger trigger, const std::string& path, bool in_repeat, const Ancestors& ancestors) {
    std::vector<Edge> edges;
    const auto follows = [&](const std::vector<Trigger>& after) { return std::find(after.begin(), after.end(), trigger) != after.end(); };
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i)
      if (follows(scenario_.steps[i].after))
        edges.push_back(enter(Node::What::step, i, path + " > step." + scenario_.steps[i].name, in_repeat, ancestors));
    for (std::size_t i = 0; i < scenario_.repeats.size(); ++i)
      if (follows(scenario_.repeats[i].after))
        edges.push_back(enter(Node::What::repeat, i, path + " > repeat." + scenario_.repeats[i].name, true, ancestors));
    return edges;
  }

  Edge enter(Node::What what, std::size_t index, const std::string& path, bool in_repeat, const Ancestors& ancestors) {
    for (const std::uint32_t ancestor : ancestors)
      if (graph_.nodes[ancestor].what == what && graph_.nodes[ancestor].index == index) return {ancestor, true};
    const auto known = by_path_.find(path);
    if (known != by_path_.end()) return {known->second, false};
    if (graph_.nodes.size() >= kMostNodes)
      throw InputError({{{},
                         "the ladder has too many paths",
                         "a customer could reach its steps in more than 4096 ways",
                         "let fewer steps follow several others"}});
    const auto id = static_cast<std::uint32_t>(graph_.nodes.size());
    by_path_.emplace(path, id);
    graph_.nodes.push_back({what, index, path, in_repeat, {}, {}});
    Ancestors below = ancestors;
    below.push_back(id);
    if (what == Node::What::step) {
      auto taken = follow({Trigger::What::step_taken, index}, path, in_repeat, below);
      auto declined = follow({Trigger::What::step_declined, index}, path + " declined", in_repeat, below);
      graph_.nodes[id].taken = std::move(taken);
      graph_.nodes[id].declined = std::move(declined);
    } else {
      auto bought = follow({Trigger::What::repeat_purchase, index}, path, true, below);
      graph_.nodes[id].taken = std::move(bought);
    }
    return {id, false};
  }

  const Scenario& scenario_;
  Graph graph_;
  std::map<std::string, std::uint32_t> by_path_;
};

}  // namespace

Graph unfold(const Scenario& scenario) { return Unfolder(scenario).unfold(); }

}  // namespace valuescale::models

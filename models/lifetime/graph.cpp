#include "models/lifetime/graph.hpp"

#include "models/description/problem.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace valuescale::models {

namespace {

constexpr std::size_t kMostNodes = 4096;

class Unfolder {
 public:
  explicit Unfolder(const Scenario& scenario) : scenario_(scenario) {}

  Graph unfold() {
    for (std::size_t offer = 0; offer < scenario_.offers.size(); ++offer) {
      // Offers differ in what follows them, not in whose randomness it is: only one of them is taken in a life.
      graph_.after_offer.push_back(follow({Trigger::What::offer_taken, offer}, "offer", Stage::ladder, {}));
    }
    return std::move(graph_);
  }

 private:
  using Ancestors = std::vector<std::uint32_t>;

  std::vector<Edge> follow(Trigger trigger, const std::string& path, Stage stage, const Ancestors& ancestors) {
    std::vector<Edge> edges;
    const auto follows = [&](const std::vector<Trigger>& after) { return std::find(after.begin(), after.end(), trigger) != after.end(); };
    const auto add = [&](Node::What what, std::size_t index, Stage its_stage) {
      const std::uint32_t way = way_of(trigger, what, index);
      Edge edge = enter(what, index, path + " > " + name_of(what, index), its_stage, ancestors);
      edge.way = way;
      edges.push_back(edge);
    };
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i)
      if (follows(scenario_.steps[i].after)) add(Node::What::step, i, scenario_.steps[i].stage.value_or(stage));
    for (std::size_t i = 0; i < scenario_.repeats.size(); ++i)
      if (follows(scenario_.repeats[i].after)) add(Node::What::repeat, i, scenario_.repeats[i].stage);
    for (std::size_t i = 0; i < scenario_.referrals.size(); ++i)
      if (follows(scenario_.referrals[i].after)) add(Node::What::referral, i, Stage::referral);
    return edges;
  }

  std::string name_of(Node::What what, std::size_t index) const {
    switch (what) {
      case Node::What::step: return "step." + scenario_.steps[index].name;
      case Node::What::repeat: return "repeat." + scenario_.repeats[index].name;
      case Node::What::referral: return "referral." + scenario_.referrals[index].name;
    }
    return {};
  }

  std::string name_of(const Trigger& trigger) const {
    switch (trigger.what) {
      case Trigger::What::offer_taken: return "offer." + scenario_.offers[trigger.index].name;
      case Trigger::What::step_taken:
      case Trigger::What::step_declined: return name_of(Node::What::step, trigger.index);
      case Trigger::What::repeat_purchase:
      case Trigger::What::repeat_ended: return name_of(Node::What::repeat, trigger.index);
    }
    return {};
  }

  std::uint32_t way_of(const Trigger& trigger, Node::What what, std::size_t index) {
    const auto [known, is_new] =
        ways_.try_emplace({trigger.what, trigger.index, what, index}, static_cast<std::uint32_t>(graph_.ways.size()));
    if (is_new) graph_.ways.push_back({name_of(trigger), trigger.what, name_of(what, index)});
    return known->second;
  }

  Edge enter(Node::What what, std::size_t index, const std::string& path, Stage stage, const Ancestors& ancestors) {
    bool after_repeat = false;
    for (const std::uint32_t ancestor : ancestors) {
      after_repeat = after_repeat || graph_.nodes[ancestor].what == Node::What::repeat;
      if (graph_.nodes[ancestor].what != what || graph_.nodes[ancestor].index != index) continue;
      graph_.nodes[ancestor].may_restart = true;
      return {ancestor, true};
    }
    const auto known = by_path_.find(path);
    if (known != by_path_.end()) return {known->second, false};
    if (graph_.nodes.size() >= kMostNodes)
      throw InputError({{{},
                         "the ladder has too many paths",
                         "a customer could reach its steps in more than 4096 ways",
                         "let fewer steps follow several others"}});
    const auto id = static_cast<std::uint32_t>(graph_.nodes.size());
    by_path_.emplace(path, id);
    graph_.nodes.push_back(
        {what, index, path, stage, ancestors.empty() ? std::optional<std::uint32_t>() : ancestors.back(), {}, {}, {}, after_repeat});
    Ancestors below = ancestors;
    below.push_back(id);
    if (what == Node::What::step) {
      auto taken = follow({Trigger::What::step_taken, index}, path, stage, below);
      auto declined = follow({Trigger::What::step_declined, index}, path + " declined", stage, below);
      graph_.nodes[id].taken = std::move(taken);
      graph_.nodes[id].declined = std::move(declined);
    } else if (what == Node::What::repeat) {
      auto bought = follow({Trigger::What::repeat_purchase, index}, path, stage, below);
      auto ended = follow({Trigger::What::repeat_ended, index}, path + " ended", stage, below);
      graph_.nodes[id].taken = std::move(bought);
      graph_.nodes[id].ended = std::move(ended);
    }
    return {id, false};
  }

  const Scenario& scenario_;
  Graph graph_;
  std::map<std::string, std::uint32_t> by_path_;
  std::map<std::tuple<Trigger::What, std::size_t, Node::What, std::size_t>, std::uint32_t> ways_;
};

}  // namespace

Graph unfold(const Scenario& scenario) { return Unfolder(scenario).unfold(); }

}  // namespace valuescale::models

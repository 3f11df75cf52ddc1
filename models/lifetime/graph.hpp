// What may follow what in one customer's life: the scenario's triggers unfolded from the first sale into a tree of nodes, each with the path
// that leads to it. The path is the address of the node's randomness, so adding a step elsewhere changes nobody else's draws.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/traffic.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

/// To a node; `again` closes a circle, and its occurrences are numbered apart.
struct Edge {
  std::uint32_t node;
  bool again;
  std::uint32_t way = 0;  ///< on which it lies
};

struct Node {
  enum class What { step, repeat, referral };
  What what;
  std::size_t index;  ///< into Scenario::steps, repeats or referrals
  std::string path;   ///< "offer > step.upsell declined > step.downsell"
  Stage stage;
  std::optional<std::uint32_t> parent;  ///< the node whose purchase it follows; none: the offer's
  std::vector<Edge> taken;              ///< of a repeat process: at each purchase
  std::vector<Edge> declined;
  std::vector<Edge> ended;  ///< of a repeat process
  bool may_restart;         ///< a repeat process that may be started more than once in a life
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<std::vector<Edge>> after_offer;  ///< by offer
  std::vector<Way> ways;
};

/// Unfolds; throws InputError past a few thousand nodes.
Graph unfold(const Scenario& scenario);

}  // namespace valuescale::models

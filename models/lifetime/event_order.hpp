// The event-ordered group: lanes of customers, each with its pending events; the earliest event of each lane is acted on, all lanes with the
// same action together.
#pragma once

#include "models/lifetime/lives.hpp"

#include <vector>

namespace valuescale::models {

class EventOrder {
 public:
  EventOrder(Lives& lives, const Program& program);
  /// Lives everyone in `lives`' batch.
  void run();
  /// A repeat process starts for these customers, now.
  void start(std::uint32_t node, const Customers& rows);
  /// A purchase of this node is to happen at the rows' times.
  void schedule(std::uint32_t node, const Customers& rows);

 private:
  struct Pending {
    float time;
    std::uint32_t action;  ///< node, plus kMonthly for the cost of a month alive
    std::uint32_t occurrence;
  };
  static constexpr std::uint32_t kMonthly = 0x80000000;

  /// A repeat process in every lane.
  struct Process {
    std::vector<float> start, end;
    std::vector<float> state;  ///< [kMaxState][kLanes]
  };

  void enter(int lane, int slot);
  void push(int lane, Pending event);
  /// The process goes on for these customers, after a purchase.
  void go_on(std::uint32_t node, const Customers& rows);
  /// When everyone in the group buys next.
  void advance(std::uint32_t node);
  void fire(std::uint32_t action, const std::vector<int>& lanes);

  Lives& lives_;
  const Program& program_;
  int count_ = 0;                                  ///< lanes in use
  std::vector<std::vector<Pending>> pending_;      ///< by lane
  std::vector<std::uint32_t> slot_of_;             ///< by lane
  std::vector<int> lane_of_;                       ///< by slot
  std::vector<Process> processes_;                 ///< by node
  std::vector<std::vector<int>> lanes_of_action_;  ///< by node, then by node for monthly costs
  std::unique_ptr<Lanes> group_;                   ///< scratch: those for whom a process goes on together
};

}  // namespace valuescale::models

#include "models/lifetime/event_order.hpp"

#include <algorithm>

namespace valuescale::models {

EventOrder::EventOrder(Lives& lives, const Program& program)
    : lives_(lives),
      program_(program),
      pending_(kLanes),
      slot_of_(kLanes),
      lane_of_(static_cast<std::size_t>(lives.batch_)),
      processes_(program.nodes.size()),
      lanes_of_action_(2 * program.nodes.size()),
      group_(std::make_unique<Lanes>()) {
  for (std::size_t node = 0; node < program.nodes.size(); ++node) {
    if (program.nodes[node].what != Node::What::repeat) continue;
    for (auto* column : {&processes_[node].start, &processes_[node].end}) column->resize(kLanes);
    processes_[node].state.resize(static_cast<std::size_t>(kMaxState) * kLanes);
  }
}

void EventOrder::run() {
  count_ = 0;
  auto arrival = lives_.arrivals_.begin();
  int next_slot = 0;
  while (true) {
    while (count_ < kLanes && arrival != lives_.arrivals_.end()) {
      // Those who come in together and took the same offer ask their questions together.
      const int from = std::max(next_slot, arrival->from), to = std::min(arrival->to, from + kLanes - count_);
      for (int slot = from; slot < to; ++slot) enter(count_++, slot);
      for (const Edge& edge : program_.after_offer[arrival->offer]) lives_.ask(edge, lives_.everyone_.view(from, to));
      next_slot = to;
      if (to == arrival->to) ++arrival;
    }
    if (count_ == 0 || lives_.stopped()) break;

    for (auto& lanes : lanes_of_action_) lanes.clear();
    for (int lane = 0; lane < count_;) {
      auto& events = pending_[lane];
      if (events.empty()) {
        --count_;
        if (lane != count_) {
          std::swap(pending_[lane], pending_[count_]);
          slot_of_[lane] = slot_of_[count_];
          lane_of_[slot_of_[lane]] = lane;
          for (Process& process : processes_) {
            if (process.start.empty()) continue;
            for (auto* column : {&process.start, &process.end}) (*column)[lane] = (*column)[count_];
            for (int c = 0; c < kMaxState; ++c) process.state[c * kLanes + lane] = process.state[c * kLanes + count_];
          }
        }
        continue;
      }
      std::size_t earliest = 0;
      for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].time < events[earliest].time) earliest = i;
      std::swap(events[earliest], events.back());
      const std::uint32_t action = events.back().action;
      const std::size_t node = action & ~kMonthly;
      lanes_of_action_[action & kMonthly ? program_.nodes.size() + node : node].push_back(lane);
      ++lane;
    }
    for (std::uint32_t node = 0; node < program_.nodes.size(); ++node) {
      if (!lanes_of_action_[node].empty()) fire(node, lanes_of_action_[node]);
      if (!lanes_of_action_[program_.nodes.size() + node].empty()) fire(node | kMonthly, lanes_of_action_[program_.nodes.size() + node]);
    }
  }
}

void EventOrder::enter(int lane, int slot) {
  pending_[lane].clear();
  slot_of_[lane] = static_cast<std::uint32_t>(slot);
  lane_of_[slot] = lane;
}

void EventOrder::push(int lane, Pending event) { pending_[lane].push_back(event); }

void EventOrder::fire(std::uint32_t action, const std::vector<int>& lanes) {
  const std::uint32_t id = action & ~kMonthly;
  const NodeCode& node = program_.nodes[id];
  const Shape at_events{lives_.everyone_.shape.origin, true, true};
  // The event leaves the list before its consequences enter.
  auto rows = lives_.shelf_.borrow(kLanes, at_events);
  for (const int lane : lanes) {
    const Pending event = pending_[lane].back();
    pending_[lane].pop_back();
    rows->append(lives_.everyone_.view(), static_cast<int>(slot_of_[lane]), event.time);
    rows->occurrence[rows->count - 1] = event.occurrence;
  }
  if (action & kMonthly) {
    for (int i = 0; i < rows->count; ++i) {
      const int lane = lanes[i];
      if (!Lives::begins_before(rows->time[i], processes_[id].end[lane])) continue;
      lives_.pay_month(node, rows->slot[i], rows->row[i], rows->time[i]);
      const std::uint32_t month = rows->occurrence[i] + 1;
      const float time = lives_.month_time(processes_[id].start[lane], static_cast<int>(month));
      if (time <= program_.lifetime) push(lane, {time, action, month});
    }
    return;
  }
  lives_.buy(node, rows->view());
  if (node.what == Node::What::step) return;
  auto staying = lives_.shelf_.borrow(kLanes, at_events);
  for (int i = 0; i < rows->count; ++i) {
    const int lane = lanes[i];
    if (!(processes_[id].end[lane] > rows->time[i])) continue;
    staying->append(rows->view(), i, rows->time[i]);
    ++staying->occurrence[staying->count - 1];
  }
  if (staying->count > 0) go_on(id, staying->view());
}

void EventOrder::start(std::uint32_t id, const Customers& rows) {
  const NodeCode& node = program_.nodes[id];
  Lanes& group = *group_;
  put_at_start(rows, node.repeat.first_occurrence, group);
  lives_.kernels_.begin(node.repeat, lives_.context_, group);
  Process& process = processes_[id];
  for (int i = 0; i < group.count; ++i) {
    const int lane = lane_of_[group.slot[i]];
    process.start[lane] = group.start[i];
    for (int c = 0; c < node.repeat.state_columns; ++c) process.state[c * kLanes + lane] = group.state[c][i];
  }
  advance(id);
  if (!node.costs_while_alive) return;
  for (int i = 0; i < rows.count; ++i) push(lane_of_[rows.slot[i]], {rows.time_of(i), id | kMonthly, 0});
}

void EventOrder::go_on(std::uint32_t id, const Customers& rows) {
  const Process& process = processes_[id];
  Lanes& group = *group_;
  put_at_start(rows, 0, group);
  for (int i = 0; i < group.count; ++i) {
    const int lane = lane_of_[group.slot[i]];
    group.start[i] = process.start[lane];
    group.occurrence[i] = rows.occurrence_of(i);
    for (int c = 0; c < program_.nodes[id].repeat.state_columns; ++c) group.state[c][i] = process.state[c * kLanes + lane];
  }
  advance(id);
}

void EventOrder::advance(std::uint32_t id) {
  Lanes& group = *group_;
  lives_.kernels_.next(program_.nodes[id].repeat, lives_.context_, group, nullptr);
  for (int i = 0; i < group.count; ++i) {
    const int lane = lane_of_[group.slot[i]];
    const float next = group.next[i], end = group.end[i];
    processes_[id].end[lane] = end;
    if (group.occurrence[i] > kMostPurchases) refuse_endless_life();
    if (next <= program_.lifetime) push(lane, {next, id, group.occurrence[i]});
    if (end > program_.lifetime && !(next <= program_.lifetime)) lives_.outcomes_.active[group.slot[i]] = 1;
  }
}

void EventOrder::schedule(std::uint32_t id, const Customers& rows) {
  for (int i = 0; i < rows.count; ++i) push(lane_of_[rows.slot[i]], {rows.time_of(i), id, rows.occurrence_of(i)});
}

}  // namespace valuescale::models

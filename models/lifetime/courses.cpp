// How repeat processes go with customers who are lived in the order of time: they start, perhaps again, go on from purchase to purchase, adapt when the
// customer changes, and end or are stopped.
#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/event_order.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();

}  // namespace

void EventOrder::Wait::pass(float now) {
  if (whole != kNever) left = std::max(0.0f, left - (now - at) / whole);
  at = now;
}

float EventOrder::Wait::over() const { return whole == kNever ? kNever : at + left * whole; }

int EventOrder::start(std::uint32_t id, const Customers& rows) {
  const NodeCode& node = program_.nodes[id];
  const auto first = static_cast<std::uint32_t>(node.repeat.first_occurrence);
  std::vector<std::uint32_t> starting;
  for (int i = 0; i < rows.count; ++i) {
    const std::uint32_t slot = rows.slot[i];
    const int lane = people_[slot].lane;
    Course& course = courses_[id][lane];
    const float now = rows.time_of(i);
    if (course.goes_on(now)) continue;
    // The purchase that did not come any more had drawn its words: the next run goes on behind it.
    course.occurrence = course.runs == 0 ? first : course.occurrence + 1;
    ++course.runs;
    course.is_alive = true;
    course.start = course.last = now;
    if (lives_.chronicle_) lives_.chronicle_->note_course(BookEntry::What::started, node, slot, now);
    course.ticks_from = node.repeat.on_lattice ? now - static_cast<float>(course.occurrence - first) * node.repeat.every : now;
    starting.push_back(slot);
    if (!node.costs_while_alive) continue;
    cancel(lane, id | kMonthly);
    push(lane, now, id | kMonthly, 0);
  }
  begin(id, starting, [&] {
    const Lanes& group = *group_;
    advance(id, true);
    // A process that begins with a purchase does so whenever it starts: nobody asks whether the customer stays.
    for (int i = 0; first == 0 && i < group.count; ++i) {
      const int lane = people_[group.slot[i]].lane;
      Course& course = courses_[id][lane];
      course.next = course.start;
      course.end = kNever;
      foresee(id, lane);
    }
  });
  return static_cast<int>(starting.size());
}

template <class Then>
void EventOrder::begin(std::uint32_t id, std::vector<std::uint32_t> slots, Then then) {
  const NodeCode& node = program_.nodes[id];
  std::vector<Course>& courses = courses_[id];
  const auto run_of = [&](std::uint32_t slot) { return courses[people_[slot].lane].runs; };
  std::stable_sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) { return run_of(a) < run_of(b); });
  for (auto from = slots.begin(), to = from; from != slots.end(); from = to) {
    const std::uint32_t run = run_of(*from) - 1;
    while (to != slots.end() && run_of(*to) - 1 == run) ++to;
    gather(id, {from, to});
    // Every run has words of its own.
    RepeatCode code = node.repeat;
    code.customer_key.word0 += run * 0x9e3779b9u;
    code.customer_key.word1 ^= run;
    lives_.kernels_.begin(code, lives_.context_, *group_);
    for (int i = 0; i < group_->count; ++i)
      for (int c = 0; c < code.state_columns; ++c) courses[people_[group_->slot[i]].lane].state[c] = group_->state[c][i];
    then();
  }
}

void EventOrder::gather(std::uint32_t id, const std::vector<std::uint32_t>& slots) {
  Lanes& group = *group_;
  group.count = static_cast<int>(slots.size());
  group.origin = lives_.everyone_.shape.origin;
  for (int i = 0; i < group.count; ++i) {
    const Person& person = people_[slots[i]];
    const Course& course = courses_[id][person.lane];
    group.slot[i] = slots[i];
    group.id_low[i] = person.id_low;
    if (group.origin) group.id_high[i] = person.id_high, group.world[i] = person.world;
    group.row[i] = person.row;
    group.occurrence[i] = course.occurrence;
    group.start[i] = course.ticks_from;
    group.last[i] = course.last;
    for (int c = 0; c < program_.nodes[id].repeat.state_columns; ++c) group.state[c][i] = course.state[c];
  }
}

void EventOrder::advance(std::uint32_t id, bool starts) {
  const RepeatCode& code = program_.nodes[id].repeat;
  Lanes& group = *group_;
  lives_.kernels_.next(code, lives_.context_, group, nullptr);
  for (int i = 0; i < group.count; ++i) {
    const int lane = people_[group.slot[i]].lane;
    Course& course = courses_[id][lane];
    course.gap.begin(course.last, group.due[i]);
    if (starts) {
      course.life.begin(course.start, group.end[i]);
      course.end = group.end[i];
    }
    if (code.has_life) {  // whose end is known from the start, and may have changed since it was drawn
      course.next = group.due[i] <= course.end ? group.due[i] : kNever;
    } else {
      course.next = group.next[i];
      course.end = group.end[i];
    }
    foresee(id, lane);
  }
}

void EventOrder::foresee(std::uint32_t id, int lane) {
  const Course& course = courses_[id][lane];
  cancel(lane, id);
  push(lane, course.next, id, course.occurrence);
  if (program_.nodes[id].ended.empty() && !lives_.chronicle_) return;
  cancel(lane, id | kEnd);
  push(lane, course.end, id | kEnd, course.runs - 1);
}

void EventOrder::stop(std::uint32_t id, const Customers& rows) {
  auto ended = lives_.shelf_.borrow(rows.count, {lives_.everyone_.shape.origin, true, true});
  for (int i = 0; i < rows.count; ++i) {
    const int lane = people_[rows.slot[i]].lane;
    Course& course = courses_[id][lane];
    const float now = rows.time_of(i);
    if (!course.goes_on(now)) continue;
    course.is_alive = false;
    course.end = now;
    if (lives_.chronicle_) lives_.chronicle_->note_course(BookEntry::What::stopped, program_.nodes[id], rows.slot[i], now);
    cancel(lane, id);
    cancel(lane, id | kEnd);
    ended->append(rows, i, now);
    ended->occurrence[ended->count - 1] = course.runs - 1;
  }
  if (ended->count == 0) return;
  for (const Edge& edge : program_.nodes[id].ended) lives_.ask(edge, ended->view());
}

void EventOrder::adapt(std::uint32_t id, const std::vector<Moment>& changed) {
  const RepeatCode& code = program_.nodes[id].repeat;
  std::vector<std::uint32_t> slots;
  for (const auto& [slot, now] : changed) {
    Course& course = courses_[id][people_[slot].lane];
    // What happens at this very moment is decided.
    if (!course.goes_on(now) || (code.on_lattice && course.next <= now)) continue;
    course.gap.pass(now);
    course.life.pass(now);
    slots.push_back(slot);
  }
  begin(id, slots, [&] {
    Lanes& group = *group_;
    lives_.kernels_.next(code, lives_.context_, group, nullptr);
    for (int i = 0; i < group.count; ++i) {
      const int lane = people_[group.slot[i]].lane;
      Course& course = courses_[id][lane];
      if (course.is_buying && !code.has_life) continue;
      course.gap.whole = group.due[i] - course.last;
      const float due = code.on_lattice ? group.due[i] : course.gap.over();
      if (code.has_life) {
        course.life.whole = group.end[i] - course.start;
        course.end = course.life.over();
        course.next = due <= course.end ? due : kNever;
      } else {
        course.next = group.next[i] == kNever ? kNever : due;
        course.end = group.end[i] == kNever ? kNever : due;
      }
      foresee(id, lane);
    }
  });
}

}  // namespace valuescale::models

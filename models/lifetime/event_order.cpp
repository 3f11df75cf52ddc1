#include "models/lifetime/event_order.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/chronicle.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();
/// Of one bought customer, in all generations.
constexpr std::uint32_t kMostChildren = 100'000;

[[noreturn]] void refuse_endless_referrals() {
  throw InputError({{{},
                     "a customer brought more than 100,000 others, through all generations",
                     "everybody brings more than one, and they too, without a limit",
                     "lower leads or take of the referrals, or set generations"}});
}

/// How many there are of a Poisson law, by its distribution function.
std::uint32_t poisson_count(std::uint32_t word, double mean) {
  double left = (static_cast<double>(word) + 0.5) * 0x1p-32, chance = sim::exp_of(-mean);
  std::uint32_t count = 0;
  for (; left >= chance && count < 1000; chance *= mean / ++count) left -= chance;
  return count;
}

}  // namespace

void EventOrder::Wait::pass(float now) {
  if (whole != kNever) left = std::max(0.0f, left - (now - at) / whole);
  at = now;
}

float EventOrder::Wait::over() const { return whole == kNever ? kNever : at + left * whole; }

EventOrder::EventOrder(Lives& lives, const Program& program)
    : lives_(lives),
      program_(program),
      kinds_(static_cast<std::uint32_t>(program.dims.kinds())),
      people_(static_cast<std::size_t>(lives.batch_)),
      children_(static_cast<std::size_t>(lives.batch_)),
      pending_(kLanes),
      slot_of_(kLanes),
      courses_(program.nodes.size()),
      group_(std::make_unique<Lanes>()) {
  for (auto& lanes : lanes_of_) lanes.resize(program.nodes.size());
  for (std::size_t node = 0; node < program.nodes.size(); ++node)
    if (program.nodes[node].what == Node::What::repeat) courses_[node].resize(kLanes);
}

void EventOrder::admit(int from, std::size_t offer, const std::int64_t* amount, int count) {
  const Rows& everyone = lives_.everyone_;
  for (int i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint32_t>(from + i);
    Person& person = people_[slot] = {};
    person.account = slot;
    person.id_low = everyone.id_low[slot];
    if (everyone.shape.origin) person.id_high = everyone.id_high[slot], person.world = everyone.world[slot];
    person.row = everyone.row[slot];
    person.offer = static_cast<std::uint32_t>(offer);
    person.earned = amount[i];
  }
}

void EventOrder::run() {
  people_.resize(static_cast<std::size_t>(lives_.batch_));
  std::fill(children_.begin(), children_.end(), 0);
  newborn_.clear();
  next_arrival_ = 0;
  count_ = next_slot_ = 0;
  while (true) {
    fill_lanes();
    if (count_ == 0 || lives_.stopped()) break;

    for (auto& kind : lanes_of_)
      for (auto& lanes : kind) lanes.clear();
    for (int lane = 0; lane < count_;) {
      auto& events = pending_[lane];
      if (events.empty()) {
        leave(lane);
        continue;
      }
      std::size_t earliest = 0;
      for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].is_before(events[earliest])) earliest = i;
      std::swap(events[earliest], events.back());
      const std::uint32_t action = events.back().action;
      lanes_of_[action & kMonthly ? 1 : action & kEnd ? 2 : 0][action & kNode].push_back(lane);
      ++lane;
    }
    constexpr std::uint32_t kinds[] = {0, kMonthly, kEnd};
    for (std::uint32_t node = 0; node < program_.nodes.size(); ++node)
      for (int kind = 0; kind < 3; ++kind)
        if (!lanes_of_[kind][node].empty()) fire(node | kinds[kind], lanes_of_[kind][node]);
  }
}

void EventOrder::fill_lanes() {
  // Children first, so that there are never many of them.
  while (count_ < kLanes && !newborn_.empty()) {
    std::vector<std::uint32_t> together;
    const std::uint32_t offer = people_[newborn_.back()].offer;
    for (; count_ < kLanes && !newborn_.empty() && people_[newborn_.back()].offer == offer; newborn_.pop_back()) {
      enter(newborn_.back());
      together.push_back(newborn_.back());
    }
    welcome(together);
  }
  while (count_ < kLanes && next_arrival_ < lives_.arrivals_.size()) {
    const auto& arrival = lives_.arrivals_[next_arrival_];
    const int from = std::max(next_slot_, arrival.from), to = std::min(arrival.to, from + kLanes - count_);
    for (int slot = from; slot < to; ++slot) enter(static_cast<std::uint32_t>(slot));
    for (const Edge& edge : program_.after_offer[arrival.offer]) lives_.ask(edge, lives_.everyone_.view(from, to));
    next_slot_ = to;
    if (to == arrival.to) ++next_arrival_;
  }
}

void EventOrder::append(std::uint32_t slot, float time, std::uint32_t occurrence, Rows& rows) const {
  const Person& person = people_[slot];
  rows.append({&slot, &person.id_low, &person.row, &person.id_high, &person.world, nullptr, nullptr, 1}, 0, time);
  rows.occurrence[rows.count - 1] = occurrence;
}

void EventOrder::welcome(const std::vector<std::uint32_t>& slots) {
  auto rows = lives_.shelf_.borrow(kLanes, {lives_.everyone_.shape.origin, true, true});
  for (const std::uint32_t slot : slots) append(slot, people_[slot].birth, 0, *rows);
  const std::uint32_t offer = people_[slots.front()].offer;
  lives_.sell(program_.offers[offer], Stage::referral, rows->view(), nullptr, nullptr);
  if (program_.offer_payments[offer].is_apart) lives_.collect(program_.offer_payments[offer], Stage::referral, rows->view());
  for (const Edge& edge : program_.after_offer[offer]) lives_.ask(edge, rows->view());
}

void EventOrder::enter(std::uint32_t slot) {
  const int lane = count_++;
  pending_[lane].clear();
  slot_of_[lane] = slot;
  people_[slot].lane = lane;
  for (auto& courses : courses_)
    if (!courses.empty()) courses[lane] = {};
}

void EventOrder::leave(int lane) {
  const std::uint32_t slot = slot_of_[lane];
  const Person& person = people_[slot];
  bool is_active = person.waits_beyond;
  for (std::size_t node = 0; node < courses_.size(); ++node)
    if (program_.nodes[node].sells && !courses_[node].empty()) is_active = is_active || courses_[node][lane].goes_on(program_.lifetime);
  is_active = is_active && person.is_here;
  lives_.outcomes_.active[person.account] |= is_active;
  if (lives_.chronicle_) lives_.chronicle_->note_end(slot, is_active);
  if (person.generation == 0) lives_.outcomes_.purchases[slot] = person.purchases;
  --count_;
  if (lane == count_) return;
  std::swap(pending_[lane], pending_[count_]);
  slot_of_[lane] = slot_of_[count_];
  people_[slot_of_[lane]].lane = lane;
  for (auto& courses : courses_)
    if (!courses.empty()) courses[lane] = courses[count_];
}

std::uint32_t EventOrder::rank_of(std::uint32_t action) const {
  // At the same time: purchases on their way, then visits, what a month costs, what has ended, and last whatever comes by the calendar.
  const NodeCode& node = program_.nodes[action & kNode];
  std::uint32_t sort = node.what == Node::What::step ? 0 : node.is_scheduled ? 4 : 1;
  if (action & kMonthly) sort = 2;
  if (action & kEnd) sort = node.ended.empty() ? 5 : 3;  // an end that nothing follows is only told
  return sort << 28 | (action & kNode);
}

void EventOrder::push(int lane, float time, std::uint32_t action, std::uint32_t occurrence) {
  if (time <= program_.lifetime) pending_[lane].push_back({time, rank_of(action), action, occurrence});
}

void EventOrder::cancel(int lane, std::uint32_t action) {
  std::erase_if(pending_[lane], [action](const Pending& event) { return event.action == action; });
}

bool EventOrder::meets(const ConditionCode& condition, const Person& person, float tenure) const {
  return condition.kinds[person.row % kinds_] && person.earned >= condition.least_earned && person.earned <= condition.most_earned &&
         person.purchases >= condition.least_purchases && person.purchases <= condition.most_purchases &&
         tenure >= condition.least_tenure && tenure <= condition.most_tenure;
}

void EventOrder::select(const NodeCode& node, const Customers& rows, Rows& selected) {
  for (int i = 0; i < rows.count; ++i) {
    const Person& person = people_[rows.slot[i]];
    if (!person.is_here || (node.when.is_given && !meets(node.when, person, rows.time_of(i) - person.birth))) continue;
    selected.append(rows, i, rows.time_of(i));
    selected.row[selected.count - 1] = person.row;
  }
}

void EventOrder::fire(std::uint32_t action, const std::vector<int>& lanes) {
  const std::uint32_t id = action & kNode;
  // The event leaves the list before its consequences enter.
  auto rows = lives_.shelf_.borrow(kLanes, {lives_.everyone_.shape.origin, true, true});
  for (const int lane : lanes) {
    const Pending event = pending_[lane].back();
    pending_[lane].pop_back();
    append(slot_of_[lane], event.time, event.occurrence, *rows);
  }
  if (action & kMonthly) return fire_months(id, rows->view());
  if (action & kEnd) return fire_ends(id, rows->view());
  const NodeCode& node = program_.nodes[id];
  if (node.what == Node::What::step) return lives_.buy(node, rows->view());

  std::vector<Course>& courses = courses_[id];
  for (int i = 0; i < rows->count; ++i) {
    Course& course = courses[lanes[i]];
    if (node.sells) ++people_[rows->slot[i]].purchases;
    course.last = rows->time[i];
    course.next = kNever;
    if (course.occurrence > kMostPurchases) refuse_endless_life();
    ++course.occurrence;
  }
  lives_.buy(node, rows->view());
  // Whoever is still in it, after all that followed, goes on.
  std::vector<std::uint32_t> staying;
  for (int i = 0; i < rows->count; ++i)
    if (people_[rows->slot[i]].is_here && courses[lanes[i]].goes_on(rows->time[i])) staying.push_back(rows->slot[i]);
  if (staying.empty()) return;
  gather(id, staying);
  advance(id);
}

void EventOrder::fire_months(std::uint32_t id, const Customers& rows) {
  for (int i = 0; i < rows.count; ++i) {
    const int lane = people_[rows.slot[i]].lane;
    const Course& course = courses_[id][lane];
    if (!course.is_alive || !Lives::begins_before(rows.time[i], course.end)) continue;
    lives_.pay_month(program_.nodes[id], rows.slot[i], rows.row[i], rows.time[i]);
    const std::uint32_t month = rows.occurrence[i] + 1;
    push(lane, lives_.month_time(course.start, static_cast<int>(month)), id | kMonthly, month);
  }
}

void EventOrder::fire_ends(std::uint32_t id, const Customers& rows) {
  for (int i = 0; i < rows.count; ++i) courses_[id][people_[rows.slot[i]].lane].is_alive = false;
  for (int i = 0; lives_.chronicle_ && i < rows.count; ++i)
    lives_.chronicle_->note_course(BookEntry::What::ended, program_.nodes[id], rows.slot[i], rows.time[i]);
  for (const Edge& edge : program_.nodes[id].ended) lives_.ask(edge, rows);
}

void EventOrder::start(std::uint32_t id, const Customers& rows) {
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
    Lanes& group = *group_;
    lives_.kernels_.next(node.repeat, lives_.context_, group, nullptr);
    for (int i = 0; i < group.count; ++i) {
      Course& course = courses_[id][people_[group.slot[i]].lane];
      course.life.begin(course.start, group.end[i]);
      course.end = group.end[i];
    }
    advance(id);
    // A process that begins with a purchase does so whenever it starts: nobody asks whether the customer stays.
    for (int i = 0; first == 0 && i < group.count; ++i) {
      const int lane = people_[group.slot[i]].lane;
      Course& course = courses_[id][lane];
      course.next = course.start;
      course.end = kNever;
      foresee(id, lane);
    }
  });
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

void EventOrder::advance(std::uint32_t id) {
  const RepeatCode& code = program_.nodes[id].repeat;
  Lanes& group = *group_;
  lives_.kernels_.next(code, lives_.context_, group, nullptr);
  for (int i = 0; i < group.count; ++i) {
    const int lane = people_[group.slot[i]].lane;
    Course& course = courses_[id][lane];
    course.gap.begin(course.last, group.due[i]);
    if (code.has_life) {  // whose end is known already, and may have changed since it was drawn
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

void EventOrder::schedule(std::uint32_t id, const Customers& rows) {
  for (int i = 0; i < rows.count; ++i) push(people_[rows.slot[i]].lane, rows.time_of(i), id, rows.occurrence_of(i));
}

Customers EventOrder::in_accounts(const Customers& rows) {
  accounts_.resize(std::max(accounts_.size(), static_cast<std::size_t>(padded(rows.count) + kPadding)));
  for (int i = 0; i < rows.count; ++i) accounts_[i] = people_[rows.slot[i]].account;
  Customers same = rows;
  same.slot = accounts_.data();
  return same;
}

void EventOrder::note_income(const PurchaseCode& source, const Customers& rows, Stage stage, const Deposits& flows) {
  Outcomes& outcomes = lives_.outcomes_;
  for (int i = 0; i < rows.count; ++i) {
    Person& person = people_[rows.slot[i]];
    person.earned += flows.amount[i];
    const Stage here = person.generation > 0 ? Stage::referral : stage;
    if (lives_.chronicle_) lives_.chronicle_->note_flow(source, here, rows, i, flows);
    if (here == Stage::offer) lives_.count_offer(person.account, rows.time_of(i), flows.amount[i]);
    if (is_listed(here)) outcomes.by_stage[static_cast<std::size_t>(here)][person.account] += flows.amount[i];
    if (here == Stage::referral) outcomes.referral_ltv[person.account] += flows.discounted[i];
  }
}

void EventOrder::refer(const NodeCode& node, const Customers& rows) {
  const ReferralCode& code = node.referral;
  const bool origin = lives_.everyone_.shape.origin;
  auto leads = lives_.shelf_.borrow(rows.count, {origin, false, true});
  for (int i = 0; i < rows.count; ++i) {
    const Person& parent = people_[rows.slot[i]];
    if (parent.generation >= code.generations) continue;
    const std::uint32_t occurrence = rows.occurrence_of(i);
    const sim::Block words = sim::philox({parent.id_low, parent.id_high, parent.world, occurrence}, code.event_key);
    const float mean = program_.laws[static_cast<std::size_t>(parent.row) * program_.law_columns + code.leads];
    const std::uint32_t number = poisson_count(words[0], mean);
    if (lives_.chronicle_) lives_.chronicle_->note_referral(node, rows.slot[i], rows.time_of(i), number);
    for (std::uint32_t k = 0; k < number; ++k) {
      // The lead's own number, from that of who brought it: the top bit sets it apart from all that are bought.
      const sim::Block id = sim::philox({parent.id_low, parent.id_high, occurrence, k}, code.child_key);
      const std::uint32_t high = id[1] | 0x80000000u;
      leads->reserve(2 * leads->count + 1);
      leads->append({&rows.slot[i], &id[0], &parent.row, &high, &parent.world, nullptr, nullptr, 1}, 0, rows.time_of(i));
    }
  }
  if (leads->count == 0) return;
  auto buyers = lives_.shelf_.borrow(leads->count, leads->shape);
  std::vector<std::uint32_t> beyond(static_cast<std::size_t>(padded(leads->count) + kPadding));
  int beyond_count = 0;
  Room room = buyers->room();
  lives_.kernels_.ask(node.step, lives_.context_, leads->view(), room, nullptr, beyond.data(), beyond_count);
  buyers->count = room.count;
  for (int i = 0; i < beyond_count; ++i) await(beyond[i]);
  if (lives_.chronicle_) lives_.chronicle_->note_question(node.step, leads->view(), buyers->view());
  if (buyers->count == 0) return;
  if (node.costs_to_ask) lives_.sell(node.contact, Stage::referral, buyers->view(), nullptr, nullptr);
  for (int i = 0; i < buyers->count; ++i) {
    const Person& parent = people_[buyers->slot[i]];
    Person child{};
    child.account = parent.account;
    child.id_low = buyers->id_low[i];
    child.id_high = buyers->id_high[i];
    child.world = parent.world;
    child.generation = parent.generation + 1;
    child.offer = code.offer ? static_cast<std::uint32_t>(*code.offer) : parent.offer;
    child.birth = buyers->time[i];
    child.row = row_of_child(code, parent, child);
    if (++children_[child.account] > kMostChildren) refuse_endless_referrals();
    ++lives_.outcomes_.children[child.account];
    newborn_.push_back(static_cast<std::uint32_t>(people_.size()));
    people_.push_back(child);
    if (lives_.chronicle_) lives_.chronicle_->note_child(buyers->slot[i], child.generation, child.row, child.birth);
  }
}

std::uint32_t EventOrder::row_of_child(const ReferralCode& code, const Person& parent, const Person& child) const {
  const Dimensions& dims = program_.dims;
  const auto levels = static_cast<std::uint32_t>(dims.levels), segments = static_cast<std::uint32_t>(dims.segments);
  const std::uint32_t cell = parent.row / levels;
  if (code.thresholds.empty()) return cell * levels;
  const sim::Block words = sim::philox({child.id_low, child.id_high, child.world, 0}, program_.acquisition_key);
  std::uint32_t segment = 0;
  while (segment < code.thresholds.size() && words[word::segment] >= code.thresholds[segment]) ++segment;
  return (cell - cell % segments + segment) * levels;
}

void EventOrder::befall(const NodeCode& node, const Customers& rows) {
  const ConsequencesCode& what = node.consequences;
  if (!what.is_given) return;
  if (what.ends_everything) {
    for (int i = 0; i < rows.count; ++i) {
      Person& person = people_[rows.slot[i]];
      person.is_here = false;
      if (lives_.chronicle_) lives_.chronicle_->note_dropped(rows.slot[i], rows.time_of(i));
      pending_[person.lane].clear();
    }
    return;
  }
  std::vector<Moment> changed;
  for (int i = 0; !what.kinds.empty() && i < rows.count; ++i) {
    Person& person = people_[rows.slot[i]];
    const std::uint32_t kind = person.row % kinds_, now = what.kinds[kind];
    if (now == kind) continue;
    person.row += now - kind;
    if (lives_.chronicle_) lives_.chronicle_->note_change(rows.slot[i], rows.time_of(i), kind, now);
    changed.push_back({rows.slot[i], rows.time_of(i)});
  }
  for (std::uint32_t id = 0; !changed.empty() && id < courses_.size(); ++id)
    if (!courses_[id].empty()) adapt(id, changed);
  for (const std::size_t index : what.ends)
    for (std::uint32_t id = 0; id < courses_.size(); ++id)
      if (program_.nodes[id].what == Node::What::repeat && program_.nodes[id].index == index) stop(id, rows);
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

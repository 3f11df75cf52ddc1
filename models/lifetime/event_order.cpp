#include "models/lifetime/event_order.hpp"

#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/own_accounts.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

EventOrder::EventOrder(Lives& lives, const Program& program)
    : lives_(lives),
      program_(program),
      kinds_(static_cast<std::uint32_t>(program.dims.kinds())),
      people_(static_cast<std::size_t>(lives.batch_)),
      pending_(kLanes),
      slot_of_(kLanes),
      courses_(program.nodes.size()),
      group_(std::make_unique<Lanes>()) {
  for (auto& lanes : lanes_of_) lanes.resize(program.nodes.size());
  for (std::size_t node = 0; node < program.nodes.size(); ++node)
    if (program.nodes[node].what == Node::What::repeat) courses_[node].resize(kLanes);
}

void EventOrder::admit(int from, const Range& who, const std::int64_t* amount) {
  const Rows& everyone = lives_.everyone_;
  for (int i = 0; i < who.count; ++i) {
    const auto slot = static_cast<std::uint32_t>(from + i);
    Person& person = people_[slot] = {};
    person.account = slot;
    person.id_low = everyone.id_low[slot];
    if (everyone.shape.origin) person.id_high = everyone.id_high[slot], person.world = everyone.world[slot];
    person.row = everyone.row[slot];
    person.offer = static_cast<std::uint32_t>(program_.channels[who.channel].offer);
    person.earned = amount[i];
    if (program_.dims.phases == 1) continue;
    person.account_birth = who.birth;
    person.month = month_of_first_sale(who.birth);
    foresee_phase(person);
  }
}

void EventOrder::run() {
  people_.resize(static_cast<std::size_t>(lives_.batch_));
  newborn_.clear();
  next_arrival_ = 0;
  count_ = next_slot_ = 0;
  while (true) {
    fill_lanes();
    if (count_ == 0 || lives_.stopped()) break;

    turning_.clear();
    for (auto& kind : lanes_of_)
      for (auto& lanes : kind) lanes.clear();
    for (int lane = 0; lane < count_;) {
      auto& events = pending_[lane];
      if (events.empty() && !waits_for_calendar(lane)) {
        leave(lane);
        continue;
      }
      std::size_t earliest = 0;
      for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].is_before(events[earliest])) earliest = i;
      // What happens as a month ends still belongs to it.
      if (events.empty() || people_[slot_of_[lane]].next_phase < events[earliest].time) {
        turning_.push_back(lane++);
        continue;
      }
      std::swap(events[earliest], events.back());
      const std::uint32_t action = events.back().action;
      lanes_of_[action & kMonthly ? 1 : action & kEnd ? 2 : 0][action & kNode].push_back(lane);
      ++lane;
    }
    if (!turning_.empty()) turn_page(turning_);
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

void EventOrder::enter(std::uint32_t slot) {
  const int lane = count_++;
  pending_[lane].clear();
  slot_of_[lane] = slot;
  people_[slot].lane = lane;
  for (auto& courses : courses_)
    if (!courses.empty()) courses[lane] = {};
}

void EventOrder::note_until(const Person& person) {
  auto& of_accounts = lives_.outcomes_.until;
  if (of_accounts.empty()) return;
  float until = person.until;
  for (std::size_t node = 0; node < courses_.size(); ++node)
    if (program_.nodes[node].sells && !courses_[node].empty()) until = std::max(until, courses_[node][person.lane].end);
  of_accounts[person.account] = std::max(of_accounts[person.account], std::min(until, person.dropped));
}

void EventOrder::leave(int lane) {
  const std::uint32_t slot = slot_of_[lane];
  const Person& person = people_[slot];
  bool is_own = person.waits_beyond;
  for (std::size_t node = 0; node < courses_.size(); ++node)
    if (program_.nodes[node].sells && !courses_[node].empty()) is_own = is_own || courses_[node][lane].goes_on(program_.lifetime);
  is_own = is_own && person.is_here;
  const bool is_active = is_own || (person.lead_waits_beyond && person.is_here);
  lives_.outcomes_.active[person.account] |= is_active;
  note_until(person);
  if (lives_.own_ && person.generation == 0) lives_.own_->note_end(slot, is_own);
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
  if (action & kEnd)
    sort = node.is_scheduled || node.ended.empty() ? 5 : 3;  // of the calendar: behind its last; what nothing follows is only told
  return sort << 28 | (action & kNode);
}

void EventOrder::push(int lane, float time, std::uint32_t action, std::uint32_t occurrence, std::uint32_t bought_row) {
  if (time <= program_.lifetime) pending_[lane].push_back({time, rank_of(action), action, occurrence, bought_row});
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
    Person& person = people_[rows.slot[i]];
    if (!person.is_here || (node.when.is_given && !meets(node.when, person, rows.time_of(i) - person.birth))) continue;
    selected.append(rows, i, rows.time_of(i));
    selected.row[selected.count - 1] = person.row;
    person.bought_row = rows.row[i];
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
    people_[slot_of_[lane]].bought_row = event.bought_row;
  }
  if (action & kMonthly) return fire_months(id, rows->view());
  if (action & kEnd) return fire_ends(id, rows->view());
  const NodeCode& node = program_.nodes[id];
  if (node.what == Node::What::step) return lives_.buy(node, rows->view());

  if (lives_.traffic_) lives_.traffic_->purchases[node.index] += rows->count;
  std::vector<Course>& courses = courses_[id];
  for (int i = 0; i < rows->count; ++i) {
    Course& course = courses[lanes[i]];
    if (node.sells) ++people_[rows->slot[i]].purchases;
    course.is_buying = true;
    course.last = rows->time[i];
    course.next = std::numeric_limits<float>::infinity();
    if (course.occurrence > kMostPurchases) refuse_endless_life();
    ++course.occurrence;
  }
  lives_.buy(node, rows->view());
  // Whoever is still in it, after all that followed, goes on.
  std::vector<std::uint32_t> staying;
  for (int i = 0; i < rows->count; ++i) {
    courses[lanes[i]].is_buying = false;
    if (people_[rows->slot[i]].is_here && courses[lanes[i]].goes_on(rows->time[i])) staying.push_back(rows->slot[i]);
  }
  if (staying.empty()) return;
  gather(id, staying);
  advance(id, false);
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

void EventOrder::schedule(std::uint32_t id, const Customers& rows) {
  for (int i = 0; i < rows.count; ++i) {
    const Person& person = people_[rows.slot[i]];
    push(person.lane, rows.time_of(i), id, rows.occurrence_of(i), person.bought_row);
  }
}

Customers EventOrder::in_accounts(const Customers& rows) {
  accounts_.resize(std::max(accounts_.size(), static_cast<std::size_t>(padded(rows.count) + kPadding)));
  for (int i = 0; i < rows.count; ++i) accounts_[i] = people_[rows.slot[i]].account;
  Customers same = rows;
  same.slot = accounts_.data();
  return same;
}

Customers EventOrder::as_bought(const Customers& rows) {
  bought_rows_.resize(std::max(bought_rows_.size(), static_cast<std::size_t>(padded(rows.count) + kPadding)));
  for (int i = 0; i < rows.count; ++i) bought_rows_[i] = people_[rows.slot[i]].bought_row;
  Customers same = rows;
  same.row = bought_rows_.data();
  return same;
}

Stage EventOrder::stage_for(std::uint32_t slot, Stage stage) const { return people_[slot].generation > 0 ? Stage::referral : stage; }

void EventOrder::note_income(const PurchaseCode& source, const Customers& rows, Stage stage, const Deposits& flows) {
  Outcomes& outcomes = lives_.outcomes_;
  for (int i = 0; i < rows.count; ++i) {
    Person& person = people_[rows.slot[i]];
    person.earned += flows.amount[i];
    const Stage here = stage_for(rows.slot[i], stage);
    if (flows.paid) lives_.count_payment(here, person.account, flows.step[i], flows.paid[i]);
    if (lives_.chronicle_) lives_.chronicle_->note_flow(source, here, rows, i, flows);
    if (here == Stage::offer) lives_.count_offer(person.account, rows.time_of(i), flows.amount[i]);
    if (is_listed(here)) outcomes.by_stage[static_cast<std::size_t>(here)][person.account] += flows.amount[i];
    if (lives_.own_ && here != Stage::referral) lives_.own_->add(person.account, flows, i);
  }
}

void EventOrder::befall(const NodeCode& node, const Customers& rows) {
  const ConsequencesCode& what = node.consequences;
  if (!what.is_given) return;
  if (what.ends_everything) {
    for (int i = 0; i < rows.count; ++i) {
      Person& person = people_[rows.slot[i]];
      person.is_here = false;
      person.dropped = rows.time_of(i);
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
  adapt_all(changed);
  for (const std::size_t index : what.ends)
    for (std::uint32_t id = 0; id < courses_.size(); ++id)
      if (program_.nodes[id].what == Node::What::repeat && program_.nodes[id].index == index) stop(id, rows);
}

void EventOrder::adapt_all(const std::vector<Moment>& changed) {
  for (std::uint32_t id = 0; !changed.empty() && id < courses_.size(); ++id)
    if (!courses_[id].empty()) adapt(id, changed);
}

void EventOrder::foresee_phase(Person& person) const {
  const PlanCode& plan = *program_.plan;
  const std::size_t world = person.row / kinds_;
  std::size_t next = person.month + 1;
  const std::uint32_t now = plan.phase(lives_.schedule_, world, person.month);
  while (next < plan.calendar_months && plan.phase(lives_.schedule_, world, next) == now) ++next;
  person.next_phase = next < plan.calendar_months ? static_cast<float>((static_cast<double>(next) - person.account_birth) * program_.month)
                                                  : std::numeric_limits<float>::infinity();
  person.month = next - 1;
}

bool EventOrder::waits_for_calendar(int lane) const {
  const Person& person = people_[slot_of_[lane]];
  if (!person.is_here || !(person.next_phase <= program_.lifetime)) return false;
  return std::any_of(courses_.begin(), courses_.end(),
                     [&](const auto& courses) { return !courses.empty() && courses[lane].goes_on(person.next_phase); });
}

void EventOrder::turn_page(const std::vector<int>& lanes) {
  const PlanCode& plan = *program_.plan;
  const auto apart = static_cast<std::uint32_t>(program_.dims.state_levels());
  std::vector<Moment> changed;
  for (const int lane : lanes) {
    Person& person = people_[slot_of_[lane]];
    const std::size_t world = person.row / kinds_;
    const std::uint32_t before = plan.phase(lives_.schedule_, world, person.month);
    const float now = person.next_phase;
    ++person.month;
    person.row += (plan.phase(lives_.schedule_, world, person.month) - before) * apart;
    foresee_phase(person);
    changed.push_back({slot_of_[lane], now});
  }
  adapt_all(changed);
}

}  // namespace valuescale::models

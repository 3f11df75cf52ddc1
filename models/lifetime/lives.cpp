#include "models/lifetime/lives.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/event_order.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

namespace {

constexpr int kPoolLanes = 256;
constexpr int kFewLanes = 32;
/// Round a circle of steps, occurrences are numbered in the high bits, above those of purchases.
constexpr std::uint32_t kAgain = 1u << 24;

}  // namespace

/// A repeat process in free order: customers waiting to start it, and lanes of those in it.
struct Lives::Pool {
  static constexpr int kStride = kPoolLanes + 2 * kPadding;

  Rows waiting;
  int next_waiting = 0;
  Rows lanes;                                  // time: of the last purchase
  std::vector<float> start, state, next, end;  // state: [kMaxState][kStride]
  std::vector<std::uint32_t> price_word, cost_word;
  std::vector<std::uint32_t> left_slot, left_tally, left_row;
  std::vector<float> left_start, left_end;
  bool keeps_price_word, keeps_cost_word, costs_while_alive;

  explicit Pool(const NodeCode& node)
      : start(kStride),
        state(static_cast<std::size_t>(kMaxState) * kStride),
        next(kStride),
        end(kStride),
        price_word(kStride),
        cost_word(kStride),
        left_slot(kStride),
        left_tally(kStride),
        left_row(kStride),
        left_start(kStride),
        left_end(kStride),
        keeps_price_word(node.purchase.price_is_drawn && !node.purchase.price.own_block),
        keeps_cost_word(node.purchase.cost_is_drawn && !node.purchase.cost.own_block),
        costs_while_alive(node.costs_while_alive) {
    lanes.reserve(kPoolLanes + kPadding);
  }

  std::uint32_t* price_words() { return keeps_price_word ? price_word.data() : nullptr; }
  std::uint32_t* cost_words() { return keeps_cost_word ? cost_word.data() : nullptr; }
  RepeatLanes view(int from) {
    return {start.data() + from, lanes.time.data() + from, state.data() + from, kStride,
            next.data() + from,  end.data() + from,        price_words(),       cost_words()};
  }
  Leavers leavers() {
    if (!costs_while_alive) return {left_slot.data(), left_tally.data(), nullptr, nullptr, nullptr, 0};
    return {left_slot.data(), left_tally.data(), left_row.data(), left_start.data(), left_end.data(), 0};
  }
};

/// A customer on the way from one batch to the next.
struct Lives::Survivor {
  std::uint32_t old_slot, id_low, id_high, world, row, purchases;
  std::int64_t offer, ladder, front, ltv[2], cac[2];
  std::uint8_t active;
  std::size_t cash;  ///< row of `survivors_cash_`, or
  RunningCash::Account account;
};

void refuse_endless_life() {
  throw InputError({{{},
                     "a customer had more than a million purchases of one kind, or went round a circle of steps 255 times",
                     "no customer does, and such lives take for ever",
                     "check rates, what multiplies them, and take probabilities"}});
}

bool is_single_process(const Program& program) {
  int processes = 0;
  for (const NodeCode& node : program.nodes) {
    if (node.what == Node::What::repeat) ++processes;
    if (node.costs_while_alive || node.step.delayed) return false;
  }
  return processes <= 1;
}

Lives::Lives(const Program& program, const Kernels& kernels, Bookkeeping bookkeeping, int batch)
    : program_(program), kernels_(kernels), context_(program.context()), batch_(batch), views_(program.views_coincide ? 1 : 2) {
  everyone_.reserve(batch);
  outcomes_.resize(batch);
  flows_.reserve(std::max(batch, kPoolLanes));
  const std::size_t scratch = static_cast<std::size_t>(padded(std::max(batch, kPoolLanes)) + kPadding);
  segment_.resize(scratch);
  beyond_.resize(scratch);
  drawn_cost_.resize(scratch);
  sorted_cost_.resize(scratch);
  if (bookkeeping == Bookkeeping::ledger)
    ledger_ = std::make_unique<Ledger>(program.dims.lifetime + 1, batch);
  else
    running_ = std::make_unique<RunningCash>(batch, views_);
  if (bookkeeping == Bookkeeping::event_ordered) {
    order_ = std::make_unique<EventOrder>(*this, program);
  } else {
    for (const NodeCode& node : program.nodes) pools_.push_back(node.what == Node::What::repeat ? std::make_unique<Pool>(node) : nullptr);
  }
  strides_ = {ledger_ ? ledger_->stride() : 0, static_cast<std::uint32_t>(outcomes_.capacity)};
  // All processes together leave most of the next batch to newcomers.
  const auto processes = std::count_if(pools_.begin(), pools_.end(), [](const auto& pool) { return pool != nullptr; });
  few_lanes_ = std::min<int>(kFewLanes, batch / (4 * std::max<int>(1, static_cast<int>(processes))));
}

Lives::~Lives() = default;

void Lives::open() {
  everyone_.clear();
  arrivals_.clear();
  std::fill_n(outcomes_.ltv.begin() + static_cast<std::ptrdiff_t>(outcomes_.capacity), batch_, 0);  // late; the rest comes with the offer
  std::fill_n(outcomes_.ladder.begin(), batch_, 0);
  std::fill_n(outcomes_.front.begin(), batch_, 0);
  std::fill_n(outcomes_.purchases.begin(), batch_, 0);
  std::fill_n(outcomes_.active.begin(), batch_, 0);
  std::vector<std::uint32_t> slot_of(static_cast<std::size_t>(batch_));
  // In the order of their rows, like everybody who comes in together.
  std::sort(survivors_.begin(), survivors_.end(),
            [](const Survivor& a, const Survivor& b) { return a.row != b.row ? a.row < b.row : a.old_slot < b.old_slot; });
  for (std::size_t i = 0; i < survivors_.size(); ++i) {
    const Survivor& who = survivors_[i];
    const auto slot = static_cast<std::uint32_t>(i);
    slot_of[who.old_slot] = slot;
    everyone_.slot[i] = slot;
    everyone_.id_low[i] = outcomes_.id_low[i] = who.id_low;
    everyone_.id_high[i] = outcomes_.id_high[i] = who.id_high;
    everyone_.world[i] = who.world;
    everyone_.row[i] = who.row;
    outcomes_.purchases[i] = who.purchases;
    outcomes_.offer[i] = who.offer;
    outcomes_.ladder[i] = who.ladder;
    outcomes_.front[i] = who.front;
    outcomes_.active[i] = who.active;
    for (std::size_t k = 0; k < 2; ++k) {
      outcomes_.ltv[k * outcomes_.capacity + i] = who.ltv[k];
      outcomes_.cac[k][i] = who.cac[k];
    }
    if (ledger_)
      ledger_->put_in(slot, &survivors_cash_[who.cash * ledger_->steps()]);
    else
      running_->account(slot) = who.account;
  }
  everyone_.count = static_cast<int>(survivors_.size());
  for (const auto& pool : pools_)
    if (pool)
      for (int lane = 0; lane < pool->lanes.count; ++lane) pool->lanes.slot[lane] = slot_of[pool->lanes.slot[lane]];
  survivors_.clear();
}

void Lives::abandon() {
  for (const auto& pool : pools_)
    if (pool) {
      pool->lanes.clear();
      pool->waiting.clear();
      pool->next_waiting = 0;
    }
  survivors_.clear();
}

void Lives::intake(const Range& range) {
  // All numbers of an admission share their high word.
  const std::uint64_t to_boundary = (std::uint64_t{1} << 32) - (range.first & 0xffffffffu);
  if (static_cast<std::uint64_t>(range.count) > to_boundary) {
    const int below = static_cast<int>(to_boundary);
    admit({range.world, range.channel, range.first, below});
    admit({range.world, range.channel, range.first + to_boundary, range.count - below});
  } else {
    admit(range);
  }
}

void Lives::admit(const Range& range) {
  const int from = everyone_.count;
  const Dimensions& dims = program_.dims;
  const ChannelCode& channel = program_.channels[range.channel];
  const std::size_t place = range.world * dims.channels + range.channel;
  Admission who{};
  who.key = program_.acquisition_key;
  who.first = range.first;
  who.world = static_cast<std::uint32_t>(range.world);
  who.first_row = static_cast<std::uint32_t>(place * dims.segments);
  who.first_slot = static_cast<std::uint32_t>(from);
  who.count = range.count;
  who.segments = static_cast<int>(dims.segments);
  who.thresholds = program_.segment_thresholds.data() + place * (dims.segments - 1);
  who.cost = channel.cost_is_drawn ? &channel.cost : nullptr;
  who.certain_cost = program_.lead_cost[place];
  who.shared_cost = program_.cost_per_buyer[place];
  who.units = static_cast<double>(program_.units_per_currency);
  who.segment = segment_.data();
  who.drawn_cost = drawn_cost_.data();
  who.sorted_cost = sorted_cost_.data();
  Room room = everyone_.room();
  too_large_ += kernels_.admit(who, context_, room, &outcomes_.cac[lead_view][from], &outcomes_.cac[customer_view][from]);
  everyone_.count = room.count;
  if (!arrivals_.empty() && arrivals_.back().offer == channel.offer)
    arrivals_.back().to = room.count;
  else
    arrivals_.push_back({from, room.count, channel.offer});

  std::copy_n(everyone_.id_low.begin() + from, range.count, outcomes_.id_low.begin() + from);
  std::copy_n(everyone_.id_high.begin() + from, range.count, outcomes_.id_high.begin() + from);
  const Deposits offer = flows_.view();
  too_large_ += kernels_.sell(channel.offer_purchase, context_, everyone_.view(from, everyone_.count), nullptr, nullptr, strides_, offer);
  std::copy_n(offer.amount, range.count, outcomes_.offer.begin() + from);
  std::copy_n(offer.discounted, range.count, outcomes_.ltv.begin() + from);
  if (ledger_) {
    ledger_->add(offer, range.count);
    return;
  }
  for (int i = 0; i < range.count; ++i) {
    const auto slot = static_cast<std::uint32_t>(from + i);
    running_->open(slot, outcomes_.cac[lead_view][slot], outcomes_.cac[customer_view][slot]);
    running_->add(slot, 0, offer.amount[i]);
    curves_[(everyone_.row[slot] - first_row_) * (dims.lifetime + 1)] += offer.amount[i];
  }
}

const Outcomes& Lives::live(bool to_the_end) {
  if (order_) {
    order_->run();
  } else {
    for (const Arrival& arrival : arrivals_)
      for (const Edge& edge : program_.after_offer[arrival.offer]) ask(edge, everyone_.view(arrival.from, arrival.to));
    // A process starts only from nodes before it.
    for (std::size_t node = 0; node < program_.nodes.size(); ++node)
      if (pools_[node]) run(*pools_[node], program_.nodes[node], to_the_end);
  }
  if (stopped())
    abandon();
  else
    close();
  return outcomes_;
}

void Lives::close() {
  set_survivors_aside();
  const int count = everyone_.count;
  outcomes_.runs.clear();
  for (int from = 0, to; from < count; from = to) {
    to = from + 1;
    while (to < count && everyone_.row[to] == everyone_.row[from]) ++to;
    outcomes_.runs.push_back({everyone_.row[from], from, to});
  }
  std::int64_t* late = &outcomes_.ltv[outcomes_.capacity];
  for (int slot = 0; slot < count; ++slot) outcomes_.ltv[slot] += late[slot];
  if (ledger_) {
    for (const Run& run : outcomes_.runs) ledger_->add_up(kernels_, run, curves_ + (run.row - first_row_) * ledger_->steps());
    // What stands at step 0 is cash at time 0: the offer, and what came at once with it.
    for (int slot = 0; slot < count; ++slot)
      outcomes_.front[slot] = ledger_->first_step(static_cast<std::uint32_t>(slot)) - outcomes_.offer[slot];
    ledger_->close(kernels_, count, views_, outcomes_);
  } else {
    running_->close(count, outcomes_);
  }
  // Survivors make way, from the last: the place of each is taken by the last of its run.
  std::sort(survivors_.begin(), survivors_.end(), [](const Survivor& a, const Survivor& b) { return a.old_slot < b.old_slot; });
  auto run = outcomes_.runs.rbegin();
  for (auto who = survivors_.rbegin(); who != survivors_.rend(); ++who) {
    while (static_cast<int>(who->old_slot) < run->from) ++run;
    outcomes_.move(static_cast<std::size_t>(--run->to), who->old_slot);
  }
}

void Lives::set_survivors_aside() {
  std::vector<std::uint32_t> slots;
  for (const auto& pool : pools_)
    if (pool) slots.insert(slots.end(), pool->lanes.slot.begin(), pool->lanes.slot.begin() + pool->lanes.count);
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  if (ledger_) survivors_cash_.resize(slots.size() * ledger_->steps());
  for (const std::uint32_t slot : slots) {
    Survivor who{};
    who.old_slot = slot;
    who.id_low = everyone_.id_low[slot];
    who.id_high = everyone_.id_high[slot];
    who.world = everyone_.world[slot];
    who.row = everyone_.row[slot];
    who.purchases = outcomes_.purchases[slot];
    who.offer = outcomes_.offer[slot];
    who.ladder = outcomes_.ladder[slot];
    who.front = outcomes_.front[slot];
    who.active = outcomes_.active[slot];
    for (std::size_t k = 0; k < 2; ++k) {
      who.ltv[k] = outcomes_.ltv[k * outcomes_.capacity + slot];
      who.cac[k] = outcomes_.cac[k][slot];
    }
    who.cash = survivors_.size();
    if (ledger_)
      ledger_->take_out(slot, &survivors_cash_[who.cash * ledger_->steps()]);
    else
      who.account = running_->account(slot);
    survivors_.push_back(who);
  }
}

void Lives::ask(const Edge& edge, const Customers& rows) {
  const NodeCode& node = program_.nodes[edge.node];
  if (node.what == Node::What::repeat) {
    start(edge.node, rows);
    return;
  }
  if (!edge.again) {
    ask_step(node, edge.node, rows);
    return;
  }
  auto again = shelf_.borrow(rows.count);
  again->append(rows);
  for (int i = 0; i < again->count; ++i) {
    if (again->occurrence[i] >= std::numeric_limits<std::uint32_t>::max() - kAgain) refuse_endless_life();
    again->occurrence[i] += kAgain;
  }
  if (again->count > 0) ask_step(node, edge.node, again->view());
}

void Lives::ask_step(const NodeCode& node, std::uint32_t id, const Customers& rows) {
  auto taken = shelf_.borrow(rows.count), declined = shelf_.borrow(node.declined.empty() ? 0 : rows.count);
  Room yes = taken->room(), no = declined->room();
  int beyond = 0;
  kernels_.ask(node.step, context_, rows, yes, node.declined.empty() ? nullptr : &no, beyond_.data(), beyond);
  taken->count = yes.count;
  declined->count = no.count;
  for (int i = 0; i < beyond; ++i) outcomes_.active[beyond_[i]] = 1;  // still to come when we stop looking
  if (taken->count > 0) {
    if (order_ && node.step.delayed)
      order_->schedule(id, taken->view());
    else
      buy(node, taken->view());
  }
  if (declined->count > 0)
    for (const Edge& edge : node.declined) ask(edge, declined->view());
}

void Lives::buy(const NodeCode& node, const Customers& rows) {
  const Deposits flows = flows_.view();
  too_large_ += kernels_.sell(node.purchase, context_, rows, nullptr, nullptr, strides_, flows);
  deposit(rows, flows, !node.belongs_to_repeat);
  if (node.what == Node::What::repeat)
    for (int i = 0; i < rows.count; ++i) ++outcomes_.purchases[rows.slot[i]];
  for (const Edge& edge : node.taken) ask(edge, rows);
}

void Lives::deposit(const Customers& who, const Deposits& flows, bool is_ladder) {
  if (ledger_) {
    ledger_->add(flows, who.count);
  } else {
    const std::size_t steps = program_.dims.lifetime + 1;
    for (int i = 0; i < who.count; ++i) {
      const std::uint32_t slot = who.slot[i], step = flows.place[i];
      const std::int64_t amount = flows.amount[i];
      if (amount == 0) continue;
      running_->add(slot, static_cast<int>(step), amount);
      curves_[(who.row[i] - first_row_) * steps + step] += amount;
      if (step == 0) outcomes_.front[slot] += amount;
    }
  }
  std::int64_t* ltv = outcomes_.ltv.data();
  for (int i = 0; i < who.count; ++i) ltv[flows.ltv_place[i]] += flows.discounted[i];
  if (is_ladder)
    for (int i = 0; i < who.count; ++i) outcomes_.ladder[who.slot[i]] += flows.amount[i];
}

void Lives::start(std::uint32_t id, const Customers& rows) {
  if (order_)
    order_->start(id, rows);
  else
    pools_[id]->waiting.append(rows);
}

void Lives::run(Pool& pool, const NodeCode& node, bool to_the_end) {
  Rows& lanes = pool.lanes;
  auto buyers = shelf_.borrow(kPoolLanes + kPadding);
  while (!stopped()) {
    const int old = lanes.count, entering = std::min(kPoolLanes - old, pool.waiting.count - pool.next_waiting);
    if (entering == 0 && (old == 0 || (!to_the_end && old <= few_lanes_))) break;
    if (entering > 0) {
      lanes.append(pool.waiting.view(pool.next_waiting, pool.next_waiting + entering));
      pool.next_waiting += entering;
      std::copy(lanes.time.begin() + old, lanes.time.begin() + lanes.count, pool.start.begin() + old);
      std::fill(lanes.occurrence.begin() + old, lanes.occurrence.begin() + lanes.count,
                static_cast<std::uint32_t>(node.repeat.first_occurrence));
      kernels_.begin(node.repeat, context_, lanes.view(old, lanes.count), pool.view(old));
    }
    kernels_.next(node.repeat, context_, lanes.view(), pool.view(0));

    Customers buying = lanes.view();
    buying.time = pool.next.data();
    const Deposits flows = flows_.view();
    too_large_ += kernels_.sell(node.purchase, context_, buying, pool.price_words(), pool.cost_words(), strides_, flows);
    deposit(buying, flows, false);
    buyers->clear();
    Room following = buyers->room();
    Turn turn{lanes.room(),
              pool.start.data(),
              pool.state.data(),
              Pool::kStride,
              node.repeat.state_columns,
              pool.next.data(),
              pool.end.data(),
              static_cast<std::uint32_t>(node.repeat.first_occurrence),
              pool.leavers(),
              node.taken.empty() ? nullptr : &following,
              0};
    kernels_.turn(turn, context_);
    lanes.count = turn.lanes.count;
    buyers->count = following.count;
    if (turn.latest_occurrence > kMostPurchases) refuse_endless_life();
    leave(node, turn.leavers);
    if (buyers->count > 0)
      for (const Edge& edge : node.taken) ask(edge, buyers->view());
  }
  pool.waiting.clear();
  pool.next_waiting = 0;
}

void Lives::leave(const NodeCode& node, const Leavers& who) {
  for (int i = 0; i < who.count; ++i) {
    outcomes_.purchases[who.slot[i]] += who.tally[i] >> 1;
    outcomes_.active[who.slot[i]] |= static_cast<std::uint8_t>(who.tally[i] & 1);
  }
  if (!node.costs_while_alive) return;
  for (int i = 0; i < who.count; ++i)
    for (int month = 0;; ++month) {
      const float time = month_time(who.start[i], month);
      if (!begins_before(time, who.end[i]) || time > program_.lifetime) break;
      pay_month(node, who.slot[i], who.row[i], time);
    }
}

float Lives::month_time(float start, int number) const { return static_cast<float>(static_cast<double>(start) + number * program_.month); }

void Lives::pay_month(const NodeCode& node, std::uint32_t slot, std::uint32_t row, float time) {
  alignas(64) std::uint32_t zeros[kPadding] = {}, rows[kPadding] = {row}, slots[kPadding] = {slot};
  alignas(64) float times[kPadding] = {time};
  const Deposits flows = flows_.view();
  const Customers who{slots, zeros, zeros, zeros, rows, zeros, times, 1};
  too_large_ += kernels_.sell(node.monthly, context_, who, nullptr, nullptr, strides_, flows);
  deposit(who, flows, false);
}

}  // namespace valuescale::models

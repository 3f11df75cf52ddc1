#include "models/lifetime/lives.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/event_order.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

namespace {

constexpr int kPoolLanes = 256;
/// Round a circle of steps, occurrences are numbered in the high bits, above those of purchases.
constexpr std::uint32_t kAgain = 1u << 24;

int step_of(float time) {
  const int whole = static_cast<int>(time);
  return whole + (time > static_cast<float>(whole));
}

}  // namespace

/// A repeat process in free order: customers waiting to start it, and lanes of those in it.
struct Lives::Pool {
  Rows waiting;
  int next_waiting = 0;
  Rows lanes;                                  // time: of the last purchase
  std::vector<float> start, state, next, end;  // state: [kMaxState][kPoolLanes]
  static constexpr int kStride = kPoolLanes + kPadding;

  Pool() : start(kStride), state(static_cast<std::size_t>(kMaxState) * kStride), next(kStride), end(kStride) { lanes.reserve(kStride); }

  RepeatLanes view(int from) {
    return {start.data() + from, lanes.time.data() + from, state.data() + from, kStride, next.data() + from, end.data() + from};
  }
  Customers customers(int from) const {
    return {lanes.id_low.data() + from, lanes.id_high.data() + from,    lanes.world.data() + from,
            lanes.row.data() + from,    lanes.occurrence.data() + from, lanes.count - from};
  }
  void move(int from, int to) {
    lanes.move(from, to);
    start[to] = start[from];
    next[to] = next[from];
    end[to] = end[from];
    for (int c = 0; c < kMaxState; ++c) state[c * kStride + to] = state[c * kStride + from];
  }
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
    : program_(program), kernels_(kernels), context_(program.context()), batch_(batch), late_from_(0.9f * program.lifetime) {
  everyone_.reserve(batch);
  outcomes_.resize(static_cast<std::size_t>(padded(batch)));
  offer_of_.resize(batch);
  const std::size_t steps = program.dims.lifetime + 1;
  if (bookkeeping == Bookkeeping::ledger)
    ledger_ = std::make_unique<Ledger>(steps, batch);
  else
    running_ = std::make_unique<RunningCash>(batch);
  if (bookkeeping == Bookkeeping::event_ordered) {
    order_ = std::make_unique<EventOrder>(*this, program);
  } else {
    for (const NodeCode& node : program.nodes) pools_.push_back(node.what == Node::What::repeat ? std::make_unique<Pool>() : nullptr);
  }
}

Lives::~Lives() = default;

void Lives::open() {
  everyone_.clear();
  const auto clear = [&](auto& column) { std::fill_n(column.begin(), batch_, 0); };
  for (auto* column : {&outcomes_.ltv, &outcomes_.offer, &outcomes_.ladder, &outcomes_.front, &outcomes_.late}) clear(*column);
  clear(outcomes_.active);
  if (ledger_) ledger_->open(batch_);
  if (running_) running_->open(batch_);
}

void Lives::intake(const Range& range) {
  const int from = everyone_.count;
  const ChannelCode& channel = program_.channels[range.channel];
  const std::size_t base_row = range.world * program_.dims.cells() + range.channel * program_.dims.segments;
  auto borrowed = shelf_.borrow(range.count);
  Rows& rows = *borrowed;
  for (int i = 0; i < range.count; ++i) {
    const std::uint64_t id = range.first + static_cast<std::uint64_t>(i);
    rows.slot[i] = static_cast<std::uint32_t>(from + i);
    rows.id_low[i] = static_cast<std::uint32_t>(id);
    rows.id_high[i] = static_cast<std::uint32_t>(id >> 32);
    rows.world[i] = static_cast<std::uint32_t>(range.world);
    rows.row[i] = static_cast<std::uint32_t>(base_row);
    rows.occurrence[i] = 0;
    rows.time[i] = 0;
    outcomes_.id[from + i] = id;
    offer_of_[from + i] = channel.offer;
  }
  for (int i = range.count; i < padded(range.count); ++i) rows.row[i] = 0;
  rows.count = range.count;

  if (program_.dims.segments > 1) {
    auto segments = std::vector<std::uint32_t>(static_cast<std::size_t>(padded(range.count)));
    const std::size_t thresholds = program_.dims.segments - 1;
    kernels_.classify(program_.segment_key, rows.customers(),
                      &program_.segment_thresholds[(range.world * program_.dims.channels + range.channel) * thresholds],
                      static_cast<int>(thresholds), segments.data());
    for (int i = 0; i < range.count; ++i) rows.row[i] += segments[i];
  }

  // What the customer cost, in both views.
  const std::size_t place = range.world * program_.dims.channels + range.channel;
  const double units = static_cast<double>(program_.units_per_currency), shared = program_.cost_per_buyer[place];
  if (channel.cost_is_drawn) {
    std::vector<float> cost(static_cast<std::size_t>(padded(range.count)));
    kernels_.draw(channel.cost, context_, rows.customers(), cost.data());
    for (int i = 0; i < range.count; ++i) {
      double own = double{cost[i]} * units;
      if (!(own < kLargestAmount)) {
        ++too_large_;
        own = 0;
      }
      outcomes_.cac[lead_view][from + i] = static_cast<std::int64_t>(__builtin_nearbyint(own));
      outcomes_.cac[customer_view][from + i] = static_cast<std::int64_t>(__builtin_nearbyint(own + shared));
    }
  } else {
    const double own = program_.lead_cost[place];
    const bool fits = own + shared < kLargestAmount;
    too_large_ += !fits;
    std::fill_n(outcomes_.cac[lead_view].begin() + from, range.count, fits ? static_cast<std::int64_t>(__builtin_nearbyint(own)) : 0);
    std::fill_n(outcomes_.cac[customer_view].begin() + from, range.count,
                fits ? static_cast<std::int64_t>(__builtin_nearbyint(own + shared)) : 0);
  }

  amount_.resize(std::max<std::size_t>(amount_.size(), padded(range.count)));
  discounted_.resize(amount_.size());
  too_large_ += kernels_.value(channel.offer_purchase, context_, rows.customers(), rows.time.data(), amount_.data(), discounted_.data());
  for (int i = 0; i < range.count; ++i) {
    everyone_.append(rows, i, 0);
    outcomes_.row[from + i] = rows.row[i];
    outcomes_.offer[from + i] = amount_[i];
    outcomes_.ltv[from + i] = discounted_[i];
    if (ledger_)
      ledger_->add(rows.slot[i], 0, amount_[i]);
    else
      running_->add(rows.slot[i], 0, amount_[i], outcomes_);
    curves_[(rows.row[i] - first_row_) * (program_.dims.lifetime + 1)] += amount_[i];
  }
}

const Outcomes& Lives::live() {
  outcomes_.count = everyone_.count;
  if (order_) {
    order_->run();
    running_->close(outcomes_);
    return outcomes_;
  }
  // After the first sale, customers part by the offer they took; ranges came in one channel at a time.
  for (int from = 0; from < everyone_.count;) {
    int to = from;
    while (to < everyone_.count && offer_of_[to] == offer_of_[from]) ++to;
    auto rows = shelf_.borrow(to - from);
    for (int i = from; i < to; ++i) rows->append(everyone_, i, 0);
    for (const Edge& edge : program_.after_offer[offer_of_[from]]) ask(edge, *rows);
    from = to;
  }
  // A process starts only from nodes before it.
  for (std::size_t node = 0; node < program_.nodes.size(); ++node)
    if (pools_[node]) run(*pools_[node], program_.nodes[node]);
  if (ledger_)
    ledger_->close(kernels_, outcomes_);
  else
    running_->close(outcomes_);
  return outcomes_;
}

void Lives::ask(const Edge& edge, const Rows& rows) {
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
  for (int i = 0; i < rows.count; ++i) {
    if (rows.occurrence[i] >= std::numeric_limits<std::uint32_t>::max() - kAgain) refuse_endless_life();
    again->append(rows, i, rows.time[i]);
    again->occurrence[again->count - 1] += kAgain;
  }
  if (again->count > 0) ask_step(node, edge.node, *again);
}

void Lives::ask_step(const NodeCode& node, std::uint32_t id, const Rows& rows) {
  auto taken = shelf_.borrow(rows.count), declined = shelf_.borrow(rows.count);
  std::vector<std::uint8_t> yes(static_cast<std::size_t>(padded(rows.count)));
  std::vector<float> delay(yes.size());
  kernels_.decide(node.step, context_, rows.customers(), yes.data(), delay.data());
  for (int i = 0; i < rows.count; ++i) {
    if (!yes[i]) {
      declined->append(rows, i, rows.time[i]);
      continue;
    }
    const float time = rows.time[i] + delay[i];
    if (time <= program_.lifetime)
      taken->append(rows, i, time);
    else
      outcomes_.active[rows.slot[i]] = 1;  // still to come when we stop looking
  }
  if (taken->count > 0) {
    if (order_ && node.step.delayed)
      order_->schedule(id, *taken);
    else
      buy(node, *taken);
  }
  if (declined->count > 0)
    for (const Edge& edge : node.declined) ask(edge, *declined);
}

void Lives::buy(const NodeCode& node, const Rows& rows) {
  amount_.resize(std::max<std::size_t>(amount_.size(), padded(rows.count)));
  discounted_.resize(amount_.size());
  too_large_ += kernels_.value(node.purchase, context_, rows.customers(), rows.time.data(), amount_.data(), discounted_.data());
  deposit(rows, amount_.data(), discounted_.data(), !node.belongs_to_repeat);
  for (const Edge& edge : node.taken) ask(edge, rows);
}

void Lives::deposit(const Rows& rows, const std::int64_t* amount, const std::int64_t* discounted, bool is_ladder) {
  const int count = rows.count;
  const std::size_t steps = program_.dims.lifetime + 1;
  if (ledger_)
    for (int i = 0; i < count; ++i) ledger_->add(rows.slot[i], step_of(rows.time[i]), amount[i]);
  else
    for (int i = 0; i < count; ++i) running_->add(rows.slot[i], step_of(rows.time[i]), amount[i], outcomes_);
  for (int i = 0; i < count; ++i)
    curves_[(rows.row[i] - first_row_) * steps + static_cast<std::size_t>(step_of(rows.time[i]))] += amount[i];
  for (int i = 0; i < count; ++i) {
    const std::uint32_t slot = rows.slot[i];
    outcomes_.ltv[slot] += discounted[i];
    outcomes_.late[slot] += rows.time[i] > late_from_ ? discounted[i] : 0;
    outcomes_.front[slot] += rows.time[i] == 0 ? amount[i] : 0;
  }
  if (is_ladder)
    for (int i = 0; i < count; ++i) outcomes_.ladder[rows.slot[i]] += amount[i];
}

void Lives::deposit_one(std::uint32_t slot, std::uint32_t row, float time, std::int64_t amount, std::int64_t discounted) {
  const int step = step_of(time);
  if (ledger_)
    ledger_->add(slot, step, amount);
  else
    running_->add(slot, step, amount, outcomes_);
  curves_[(row - first_row_) * (program_.dims.lifetime + 1) + static_cast<std::size_t>(step)] += amount;
  outcomes_.ltv[slot] += discounted;
  if (time > late_from_) outcomes_.late[slot] += discounted;
  if (time == 0) outcomes_.front[slot] += amount;
}

void Lives::start(std::uint32_t id, const Rows& rows) {
  if (order_) {
    order_->start(id, rows);
    return;
  }
  Rows& waiting = pools_[id]->waiting;
  // Grow as a vector does; capacity stays from batch to batch.
  if (static_cast<std::size_t>(padded(waiting.count + rows.count)) > waiting.slot.size()) waiting.reserve(2 * (waiting.count + rows.count));
  for (int i = 0; i < rows.count; ++i) waiting.append(rows, i, rows.time[i]);
}

void Lives::run(Pool& pool, const NodeCode& node) {
  Rows& lanes = pool.lanes;
  while (true) {
    const int old = lanes.count;
    while (lanes.count < kPoolLanes && pool.next_waiting < pool.waiting.count) {
      const int i = pool.next_waiting++;
      pool.start[lanes.count] = pool.waiting.time[i];
      lanes.append(pool.waiting, i, pool.waiting.time[i]);
      lanes.occurrence[lanes.count - 1] = static_cast<std::uint32_t>(node.first_occurrence);
    }
    if (stopped()) lanes.clear();
    if (lanes.count == 0) break;
    for (int i = lanes.count; i < padded(lanes.count); ++i) lanes.row[i] = 0;
    if (lanes.count > old) kernels_.begin(node.repeat, context_, pool.customers(old), pool.view(old));
    kernels_.next(node.repeat, context_, pool.customers(0), pool.view(0));

    // Whoever has no further purchase leaves the lanes; the last lane takes the place.
    for (int i = 0; i < lanes.count;) {
      if (pool.next[i] <= program_.lifetime) {
        lanes.time[i] = pool.next[i];
        ++i;
        continue;
      }
      retire(node, lanes.slot[i], lanes.row[i], pool.start[i], pool.end[i]);
      pool.move(--lanes.count, i);
    }
    if (lanes.count == 0) continue;
    for (int i = lanes.count; i < padded(lanes.count); ++i) lanes.row[i] = 0;
    buy(node, lanes);
    for (int i = 0; i < lanes.count;) {
      ++lanes.occurrence[i];
      if (lanes.occurrence[i] > kMostPurchases) refuse_endless_life();
      if (pool.end[i] > lanes.time[i]) {
        ++i;
        continue;
      }
      retire(node, lanes.slot[i], lanes.row[i], pool.start[i], pool.end[i]);
      pool.move(--lanes.count, i);
    }
  }
  pool.waiting.clear();
  pool.next_waiting = 0;
}

void Lives::retire(const NodeCode& node, std::uint32_t slot, std::uint32_t row, float start, float end) {
  if (end > program_.lifetime) outcomes_.active[slot] = 1;
  if (!node.costs_while_alive) return;
  for (int month = 0;; ++month) {
    const float time = month_time(start, month);
    if (!begins_before(time, end) || time > program_.lifetime) return;
    pay_month(node, slot, row, time);
  }
}

float Lives::month_time(float start, int number) const { return static_cast<float>(static_cast<double>(start) + number * program_.month); }

void Lives::pay_month(const NodeCode& node, std::uint32_t slot, std::uint32_t row, float time) {
  alignas(64) std::uint32_t zeros[kPadding] = {}, rows[kPadding] = {row};
  alignas(64) float times[kPadding] = {time};
  std::int64_t amount[kPadding], discounted[kPadding];
  too_large_ += kernels_.value(node.monthly, context_, {zeros, zeros, zeros, rows, zeros, 1}, times, amount, discounted);
  deposit_one(slot, row, time, amount[0], discounted[0]);
}

}  // namespace valuescale::models

#include "models/lifetime/lives.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/event_order.hpp"
#include "models/lifetime/own_accounts.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::models {

namespace {

constexpr int kFewLanes = 32;
/// Round a circle of steps, occurrences are numbered in the high bits, above those of purchases.
constexpr std::uint32_t kAgain = 1u << 24;

/// Are there words beyond the event's own, for which the whole address is needed?
bool draws_more_words(const PurchaseCode& purchase) {
  const auto more = [](const Draw& draw) { return draw.own_block || draw.kind == Draw::Kind::gamma_ratio; };
  return (purchase.price_is_drawn && more(purchase.price)) || (purchase.cost_is_drawn && more(purchase.cost));
}

}  // namespace

/// A repeat process in free order: customers waiting to start it, and those in it.
struct Lives::Process {
  Rows waiting;
  int next_waiting = 0;
  Pool pool{};

  Process(const NodeCode& node, bool many_origins, bool is_of_plan) {
    waiting.shape = {many_origins, false, true};
    pool.lanes.origin = pool.sales.origin = many_origins;
    const PurchaseCode& purchase = node.purchase;
    pool.sales.whole = !node.taken.empty() || draws_more_words(purchase) || node.payment.is_apart;
    pool.sales.price_is_drawn = purchase.price_is_drawn && !purchase.price.own_block;
    pool.sales.cost_is_drawn = purchase.cost_is_drawn && !purchase.cost.own_block;
    pool.leavers.whole = node.costs_while_alive;
    pool.leavers.ends = is_of_plan;
  }
  bool is_waited_for() const { return pool.entered < pool.entering.count || next_waiting < waiting.count; }
};

void refuse_endless_life() {
  throw InputError({{{},
                     "a customer had more than a million purchases of one kind, or went round a circle of steps 255 times",
                     "no customer does, and such lives take for ever",
                     "check rates, what multiplies them, and take probabilities"}});
}

void refuse_large_flows(std::int64_t flows, std::int64_t units_per_currency) {
  throw InputError({{{},
                     std::to_string(flows) + " flows were too large to count exactly",
                     "one flow reached " + std::to_string(static_cast<std::int64_t>(kLargestAmount) / units_per_currency) +
                         " in the scenario's currency",
                     "use a larger currency unit, or a law with a lighter tail"}});
}

bool is_single_process(const Program& program) {
  int processes = 0;
  for (const NodeCode& node : program.nodes) {
    if (node.what == Node::What::repeat) ++processes;
    if (node.costs_while_alive || node.step.delayed || node.payment.is_apart) return false;
  }
  const auto is_apart = [](const PaymentCode& payment) { return payment.is_apart; };
  return processes <= 1 && std::none_of(program.offer_payments.begin(), program.offer_payments.end(), is_apart);
}

Lives::Lives(const Program& program, const Kernels& kernels, Bookkeeping bookkeeping, int batch, bool many_origins)
    : program_(program),
      kernels_(kernels),
      context_(program.context()),
      batch_(batch),
      room_(batch),
      views_(program.views_coincide ? 1 : 2),
      levels_(static_cast<std::uint32_t>(program.dims.levels)) {
  everyone_.shape = {many_origins, false, false};
  survivors_.rows.shape = everyone_.shape;
  everyone_.reserve(batch);
  const bool is_offer_paid_later =
      std::any_of(program.offer_payments.begin(), program.offer_payments.end(), [](const PaymentCode& p) { return p.question.delayed; });
  outcomes_.resize(batch, program.has_stage, is_offer_paid_later, program.plan.has_value());
  flows_.reserve(std::max(batch, kLanes));
  const std::size_t scratch = static_cast<std::size_t>(padded(std::max(batch, kLanes)) + kPadding);
  numbered_row_.resize(scratch);
  new_slot_.resize(scratch);
  beyond_.resize(scratch);
  drawn_cost_.resize(scratch);
  sorted_cost_.resize(scratch);
  if (bookkeeping == Bookkeeping::ledger)
    ledger_ = std::make_unique<Ledger>(program.dims.lifetime + 1, batch);
  else
    running_ = std::make_unique<RunningCash>(program.dims.lifetime + 1, batch, views_);
  if (bookkeeping == Bookkeeping::journal || bookkeeping == Bookkeeping::event_ordered)
    journal_ = std::make_unique<Journal>(program.dims.lifetime + 1, batch);
  if (bookkeeping == Bookkeeping::event_ordered) {
    order_ = std::make_unique<EventOrder>(*this, program);
    if (program.has_referrals) own_ = std::make_unique<OwnAccounts>(program, batch, views_);
  } else {
    for (const NodeCode& node : program.nodes)
      processes_.push_back(node.what == Node::What::repeat ? std::make_unique<Process>(node, many_origins, program.plan.has_value())
                                                           : nullptr);
  }
  strides_ = {ledger_ ? ledger_->stride() : 0, static_cast<std::uint32_t>(outcomes_.capacity)};
  // All processes together leave most of the next batch to newcomers.
  const auto processes = std::count_if(processes_.begin(), processes_.end(), [](const auto& process) { return process != nullptr; });
  few_lanes_ = std::min<int>(kFewLanes, batch / (4 * std::max<int>(1, static_cast<int>(processes))));
  most_survivors_ = few_lanes_ * static_cast<int>(processes);
  survivors_.rows.reserve(most_survivors_);
  survivors_.outcomes.resize(most_survivors_, program.has_stage, is_offer_paid_later, program.plan.has_value());
  if (journal_) room_ = std::min(batch_, most_survivors_ + kLanes);  // until it is known how much happens in a life
}

Lives::~Lives() = default;

void Lives::open() {
  everyone_.clear();
  arrivals_.clear();
  outcomes_.children.clear();
  const int survivors = survivors_.rows.count;
  everyone_.append(survivors_.rows.view());
  for (int i = 0; i < survivors; ++i) {
    const auto slot = static_cast<std::uint32_t>(i);
    new_slot_[survivors_.rows.slot[i]] = everyone_.slot[i] = slot;
    outcomes_.copy(survivors_.outcomes, slot, slot);
    if (ledger_)
      ledger_->put_in(slot, &survivors_.cash[slot * ledger_->steps()]);
    else if (!journal_)
      running_->account(slot) = survivors_.accounts[slot];
  }
  for (Journal::Flow& flow : survivors_.flows) {
    flow.slot = new_slot_[flow.slot];
    journal_->add(flow);
  }
  survivors_.flows.clear();
  find_revenue_rows(0);
  for (const auto& process : processes_) {
    if (!process) continue;
    Lanes& lanes = process->pool.lanes;
    for (int lane = 0; lane < lanes.count; ++lane) lanes.slot[lane] = new_slot_[lanes.slot[lane]];
  }
  survivors_.rows.clear();
}

void Lives::abandon() {
  for (const auto& process : processes_)
    if (process) {
      process->pool.lanes.count = process->pool.entering.count = process->pool.entered = 0;
      process->waiting.clear();
      process->next_waiting = 0;
    }
  survivors_.rows.clear();
  survivors_.flows.clear();
  if (journal_) journal_->clear();
  if (own_) own_->abandon();
}

void Lives::intake(const Range& range) {
  // All numbers of an admission share their high word.
  const std::uint64_t to_boundary = (std::uint64_t{1} << 32) - (range.first & 0xffffffffu);
  if (static_cast<std::uint64_t>(range.count) > to_boundary) {
    const int below = static_cast<int>(to_boundary);
    Range under = range, over = range;
    under.count = below;
    over.first += to_boundary;
    over.count -= below;
    admit(under);
    admit(over);
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
  who.world = static_cast<std::uint32_t>(range.luck);
  who.rows_apart = static_cast<std::uint32_t>(dims.levels);
  who.first_row = static_cast<std::uint32_t>(place * dims.segments * dims.levels);
  const std::size_t month_of_birth = month_of_first_sale(range.birth);
  if (dims.phases > 1)
    who.first_row += program_.plan->phase(schedule_, range.world, month_of_birth) * static_cast<std::uint32_t>(dims.state_levels());
  who.first_slot = static_cast<std::uint32_t>(from);
  who.count = range.count;
  who.segments = static_cast<int>(dims.segments);
  who.thresholds = range.thresholds ? range.thresholds : program_.segment_thresholds.data() + place * (dims.segments - 1);
  who.cost = channel.cost_is_drawn ? &channel.cost : nullptr;
  who.certain_cost = range.cost.own;
  who.shared_cost = range.cost.shared;
  who.units = static_cast<double>(program_.units_per_currency);
  who.numbered_row = numbered_row_.data();
  who.drawn_cost = drawn_cost_.data();
  who.sorted_cost = sorted_cost_.data();
  Room room = everyone_.room();
  too_large_ += kernels_.admit(who, context_, room, &outcomes_.cac[lead_view][from], &outcomes_.cac[customer_view][from]);
  everyone_.count = room.count;
  find_revenue_rows(from);
  if (traffic_) traffic_->first_sales[channel.offer] += range.count;
  if (!arrivals_.empty() && arrivals_.back().offer == channel.offer)
    arrivals_.back().to = room.count;
  else
    arrivals_.push_back({from, room.count, channel.offer});

  std::copy_n(everyone_.id_low.begin() + from, range.count, outcomes_.id_low.begin() + from);
  std::fill_n(outcomes_.id_high.begin() + from, range.count, static_cast<std::uint32_t>(range.first >> 32));
  outcomes_.begin(static_cast<std::size_t>(from), static_cast<std::size_t>(range.count));
  // What the offer brings goes straight to where it is kept.
  Deposits offer = flows_.view(has_revenue(program_.offers[channel.offer]));
  offer.amount = &outcomes_.offer[from];
  offer.discounted = &outcomes_.ltv[from];
  too_large_ +=
      kernels_.sell(program_.offers[channel.offer], context_, everyone_.view(from, everyone_.count), nullptr, nullptr, strides_, offer);
  if (ledger_) ledger_->put_first(from, offer.amount, range.count);
  if (order_) order_->admit(from, range, offer.amount);
  if (offer.paid) count_revenue(Stage::offer, everyone_.view(from, everyone_.count), offer);
  if (own_) own_->admit(from, offer, range.count);
  if (chronicle_) chronicle_->note_flow(program_.offers[channel.offer], Stage::offer, everyone_.view(from, everyone_.count), 0, offer);
  if (journal_) journal_->add(&everyone_.slot[from], offer, range.count);
  const Settling settle = settling();
  for (int i = 0; !ledger_ && !journal_ && i < range.count; ++i) {
    const auto slot = static_cast<std::uint32_t>(from + i);
    running_->open(slot, outcomes_.cac[lead_view][slot], outcomes_.cac[customer_view][slot]);
    settle(slot, everyone_.row[slot], 0, offer.amount[i]);
  }
  const PaymentCode& payment = program_.offer_payments[channel.offer];
  if (payment.is_apart) collect(payment, Stage::offer, everyone_.view(from, everyone_.count));
}

void Lives::collect(const PaymentCode& payment, Stage stage, const Customers& rows) {
  Shape shape = rows.shape();
  shape.time = shape.time || payment.question.delayed;
  auto paying = shelf_.borrow(rows.count, shape);
  put(payment.question, rows, *paying, nullptr);
  if (paying->count > 0) sell(payment.price, stage, paying->view());
}

void Lives::count_offer(std::uint32_t slot, float time, std::int64_t amount) {
  outcomes_.offer[slot] += amount;
  if (time > 0) outcomes_.offer_later[slot] += amount;
}

int Lives::put(const StepCode& question, const Customers& rows, Rows& yes, Rows* no, Asked asked) {
  beyond_.resize(std::max(beyond_.size(), static_cast<std::size_t>(padded(rows.count) + kPadding)));  // few customers may bring many
  Room yes_room = yes.room(), no_room = no ? no->room() : Room{};
  int beyond = 0;
  kernels_.ask(question, context_, rows, yes_room, no ? &no_room : nullptr, beyond_.data(), beyond);
  yes.count = yes_room.count;
  if (no) no->count = no_room.count;
  for (int i = 0; i < beyond; ++i) {
    if (order_)
      order_->await(beyond_[i], asked == Asked::leads);
    else
      outcomes_.active[beyond_[i]] = 1;
    note_until(beyond_[i], std::numeric_limits<float>::infinity());
  }
  for (int i = 0; question.delayed && i < yes.count; ++i) note_until(yes.slot[i], yes.time[i]);
  if (chronicle_) chronicle_->note_question(question, rows, yes.view());
  return beyond;
}

void Lives::note_until(std::uint32_t slot, float time) {
  if (outcomes_.until.empty()) return;
  float& until = order_ ? order_->until(slot) : outcomes_.until[slot];
  until = std::max(until, time);
}

Settling Lives::settling() { return {running_.get(), curves_, outcomes_.front.data(), program_.dims.lifetime + 1, first_row_, levels_}; }

const Outcomes* Lives::own_outcomes() const { return own_ ? &own_->outcomes() : nullptr; }

void Lives::note_child(std::uint32_t account, std::uint32_t row, std::uint32_t generation) {
  const std::uint32_t segment = row / levels_ % static_cast<std::uint32_t>(program_.dims.segments);
  outcomes_.children.push_back({counted_in(everyone_.row[account], levels_), segment, generation});
}

const Outcomes& Lives::live(bool to_the_end) {
  if (order_) {
    order_->run();
  } else {
    for (const Arrival& arrival : arrivals_)
      for (const Edge& edge : program_.after_offer[arrival.offer]) ask(edge, everyone_.view(arrival.from, arrival.to));
    // A process starts only from nodes before it.
    for (std::size_t node = 0; node < program_.nodes.size(); ++node)
      if (processes_[node]) run(*processes_[node], program_.nodes[node], to_the_end);
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
    outcomes_.runs.push_back({counted_in(everyone_.row[from], levels_), from, to});
  }
  std::int64_t* late = &outcomes_.ltv[outcomes_.capacity];
  for (int slot = 0; slot < count; ++slot) outcomes_.ltv[slot] += late[slot];
  if (ledger_) {
    for (const Run& run : outcomes_.runs) ledger_->add_up(kernels_, run, curves_ + (run.row - first_row_) * ledger_->steps());
    ledger_->close(kernels_, count, views_, outcomes_);
  } else {
    if (journal_) replay(count);
    running_->close(count, outcomes_);
  }
  if (!outcomes_.offer_later.empty())
    for (int slot = 0; slot < count; ++slot) outcomes_.front[slot] += outcomes_.offer_later[slot];
  if (own_) own_->close(outcomes_, everyone_, own_curves_, first_row_);
  // Survivors make way, from the last: the place of each is taken by the last of its run.
  std::uint32_t* slot = survivors_.rows.slot.data();
  std::vector<std::uint32_t> places(slot, slot + survivors_.rows.count);
  std::sort(places.rbegin(), places.rend());
  auto run = outcomes_.runs.rbegin();
  for (const std::uint32_t place : places) {
    while (static_cast<int>(place) < run->from) ++run;
    outcomes_.copy(outcomes_, static_cast<std::size_t>(--run->to), place);
  }
}

void Lives::replay(int count) {
  for (int i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint32_t>(i);
    running_->open(slot, outcomes_.cac[lead_view][slot], outcomes_.cac[customer_view][slot]);
  }
  if (count > 0) {
    const std::size_t flows_each = journal_->count() / static_cast<std::size_t>(count) + 1;
    room_ = std::clamp(static_cast<int>(kFlowsAtOnce / flows_each), std::min(batch_, most_survivors_ + kFewLanes), batch_);
  }
  const std::uint32_t* leaving = survivors_.rows.slot.data();
  survivors_.flows = journal_->close({leaving, leaving + survivors_.rows.count},
                                     [settle = settling(), row = everyone_.row.data()](const Journal::Flow& flow) {
                                       settle(flow.slot, row[flow.slot], flow.step, flow.amount);
                                     });
}

void Lives::set_survivors_aside() {
  std::vector<std::uint32_t> slots;
  for (const auto& process : processes_)
    if (process) slots.insert(slots.end(), process->pool.lanes.slot, process->pool.lanes.slot + process->pool.lanes.count);
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  std::stable_sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) { return everyone_.row[a] < everyone_.row[b]; });
  if (ledger_)
    survivors_.cash.resize(slots.size() * ledger_->steps());
  else if (!journal_)
    survivors_.accounts.resize(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    survivors_.rows.append(everyone_.view(), static_cast<int>(slots[i]), 0);
    survivors_.outcomes.copy(outcomes_, slots[i], i);
    if (ledger_)
      ledger_->take_out(slots[i], &survivors_.cash[i * ledger_->steps()]);
    else if (!journal_)
      survivors_.accounts[i] = running_->account(slots[i]);
  }
}

void Lives::ask(const Edge& edge, const Customers& rows) {
  const NodeCode& node = program_.nodes[edge.node];
  if (!order_) return ask_all(edge, rows);
  // Siblings may have changed them since the event that they all follow.
  auto asked = shelf_.borrow(rows.count, rows.shape());
  order_->select(node, rows, *asked);
  if (asked->count > 0) ask_all(edge, asked->view());
}

void Lives::ask_all(const Edge& edge, const Customers& rows) {
  const NodeCode& node = program_.nodes[edge.node];
  if (node.what == Node::What::repeat) return start(edge, rows);
  if (node.what == Node::What::referral) return order_->refer(edge, rows);
  if (!edge.again) return ask_step(edge, rows);
  Shape shape = rows.shape();
  shape.event = true;
  auto again = shelf_.borrow(rows.count, shape);
  again->append(rows);
  for (int i = 0; i < again->count; ++i) {
    if (again->occurrence[i] >= std::numeric_limits<std::uint32_t>::max() - kAgain) refuse_endless_life();
    again->occurrence[i] += kAgain;
  }
  if (again->count > 0) ask_step(edge, again->view());
}

void Lives::ask_step(const Edge& edge, const Customers& rows) {
  const NodeCode& node = program_.nodes[edge.node];
  if (node.costs_to_ask) sell(node.contact, node.stage, rows);
  Shape shape = rows.shape();
  auto declined = shelf_.borrow(node.declined.empty() ? 0 : rows.count, shape);
  shape.time = shape.time || node.step.delayed;
  auto taken = shelf_.borrow(rows.count, shape);
  const int later = put(node.step, rows, *taken, node.declined.empty() ? nullptr : &*declined);
  note_passage(edge, {rows.count, taken->count, later});
  if (taken->count > 0) {
    if (order_ && node.step.delayed)
      order_->schedule(edge.node, taken->view());
    else
      buy(node, taken->view());
  }
  if (declined->count > 0)
    for (const Edge& edge : node.declined) ask(edge, declined->view());
}

void Lives::buy(const NodeCode& node, const Customers& rows) {
  sell(node.purchase, node.stage, rows);
  if (node.payment.is_apart) collect(node.payment, node.stage, rows);
  if (node.gives_back) sell(node.refund, node.stage, order_ ? order_->as_bought(rows) : rows);
  if (order_) order_->befall(node, rows);
  for (const Edge& edge : node.taken) ask(edge, rows);
}

void Lives::sell(const PurchaseCode& purchase, Stage stage, const Customers& rows, const std::uint32_t* price_word,
                 const std::uint32_t* cost_word) {
  flows_.reserve(rows.count);  // few customers may bring many
  const Deposits flows = flows_.view(has_revenue(purchase));
  if (order_) {
    const Customers at_accounts = order_->in_accounts(rows);
    too_large_ += kernels_.sell(purchase, context_, at_accounts, price_word, cost_word, strides_, flows);
    order_->note_income(purchase, rows, stage, flows);
    journal_->add(at_accounts.slot, flows, rows.count);
    for (int i = 0; i < rows.count; ++i) outcomes_.ltv[flows.ltv_place[i]] += flows.discounted[i];
    return;
  }
  too_large_ += kernels_.sell(purchase, context_, rows, price_word, cost_word, strides_, flows);
  if (flows.paid) count_revenue(stage, rows, flows);
  if (ledger_) {
    ledger_->add(flows, rows.count, outcomes_.ltv.data());
  } else {
    if (journal_) journal_->add(rows.slot, flows, rows.count);
    const Settling settle = settling();
    for (int i = 0; i < rows.count; ++i) {
      outcomes_.ltv[flows.ltv_place[i]] += flows.discounted[i];
      if (!journal_ && flows.amount[i] != 0) settle(rows.slot[i], rows.row[i], flows.place[i], flows.amount[i]);
    }
  }
  if (stage == Stage::offer) {
    for (int i = 0; i < rows.count; ++i) count_offer(rows.slot[i], rows.time_of(i), flows.amount[i]);
    return;
  }
  if (!is_listed(stage)) return;
  auto& of_stage = outcomes_.by_stage[static_cast<std::size_t>(stage)];
  for (int i = 0; i < rows.count; ++i) of_stage[rows.slot[i]] += flows.amount[i];
}

void Lives::count_revenue(Stage stage, const Customers& rows, const Deposits& flows) {
  // Everything at hand: the compiler can't know that what is written here is none of it.
  const std::size_t steps = program_.dims.lifetime + 1;
  const std::uint32_t *slot = rows.slot, *row = revenue_row_.data(), *step = flows.step;
  const std::int64_t* paid = flows.paid;
  std::int64_t* by_step = revenue_by_step_;
  for (int i = 0; i < rows.count; ++i) by_step[row[slot[i]] * steps + step[i]] += paid[i];
  if (stage == Stage::repeat) return;
  std::int64_t* of_stage = revenue_by_stage_ + static_cast<std::size_t>(stage);
  for (int i = 0; i < rows.count; ++i) of_stage[row[slot[i]] * kStages] += paid[i];
}

void Lives::count_payment(Stage stage, std::uint32_t slot, std::uint32_t step, std::int64_t amount) {
  const std::size_t row = revenue_row_[slot];
  revenue_by_step_[row * (program_.dims.lifetime + 1) + step] += amount;
  if (stage != Stage::repeat) revenue_by_stage_[row * kStages + static_cast<std::size_t>(stage)] += amount;
}

void Lives::find_revenue_rows(int from) {
  revenue_row_.resize(everyone_.row.size());
  for (int slot = from; revenue_by_step_ && slot < everyone_.count; ++slot)
    revenue_row_[slot] = counted_in(everyone_.row[slot], levels_) - static_cast<std::uint32_t>(first_row_);
}

void Lives::start(const Edge& edge, const Customers& rows) {
  int starting = rows.count;
  if (order_)
    starting = order_->start(edge.node, rows);
  else
    processes_[edge.node]->waiting.append(rows);
  note_passage(edge, {rows.count, starting, 0});
}

void Lives::enter(Process& process, const NodeCode& node) {
  Pool& pool = process.pool;
  while (pool.lanes.count < kLanes && process.is_waited_for()) {
    if (pool.entered == pool.entering.count) {
      const int from = process.next_waiting, to = std::min(from + kLanes, process.waiting.count);
      put_at_start(process.waiting.view(from, to), node.repeat.first_occurrence, pool.entering);
      pool.entered = 0;
      process.next_waiting = to;
      kernels_.begin(node.repeat, context_, pool.entering);
    }
    kernels_.enter(node.repeat, pool);
  }
}

void Lives::run(Process& process, const NodeCode& node, bool to_the_end) {
  Lanes& lanes = process.pool.lanes;
  Sales& sales = process.pool.sales;
  while (!stopped()) {
    if (!process.is_waited_for() && (lanes.count == 0 || (!to_the_end && lanes.count <= few_lanes_))) break;
    enter(process, node);
    kernels_.next(node.repeat, context_, lanes, &sales);
    if (traffic_) traffic_->purchases[node.index] += sales.count;
    if (sales.count > 0)
      sell(node.purchase, node.stage, sales.view(), sales.price_is_drawn ? sales.price_word : nullptr,
           sales.cost_is_drawn ? sales.cost_word : nullptr);
    if (sales.count > 0 && node.payment.is_apart) collect(node.payment, node.stage, sales.view());
    if (kernels_.turn(node.repeat, context_, process.pool) > kMostPurchases) refuse_endless_life();
    leave(node, process.pool.leavers);
    if (sales.count > 0)
      for (const Edge& edge : node.taken) ask(edge, sales.view());
  }
  process.waiting.clear();
  process.next_waiting = 0;
}

void Lives::leave(const NodeCode& node, const Leavers& who) {
  if (node.sells)
    for (int i = 0; i < who.count; ++i) {
      outcomes_.purchases[who.slot[i]] += who.tally[i] >> 1;
      outcomes_.active[who.slot[i]] |= who.tally[i] & 1;
    }
  if (node.sells && !outcomes_.until.empty())
    for (int i = 0; i < who.count; ++i) outcomes_.until[who.slot[i]] = std::max(outcomes_.until[who.slot[i]], who.end[i]);
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
  sell(node.monthly, node.stage, {slots, zeros, rows, nullptr, nullptr, nullptr, times, 1});
}

}  // namespace valuescale::models

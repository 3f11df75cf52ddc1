#include "models/lifetime/plan_lives.hpp"

#include "sim/random/binomial.hpp"
#include "sim/random/special.hpp"
#include "sim/run/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <numeric>

namespace valuescale::models {

namespace {

/// Amounts that only rounding tells apart from whole ones are whole.
constexpr double kRounding = kSameMonth;

std::int64_t whole_of(double amount) { return static_cast<std::int64_t>(std::floor(amount + kRounding)); }

/// x × to / from, rounded half to even.
std::int64_t scaled(sim::Int128 x, std::int64_t to, std::int64_t from) {
  if (to == from) return static_cast<std::int64_t>(x);
  const sim::Int128 product = x * to;
  sim::Int128 quotient = product / from, rest = product % from;
  if (rest < 0) rest += from, --quotient;
  if (2 * rest > from || (2 * rest == from && (quotient & 1))) ++quotient;
  return static_cast<std::int64_t>(quotient);
}

/// The month, counted from 0, in which time `months` of the plan falls: a first sale at its very beginning is that month's.
std::size_t month_of_first_sale(double months) { return static_cast<std::size_t>(std::floor(months + kRounding)); }
/// Anything else at that moment is the month's before.
std::size_t month_of(double months) { return static_cast<std::size_t>(std::max(0.0, std::ceil(months - kRounding) - 1)); }

/// The uniform by which the month's leads decide, the same whatever else is bought.
sim::Tail chance(sim::Key key, std::size_t luck, std::size_t month) {
  const sim::Block words = sim::philox({0, 0, static_cast<std::uint32_t>(luck), static_cast<std::uint32_t>(month)}, key);
  const std::uint64_t word = (std::uint64_t{words[1]} << 32 | words[0]) >> 11;
  return {(static_cast<double>(word) + 0.5) * 0x1p-53, (static_cast<double>((std::uint64_t{1} << 53) - 1 - word) + 0.5) * 0x1p-53};
}

}  // namespace

PlanLives::PlanLives(const Program& program, Worker& worker, double lived_share, std::function<void(std::int64_t)> heard)
    : program_(program), plan_(*program.plan), worker_(worker), lived_share_(lived_share), heard_(std::move(heard)) {}

std::vector<PlanOutcome> PlanLives::live(const Worlds& worlds, const std::vector<Entry>& entries, Cash cash, Totals* counted) {
  const auto months = static_cast<std::size_t>(plan_.months);
  const std::size_t rows = (worlds.last - worlds.first + 1) * program_.dims.cells();
  worker_.lives.set_schedule(entries.empty() ? kOwnSchedule : entries.front().schedule);
  curves_.assign(rows * (program_.dims.lifetime + 1), 0);
  own_curves_.assign(program_.has_referrals ? curves_.size() : 0, 0);
  ltv_.assign(rows, 0);
  late_ltv_.assign(rows, 0);
  std::vector<Business> businesses;
  for (const Entry& entry : entries) {
    Business business;
    business.entry = entry;
    business.plan = &plan_.world(entry.schedule, entry.world);
    business.is_limited = plan_.has_cash && cash == Cash::as_given;
    business.cash = business.plan->cash;
    business.outcome.lowest_cash = std::numeric_limits<std::int64_t>::max();
    business.from_customers.assign(months + 1, 0);
    business.bills.assign(months + 1, 0);
    business.carried.assign(plan_.winnings.size(), 0);
    business.numbered.assign(plan_.winnings.size(), 0);
    business.outcome.channels.resize(program_.dims.channels);
    business.outcome.cohorts.resize(months);
    businesses.push_back(std::move(business));
  }
  for (std::size_t month = 0; month < months && !worker_.lives.stopped(); ++month) {
    orders_.clear();
    for (Business& business : businesses) begin_month(business, month);
    live_orders(worlds, month, counted);
    for (Business& business : businesses) end_month(business, month);
  }
  std::vector<PlanOutcome> outcomes;
  for (Business& business : businesses) outcomes.push_back(finish(business));
  return outcomes;
}

double PlanLives::discount(const Business& business, double month) const { return sim::exp_of(-business.plan->force * month); }

void PlanLives::pay(Business& business, std::int64_t amount, double month) const {
  business.cash -= amount;
  business.moved -= amount;
  business.operating -= amount;
  business.has_paid = business.has_paid || amount > 0;
  business.outcome.npv -= discount(business, month) * static_cast<double>(amount);
}

double PlanLives::affordable(const Business& business, double wished) const {
  if (business.outcome.ruin != kNoMonth) return 0;
  if (!business.is_limited || plan_.when_short == WhenShort::go_on) return 1;
  const double at_hand = static_cast<double>(std::max<std::int64_t>(0, business.cash + business.plan->credit));
  if (wished <= at_hand) return 1;
  return plan_.when_short == WhenShort::stop ? 0 : at_hand / wished;
}

void PlanLives::begin_month(Business& business, std::size_t month) {
  const WorldPlan& plan = *business.plan;
  std::int64_t fixed = plan.fixed_costs[month];
  std::int64_t marketing = plan.marketing_costs[month];
  for (const StepCost& cost : plan.step_costs) {
    const std::int64_t amount = std::llrint(cost.a_month[month] * std::ceil(static_cast<double>(business.won) / cost.for_customers));
    fixed += amount;
    if (cost.is_marketing) marketing += amount;
  }
  business.outcome.marketing_costs += marketing;
  business.outcome.fixed_costs += fixed;
  pay(business, fixed + business.bills[month], static_cast<double>(month));
  if (business.is_limited && business.outcome.ruin == kNoMonth && business.cash + plan.credit < 0)
    business.outcome.ruin = static_cast<int>(month) + 1;

  const auto price_of = [&](std::size_t w) {
    const WinningCode& code = plan_.winnings[w];
    const auto& [planned, p, cost, at_sale] = plan.winnings[w].months[month];
    if (code.by == Acquisition::By::spend) return planned;
    if (code.by == Acquisition::By::leads) return planned * cost * (code.counts_leads ? 1 : p);
    if (!code.counts_leads) return planned * cost;
    return p > 0 ? planned * cost / p : 0;
  };
  std::vector<double> prices;
  for (std::size_t w = 0; w < plan.winnings.size(); ++w) prices.push_back(price_of(w));
  const double planned = std::accumulate(prices.begin(), prices.end(), 0.0);
  const double besides = month > 0 ? plan.reinvest * static_cast<double>(std::max<std::int64_t>(0, business.from_customers[month - 1])) : 0;
  const double wished = planned > 0 ? planned + besides : 0;
  const double share = affordable(business, wished);
  business.outcome.was_short = business.outcome.was_short || share < 1;
  const double grown = planned > 0 ? wished / planned : 1;
  for (std::size_t w = 0; w < plan.winnings.size(); ++w) {
    const double price = prices[w] * grown * share;
    // Rounded down where it has to be paid from what is left, so that all channels together don't cost more.
    win(business, w, month, plan.winnings[w].months[month].planned * (price > 0 ? grown : 1) * share,
        share < 1 ? std::floor(price) : price);
  }

  business.drawn = std::max<std::int64_t>(0, -business.cash);
  business.outcome.lowest_cash = std::min(business.outcome.lowest_cash, business.cash);
  business.outcome.lowest_operating = std::min(business.outcome.lowest_operating, business.operating);
}

void PlanLives::win(Business& business, std::size_t w, std::size_t month, double planned, double price) {
  if (!(planned > 0)) return;
  const WinningCode& code = plan_.winnings[w];
  const Winning& winning = business.plan->winnings[w];
  const double p = winning.months[month].conversion;
  const bool by_spend = code.by == Acquisition::By::spend;
  const bool of_leads = code.by == Acquisition::By::leads || (by_spend && code.counts_leads);

  // How many people, and how many of them buy.
  const double number = by_spend ? brought_by(code, winning, month, planned, static_cast<double>(program_.units_per_currency)) : planned;
  const double with_carried = business.carried[w] + number;
  const std::int64_t people = p > 0 || of_leads ? whole_of(with_carried) : 0;  // where nobody buys, no customers can be bought
  business.carried[w] = with_carried - static_cast<double>(people);
  const std::int64_t customers = of_leads ? sim::binomial_quantile(people, p, chance(code.buyers_key, business.entry.luck, month)) : people;
  const double leads = of_leads ? static_cast<double>(people) : p > 0 ? static_cast<double>(people) / p : 0;

  // What they cost, each and all.
  const double each = by_spend && code.curve ? planned / number : winning.months[month].cost;
  const bool buyers_are_paid_for = code.by == Acquisition::By::leads && !code.counts_leads;
  const std::int64_t bill = std::llrint(buyers_are_paid_for ? static_cast<double>(customers) * each : price);
  const std::size_t due = month + static_cast<std::size_t>(business.plan->paid_after), last = business.bills.size() - 1;
  if (due == month)
    pay(business, bill, static_cast<double>(month));
  else
    business.bills[std::min(due, last)] += bill;
  if (due >= last) business.outcome.run_off_npv -= discount(business, static_cast<double>(due)) * static_cast<double>(bill);
  const double sale_share = winning.months[month].at_sale;
  const std::int64_t at_sale = std::llrint(static_cast<double>(customers) * sale_share);

  PlanChannel& channel = business.outcome.channels[code.channel];
  channel.leads += leads;
  channel.customers += customers;
  channel.acquisition += bill + at_sale;
  channel.sale_shares += at_sale;
  PlanCohort& cohort = business.outcome.cohorts[month];
  cohort.customers += customers;
  cohort.acquisition += bill + at_sale;
  business.won += customers;
  if (customers == 0) return;

  const double birth = static_cast<double>(month) + winning.delay / program_.month;
  const std::size_t sold = std::min(month_of_first_sale(birth), last);
  business.from_customers[sold] -= at_sale;
  (sold < last ? business.outcome.npv : business.outcome.run_off_npv) -= discount(business, birth) * static_cast<double>(at_sale);
  const std::int64_t lived = lived_share_ < 1
                                 ? std::min(customers, static_cast<std::int64_t>(std::ceil(static_cast<double>(customers) * lived_share_)))
                                 : customers;
  const double shared = code.counts_leads && p > 0 ? each / p - each : 0;
  orders_.push_back({&business,
                     w,
                     customers,
                     lived,
                     code.first + business.numbered[w],
                     {each + sale_share, shared, sale_share},
                     birth,
                     sold < last ? std::floor((plan_.months - birth) * program_.month + kRounding) : -1});
  business.numbered[w] += static_cast<std::uint64_t>(lived);
  customers_ += static_cast<double>(customers);
  stand_ins_ += static_cast<double>(customers) * static_cast<double>(customers) / static_cast<double>(lived);
}

void PlanLives::live_orders(const Worlds& worlds, std::size_t month, Totals* counted) {
  // Those for whom the plan ends at the same age are lived together.
  std::stable_sort(orders_.begin(), orders_.end(), [](const Order& a, const Order& b) { return a.late_from < b.late_from; });
  std::vector<const Order*> together;
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    together.push_back(&orders_[i]);
    if (i + 1 < orders_.size() && orders_[i + 1].late_from == orders_[i].late_from) continue;
    live_together(worlds, month, together, counted);
    together.clear();
  }
}

void PlanLives::live_together(const Worlds& worlds, std::size_t month, const std::vector<const Order*>& orders, Totals* counted) {
  Lives& lives = worker_.lives;
  const std::size_t first_row = worlds.first * program_.dims.cells();
  lives.set_curves(curves_.data(), own_curves_.data(), first_row);
  lives.set_late_from(static_cast<float>(orders.front()->late_from));
  lives.open();
  const auto live = [&](bool to_the_end) {
    const Outcomes& outcomes = lives.live(to_the_end);
    if (!lives.stopped()) count(outcomes, first_row, counted);
    if (!lives.stopped()) lives.open();
  };
  for (const Order* order : orders) {
    const std::size_t channel = plan_.winnings[order->winning].channel;
    for (std::int64_t done = 0; done < order->lived && !lives.stopped();) {
      const auto now = static_cast<int>(std::min<std::int64_t>(order->lived - done, lives.places()));
      lives.intake({order->who->entry.world, channel, order->who->entry.luck, order->first + static_cast<std::uint64_t>(done), now,
                    order->cost, order->birth});
      done += now;
      if (lives.places() == 0) live(false);
    }
  }
  live(true);
  if (lives.stopped()) return;
  for (const Order* order : orders) deposit(*order, month, first_row);
  if (counted) {
    std::transform(curves_.begin(), curves_.end(), worker_.curves(), worker_.curves(), std::plus<>());
    std::transform(own_curves_.begin(), own_curves_.end(), worker_.own_curves(), worker_.own_curves(), std::plus<>());
  }
  std::fill(curves_.begin(), curves_.end(), 0);
  std::fill(own_curves_.begin(), own_curves_.end(), 0);
}

void PlanLives::count(const Outcomes& outcomes, std::size_t first_row, Totals* counted) {
  std::int64_t customers = 0;
  for (const Run& run : outcomes.runs) {
    const auto all = outcomes.ltv.begin(), late = all + static_cast<std::ptrdiff_t>(outcomes.capacity);
    ltv_[run.row - first_row] = std::accumulate(all + run.from, all + run.to, ltv_[run.row - first_row]);
    late_ltv_[run.row - first_row] = std::accumulate(late + run.from, late + run.to, late_ltv_[run.row - first_row]);
    customers += run.to - run.from;
  }
  if (counted) worker_.count(outcomes, *counted, {});
  heard_(customers);
}

void PlanLives::deposit(const Order& order, std::size_t month, std::size_t first_row) {
  Business& business = *order.who;
  const Dimensions& dims = program_.dims;
  const std::size_t steps = dims.lifetime + 1, channel = plan_.winnings[order.winning].channel;
  const std::size_t row = business.entry.world * dims.cells() + channel * dims.segments - first_row;
  PlanChannel& whole = business.outcome.channels[channel];
  const std::size_t last = business.from_customers.size() - 1;

  for (std::size_t step = 0; step < steps; ++step) {
    std::int64_t lived = 0;
    for (std::size_t s = 0; s < dims.segments; ++s) lived += curves_[(row + s) * steps + step];
    if (lived == 0) continue;
    const std::int64_t cash = scaled(lived, order.customers, order.lived);
    const std::size_t when =
        step == 0 ? month_of_first_sale(order.birth) : month_of(order.birth + static_cast<double>(step) / program_.month);
    business.from_customers[std::min(when, last)] += cash;
    (when < last ? whole.contribution : whole.after) += cash;
    business.outcome.cohorts[month].contribution += cash;
    if (when - month >= business.cohort.size()) business.cohort.resize(when - month + 1, 0);
    business.cohort[when - month] += cash;
  }
  sim::Int128 all = 0, late = 0;
  for (std::size_t s = 0; s < dims.segments; ++s) {
    all += ltv_[row + s];
    late += late_ltv_[row + s];
    ltv_[row + s] = late_ltv_[row + s] = 0;
  }
  if (order.late_from < 0) late = all;  // nobody of them buys before the plan has ended
  const double factor = discount(business, order.birth);
  business.outcome.npv += factor * static_cast<double>(scaled(all - late, order.customers, order.lived));
  business.outcome.run_off_npv += factor * static_cast<double>(scaled(late, order.customers, order.lived));
}

void PlanLives::end_month(Business& business, std::size_t month) const {
  PlanOutcome& outcome = business.outcome;
  const std::int64_t brought = business.from_customers[month];
  business.cash += brought;
  business.moved += brought;
  business.operating += brought;
  business.has_paid = business.has_paid || brought < 0;
  if (business.is_limited) {
    const std::int64_t interest = std::llrint(static_cast<double>(business.drawn) * business.plan->interest);
    business.cash -= interest;
    business.moved -= interest;
    outcome.interest += interest;
    outcome.npv -= discount(business, static_cast<double>(month + 1)) * static_cast<double>(interest);
    if (outcome.ruin == kNoMonth && business.cash + business.plan->credit < 0) outcome.ruin = static_cast<int>(month) + 1;
  }
  outcome.cash.push_back(business.moved);
  outcome.lowest_cash = std::min(outcome.lowest_cash, business.cash);
  outcome.lowest_operating = std::min(outcome.lowest_operating, business.operating);
  if (business.has_paid) {
    const int number = static_cast<int>(month) + 1;
    const bool is_even = business.operating >= 0;
    if (is_even && outcome.break_even == kNoMonth) outcome.break_even = number;
    outcome.lasting_break_even = !is_even ? kNoMonth : outcome.lasting_break_even != kNoMonth ? outcome.lasting_break_even : number;
  }
  PlanCohort& cohort = outcome.cohorts[month];
  std::int64_t balance = -cohort.acquisition;
  for (std::size_t age = 0; age < business.cohort.size() && cohort.customers > 0 && cohort.paid_back == kNoMonth; ++age)
    if ((balance += business.cohort[age]) >= 0) cohort.paid_back = static_cast<int>(age) + 1;
  business.cohort.clear();
}

PlanOutcome PlanLives::finish(Business& business) const {
  PlanOutcome& outcome = business.outcome;
  outcome.run_off = business.moved + business.from_customers.back() - business.bills.back();
  outcome.run_off_npv += outcome.npv;
  return std::move(outcome);
}

namespace {

/// A month of a batch of worlds is to have so many customers, so that passes are full.
constexpr double kCustomersAMonth = 16'384;
/// Luck is told from the rest by living some worlds once more: a quarter, or this many where there are fewer.
constexpr std::size_t kFewPairs = 200, kWorldsAPair = 4;

/// Worlds that a task lives side by side: neighbours of one replicate.
std::vector<Worlds> batches_of(const Program& program, double lived_share) {
  const Dimensions& dims = program.dims;
  const auto replicate_of = [&](std::size_t world) { return world * dims.replicates / dims.worlds; };
  std::vector<Worlds> batches;
  double customers = 0;
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    const double here = program.plan->world(kOwnSchedule, world).customers * lived_share / program.plan->months;
    const bool joins = !batches.empty() && batches.back().replicate == replicate_of(world) && customers < kCustomersAMonth;
    if (joins) {
      batches.back().last = world;
      customers += here;
    } else {
      batches.push_back({world, world, replicate_of(world)});
      customers = here;
    }
  }
  return batches;
}

bool has_pair(std::size_t world, std::size_t worlds) { return worlds <= kFewPairs || world % kWorldsAPair == 0; }

}  // namespace

PlanTallies live_plans(const Program& program, const RunOptions& options, Crew& crew, Totals& totals) {
  const PlanCode& plan = *program.plan;
  const std::size_t worlds = program.dims.worlds;
  double planned = 0;
  for (std::size_t world = 0; world < worlds; ++world) planned += plan.world(kOwnSchedule, world).customers;
  PlanTallies result;
  result.months = plan.months;
  result.month = program.month;
  result.has_cash = plan.has_cash;
  result.lived_share = options.customers && planned > 0 ? std::min(1.0, static_cast<double>(*options.customers) / planned) : 1.0;
  result.worlds.resize(worlds);

  const std::vector<Worlds> batches = batches_of(program, result.lived_share);
  std::vector<std::vector<PlanOutcome>> with_all_cash(batches.size());
  std::vector<double> won(batches.size(), 0.0), stand_ins(batches.size(), 0.0);
  std::vector<std::vector<PlanPair>> pairs(batches.size()), shock_pairs(batches.size());
  const auto expected = static_cast<std::int64_t>(planned * result.lived_share);
  std::atomic<std::int64_t> done{0};
  sim::run_tasks(batches.size(), options.threads, options.stop, [&](std::size_t task, std::size_t thread) {
    const Worlds& batch = batches[task];
    Worker& worker = crew.at(thread);
    worker.lives.set_stop(options.stop);
    worker.open(batch, totals);
    PlanLives lives(program, worker, result.lived_share, [&](std::int64_t customers) {
      const std::int64_t now = done.fetch_add(customers, std::memory_order_relaxed) + customers;
      if (options.progress) options.progress(std::min(now, expected), expected);
    });
    using Cash = PlanLives::Cash;
    std::vector<PlanLives::Entry> all, paired, other_shocks, short_of_cash;
    for (std::size_t world = batch.first; world <= batch.last; ++world) {
      all.push_back({world, world, kOwnSchedule});
      if (!has_pair(world, worlds)) continue;
      paired.push_back({world, worlds + world, kOwnSchedule});
      if (plan.schedules > 1) other_shocks.push_back({world, 2 * worlds + world, kNeighboursSchedule});
    }
    std::vector<PlanOutcome> outcomes = lives.live(batch, all, Cash::as_given, &totals);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (outcomes[i].was_short) short_of_cash.push_back(all[i]);
    with_all_cash[task] = lives.live(batch, short_of_cash, Cash::without_end, nullptr);
    const std::vector<PlanOutcome> others = lives.live(batch, paired, Cash::as_given, nullptr);
    const std::vector<PlanOutcome> shocked = lives.live(batch, other_shocks, Cash::as_given, nullptr);
    if (worker.lives.stopped()) return worker.abandon();
    won[task] = lives.customers();
    stand_ins[task] = lives.stand_ins();
    for (std::size_t i = 0; i < paired.size(); ++i)
      pairs[task].push_back({paired[i].world, others[i].profit(), others[i].run_off, others[i].npv});
    for (std::size_t i = 0; i < other_shocks.size(); ++i)
      shock_pairs[task].push_back({other_shocks[i].world, shocked[i].profit(), shocked[i].run_off, shocked[i].npv});
    std::move(outcomes.begin(), outcomes.end(), result.worlds.begin() + static_cast<std::ptrdiff_t>(batch.first));
  });
  for (std::size_t task = 0; task < batches.size(); ++task) {
    std::move(with_all_cash[task].begin(), with_all_cash[task].end(), std::back_inserter(result.with_all_cash));
    result.pairs.insert(result.pairs.end(), pairs[task].begin(), pairs[task].end());
    result.shock_pairs.insert(result.shock_pairs.end(), shock_pairs[task].begin(), shock_pairs[task].end());
  }
  // Of few, more than their share are lived.
  const double all = std::accumulate(stand_ins.begin(), stand_ins.end(), 0.0);
  if (result.lived_share < 1 && all > 0) result.lived_share = std::accumulate(won.begin(), won.end(), 0.0) / all;
  for (std::size_t world = 0; world < worlds; ++world)
    if (result.worlds[world].was_short) result.short_worlds.push_back(world);
  return result;
}

void adopt_plan(const Program& program, Tallies& tallies) {
  const Dimensions& dims = program.dims;
  for (ChannelFacts& facts : tallies.channel_facts) facts.lead_share = facts.customer_share = 0;  // some channels may win nobody
  double leads_in_all = 0;
  for (const PlanOutcome& outcome : tallies.plan->worlds)
    for (const PlanChannel& channel : outcome.channels) leads_in_all += channel.leads;
  const double usual = leads_in_all / static_cast<double>(dims.worlds);
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    const PlanOutcome& outcome = tallies.plan->worlds[world];
    const auto customers = static_cast<double>(outcome.channels.empty() ? 0 : outcome.customers());
    double leads = 0;
    for (const PlanChannel& channel : outcome.channels) leads += channel.leads;
    tallies.world_weight[world] = leads > 0 ? customers / leads : 0;
    for (std::size_t w = 0; w < program.plan->winnings.size() && !outcome.channels.empty(); ++w) {
      const WinningCode& code = program.plan->winnings[w];
      const PlanChannel& channel = outcome.channels[code.channel];
      ChannelFacts& facts = tallies.channel_facts[world * dims.channels + code.channel];
      const double won = static_cast<double>(channel.customers), paid = static_cast<double>(channel.acquisition);
      facts.lead_share = usual > 0 ? channel.leads / usual : 0;
      facts.customer_share = customers > 0 ? won / customers : 0;
      facts.mean_lead_cost = channel.leads > 0 ? paid / channel.leads : 0;
      facts.mean_cac = won > 0 ? paid / won : paid > 0 ? std::numeric_limits<double>::infinity() : 0;
      facts.wasted_mean = code.counts_leads && channel.leads > 0 ? (paid - static_cast<double>(channel.sale_shares)) / channel.leads : 0;
      if (!program.channels[code.channel].cost_is_drawn)
        tallies.wasted[world * dims.channels + code.channel] = {{std::llrint(facts.wasted_mean), 1}};
    }
  }
}

}  // namespace valuescale::models

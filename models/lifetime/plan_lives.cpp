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

/// The step in whose course a time of life falls. Every customer's is asked for: quicker than to round up.
std::size_t step_of(float time) {
  const auto whole = static_cast<std::int32_t>(time);
  return static_cast<std::size_t>(whole + (static_cast<float>(whole) < time));
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

std::vector<PlanOutcome> PlanLives::live(const Worlds& worlds, const std::vector<Entry>& entries, Totals* counted,
                                         std::vector<PlanOutcome>* never_short) {
  const auto months = static_cast<std::size_t>(plan_.months);
  const std::size_t rows = (worlds.last - worlds.first + 1) * program_.dims.cells();
  worker_.lives.set_schedule(entries.empty() ? kOwnSchedule : entries.front().schedule);
  curves_.assign(rows * (program_.dims.lifetime + 1), 0);
  own_curves_.assign(program_.has_referrals ? curves_.size() : 0, 0);
  revenue_.assign(curves_.size(), 0);
  stage_revenue_.assign(rows * kStages, 0);
  ends_.assign(rows * (program_.dims.lifetime + 2), 0);
  ltv_.assign(rows, 0);
  late_ltv_.assign(rows, 0);
  std::vector<Business> businesses, unlimited;
  for (const Entry& entry : entries) {
    businesses.push_back(found(entry, plan_.has_cash));
    if (plan_.has_cash && never_short) unlimited.push_back(found(entry, false));
  }
  for (std::size_t month = 0; month < months && !worker_.lives.stopped(); ++month) {
    std::vector<Portion> both, further, others;  // others: customers of unlimited businesses alone
    for (std::size_t i = 0; i < businesses.size(); ++i) {
      Business* business = &businesses[i];
      Business* other = unlimited.empty() ? nullptr : &unlimited[i];
      begin_month(*business, month);
      if (other) begin_month(*other, month);
      for (std::size_t w = 0; w < plan_.winnings.size(); ++w) {
        const std::int64_t here = business->orders[w].lived, there = other ? other->orders[w].lived : 0;
        const std::int64_t shared = std::min(here, there);
        if (shared > 0) both.push_back({w, 0, shared, business, other});
        if (here > shared) further.push_back({w, shared, here, business, nullptr});
        if (there > shared) others.push_back({w, shared, there, other, nullptr});
      }
    }
    live_portions(worlds, month, std::move(both), counted);
    live_portions(worlds, month, std::move(further), counted);
    live_portions(worlds, month, std::move(others), nullptr);
    for (Business& business : businesses) end_month(business, month);
    for (Business& business : unlimited) end_month(business, month);
  }
  std::vector<PlanOutcome> outcomes;
  for (std::size_t i = 0; i < businesses.size(); ++i) {
    outcomes.push_back(finish(businesses[i]));
    if (outcomes.back().was_short && !unlimited.empty()) never_short->push_back(finish(unlimited[i]));
  }
  return outcomes;
}

PlanLives::Business PlanLives::found(const Entry& entry, bool is_limited) const {
  const auto months = static_cast<std::size_t>(plan_.months);
  Business business;
  business.entry = entry;
  business.plan = &plan_.world(entry.schedule, entry.world);
  business.is_limited = is_limited;
  business.cash = business.plan->cash;
  business.outcome.lowest_cash = std::numeric_limits<std::int64_t>::max();
  business.from_customers.assign(months + 1, 0);
  business.bills.assign(months + 1, 0);
  business.carried.assign(plan_.winnings.size(), 0);
  business.outcome.channels.resize(program_.dims.channels);
  business.outcome.cohorts.resize(months);
  business.outcome.revenue.resize(months);
  business.outcome.active.resize(months);
  return business;
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
  business.orders.assign(plan_.winnings.size(), {});
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
  const std::int64_t customers =
      of_leads ? sim::binomial_quantile(people, p, chance(code.buyers_key, business.entry.buying, month)) : people;
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
  business.orders[w] = {customers,
                        lived,
                        {each + sale_share, shared, sale_share},
                        birth,
                        sold < last ? std::floor((plan_.months - birth) * program_.month + kRounding) : -1};
  customers_ += static_cast<double>(customers);
  stand_ins_ += static_cast<double>(customers) * static_cast<double>(customers) / static_cast<double>(lived);
}

void PlanLives::live_portions(const Worlds& worlds, std::size_t month, std::vector<Portion> portions, Totals* counted) {
  // Those for whom the plan ends at the same age are lived together.
  const auto late_from = [](const Portion& portion) { return portion.order().late_from; };
  std::stable_sort(portions.begin(), portions.end(), [&](const Portion& a, const Portion& b) { return late_from(a) < late_from(b); });
  for (const Portion *first = portions.data(), *last = first + portions.size(); first != last && !worker_.lives.stopped();) {
    const Portion* end = std::find_if(first, last, [&](const Portion& portion) { return late_from(portion) != late_from(*first); });
    live_together(worlds, month, first, end, counted);
    first = end;
  }
}

void PlanLives::live_together(const Worlds& worlds, std::size_t month, const Portion* first, const Portion* last, Totals* counted) {
  Lives& lives = worker_.lives;
  const std::size_t first_row = worlds.first * program_.dims.cells();
  lives.set_curves(curves_.data(), own_curves_.data(), first_row);
  lives.set_revenue(counted ? revenue_.data() : nullptr, counted ? stage_revenue_.data() : nullptr);
  lives.set_late_from(static_cast<float>(first->order().late_from));
  lives.open();
  const auto live = [&](bool to_the_end) {
    const Outcomes& outcomes = lives.live(to_the_end);
    if (!lives.stopped()) count(outcomes, first_row, counted);
    if (!lives.stopped()) lives.open();
  };
  for (const Portion* portion = first; portion != last; ++portion) {
    const WinningCode& code = plan_.winnings[portion->winning];
    const Entry& entry = portion->first->entry;
    const Order& order = portion->order();
    for (std::int64_t next = portion->from; next < portion->to && !lives.stopped();) {
      const auto now = static_cast<int>(std::min<std::int64_t>(portion->to - next, lives.places()));
      lives.intake(
          {entry.world, code.channel, entry.living, code.first_in(month) + static_cast<std::uint64_t>(next), now, order.cost, order.birth});
      next += now;
      if (lives.places() == 0) live(false);
    }
  }
  live(true);
  if (lives.stopped()) return;
  for (const Portion* portion = first; portion != last; ++portion) deposit(*portion, month, first_row);
  for (const Portion* portion = first; portion != last && follows_active(counted); ++portion) deposit_active(*portion, first_row);
  if (counted) {
    for (const Portion* portion = first; portion != last; ++portion) deposit_revenue(*portion, first_row);
    std::fill(revenue_.begin(), revenue_.end(), 0);
    std::fill(stage_revenue_.begin(), stage_revenue_.end(), 0);
    std::transform(curves_.begin(), curves_.end(), worker_.curves(), worker_.curves(), std::plus<>());
    std::transform(own_curves_.begin(), own_curves_.end(), worker_.own_curves(), worker_.own_curves(), std::plus<>());
  }
  std::fill(curves_.begin(), curves_.end(), 0);
  std::fill(own_curves_.begin(), own_curves_.end(), 0);
  std::fill(ltv_.begin(), ltv_.end(), 0);
  std::fill(late_ltv_.begin(), late_ltv_.end(), 0);
}

void PlanLives::count(const Outcomes& outcomes, std::size_t first_row, Totals* counted) {
  std::int64_t customers = 0;
  const float beyond = program_.lifetime + 1;
  for (const Run& run : outcomes.runs) {
    const auto all = outcomes.ltv.begin(), late = all + static_cast<std::ptrdiff_t>(outcomes.capacity);
    ltv_[run.row - first_row] = std::accumulate(all + run.from, all + run.to, ltv_[run.row - first_row]);
    late_ltv_[run.row - first_row] = std::accumulate(late + run.from, late + run.to, late_ltv_[run.row - first_row]);
    customers += run.to - run.from;
    if (!follows_active(counted)) continue;
    std::int64_t* ends = &ends_[(run.row - first_row) * (program_.dims.lifetime + 2)];
    for (int i = run.from; i < run.to; ++i) ++ends[step_of(std::min(outcomes.until[i], beyond))];
  }
  if (counted) worker_.count(outcomes, *counted, {});
  heard_(customers);
}

const std::vector<std::size_t>& PlanLives::months_from(double birth) {
  if (first_sales_ == birth) return month_of_step_;
  first_sales_ = birth;
  month_of_step_ = {month_of_first_sale(birth)};
  for (std::size_t step = 1; step <= program_.dims.lifetime; ++step)
    month_of_step_.push_back(month_of(birth + static_cast<double>(step) / program_.month));
  return month_of_step_;
}

void PlanLives::deposit(const Portion& portion, std::size_t month, std::size_t first_row) {
  const Dimensions& dims = program_.dims;
  const std::size_t steps = dims.lifetime + 1, channel = plan_.winnings[portion.winning].channel;
  const std::size_t row = portion.first->entry.world * dims.cells() + channel * dims.segments - first_row;
  brought_.assign(steps, 0);
  sim::Int128 ltv = 0, late_ltv = 0;
  for (std::size_t s = row; s < row + dims.segments; ++s) {
    for (std::size_t step = 0; step < steps; ++step) brought_[step] += curves_[s * steps + step];
    ltv += ltv_[s];
    late_ltv += late_ltv_[s];
  }
  const double birth = portion.order().birth;
  if (portion.order().late_from < 0) late_ltv = ltv;  // nobody of them buys before the plan has ended
  const std::vector<std::size_t>& months = months_from(birth);

  for (Business* business : {portion.first, portion.second}) {
    if (!business) continue;
    const Order& order = business->orders[portion.winning];
    PlanChannel& whole = business->outcome.channels[channel];
    PlanCohort& cohort = business->outcome.cohorts[month];
    const std::size_t last = business->from_customers.size() - 1;
    business->cohort.resize(std::max(business->cohort.size(), months.back() - month + 1), 0);
    for (std::size_t step = 0; step < steps; ++step) {
      const std::int64_t cash = scaled(brought_[step], order.customers, order.lived);
      const std::size_t when = months[step];
      business->from_customers[std::min(when, last)] += cash;
      (when < last ? whole.contribution : whole.after) += cash;
      cohort.contribution += cash;
      business->cohort[when - month] += cash;
    }
    const double factor = discount(*business, birth);
    business->outcome.npv += factor * static_cast<double>(scaled(ltv - late_ltv, order.customers, order.lived));
    business->outcome.run_off_npv += factor * static_cast<double>(scaled(late_ltv, order.customers, order.lived));
  }
}

void PlanLives::deposit_revenue(const Portion& portion, std::size_t first_row) {
  const Dimensions& dims = program_.dims;
  const std::size_t steps = dims.lifetime + 1, channel = plan_.winnings[portion.winning].channel;
  const Order& order = portion.order();
  PlanOutcome& outcome = portion.first->outcome;
  const std::size_t row = portion.first->entry.world * dims.cells() + channel * dims.segments - first_row;
  const auto of_segments = [&](const std::vector<std::int64_t>& amounts, std::size_t width, std::size_t at) {
    std::int64_t sum = 0;
    for (std::size_t s = row; s < row + dims.segments; ++s) sum += amounts[s * width + at];
    return scaled(sum, order.customers, order.lived);
  };
  const std::vector<std::size_t>& months = months_from(order.birth);
  for (std::size_t step = 0; step < steps && months[step] < outcome.revenue.size(); ++step) {
    const std::int64_t paid = of_segments(revenue_, steps, step);
    outcome.revenue[months[step]] += paid;
    outcome.channels[channel].revenue += paid;
  }
  for (std::size_t stage = 0; stage < kStages; ++stage) outcome.stage_revenue[stage] += of_segments(stage_revenue_, kStages, stage);
}

void PlanLives::deposit_active(const Portion& portion, std::size_t first_row) {
  const Dimensions& dims = program_.dims;
  const std::size_t steps = dims.lifetime + 1, channel = plan_.winnings[portion.winning].channel;
  const std::size_t row = portion.first->entry.world * dims.cells() + channel * dims.segments - first_row;
  const Order& order = portion.order();
  const std::vector<std::size_t>& months = months_from(order.birth);
  const auto end = ends_.begin() + static_cast<std::ptrdiff_t>(row * (steps + 1));
  std::vector<std::int64_t>& active = portion.first->outcome.active;
  // A life is followed no further than its horizon.
  const std::size_t until = std::min(active.size(), month_of(order.birth + static_cast<double>(steps) / program_.month));
  std::int64_t left = portion.to - portion.from;
  for (std::size_t month = months.front(), step = 0; month < until; ++month) {
    for (; step < steps && months[step] <= month; ++step)
      for (std::size_t s = 0; s < dims.segments; ++s) left -= end[static_cast<std::ptrdiff_t>(s * (steps + 1) + step)];
    active[month] += scaled(left, order.customers, order.lived);
  }
  std::fill_n(end, dims.segments * (steps + 1), 0);
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
/// Luck is told from the rest by living some worlds once more: a tenth, or this many where that is fewer. Its variance is then known to 10 %.
constexpr std::size_t kFewPairs = 200, kWorldsAPair = 10;

/// As many as that, evenly among the worlds.
bool has_pair(std::size_t world, std::size_t worlds) {
  const std::size_t pairs = std::max(std::min(worlds, kFewPairs), worlds / kWorldsAPair);
  return (world + 1) * pairs / worlds > world * pairs / worlds;
}

/// What worlds are lived for: the plan, or to be held beside it.
enum class Use { plan, other_luck, other_lives, other_luck_and_shocks };

PlanLives::Entry entry_for(Use use, std::size_t world, std::size_t worlds) {
  switch (use) {
    case Use::plan: return {world, world, world, kOwnSchedule};
    case Use::other_luck: return {world, worlds + world, worlds + world, kOwnSchedule};
    case Use::other_lives: return {world, world, 3 * worlds + world, kOwnSchedule};
    case Use::other_luck_and_shocks: return {world, 2 * worlds + world, 2 * worlds + world, kNeighboursSchedule};
  }
  return {};
}

/// Worlds near each other, lived side by side by one thread.
struct Task {
  Use use;
  Worlds worlds;
  std::vector<PlanLives::Entry> entries;
};

/// So many worlds side by side that their customers of a month fill passes. Those that are counted are all of one replicate.
void add_tasks(std::vector<Task>& tasks, Use use, const Program& program, double lived_share) {
  const Dimensions& dims = program.dims;
  double customers = kCustomersAMonth;
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    if (use != Use::plan && !has_pair(world, dims.worlds)) continue;
    const std::size_t replicate = world * dims.replicates / dims.worlds;
    if (customers >= kCustomersAMonth || (use == Use::plan && tasks.back().worlds.replicate != replicate)) {
      tasks.push_back({use, {world, world, replicate}, {}});
      customers = 0;
    }
    tasks.back().worlds.last = world;
    tasks.back().entries.push_back(entry_for(use, world, dims.worlds));
    customers += program.plan->world(kOwnSchedule, world).customers * lived_share / program.plan->months;
  }
}

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
  result.has_unknowns = plan.has_unknowns;
  result.lived_share = options.customers && planned > 0 ? std::min(1.0, static_cast<double>(*options.customers) / planned) : 1.0;

  std::vector<Task> tasks;
  add_tasks(tasks, Use::plan, program, result.lived_share);
  add_tasks(tasks, Use::other_luck, program, result.lived_share);
  if (result.lived_share < 1) add_tasks(tasks, Use::other_lives, program, result.lived_share);
  if (plan.schedules > 1) add_tasks(tasks, Use::other_luck_and_shocks, program, result.lived_share);
  struct Lived {
    std::vector<PlanOutcome> outcomes, never_short;
    double customers = 0, stand_ins = 0;
  };
  std::vector<Lived> lived(tasks.size());
  const auto expected = static_cast<std::int64_t>(planned * result.lived_share);
  std::atomic<std::int64_t> done{0};
  sim::run_tasks(tasks.size(), options.threads, options.stop, [&](std::size_t t, std::size_t thread) {
    const Task& task = tasks[t];
    Worker& worker = crew.at(thread);
    worker.lives.set_stop(options.stop);
    PlanLives lives(program, worker, result.lived_share, [&](std::int64_t customers) {
      const std::int64_t now = done.fetch_add(customers, std::memory_order_relaxed) + customers;
      if (options.progress) options.progress(std::min(now, expected), expected);
    });
    Lived here;
    if (task.use == Use::plan) {
      worker.open(task.worlds, totals);
      here.outcomes = lives.live(task.worlds, task.entries, &totals, &here.never_short);
    } else {
      here.outcomes = lives.live(task.worlds, task.entries, nullptr, nullptr);
    }
    if (worker.lives.stopped()) return worker.abandon();
    here.customers = lives.customers();
    here.stand_ins = lives.stand_ins();
    lived[t] = std::move(here);
  });

  result.worlds.resize(worlds);
  double customers = 0, stand_ins = 0;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    customers += lived[t].customers;
    stand_ins += lived[t].stand_ins;
    for (std::size_t i = 0; i < lived[t].outcomes.size(); ++i) {
      PlanOutcome& outcome = lived[t].outcomes[i];
      const std::size_t world = tasks[t].entries[i].world;
      const auto beside = [&](std::vector<PlanPair>& pairs) {
        pairs.push_back({world, outcome.profit(), outcome.run_off, outcome.npv, outcome.run_off_npv, std::move(outcome.active)});
      };
      switch (tasks[t].use) {
        case Use::plan: result.worlds[world] = std::move(outcome); break;
        case Use::other_luck: beside(result.pairs); break;
        case Use::other_lives: beside(result.life_pairs); break;
        case Use::other_luck_and_shocks: beside(result.shock_pairs); break;
      }
    }
    std::move(lived[t].never_short.begin(), lived[t].never_short.end(), std::back_inserter(result.with_all_cash));
  }
  // Of few, more than their share are lived.
  if (result.lived_share < 1 && stand_ins > 0) result.lived_share = customers / stand_ins;
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

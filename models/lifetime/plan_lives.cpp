#include "models/lifetime/plan_lives.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/world_uniforms.hpp"
#include "sim/random/binomial.hpp"
#include "sim/random/special.hpp"
#include "sim/run/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace valuescale::models {

namespace {

/// Amounts that only rounding tells apart from whole ones are whole.
constexpr double kRounding = kSameMonth;

/// Sums of all that moves in a world's plan, either way, have to fit into 63 bits.
constexpr double kMostTurnover = 0x1p62;

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

/// Once something was paid, a month has ended: has it come back, for the first time and for good?
void note_balance(bool is_even, int month, int& first, int& lasting) {
  if (is_even && first == kNoMonth) first = month;
  lasting = !is_even ? kNoMonth : lasting != kNoMonth ? lasting : month;
}

/// The step in whose course a time of life falls. Every customer's is asked for: quicker than to round up.
std::size_t step_of(float time) {
  const auto whole = static_cast<std::int32_t>(time);
  return static_cast<std::size_t>(whole + (static_cast<float>(whole) < time));
}

/// The uniform by which the month's leads decide, the same whatever else is bought.
sim::Tail chance(sim::Key key, std::size_t luck, std::size_t month) {
  const sim::Block words = sim::philox({0, 0, static_cast<std::uint32_t>(luck), static_cast<std::uint32_t>(month)}, key);
  return uniform(words[0], words[1]);
}

}  // namespace

CohortCash& CohortCash::operator+=(const CohortCash& other) {
  acquisition += other.acquisition;
  by_age.resize(std::max(by_age.size(), other.by_age.size()));
  std::transform(other.by_age.begin(), other.by_age.end(), by_age.begin(), by_age.begin(), std::plus<>());
  return *this;
}

PlanLives::PlanLives(const Program& program, Worker& worker, double lived_share, std::function<void(std::int64_t)> heard)
    : program_(program), plan_(*program.plan), worker_(worker), lived_share_(lived_share), heard_(std::move(heard)) {}

void PlanLives::open(const Worlds& worlds, std::size_t schedule) {
  const std::size_t rows = (worlds.last - worlds.first + 1) * program_.dims.cells();
  worker_.lives.set_schedule(schedule);
  curves_.assign(rows * (program_.dims.lifetime + 1), 0);
  own_curves_.assign(program_.has_referrals ? curves_.size() : 0, 0);
  revenue_.assign(curves_.size(), 0);
  stage_revenue_.assign(rows * kStages, 0);
  stage_contribution_.assign(lived_share_ < 1 ? rows * kStages : 0, 0);
  ends_.assign(rows * (program_.dims.lifetime + 2), 0);
  ltv_.assign(rows, 0);
  late_ltv_.assign(rows, 0);
}

std::vector<PlanOutcome> PlanLives::live(const Worlds& worlds, const std::vector<Entry>& entries, Totals* counted,
                                         std::vector<PlanOutcome>* never_short) {
  const auto months = static_cast<std::size_t>(plan_.months);
  open(worlds, entries.empty() ? kOwnSchedule : entries.front().schedule);
  std::vector<Business> businesses, unlimited;
  for (const Entry& entry : entries) {
    businesses.push_back(found(entry, plan_.has_cash));
    if (plan_.has_cash && never_short) unlimited.push_back(found(entry, false));
  }
  for (std::size_t month = 0; month < months && !worker_.lives.stopped(); ++month) {
    for (Business& business : businesses) begin_month(business, month);
    for (Business& business : unlimited) begin_month(business, month);
    std::vector<Portion> both, further, others;  // others: customers of unlimited businesses alone
    // Channel by channel: neighbours are then counted in the same places.
    for (std::size_t w = 0; w < plan_.winnings.size(); ++w) {
      for (std::size_t i = 0; i < businesses.size(); ++i) {
        Business* business = &businesses[i];
        Business* other = unlimited.empty() ? nullptr : &unlimited[i];
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
    for (Business& business : businesses) {
      if (counted) count_cohort(business, month);
      end_month(business, month);
    }
    for (Business& business : unlimited) end_month(business, month);
  }
  std::vector<PlanOutcome> outcomes;
  for (std::size_t i = 0; i < businesses.size(); ++i) {
    outcomes.push_back(finish(businesses[i]));
    if (outcomes.back().was_short && !unlimited.empty()) never_short->push_back(finish(unlimited[i]));
  }
  return outcomes;
}

std::vector<std::vector<PlanLives::Order>> PlanLives::orders(const Entry& entry) {
  const Worlds world{entry.world, entry.world, 0};
  open(world, entry.schedule);
  Business business = found(entry, plan_.has_cash);
  std::vector<std::vector<Order>> orders;
  for (std::size_t month = 0; month < static_cast<std::size_t>(plan_.months); ++month) {
    begin_month(business, month);
    orders.push_back(business.orders);
    std::vector<Portion> portions;
    for (std::size_t w = 0; w < business.orders.size(); ++w)
      if (business.orders[w].lived > 0) portions.push_back({w, 0, business.orders[w].lived, &business, nullptr});
    live_portions(world, month, std::move(portions), nullptr);
    end_month(business, month);
  }
  return orders;
}

PlanLives::Business PlanLives::found(const Entry& entry, bool is_limited) const {
  const auto months = static_cast<std::size_t>(plan_.months);
  Business business;
  business.entry = entry;
  business.plan = &plan_.world(entry.schedule, entry.world);
  business.is_limited = is_limited;
  business.cash = business.plan->cash;
  note_turnover(business, static_cast<double>(business.plan->cash));
  note_turnover(business, static_cast<double>(business.plan->credit));
  business.outcome.lowest_cash = std::numeric_limits<std::int64_t>::max();
  business.from_customers.assign(months + 1, 0);
  business.bills.assign(months + 1, 0);
  business.channels.assign(program_.dims.channels, {business.bills, months});
  business.carried.assign(plan_.winnings.size(), 0);
  business.outcome.channels.resize(program_.dims.channels);
  business.outcome.cohorts.resize(months);
  business.outcome.revenue.resize(months);
  business.outcome.active.resize(months);
  return business;
}

double PlanLives::discount(Business& business, double month) {
  if (business.discounted_at != month) {
    business.discounted_at = month;
    business.discount = sim::exp_of(-business.plan->force * month);
  }
  return business.discount;
}

void PlanLives::note_turnover(Business& business, double amount) const {
  business.turnover += std::fabs(amount);
  if (business.turnover < kMostTurnover) return;
  throw InputError(
      {{{},
        "the plan's money is too large to count exactly",
        "in one of its worlds it moves more than " +
            std::to_string(std::llrint(kMostTurnover / static_cast<double>(program_.units_per_currency))) + " in the scenario's currency",
        "use a larger currency unit, or look for a cost or a growth that runs away"}});
}

void PlanLives::pay(Business& business, std::int64_t amount, double month) {
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
  note_turnover(business, static_cast<double>(fixed));
  for (const StepCost& cost : plan.step_costs) {
    const double in_all = cost.a_month[month] * std::ceil(static_cast<double>(business.won) / cost.for_customers);
    note_turnover(business, in_all);
    const std::int64_t amount = std::llrint(in_all);
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
  prices_.clear();
  for (std::size_t w = 0; w < plan.winnings.size(); ++w) prices_.push_back(price_of(w));
  const double planned = std::accumulate(prices_.begin(), prices_.end(), 0.0);
  const double besides = month > 0 ? plan.reinvest * static_cast<double>(std::max<std::int64_t>(0, business.from_customers[month - 1])) : 0;
  const double wished = planned > 0 ? planned + besides : 0;
  const double share = affordable(business, wished);
  business.outcome.was_short = business.outcome.was_short || share < 1;
  const double grown = planned > 0 ? wished / planned : 1;
  for (std::size_t w = 0; w < plan.winnings.size(); ++w) {
    const double price = prices_[w] * grown * share;
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
  if (!(with_carried < kMostPeopleAMonth)) refuse_month(code, month, "leads", kMostPeopleAMonth);
  if (!(price < kMostMoneyAMonth)) refuse_month(code, month, "units of money", kMostMoneyAMonth);
  const std::int64_t people = p > 0 || of_leads ? whole_of(with_carried) : 0;  // where nobody buys, no customers can be bought
  business.carried[w] = with_carried - static_cast<double>(people);
  const std::int64_t customers =
      of_leads ? sim::binomial_quantile(people, p, chance(code.buyers_key, business.entry.buying, month)) : people;
  const double leads = of_leads ? static_cast<double>(people) : p > 0 ? static_cast<double>(people) / p : 0;

  if (static_cast<double>(customers) > kMostCustomersAMonth) refuse_month(code, month, "customers", kMostCustomersAMonth);

  // What they cost, each and all.
  const double each = by_spend && code.curve ? planned / number : winning.months[month].cost;
  const bool buyers_are_paid_for = code.by == Acquisition::By::leads && !code.counts_leads;
  const std::int64_t bill = std::llrint(buyers_are_paid_for ? static_cast<double>(customers) * each : price);
  const std::size_t due = month + static_cast<std::size_t>(business.plan->paid_after), last = business.bills.size() - 1;
  if (due == month)
    pay(business, bill, static_cast<double>(month));
  else
    business.bills[std::min(due, last)] += bill;
  ChannelCash& cash = business.channels[code.channel];
  cash.by_month[std::min(due, last)] -= bill;
  if (bill > 0) cash.billed_from = std::min(cash.billed_from, due);
  if (due >= last) business.outcome.run_off_npv -= discount(business, static_cast<double>(due)) * static_cast<double>(bill);
  const double sale_share = winning.months[month].at_sale;
  const std::int64_t at_sale = std::llrint(static_cast<double>(customers) * sale_share);
  note_turnover(business, static_cast<double>(bill) + static_cast<double>(at_sale));

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
  cash.by_month[sold] -= at_sale;
  if (at_sale > 0) cash.billed_from = std::min(cash.billed_from, sold);
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
  lives.set_traffic(counted ? worker_.traffic() : nullptr);
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
    const std::uint32_t* const thresholds =
        portion->first->plan->winnings[portion->winning].thresholds.data() + month * (program_.dims.segments - 1);
    for (std::int64_t next = portion->from; next < portion->to && !lives.stopped();) {
      const auto now = static_cast<int>(std::min<std::int64_t>(portion->to - next, lives.places()));
      lives.intake({entry.world, code.channel, entry.living, code.first_in(month) + static_cast<std::uint64_t>(next), now, order.cost,
                    order.birth, thresholds});
      next += now;
      if (lives.places() == 0) live(false);
    }
  }
  live(true);
  if (lives.stopped()) return;
  for (const Portion* portion = first; portion != last; ++portion) {
    deposit(*portion, month, first_row, counted);
    if (follows_active(counted)) deposit_active(*portion, first_row);
  }
}

void PlanLives::count(const Outcomes& outcomes, std::size_t first_row, Totals* counted) {
  std::int64_t customers = 0;
  const float beyond = program_.lifetime + 1;
  for (const Run& run : outcomes.runs) {
    const auto all = outcomes.ltv.begin(), late = all + static_cast<std::ptrdiff_t>(outcomes.capacity);
    ltv_[run.row - first_row] = std::accumulate(all + run.from, all + run.to, ltv_[run.row - first_row]);
    late_ltv_[run.row - first_row] = std::accumulate(late + run.from, late + run.to, late_ltv_[run.row - first_row]);
    customers += run.to - run.from;
    if (counted && !stage_contribution_.empty()) {
      const std::array<sim::Int128, kStages> stages = stages_of(worker_.lives.kernels(), outcomes, run);
      for (std::size_t stage = 0; stage < kStages; ++stage)
        stage_contribution_[(run.row - first_row) * kStages + stage] += static_cast<std::int64_t>(stages[stage]);
    }
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
  month_of_step_.clear();
  for (std::size_t step = 0; step <= program_.dims.lifetime; ++step) month_of_step_.push_back(month_of_step(birth, step, program_.month));
  return month_of_step_;
}

void PlanLives::gather(std::vector<std::int64_t>& amounts, std::size_t row, std::size_t width, std::int64_t* sums, std::int64_t* counted) {
  std::int64_t* from = &amounts[row * width];
  const std::size_t size = program_.dims.segments * width;
  for (std::size_t i = 0; sums && i < size; i += width) std::transform(from + i, from + i + width, sums, sums, std::plus<>());
  if (counted) std::transform(from, from + size, counted + row * width, counted + row * width, std::plus<>());
  std::fill_n(from, size, 0);
}

void PlanLives::gather_by_age(std::vector<std::int64_t>& amounts, std::size_t row, std::vector<std::int64_t>& by_age,
                              std::int64_t* counted) {
  const std::size_t first = month_of_step_.front();
  by_step_.assign(month_of_step_.size(), 0);
  gather(amounts, row, by_step_.size(), by_step_.data(), counted);
  by_age.assign(month_of_step_.back() - first + 1, 0);
  for (std::size_t step = 0; step < by_step_.size(); ++step) by_age[month_of_step_[step] - first] += by_step_[step];
}

void PlanLives::deposit(const Portion& portion, std::size_t month, std::size_t first_row, bool counted) {
  const Dimensions& dims = program_.dims;
  const std::size_t channel = plan_.winnings[portion.winning].channel;
  const std::size_t row = portion.first->entry.world * dims.cells() + channel * dims.segments - first_row;
  sim::Int128 ltv = 0, late_ltv = 0;
  for (std::size_t s = row; s < row + dims.segments; ++s) {
    ltv += std::exchange(ltv_[s], 0);
    late_ltv += std::exchange(late_ltv_[s], 0);
  }
  if (portion.order().late_from < 0) late_ltv = ltv;  // nobody of them buys before the plan has ended
  months_from(portion.order().birth);
  gather_by_age(curves_, row, brought_, counted ? worker_.curves() : nullptr);
  if (program_.has_referrals) gather(own_curves_, row, dims.lifetime + 1, nullptr, counted ? worker_.own_curves() : nullptr);
  for (Business* business : {portion.first, portion.second})
    if (business) deposit_cash(*business, portion.winning, month, ltv - late_ltv, late_ltv);
  if (counted) deposit_payments(*portion.first, portion.winning, row);
}

void PlanLives::deposit_cash(Business& business, std::size_t winning, std::size_t month, sim::Int128 ltv, sim::Int128 late_ltv) {
  const Order& order = business.orders[winning];
  const auto of_all = [&](sim::Int128 amount) { return scaled(amount, order.customers, order.lived); };
  const std::vector<std::int64_t>* cash = &brought_;
  if (order.customers != order.lived) {
    of_all_.resize(brought_.size());
    std::transform(brought_.begin(), brought_.end(), of_all_.begin(), of_all);
    cash = &of_all_;
  }
  const std::size_t first = month_of_step_.front(), last = business.from_customers.size() - 1, ages = cash->size();
  const auto end = cash->begin() + static_cast<std::ptrdiff_t>(first < last ? std::min(ages, last - first) : 0);  // of the plan
  const std::int64_t until = std::accumulate(cash->begin(), end, std::int64_t{0}),
                     after = std::accumulate(end, cash->end(), std::int64_t{0});
  note_turnover(business, static_cast<double>(until));
  note_turnover(business, static_cast<double>(after));
  const auto add = [&](auto to, std::vector<std::int64_t>& amounts, std::size_t at) {
    const auto into = amounts.begin() + static_cast<std::ptrdiff_t>(at);
    std::transform(cash->begin(), to, into, into, std::plus<>());
  };
  const std::size_t channel = plan_.winnings[winning].channel;
  for (std::vector<std::int64_t>* by_month : {&business.from_customers, &business.channels[channel].by_month}) {
    if (first < last) add(end, *by_month, first);
    by_month->back() += after;
  }
  business.outcome.channels[channel].contribution += until;
  business.outcome.channels[channel].after += after;
  business.outcome.cohorts[month].contribution += until + after;
  if (business.cohort.size() < first - month + ages) business.cohort.resize(first - month + ages, 0);
  add(cash->end(), business.cohort, first - month);
  const double factor = discount(business, order.birth);
  business.outcome.npv += factor * static_cast<double>(of_all(ltv));
  business.outcome.run_off_npv += factor * static_cast<double>(of_all(late_ltv));
}

void PlanLives::deposit_payments(Business& business, std::size_t winning, std::size_t row) {
  const Order& order = business.orders[winning];
  const auto of_all = [&](std::int64_t amount) { return scaled(amount, order.customers, order.lived); };
  PlanOutcome& outcome = business.outcome;
  gather_by_age(revenue_, row, paid_, nullptr);
  const std::size_t first = month_of_step_.front();
  std::int64_t repeat = 0;
  for (std::size_t age = 0; age < paid_.size(); ++age) {
    const std::int64_t paid = of_all(paid_[age]);
    repeat += paid;
    if (first + age >= outcome.revenue.size()) continue;
    outcome.revenue[first + age] += paid;
    outcome.channels[plan_.winnings[winning].channel].revenue += paid;
  }
  std::array<std::int64_t, kStages> by_stage{};
  gather(stage_revenue_, row, kStages, by_stage.data(), nullptr);
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const std::int64_t paid = of_all(by_stage[stage]);
    outcome.stage_revenue[stage] += paid;
    repeat -= paid;
  }
  outcome.stage_revenue[static_cast<std::size_t>(Stage::repeat)] += repeat;
  if (stage_contribution_.empty()) return;
  by_stage = {};
  gather(stage_contribution_, row, kStages, by_stage.data(), nullptr);
  for (std::size_t stage = 0; stage < kStages; ++stage) outcome.stage_contribution[stage] += of_all(by_stage[stage]);
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
  const std::size_t until = std::min(active.size(), month_of_step(order.birth, steps, program_.month));
  std::int64_t left = portion.to - portion.from;
  for (std::size_t month = months.front(), step = 0; month < until; ++month) {
    for (; step < steps && months[step] <= month; ++step)
      for (std::size_t s = 0; s < dims.segments; ++s) left -= end[static_cast<std::ptrdiff_t>(s * (steps + 1) + step)];
    active[month] += scaled(left, order.customers, order.lived);
  }
  std::fill_n(end, dims.segments * (steps + 1), 0);
}

void PlanLives::count_cohort(const Business& business, std::size_t month) {
  const std::size_t ages = std::min(business.cohort.size(), kMostCohortAges);
  cohorts_.resize(static_cast<std::size_t>(plan_.months));
  cohorts_[month] +=
      {business.outcome.cohorts[month].acquisition, {business.cohort.begin(), business.cohort.begin() + static_cast<std::ptrdiff_t>(ages)}};
}

void PlanLives::end_month(Business& business, std::size_t month) const {
  PlanOutcome& outcome = business.outcome;
  const std::int64_t brought = business.from_customers[month];
  business.cash += brought;
  business.moved += brought;
  business.operating += brought;
  business.has_paid = business.has_paid || brought < 0;
  if (business.is_limited) {
    const double owed = static_cast<double>(business.drawn) * business.plan->interest;
    note_turnover(business, owed);
    const std::int64_t interest = std::llrint(owed);
    business.cash -= interest;
    business.moved -= interest;
    outcome.interest += interest;
    outcome.npv -= discount(business, static_cast<double>(month + 1)) * static_cast<double>(interest);
    if (outcome.ruin == kNoMonth && business.cash + business.plan->credit < 0) outcome.ruin = static_cast<int>(month) + 1;
  }
  outcome.cash.push_back(business.moved);
  outcome.lowest_cash = std::min(outcome.lowest_cash, business.cash);
  outcome.lowest_operating = std::min(outcome.lowest_operating, business.operating);
  if (business.has_paid) note_balance(business.operating >= 0, static_cast<int>(month) + 1, outcome.break_even, outcome.lasting_break_even);
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
  for (std::size_t c = 0; c < business.channels.size(); ++c) close(business.channels[c], outcome.channels[c]);
  return std::move(outcome);
}

void PlanLives::close(const ChannelCash& cash, PlanChannel& channel) const {
  for (std::size_t month = 0; month + 1 < cash.by_month.size(); ++month) {
    channel.profit += cash.by_month[month];
    channel.has_paid = channel.has_paid || month >= cash.billed_from || cash.by_month[month] < 0;
    if (channel.has_paid) note_balance(channel.profit >= 0, static_cast<int>(month) + 1, channel.break_even, channel.lasting_break_even);
  }
}

namespace {

/// A month of a batch of worlds is to have so many customers, so that passes are full.
constexpr double kCustomersAMonth = 8'192;
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

double share_lived(const PlanCode& plan, const RunOptions& options) {
  const auto most = static_cast<double>(options.customers.value_or(kMostPlanLives));
  return std::min(1.0, most / std::max(plan.customers(), 1.0));
}

PlanTallies live_plans(const Program& program, const RunOptions& options, Crew& crew, Totals& totals) {
  const PlanCode& plan = *program.plan;
  const std::size_t worlds = program.dims.worlds;
  const double planned = plan.customers();
  PlanTallies result;
  result.months = plan.months;
  result.month = program.month;
  result.has_cash = plan.has_cash;
  result.has_unknowns = plan.has_unknowns;
  result.lived_share = share_lived(plan, options);
  result.cohort_cash.assign(program.dims.replicates, std::vector<CohortCash>(static_cast<std::size_t>(plan.months)));

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
    if (task.use == Use::plan) {
      const std::lock_guard lock(totals.merging);
      std::vector<CohortCash>& cohorts = result.cohort_cash[task.worlds.replicate];
      for (std::size_t month = 0; month < cohorts.size(); ++month) cohorts[month] += lives.cohorts()[month];
    }
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

WayToRuin way_to_ruin(const PlanOutcome& outcome, const WorldPlan& plan) { return {outcome.ruin, outcome.lowest_cash + plan.credit}; }

std::vector<WayToRuin> ways_to_ruin(const Program& program, double lived_share, const RunOptions& options, Crew& crew) {
  std::vector<Task> tasks;
  add_tasks(tasks, Use::plan, program, lived_share);
  std::vector<WayToRuin> ways(program.dims.worlds);
  sim::run_tasks(tasks.size(), options.threads, options.stop, [&](std::size_t t, std::size_t thread) {
    const Task& task = tasks[t];
    Worker& worker = crew.at(thread);
    worker.lives.set_stop(options.stop);
    const std::vector<PlanOutcome> outcomes =
        PlanLives(program, worker, lived_share, [](std::int64_t) {}).live(task.worlds, task.entries, nullptr, nullptr);
    if (worker.lives.stopped()) return worker.abandon();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const std::size_t world = task.entries[i].world;
      ways[world] = way_to_ruin(outcomes[i], program.plan->world(kOwnSchedule, world));
    }
  });
  return ways;
}

namespace {

/// Where seasons or shocks change how leads convert, conversion is that of the leads whom the plan had, and of segments by the share that they have
/// among its buyers.
void adopt_conversion(const Program& program, std::size_t world, std::size_t w, const PlanChannel& channel, Tallies& tallies) {
  const Dimensions& dims = program.dims;
  const std::size_t place = world * dims.channels + program.plan->winnings[w].channel;
  ChannelFacts& facts = tallies.channel_facts[place];
  const std::vector<Winning::Month>& months = program.plan->world(kOwnSchedule, world).winnings[w].months;
  const auto is_usual = [&](const Winning::Month& month) { return std::fabs(month.conversion - facts.conversion) <= 1e-12; };
  if (std::all_of(months.begin(), months.end(), is_usual) || !(channel.leads > 0)) return;
  facts.conversion = std::min(1.0, static_cast<double>(channel.customers) / channel.leads);
  double buyers = 0;
  for (std::size_t s = 0; s < dims.segments; ++s) buyers += static_cast<double>(tallies.world_cells[place * dims.segments + s].customers);
  for (std::size_t s = 0; s < dims.segments; ++s) {
    CellFacts& cell = tallies.cell_facts[place * dims.segments + s];
    const auto own = static_cast<double>(tallies.world_cells[place * dims.segments + s].customers);
    cell.conversion = buyers > 0 && cell.lead_mix > 0 ? std::min(1.0, facts.conversion * (own / buyers) / cell.lead_mix) : 0;
  }
}

}  // namespace

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
      adopt_conversion(program, world, w, channel, tallies);
      facts.mean_lead_cost = channel.leads > 0 ? paid / channel.leads : 0;
      facts.mean_cac = won > 0 ? paid / won : paid > 0 ? std::numeric_limits<double>::infinity() : 0;
      facts.wasted_mean = code.counts_leads && channel.leads > 0 ? (paid - static_cast<double>(channel.sale_shares)) / channel.leads : 0;
      if (!program.channels[code.channel].cost_is_drawn)
        tallies.wasted[world * dims.channels + code.channel] = {{std::llrint(facts.wasted_mean), 1}};
    }
  }
}

}  // namespace valuescale::models

#include "tests/support/reference_plan.hpp"

#include "tests/support/reference_life.hpp"

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/discrete_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>

namespace valuescale::tests::reference {

namespace {

/// Times, and numbers of people, this close are the same: 0.1 ten times is 1, however it was added up.
constexpr double kSame = 1e-9;

double currency(std::int64_t units) { return static_cast<double>(units) / kUnits; }

/// When what was paid is back, for the first time and for good.
class BreakEven {
 public:
  /// A month after something was paid.
  void end(int month, bool is_back) {
    if (is_back && !first) first = month;
    if (is_back && !lasting) lasting = month;
    if (!is_back) lasting.reset();
  }
  std::optional<int> first, lasting;
};

/// What is to be won through a channel this month, and what it is expected to cost.
struct Order {
  const PlannedChannel* planned;
  double amount;  ///< money, leads or customers
  std::int64_t cost;
};

class PlannedBusiness {
 public:
  PlannedBusiness(const Business& business, const World& world, Limits limits, Random& random)
      : business_(business),
        plan_(*business.plan),
        world_(world),
        random_(random),
        step_months_(business.step_days / days_in("month")),
        is_limited_(plan_.cash && limits == Limits::as_planned),
        start_(is_limited_ ? to_units(world.value(*plan_.cash)) : 0),
        credit_(to_units(world.value(plan_.credit))),
        brought_(plan_.months + 1),
        channel_cash_(business.channels.size(), brought_),
        channel_bills_(business.channels.size()),
        carried_over_(business.channels.size()) {
    outcome_.active.resize(plan_.months);
    for (auto* by_channel : {&outcome_.customers, &outcome_.leads, &outcome_.outlay}) by_channel->resize(business.channels.size());
  }

  PlanOutcome live() {
    for (month_ = 1; month_ <= plan_.months; ++month_) {
      begin_month();
      end_month();
    }
    outcome_.profit = currency(cash_);
    outcome_.npv = currency(present_);
    for (const auto& [month, bill] : bills_) move_later(-bill, month - 1);
    outcome_.run_off_profit = currency(cash_ + later_);
    outcome_.run_off_npv = currency(present_ + present_later_);
    outcome_.lowest_bank = currency(lowest_);
    outcome_.deepest = currency(-deepest_);
    find_break_even();
    for (std::size_t c = 0; c < channel_cash_.size(); ++c) find_break_even(c);
    return outcome_;
  }

 private:
  // A month begins.

  void begin_month() {
    pay_fixed_costs();
    pay_bills();
    if (is_beyond_credit()) ruin();
    if (!outcome_.ruined) acquire();
    drawn_ = std::max<std::int64_t>(0, -bank());
    note_depth();
  }

  void pay_fixed_costs() {
    for (const PlannedCost& cost : plan_.costs) {
      double a_month = this_month(cost.a_month);
      if (cost.for_customers) a_month *= std::ceil(customers_ / world_.value(*cost.for_customers) - kSame);
      pay(to_units(a_month));
      outcome_.fixed_costs += a_month;
      if (cost.is_marketing) outcome_.marketing_costs += a_month;
    }
  }

  void pay_bills() {
    const auto due = bills_.find(month_);
    if (due == bills_.end()) return;
    pay(due->second);
    bills_.erase(due);
  }

  double this_month(const AmountByMonth& amount) const {
    if (!amount.list.empty()) return world_.value(amount.list[month_ - 1]);
    if (month_ < amount.first || month_ > amount.last) return 0;
    const int before = month_ - amount.first;
    const double taken_up = std::min(1.0, (before + 1.0) / amount.ramp);
    return taken_up * world_.value(amount.start) * std::pow(1 + world_.value(amount.growth), before);
  }

  // Acquisition.

  void acquire() {
    std::vector<Order> orders;
    for (const PlannedChannel& planned : plan_.channels) {
      const double amount = this_month(planned.amount) * by_calendar(planned.channel, "volume");
      orders.push_back({&planned, amount, to_units(amount * price(planned))});
    }
    reinvest(orders);
    if (is_limited_) keep_within(bank() + credit_, orders);
    for (const Order& order : orders) buy(order);
  }

  /// What one more of the amount is expected to cost.
  double price(const PlannedChannel& planned) const {
    if (planned.by == PlannedBy::spend) return 1;
    const bool paid_by_customer = business_.channels[planned.channel].per_customer;
    const bool counts_customers = planned.by == PlannedBy::customers;
    if (paid_by_customer == counts_customers) return cost_of_one(planned.channel);
    const double conversion = world_.market(month_).conversion(planned.channel);
    return counts_customers ? cost_of_one(planned.channel) / conversion : cost_of_one(planned.channel) * conversion;
  }

  /// A lead, or a customer where the channel is paid for customers: on average, where the cost is a draw.
  double cost_of_one(std::size_t channel) const {
    return mean_of(world_.lead_cost(channel).law) * by_calendar(channel, "acquisition_cost");
  }

  /// Said of all channels, and of this one.
  double by_calendar(std::size_t channel, const std::string& key) const {
    const Calendar& calendar = world_.calendar();
    return calendar.factor(key, month_) * calendar.factor("channel." + business_.channels[channel].name + "." + key, month_);
  }

  static std::int64_t cost_of(const std::vector<Order>& orders) {
    std::int64_t cost = 0;
    for (const Order& order : orders) cost += order.cost;
    return cost;
  }

  /// A share of what customers brought last month, on top of each channel in proportion to what is spent there anyway.
  void reinvest(std::vector<Order>& orders) const {
    const std::int64_t brought = month_ > 1 ? brought_[month_ - 1] : 0, planned = cost_of(orders);
    if (brought <= 0 || planned == 0) return;
    const double factor = 1 + world_.value(plan_.reinvest) * currency(brought) / currency(planned);
    for (Order& order : orders) {
      if (order.cost == 0) continue;
      order.amount *= factor;
      order.cost = to_units(currency(order.cost) * factor);
    }
  }

  void keep_within(std::int64_t room, std::vector<Order>& orders) const {
    const std::int64_t planned = cost_of(orders);
    if (planned <= room || plan_.when_short == WhenShort::go_on) return;
    if (plan_.when_short == WhenShort::stop) room = 0;
    for (Order& order : orders) {
      order.amount *= static_cast<double>(room) / static_cast<double>(planned);
      // Rounded down: a unit more than there is would be ruin.
      order.cost = static_cast<std::int64_t>(std::floor(static_cast<long double>(order.cost) * room / planned));
    }
  }

  void buy(const Order& order) {
    const std::size_t c = order.planned->channel;
    const bool pays_by_customer = business_.channels[c].per_customer;
    const bool wins_customers = order.planned->by == PlannedBy::customers || (order.planned->by == PlannedBy::spend && pays_by_customer);
    const int people = whole(c, people_for(order));
    const int customers = wins_customers ? people : count_buyers(c, people, order.planned->delay);
    if (wins_customers)
      for (int i = 0; i < people; ++i) live_customer(c, segment_of_customer(c), order.planned->delay);

    // Leads whose buyers are paid for cost what it turns out, everything else what was planned.
    const bool pays_buyers = order.planned->by == PlannedBy::leads && pays_by_customer;
    const std::int64_t bill = pays_buyers ? to_units(customers * cost_of_one(c)) : order.cost;
    customers_ += customers;
    outcome_.customers[c] += customers;
    outcome_.leads[c] += wins_customers ? people / world_.market(month_).conversion(c) : people;
    outcome_.outlay[c] += currency(bill);
    owe(c, bill);
  }

  double people_for(const Order& order) const {
    if (order.planned->by != PlannedBy::spend || order.amount == 0) return order.amount;
    const std::size_t c = order.planned->channel;
    const auto& response = business_.channels[c].response;
    if (response) return world_.brought_by(*response, order.amount / by_calendar(c, "acquisition_cost"));
    if (!(cost_of_one(c) > 0)) throw std::runtime_error("reference: money buys any number of what costs nothing");
    return order.amount / cost_of_one(c);
  }

  /// Part of a person waits until there is a whole one.
  int whole(std::size_t channel, double people) {
    double& carried = carried_over_[channel];
    const int result = static_cast<int>(std::floor(carried + people + kSame));
    carried = carried + people - result;
    return result;
  }

  /// Of leads bought, some become customers.
  int count_buyers(std::size_t channel, int leads, const Quantity& delay) {
    int buyers = 0;
    for (int i = 0; i < leads; ++i) {
      const std::size_t segment = segment_of_lead(channel);
      if (!boost::random::bernoulli_distribution<double>(world_.market(month_).conversion(channel, segment))(random_)) continue;
      live_customer(channel, segment, delay);
      ++buyers;
    }
    return buyers;
  }

  std::size_t segment_of_lead(std::size_t channel) {
    return pick_segment([&](std::size_t s) { return world_.market(month_).segment_among_leads(channel, s); });
  }
  std::size_t segment_of_customer(std::size_t channel) {
    return pick_segment([&](std::size_t s) { return world_.market(month_).segment_among_customers(channel, s); });
  }
  template <typename Share>
  std::size_t pick_segment(Share share_of) {
    std::vector<double> shares;
    for (std::size_t s = 0; s < business_.segments.size(); ++s) shares.push_back(share_of(s));
    return boost::random::discrete_distribution<std::size_t>(shares.begin(), shares.end())(random_);
  }

  /// A bill is paid as the first month begins that begins late enough.
  void owe(std::size_t channel, std::int64_t bill) {
    const double due = month_ - 1 + step_months_ * world_.value(plan_.acquisition_paid_after);
    const int month = static_cast<int>(std::ceil(due - kSame)) + 1;
    if (month <= plan_.months) channel_cash_[channel][month] -= bill;
    if (bill > 0) channel_bills_[channel].insert(month);
    if (month == month_)
      pay(bill);
    else if (bill != 0)
      bills_[month] += bill;
  }

  // Customers.

  /// A whole life, into the months to come.
  void live_customer(std::size_t channel, std::size_t segment, const Quantity& delay) {
    const double birth = month_ - 1 + step_months_ * world_.value(delay);
    const double share = world_.share_of_first_sale(channel, segment, month_of_first_sale(birth));
    if (share > 0) channel_bills_[channel].insert(month_of_first_sale(birth));
    flows_.assign(1, {0, -share});
    const Lives lives = reference::live(business_, world_, channel, segment, random_, &flows_, birth);
    note_active(birth, lives.with.until);
    for (const Flow& flow : flows_) receive(flow, birth, channel);
    outcome_.first_sale_shares += share;
  }

  /// From the end of the month of the first sale on, until the month in which the last may have come; lives are followed to their horizon.
  void note_active(double birth, double until) {
    const int gone = month_of(std::min(until, business_.lifetime + 1.0), birth);
    for (int month = month_of_first_sale(birth); month < gone && month <= plan_.months; ++month) ++outcome_.active[month - 1];
  }

  void receive(const Flow& flow, double birth, std::size_t channel) {
    const std::int64_t units = to_units(flow.money);
    const std::int64_t worth = to_units(flow.money * world_.discount(birth / step_months_ + flow.time));
    const int month = month_of(flow.time, birth);
    const bool in_plan = month <= plan_.months;
    (in_plan ? brought_[month] : later_) += units;
    if (in_plan) channel_cash_[channel][month] += units;
    (in_plan ? present_ : present_later_) += worth;
    outcome_.contribution += currency(units);
  }

  /// What comes with the first sale belongs to the month that it may begin, anything else to a month that it may end.
  int month_of(double time, double birth) const {
    if (time <= kSame) return month_of_first_sale(birth);
    const double until = step_months_ * std::ceil(time - kSame);
    return static_cast<int>(std::ceil(birth + until - kSame));
  }

  // A month ends.

  void end_month() {
    cash_ += brought_[month_];
    if (is_limited_) pay_interest();
    if (is_beyond_credit()) ruin();
    note_depth();
    if (brought_[month_] < 0) note_outflow();
    outcome_.cash.push_back(currency(cash_));
    outcome_.operating.push_back(currency(cash_) + outcome_.interest);
  }

  void pay_interest() {
    const double a_month = std::pow(1 + world_.value(plan_.credit_interest), 1.0 / 12) - 1;
    const std::int64_t interest = to_units(currency(drawn_) * a_month);
    move(-interest, month_);
    outcome_.interest += currency(interest);
  }

  // Money.

  std::int64_t bank() const { return start_ + cash_; }
  bool is_beyond_credit() const { return is_limited_ && bank() < -credit_; }
  void ruin() { outcome_.ruined = outcome_.ruined.value_or(month_); }

  void pay(std::int64_t amount) {
    if (amount != 0) note_outflow();
    move(-amount, month_ - 1);
  }

  /// At so many months since the plan's first day.
  void move(std::int64_t units, double when) {
    cash_ += units;
    present_ += to_units(currency(units) * world_.discount(when / step_months_));
  }
  void move_later(std::int64_t units, double when) {
    later_ += units;
    present_later_ += to_units(currency(units) * world_.discount(when / step_months_));
  }

  void note_depth() {
    lowest_ = std::min(lowest_, bank());
    deepest_ = std::min(deepest_, cash_);
  }
  void note_outflow() { first_outflow_ = first_outflow_.value_or(month_); }

  /// Where nothing is paid there is nothing to get back.
  void find_break_even() {
    if (!first_outflow_) return;
    BreakEven even;
    for (int m = *first_outflow_; m <= plan_.months; ++m) even.end(m, outcome_.operating[m - 1] > -kSame);
    outcome_.break_even = even.first;
    outcome_.lasting_break_even = even.lasting;
  }

  void find_break_even(std::size_t channel) {
    BreakEven even;
    bool has_paid = false;
    std::int64_t balance = 0;
    for (int m = 1; m <= plan_.months; ++m) {
      balance += channel_cash_[channel][m];
      has_paid = has_paid || channel_bills_[channel].contains(m) || channel_cash_[channel][m] < 0;
      if (has_paid) even.end(m, balance >= 0);
    }
    outcome_.channel_profit.push_back(currency(balance));
    outcome_.channel_break_even.push_back(even.first);
    outcome_.channel_lasting_break_even.push_back(even.lasting);
  }

  const Business& business_;
  const Plan& plan_;
  const World& world_;
  Random& random_;
  double step_months_;
  bool is_limited_;
  std::int64_t start_, credit_;
  std::int64_t cash_ = 0, later_ = 0;             ///< that has moved by now; that moves after the plan
  std::int64_t present_ = 0, present_later_ = 0;  ///< worth of both on the first day
  std::int64_t lowest_ = std::numeric_limits<std::int64_t>::max(), deepest_ = 0;
  std::int64_t drawn_ = 0;                               ///< of credit, after this month's opening payments
  std::vector<std::int64_t> brought_;                    ///< by customers, by month
  std::map<int, std::int64_t> bills_;                    ///< by the month in which they are due
  std::vector<std::vector<std::int64_t>> channel_cash_;  ///< by channel and month: brought less paid
  std::vector<std::set<int>> channel_bills_;             ///< months in which one is paid
  std::vector<double> carried_over_;                     ///< by channel: less than a person
  std::vector<Flow> flows_;
  int month_ = 0;
  double customers_ = 0;  ///< won so far
  std::optional<int> first_outflow_;
  PlanOutcome outcome_;
};

}  // namespace

PlanOutcome live_plan(const Business& business, const World& world, Limits limits, Random& random) {
  return PlannedBusiness(business, world, limits, random).live();
}

}  // namespace valuescale::tests::reference

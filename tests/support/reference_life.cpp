#include "tests/support/reference_life.hpp"

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <stdexcept>

namespace valuescale::tests::reference {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
/// Times this close are the same time: k × (1/3) must be a step's end when k is 3, however it was added up.
constexpr double kSameTime = 1e-9;
constexpr double kMonthDays = 365.25 / 12;

double exponential(double rate, Random& random) {
  return rate > 0 ? boost::random::exponential_distribution<double>(rate)(random) : kNever;
}
/// Gamma of a shape and a rate.
double gamma(double shape, double rate, Random& random) { return boost::random::gamma_distribution<double>(shape, 1 / rate)(random); }
double beta(double a, double b, Random& random) { return boost::random::beta_distribution<double>(a, b)(random); }
bool happens(double probability, Random& random) {
  return boost::random::bernoulli_distribution<double>(std::min(1.0, probability))(random);
}

enum class What { offer_bought, step_bought, visit, monthly_cost, process_ended, month_begun };

struct Event {
  double time;
  int rank;             ///< at the same time: steps, visits, months, ends, the calendar
  std::uint64_t order;  ///< then in the order they were foreseen in
  What what;
  std::string name;
  Stage stage;
  double given_back = 0;
  int version = 0;  ///< of the process it belongs to: what was foreseen before a change does not happen
  bool operator<(const Event& other) const {
    if (time != other.time) return time > other.time;
    return rank != other.rank ? rank > other.rank : order > other.order;
  }
};

class Customer {
 public:
  /// Times are since the first sale of the customer who was bought, into whose `account` all cash goes.
  Customer(const Business& business, const World& world, const Kind& kind, double first_sale, double birth, int generation, Lives& account,
           std::vector<Flow>* flows, Random& random)
      : business_(business),
        world_(world),
        random_(random),
        kind_(kind),
        first_sale_(first_sale),
        birth_(birth),
        generation_(generation),
        account_(account),
        flows_(flows) {}

  void live(const std::string& offer) {
    offer_ = offer;
    kind_.month = month_of_birth(birth_);
    foresee_next_month();
    foresee({birth_, 0, 0, What::offer_bought, offer, Stage::offer});
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      if (is_here_ && is_still_foreseen(event)) happen(event);
    }
    bool is_active = waits_beyond_;
    for (const auto& [name, process] : processes_)
      if (process.alive && sells(business_.repeats.at(name)) && after_horizon(process.end)) is_active = true;
    double until = waits_until_;
    for (const auto& [name, process] : processes_)
      if (sells(business_.repeats.at(name))) until = std::max(until, process.end);
    account_.with.until = std::max(account_.with.until, std::min(until, dropped_));
    if (!is_here_) return;
    if (is_active || lead_waits_beyond_) account_.with.active = true;
    if (is_active && generation_ == 0) account_.without.active = true;
  }

 private:
  /// A repeat process that has begun, and what is this customer's own in it.
  struct Process {
    bool alive = false;
    int version = 0;
    double begin = 0, last = 0;
    double rate = 0, churn = 0, leaves = 0;  ///< before anything is multiplied
    double left = 0, since = 0;              ///< of a renewal's gap, at a pace of 1, and when so much was left
    double end = kNever;                     ///< as far as it is known
    int ticks = 0;                           ///< of a lattice, that have passed
    std::vector<double> visits;              ///< of models that are lived in one go
  };

  /// For a purchase, and who the customer was then.
  struct Paid {
    double price;
    Kind kind;
  };

  const Terms& terms() const { return world_.terms(kind_); }
  bool after_horizon(double time) const { return time > business_.lifetime + kSameTime; }
  static bool sells(const Repeat& repeat) {
    return repeat.model != "schedule" && repeat.stage != Stage::service && repeat.stage != Stage::policy;
  }

  /// What lies beyond the horizon never happens.
  void foresee(Event event) {
    event.order = order_++;
    if (!after_horizon(event.time)) events_.push(event);
  }

  bool is_still_foreseen(const Event& event) {
    if (event.what == What::offer_bought || event.what == What::step_bought || event.what == What::month_begun) return true;
    const Process& process = processes_.at(event.name);
    if (event.what == What::monthly_cost)
      return process.alive && event.version == runs_.at(event.name) && event.time < process.end - kSameTime;
    return process.alive && event.version == process.version;
  }

  void happen(const Event& event) {
    switch (event.what) {
      case What::offer_bought:
        earn(terms().offers.at(event.name), event);
        follow(event, true, Stage::ladder);
        start_repeats(event, true);
        refer(event, true, true);
        break;
      case What::step_bought:
        earn(terms().steps.at(event.name).sale, event);
        give_back(event);
        befall(business_.steps.at(event.name), event);
        follow(event, false, event.stage);
        start_repeats(event, false);
        refer(event, false, false);
        break;
      case What::visit: visit(event); break;
      case What::monthly_cost:
        deposit(-draw_amount(terms().repeats.at(event.name).cost_per_month), event);
        foresee_month(event.name, event.time);
        break;
      case What::process_ended:
        processes_.at(event.name).alive = false;
        ended(event.name, event.time);
        break;
      case What::month_begun:
        Kind now = kind_;
        ++now.month;
        become(now, event.time);
        foresee_next_month();
        break;
    }
  }

  // The calendar, where there is one.

  /// Whom a customer brings as a month ends comes in that month, as all that a customer brings.
  int month_of_birth(double birth) const {
    if (world_.calendar().is_empty()) return 0;
    if (birth <= kSameTime) return month_of_first_sale(first_sale_);
    return static_cast<int>(std::ceil(first_sale_ + birth * business_.step_days / kMonthDays - kSameTime));
  }

  /// What happens as a month ends still belongs to it: the next begins just after.
  void foresee_next_month() {
    if (kind_.month == 0) return;
    const double end = (kind_.month - first_sale_) * kMonthDays / business_.step_days;
    foresee({end + kSameTime, 0, 0, What::month_begun, {}, Stage::offer});
  }

  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void follow(const Event& event, bool is_visit, Stage stage) {
    const Paid paid = last_paid_.at(event.name);
    for (const std::string& name : business_.steps_in_order) {
      const Step& step = business_.steps.at(name);
      if ((is_visit && step.after_every_visit) || contains(step.after, event.name)) ask(name, event.time, stage, &paid);
    }
  }

  template <typename Asked>
  bool meets(const Asked& step, double time) const {
    for (const auto& [what, names] : step.among) {
      std::string now;
      if (what == "segment") now = business_.segments[kind_.segment].name;
      if (what == "channel") now = business_.channels[kind_.channel].name;
      for (std::size_t i = 0; i < business_.states.size(); ++i)
        if (business_.states[i].name == what) now = business_.states[i].levels[kind_.levels[i]].name;
      if (!contains(names, now)) return false;
    }
    for (const Bound& bound : step.bounds) {
      const bool of_time = bound.of == "tenure";
      const double now = of_time ? time - birth_ : bound.of == "earned" ? static_cast<double>(earned_) / kUnits : purchases_;
      const double slack = of_time ? kSameTime : 1e-7, apart = now - bound.number;
      if (bound.sign == ">=" && apart < -slack) return false;
      if (bound.sign == ">" && apart <= slack) return false;
      if (bound.sign == "<=" && apart > slack) return false;
      if (bound.sign == "<" && apart >= -slack) return false;
    }
    return true;
  }

  /// The customer says yes or no at once; the purchase may come later. `followed`: what was paid for what it follows, if anything was bought.
  void ask(const std::string& name, double time, Stage inherited, const Paid* followed = nullptr) {
    const Step& step = business_.steps.at(name);
    if (!is_here_ || !meets(step, time)) return;
    const StepTerms& on = terms().steps.at(name);
    const Stage stage = step.stage.value_or(inherited);
    deposit(-draw_amount(on.contact_cost), {time, 0, 0, What::step_bought, name, stage});
    if (happens(on.take, random_)) {
      Event bought{time + draw_amount(on.delay), 0, 0, What::step_bought, name, stage};
      if (step.gives_back) bought.given_back = followed->price * world_.terms(followed->kind).steps.at(name).refund;
      if (bought.time > time) waits_until_ = std::max(waits_until_, bought.time);
      if (after_horizon(bought.time)) waits_beyond_ = true;
      // Without a delay it happens here and now, before anything else that is to happen now.
      if (bought.time == time)
        happen(bought);
      else
        foresee(bought);
      return;
    }
    for (const std::string& other : business_.steps_in_order) {
      if (contains(business_.steps.at(other).after_declined, name)) ask(other, time, stage);
    }
  }

  /// Of the price that was paid for what the step follows, on the terms of then; a delayed one may come after a later purchase of the same.
  void give_back(const Event& event) {
    if (business_.steps.at(event.name).gives_back) deposit(-event.given_back, event);
  }

  void befall(const Step& step, const Event& event) {
    if (contains(step.ends, "everything")) {
      is_here_ = false;
      dropped_ = event.time;
      return;
    }
    Kind now = kind_;
    for (const auto& [what, name] : step.sets) {
      if (what == "segment")
        for (std::size_t i = 0; i < business_.segments.size(); ++i)
          if (business_.segments[i].name == name) now.segment = i;
      for (std::size_t i = 0; i < business_.states.size(); ++i) {
        if (business_.states[i].name != what) continue;
        for (std::size_t l = 0; l < business_.states[i].levels.size(); ++l)
          if (business_.states[i].levels[l].name == name) now.levels[i] = l;
      }
    }
    if (now != kind_) become(now, event.time);
    for (const std::string& name : step.ends) {
      const auto found = processes_.find(name);
      if (found == processes_.end() || !found->second.alive || found->second.end <= event.time) continue;
      found->second.alive = false;
      found->second.end = event.time;
      ++found->second.version;
      ended(name, event.time);
    }
  }

  /// What is under way goes on at the new pace.
  void become(const Kind& kind, double time) {
    const Terms& before = terms();
    kind_ = kind;
    for (auto& [name, process] : processes_)
      if (process.alive && process.end > time) go_on(name, time, before.repeats.at(name), true);
  }

  void ended(const std::string& name, double time) {
    for (const std::string& other : business_.steps_in_order) {
      if (contains(business_.steps.at(other).after_end, name)) ask(other, time, business_.repeats.at(name).stage);
    }
  }

  void start_repeats(const Event& event, bool by_offer) {
    for (const auto& [name, repeat] : business_.repeats) {
      if (is_here_ && (repeat.after.empty() ? by_offer : contains(repeat.after, event.name))) start(name, repeat, event.time);
    }
  }

  void start(const std::string& name, const Repeat& repeat, double begin) {
    Process& process = processes_[name];
    if (process.alive && process.end > begin) return;
    const int version = process.version + 1;
    process = {};
    process.version = version;
    process.alive = true;
    process.begin = process.last = begin;
    ++runs_[name];
    const RepeatTerms& on = terms().repeats.at(name);
    const auto& p = on.parameters;
    if (repeat.model == "poisson") process.rate = p.at("rate"), process.churn = p.at("churn");
    if (repeat.model == "nbd") process.rate = gamma(p.at("r"), p.at("alpha"), random_), process.churn = p.at("churn");
    if (repeat.model == "pareto-nbd")
      process.rate = gamma(p.at("r"), p.at("alpha"), random_), process.churn = gamma(p.at("s"), p.at("beta"), random_);
    if (repeat.model == "bg-nbd")
      process.rate = gamma(p.at("r"), p.at("alpha"), random_), process.leaves = beta(p.at("a"), p.at("b"), random_);
    if (repeat.model == "beta-geometric") process.leaves = beta(p.at("alpha"), p.at("beta"), random_);
    if (repeat.model == "gamma-gompertz") process.end = buy_until_end_of_life(on, begin, process.visits);
    if (repeat.model == "bg-bb") process.end = give_on_occasions(repeat, on, begin, process.visits);
    const Amount& cost = on.cost_per_month;
    if (cost.role != Role::world || cost.law.a != 0 || !business_.states.empty())
      foresee({begin, 2, 0, What::monthly_cost, name, repeat.stage, 0, runs_[name]});
    if (is_lived_in_one_go(repeat)) {
      for (const double time : process.visits) foresee({time, 1, 0, What::visit, name, repeat.stage, 0, process.version});
      if (!after_horizon(process.end)) foresee({process.end, 3, 0, What::process_ended, name, repeat.stage, 0, process.version});
    } else if (starts_with_a_visit(repeat)) {
      foresee({begin, 1, 0, What::visit, name, repeat.stage, 0, process.version});
    } else {
      go_on(name, begin, on, false);
    }
  }

  static bool is_lived_in_one_go(const Repeat& repeat) { return repeat.model == "gamma-gompertz" || repeat.model == "bg-bb"; }
  static bool starts_with_a_visit(const Repeat& repeat) { return repeat.model == "subscription" || repeat.model == "beta-geometric"; }

  void visit(const Event& event) {
    const Repeat& repeat = business_.repeats.at(event.name);
    Process& process = processes_.at(event.name);
    const RepeatTerms& on = terms().repeats.at(event.name);
    if (is_lived_in_one_go(repeat)) return buy(event);
    const bool is_tick = repeat.model == "geometric" || repeat.model == "schedule" || starts_with_a_visit(repeat);
    // Now, and not before, is it decided whether the customer comes.
    bool comes = true;
    if (repeat.model == "renewal") comes = happens(std::pow(on.parameters.at("keep"), on.churn_factor), random_);
    if (is_tick && event.time > process.begin + kSameTime) {
      double stays = 1;
      if (repeat.model == "geometric") stays = on.parameters.at("return");
      if (repeat.model == "subscription") stays = 1 - on.parameters.at("churn");
      if (repeat.model == "beta-geometric") stays = 1 - process.leaves;
      comes = happens(std::pow(stays, on.churn_factor), random_);
      ++process.ticks;
      if (repeat.model == "schedule" && process.ticks > on.parameters.at("times") + 0.5) comes = false;
    }
    if (!comes) {
      end(event.name, event.time);
      return;
    }
    process.last = event.time;
    const bool leaves = (repeat.model == "bg-nbd" && happens(1 - std::pow(1 - process.leaves, on.churn_factor), random_)) ||
                        (repeat.model == "schedule" && process.ticks + 1 > on.parameters.at("times") + 0.5);
    if (leaves) process.end = event.time;
    const int run = runs_.at(event.name);
    buy(event);
    if (leaves) {
      if (process.alive) end(event.name, event.time);
    } else if (is_here_ && process.alive && runs_.at(event.name) == run) {
      go_on(event.name, event.time, terms().repeats.at(event.name), false);
    }
  }

  void buy(const Event& event) {
    const Repeat& repeat = business_.repeats.at(event.name);
    if (sells(repeat)) ++purchases_;
    earn(terms().repeats.at(event.name).sale, event);
    follow(event, true, repeat.stage);
    refer(event, true, false);
  }

  /// Brings leads, who live their lives at once: nobody here waits for them.
  void refer(const Event& event, bool is_visit, bool is_offer) {
    for (const auto& [name, referral] : business_.referrals) {
      const bool follows = (is_offer && referral.after.empty() && !referral.after_every_visit) ||
                           (is_visit && referral.after_every_visit) || contains(referral.after, event.name);
      if (!follows || !is_here_ || !meets(referral, event.time)) continue;
      if (referral.generations > 0 && generation_ >= referral.generations) continue;
      const ReferralTerms& on = terms().referrals.at(name);
      const int leads = on.leads > 0 ? boost::random::poisson_distribution<int>(on.leads)(random_) : 0;
      for (int i = 0; i < leads; ++i) {
        if (!happens(on.take, random_)) continue;
        const double birth = event.time + draw_amount(on.delay);
        waits_until_ = std::max(waits_until_, birth);
        if (after_horizon(birth)) {
          lead_waits_beyond_ = true;
          continue;
        }
        Kind then = kind_;
        then.month = month_of_birth(birth);
        const Amount& reward = world_.terms(then).referrals.at(name).reward;
        deposit(-draw_amount(reward), {birth, 0, 0, What::step_bought, name, Stage::referral});
        Kind kind{kind_.channel, kind_.segment, std::vector<std::size_t>(kind_.levels.size())};
        if (!referral.mix.empty())
          kind.segment = boost::random::discrete_distribution<std::size_t>(referral.mix.begin(), referral.mix.end())(random_);
        ++account_.children[kind.segment];
        if (generation_ == 0) ++account_.direct_children;
        Customer(business_, world_, kind, first_sale_, birth, generation_ + 1, account_, flows_, random_)
            .live(referral.offer.value_or(offer_));
      }
    }
  }

  /// Ends at this time, which may be to come: others may have something to do at the same time.
  void end(const std::string& name, double time) {
    Process& process = processes_.at(name);
    process.end = time;
    ++process.version;
    foresee({time, 3, 0, What::process_ended, name, business_.repeats.at(name).stage, 0, process.version});
  }

  /// Foresees the next visit, and the end, on the terms that hold from now on. Waits without memory begin anew when the terms change.
  void go_on(const std::string& name, double now, const RepeatTerms& before, bool has_changed) {
    const Repeat& repeat = business_.repeats.at(name);
    Process& process = processes_.at(name);
    const RepeatTerms& on = terms().repeats.at(name);
    if (is_lived_in_one_go(repeat)) return;
    if (repeat.model == "poisson" || repeat.model == "pareto-nbd" || repeat.model == "nbd" || repeat.model == "bg-nbd") {
      if (repeat.model == "poisson") process.rate = on.parameters.at("rate");
      if (repeat.model == "poisson" || repeat.model == "nbd") process.churn = on.parameters.at("churn");
      ++process.version;
      foresee({now + exponential(process.rate * on.rate_factor, random_), 1, 0, What::visit, name, repeat.stage, 0, process.version});
      if (repeat.model == "bg-nbd") return;
      process.end = now + exponential(process.churn * on.churn_factor, random_);
      foresee({process.end, 3, 0, What::process_ended, name, repeat.stage, 0, process.version});
    } else if (repeat.model == "renewal") {
      // At a pace of 0 it waits with what is left.
      process.left = has_changed ? process.left - (now - process.since) * before.rate_factor : draw_amount(on.gap);
      process.since = now;
      ++process.version;
      foresee(
          {on.rate_factor > 0 ? now + process.left / on.rate_factor : kNever, 1, 0, What::visit, name, repeat.stage, 0, process.version});
    } else if (!has_changed) {
      ++process.version;
      const int rank = repeat.model == "schedule" ? 4 : 1;
      foresee({process.begin + (process.ticks + 1) * repeat.every, rank, 0, What::visit, name, repeat.stage, 0, process.version});
    }
  }

  void foresee_month(const std::string& name, double now) {
    const double month = kMonthDays / business_.step_days, begin = processes_.at(name).begin;
    const double number = std::round((now - begin) / month) + 1;
    foresee({begin + number * month, 2, 0, What::monthly_cost, name, business_.repeats.at(name).stage, 0, runs_.at(name)});
  }

  /// All visits up to the horizon of somebody whose hazard of leaving grows with age.
  double buy_until_end_of_life(const RepeatTerms& on, double begin, std::vector<double>& visits) {
    const auto& p = on.parameters;
    const double rate = on.rate_factor * gamma(p.at("r"), p.at("alpha"), random_);
    const double churn = on.churn_factor * gamma(p.at("s"), p.at("beta"), random_);
    // The hazard adds up to churn × (e^(b × age) − 1).
    const double end = begin + std::log1p(exponential(churn, random_)) / p.at("b");
    for (double time = begin + exponential(rate, random_); time < end && !after_horizon(time); time += exponential(rate, random_)) {
      visits.push_back(time);
    }
    return end;
  }

  double give_on_occasions(const Repeat& repeat, const RepeatTerms& on, double begin, std::vector<double>& visits) {
    const auto& p = on.parameters;
    const double gives = beta(p.at("alpha"), p.at("beta"), random_);
    const double stays = std::pow(1 - beta(p.at("gamma"), p.at("delta"), random_), on.churn_factor);
    for (int k = 1;; ++k) {
      const double time = begin + k * repeat.every;
      if (after_horizon(time)) return kNever;
      if (!happens(stays, random_)) return time;
      if (happens(gives, random_)) visits.push_back(time);
    }
  }

  double draw_amount(const Amount& amount) {
    if (amount.role == Role::event) return amount.factor * draw(amount.law, random_);
    if (amount.role == Role::world) return amount.factor * amount.law.a;
    const auto [found, first] = own_values_.try_emplace(amount.id, 0);
    if (first) found->second = draw(amount.law, random_);
    return amount.factor * found->second;
  }

  double draw_spend(const std::string& name) {
    const SpendTerms& spend = terms().spends.at(name);
    if (!spend.gamma_gamma) return draw_amount(spend.law);
    const auto [found, first] = own_nu_.try_emplace(name, 0);
    if (first) found->second = gamma(spend.q, spend.gamma, random_);
    return gamma(spend.p, found->second, random_);
  }

  void earn(const SaleTerms& sale, const Event& event) {
    const double paid = sale.shared_spend ? sale.spend_factor * draw_spend(*sale.shared_spend) : draw_amount(sale.amount);
    last_paid_[event.name] = {paid, kind_};
    const double cost = draw_amount(sale.unit_cost);
    if (!sale.is_paid_apart) {
      deposit(paid * sale.margin - cost, event);
      return;
    }
    // The goods are gone at once; the price comes later, or never.
    deposit(-paid * (1 - sale.margin) - cost, event);
    if (!happens(sale.paid, random_)) return;
    Event payment = event;
    payment.time += draw_amount(sale.paid_after);
    if (payment.time > event.time) waits_until_ = std::max(waits_until_, payment.time);
    if (after_horizon(payment.time))
      waits_beyond_ = true;
    else
      deposit(paid, payment);
  }

  void deposit(double money, const Event& event) {
    const Stage stage = generation_ > 0 ? Stage::referral : event.stage;
    earned_ += to_units(money);
    if (flows_) flows_->push_back({event.time, money});
    deposit(money, event.time, stage, account_.with);
    if (stage != Stage::referral) deposit(money, event.time, stage, account_.without);
  }

  void deposit(double money, double time, Stage stage, Life& life) const {
    const std::int64_t units = to_units(money);
    const int step = static_cast<int>(std::ceil(time - kSameTime));
    life.cash[std::clamp(step, 0, business_.lifetime)] += units;
    life.contribution += units;
    life.discounted += to_units(money * world_.discount(time));
    life.by_stage[static_cast<std::size_t>(stage)] += units;
    if (stage != Stage::offer && time == 0) life.at_first_sale += units;
  }

  const Business& business_;
  const World& world_;
  Random& random_;
  Kind kind_;
  double first_sale_;  ///< of the bought customer: months since the plan's first day
  double birth_;
  int generation_;
  std::string offer_;
  Lives& account_;
  std::vector<Flow>* flows_;
  std::int64_t earned_ = 0;
  bool is_here_ = true, waits_beyond_ = false, lead_waits_beyond_ = false;
  double waits_until_ = 0, dropped_ = kNever;  ///< for what is on its way; when nothing is any more
  double purchases_ = 0;
  std::map<std::string, Process> processes_;
  std::map<std::string, int> runs_;
  std::map<std::string, Paid> last_paid_;
  std::priority_queue<Event> events_;
  std::uint64_t order_ = 0;
  std::map<std::size_t, double> own_values_;
  std::map<std::string, double> own_nu_;
};

}  // namespace

std::int64_t to_units(double money) {
  const double scaled = money * kUnits, below = std::floor(scaled), over = scaled - below;
  const auto floor = static_cast<std::int64_t>(below);
  if (over != 0.5) return over > 0.5 ? floor + 1 : floor;
  return floor % 2 == 0 ? floor : floor + 1;
}

int month_of_first_sale(double when) { return static_cast<int>(std::floor(when + kSameTime)) + 1; }

Lives live(const Business& business, const World& world, std::size_t channel, std::size_t segment, Random& random, std::vector<Flow>* flows,
           double first_sale) {
  Lives account;
  for (Life* life : {&account.with, &account.without}) life->cash.assign(business.lifetime + 1, 0);
  account.children.resize(business.segments.size());
  Customer(business, world, {channel, segment, std::vector<std::size_t>(business.states.size())}, first_sale, 0, 0, account, flows, random)
      .live(business.channels[channel].offer);
  return account;
}

}  // namespace valuescale::tests::reference

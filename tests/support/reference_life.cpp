#include "tests/support/reference_life.hpp"

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>

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

enum class Stage { offer, ladder, repeat };
enum class What { offer_bought, step_bought, visit, monthly_cost };

struct Event {
  double time;
  std::uint64_t order;  ///< events of the same time happen in the order they were foreseen in
  What what;
  std::string name;
  Stage stage;
  bool operator<(const Event& other) const { return time != other.time ? time > other.time : order > other.order; }
};

class Customer {
 public:
  Customer(const Business& business, const World& world, const Terms& terms, const std::string& offer, Random& random)
      : business_(business), world_(world), terms_(terms), offer_(offer), random_(random) {
    life_.cash.assign(business.lifetime + 1, 0);
  }

  Life live() {
    foresee(0, What::offer_bought, offer_, Stage::offer);
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      happen(event);
    }
    return life_;
  }

 private:
  bool after_horizon(double time) const { return time > business_.lifetime + kSameTime; }

  /// What lies beyond the horizon never happens; it only leaves the customer active.
  void foresee(double time, What what, const std::string& name, Stage stage) {
    if (after_horizon(time)) {
      life_.active = true;
    } else {
      events_.push({time, order_++, what, name, stage});
    }
  }

  void happen(const Event& event) {
    switch (event.what) {
      case What::offer_bought:
        earn(terms_.offer.sale, event);
        for (const auto& [name, step] : business_.steps) {
          if (step.after_every_visit || contains(step.after, event.name)) ask(name, event.time, Stage::ladder);
        }
        start_repeats(event, true);
        break;
      case What::step_bought:
        earn(terms_.steps.at(event.name).sale, event);
        for (const auto& [name, step] : business_.steps) {
          if (contains(step.after, event.name)) ask(name, event.time, event.stage);
        }
        start_repeats(event, false);
        break;
      case What::visit:
        earn(terms_.repeats.at(event.name).sale, event);
        for (const auto& [name, step] : business_.steps) {
          if (step.after_every_visit || contains(step.after, event.name)) ask(name, event.time, Stage::repeat);
        }
        break;
      case What::monthly_cost: deposit(-draw_amount(terms_.repeats.at(event.name).cost_per_month), event); break;
    }
  }

  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  /// The customer says yes or no at once; the purchase may come later.
  void ask(const std::string& name, double time, Stage stage) {
    const StepTerms& step = terms_.steps.at(name);
    if (happens(step.take, random_)) {
      foresee(time + draw_amount(step.delay), What::step_bought, name, stage);
      return;
    }
    for (const auto& [other, next] : business_.steps) {
      if (contains(next.after_declined, name)) ask(other, time, stage);
    }
  }

  void start_repeats(const Event& event, bool by_offer) {
    for (const auto& [name, repeat] : business_.repeats) {
      if (repeat.after.empty() ? by_offer : contains(repeat.after, event.name)) start(name, repeat, event.time);
    }
  }

  /// All visits of the process up to the horizon, then what is paid each month until it ends.
  void start(const std::string& name, const Repeat& repeat, double begin) {
    const RepeatTerms& terms = terms_.repeats.at(name);
    std::vector<double> visits;
    double end = kNever;
    if (repeat.model == "poisson" || repeat.model == "pareto-nbd" || repeat.model == "gamma-gompertz") {
      end = buy_until_end_of_life(repeat, terms, begin, visits);
    } else if (repeat.model == "bg-nbd") {
      end = buy_until_fed_up(terms, begin, visits);
    } else if (repeat.model == "renewal") {
      end = need_until_lost(terms, begin, visits);
    } else if (repeat.model == "bg-bb") {
      end = give_on_occasions(repeat, terms, begin, visits);
    } else {
      end = return_each_interval(repeat, terms, begin, visits);
    }
    for (const double time : visits) foresee(time, What::visit, name, Stage::repeat);
    if (after_horizon(end)) life_.active = true;
    const double month = kMonthDays / business_.step_days;
    const Amount& cost = terms.cost_per_month;
    if (cost.role == Role::world && cost.law.a == 0) return;
    for (int k = 0; begin + k * month < end - kSameTime && !after_horizon(begin + k * month); ++k) {
      foresee(begin + k * month, What::monthly_cost, name, Stage::repeat);
    }
  }

  double buy_until_end_of_life(const Repeat& repeat, const RepeatTerms& terms, double begin, std::vector<double>& visits) {
    const auto& p = terms.parameters;
    const bool differ = repeat.model != "poisson", ages = repeat.model == "gamma-gompertz";
    const double rate = terms.rate_factor * (differ ? gamma(p.at("r"), p.at("alpha"), random_) : p.at("rate"));
    const double churn = terms.churn_factor * (differ ? gamma(p.at("s"), p.at("beta"), random_) : p.at("churn"));
    // The hazard adds up to churn × age, or to churn × (e^(b × age) − 1).
    const double sum_of_hazard = exponential(churn, random_);
    const double end = begin + (ages ? std::log1p(sum_of_hazard) / p.at("b") : sum_of_hazard);
    for (double time = begin + exponential(rate, random_); time < end && !after_horizon(time); time += exponential(rate, random_)) {
      visits.push_back(time);
    }
    return end;
  }

  double buy_until_fed_up(const RepeatTerms& terms, double begin, std::vector<double>& visits) {
    const auto& p = terms.parameters;
    const double rate = terms.rate_factor * gamma(p.at("r"), p.at("alpha"), random_);
    const double leaves = 1 - std::pow(1 - beta(p.at("a"), p.at("b"), random_), terms.churn_factor);
    for (double time = begin + exponential(rate, random_); !after_horizon(time); time += exponential(rate, random_)) {
      visits.push_back(time);
      if (happens(leaves, random_)) return time;
    }
    return kNever;
  }

  double need_until_lost(const RepeatTerms& terms, double begin, std::vector<double>& visits) {
    const double keep = std::pow(terms.parameters.at("keep"), terms.churn_factor);
    for (double time = begin;;) {
      time += draw_amount(terms.gap) / terms.rate_factor;
      if (after_horizon(time)) return kNever;
      if (!happens(keep, random_)) return time;
      visits.push_back(time);
    }
  }

  double give_on_occasions(const Repeat& repeat, const RepeatTerms& terms, double begin, std::vector<double>& visits) {
    const auto& p = terms.parameters;
    const double gives = beta(p.at("alpha"), p.at("beta"), random_);
    const double stays = std::pow(1 - beta(p.at("gamma"), p.at("delta"), random_), terms.churn_factor);
    for (int k = 1;; ++k) {
      const double time = begin + k * repeat.every;
      if (after_horizon(time)) return kNever;
      if (!happens(stays, random_)) return time;
      if (happens(gives, random_)) visits.push_back(time);
    }
  }

  double return_each_interval(const Repeat& repeat, const RepeatTerms& terms, double begin, std::vector<double>& visits) {
    const auto& p = terms.parameters;
    double stays = p.at("return");
    if (repeat.model == "subscription") stays = 1 - p.at("churn");
    if (repeat.model == "beta-geometric") stays = 1 - beta(p.at("alpha"), p.at("beta"), random_);
    stays = std::pow(stays, terms.churn_factor);
    if (repeat.model != "geometric") visits.push_back(begin);
    for (int k = 1;; ++k) {
      const double time = begin + k * repeat.every;
      if (after_horizon(time)) return kNever;
      if (!happens(stays, random_)) return time;
      visits.push_back(time);
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
    const SpendTerms& spend = terms_.spends.at(name);
    if (!spend.gamma_gamma) return draw_amount(spend.law);
    const auto [found, first] = own_nu_.try_emplace(name, 0);
    if (first) found->second = gamma(spend.q, spend.gamma, random_);
    return gamma(spend.p, found->second, random_);
  }

  void earn(const SaleTerms& sale, const Event& event) {
    const double paid = sale.shared_spend ? sale.spend_factor * draw_spend(*sale.shared_spend) : draw_amount(sale.amount);
    deposit(paid * sale.margin - draw_amount(sale.unit_cost), event);
  }

  void deposit(double money, const Event& event) {
    const std::int64_t units = to_units(money);
    const int step = static_cast<int>(std::ceil(event.time - kSameTime));
    life_.cash[std::clamp(step, 0, business_.lifetime)] += units;
    life_.contribution += units;
    life_.discounted += to_units(money * world_.discount(event.time));
    (event.stage == Stage::offer ? life_.offer : event.stage == Stage::ladder ? life_.ladder : life_.repeat) += units;
    if (event.stage != Stage::offer && event.time == 0) life_.at_first_sale += units;
  }

  const Business& business_;
  const World& world_;
  const Terms& terms_;
  const std::string offer_;
  Random& random_;
  Life life_;
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

Life live(const Business& business, const World& world, const Terms& terms, const std::string& offer, Random& random) {
  return Customer(business, world, terms, offer, random).live();
}

}  // namespace valuescale::tests::reference

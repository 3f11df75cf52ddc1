#include "tests/support/reference_calendar.hpp"

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>

namespace valuescale::tests::reference {

namespace {

constexpr double kSameTime = 1e-9;

double in_world(const Quantity& assumption, const std::vector<Law>& laws) { return laws[assumption.id].a * assumption.steps; }

/// The spells of one shock.
class Strikes {
 public:
  Strikes(const Business& business, const std::vector<Law>& laws, const Shock& shock, Random& random)
      : months_(business.plan->months), step_months_(business.step_days / days_in("month")), laws_(laws), shock_(shock), random_(random) {}

  std::vector<Spell> draw_all() {
    if (shock_.probability)
      strike_once();
    else
      strike_again_and_again();
    return spells_;
  }

 private:
  /// When and for how long it would is drawn whether it strikes or not: where it is likelier, it strikes in the same way.
  void strike_once() {
    boost::random::uniform_01<double> share;
    const double chance = share(random_), any_time = share(random_) * months_;
    const double start = shock_.start ? draw_months(*shock_.start) : any_time, duration = draw_months(shock_.duration);
    if (chance < in_world(*shock_.probability, laws_)) strike(start, duration);
  }

  /// The wait for the next begins when the last month of this one is over.
  void strike_again_and_again() {
    const double a_month = in_world(shock_.rate, laws_) / step_months_;
    if (!(a_month > 0)) return;
    boost::random::exponential_distribution<double> wait(a_month);
    for (double start = wait(random_); start < months_; start = spells_.back().after - 1 + wait(random_))
      strike(start, draw_months(shock_.duration));
  }

  /// From the month in which it starts, if that is one of the plan's, for the nearest number of months, at least one.
  void strike(double start, double duration) {
    const int first = static_cast<int>(std::floor(start + kSameTime)) + 1;
    const int length = std::max(1, static_cast<int>(std::floor(duration + 0.5 + kSameTime)));
    if (first <= months_) spells_.push_back({first, first + length});
  }

  double draw_months(const Quantity& time) { return draw(laws_[time.id], random_) * time.steps * step_months_; }

  int months_;
  double step_months_;
  const std::vector<Law>& laws_;
  const Shock& shock_;
  Random& random_;
  std::vector<Spell> spells_;
};

template <typename Factors>
double said_of(const Factors& factors, const std::string& path, double otherwise) {
  const auto found = factors.find(path);
  return found == factors.end() ? otherwise : found->second;
}

}  // namespace

Calendar::Calendar(const Business& business, const std::vector<Law>& laws, Random& shocks) {
  if (!business.plan) return;
  const Almanac& almanac = business.almanac;
  starts_in_ = almanac.starts_in;
  months_ = business.plan->months;
  for (const Season& season : almanac.seasons) {
    auto& factors = seasons_.emplace_back();
    for (const auto& [path, of_year] : season.factors)
      for (int month = 0; month < kMonthsOfYear; ++month) factors[path][month] = in_world(of_year[month], laws);
  }
  for (const Shock& shock : almanac.shocks) {
    // A generator of its own, so that a shock strikes alike whatever there is besides.
    Random own(shocks());
    Struck struck{Strikes(business, laws, shock, own).draw_all(), {}};
    for (const auto& [path, factor] : shock.factors) struck.factors[path] = in_world(factor, laws);
    shocks_.push_back(struck);
  }
  for (const Trend& trend : almanac.trends) {
    auto& growth = trends_.emplace_back();
    for (const auto& [path, a_month] : trend.growth) growth[path] = in_world(a_month, laws);
  }
}

double Calendar::factor(const std::string& path, int month) const {
  if (month == 0) return 1;
  double factor = 1;
  for (const auto& season : seasons_) {
    const auto found = season.find(path);
    if (found != season.end()) factor *= found->second[(starts_in_ + month - 1) % kMonthsOfYear];
  }
  for (const Struck& shock : shocks_) {
    const bool is_on = std::any_of(shock.spells.begin(), shock.spells.end(),
                                   [&](const Spell& spell) { return spell.first <= month && month < spell.after; });
    if (is_on) factor *= said_of(shock.factors, path, 1);
  }
  // After the plan a trend stays where it is.
  for (const auto& growth : trends_) factor *= std::pow(1 + said_of(growth, path, 0), std::min(month, months_) - 1);
  return factor;
}

}  // namespace valuescale::tests::reference

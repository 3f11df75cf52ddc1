#include "tests/coverage/business.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <vector>

namespace valuescale::coverage {

namespace {

using boost::math::beta_distribution;

constexpr double kReturn = 0.7, kSpend = 30, kLeadCost = 4, kConversion = 0.1;
constexpr double kLeft = kSpend / (1 - kReturn);  // mean of S where it is not 0
constexpr double kMeanSpent = kReturn * kLeft;
constexpr double kCash = 70;  // of the plan, for each of its customers
constexpr int kNodes = 400;

/// P(S ≤ x).
double spent_at_most(double x) { return x < 0 ? 0 : 1 - kReturn * std::exp(-x / kLeft); }

/// Equally likely values of a law.
std::vector<double> nodes_of(const beta_distribution<>& law, int count = kNodes) {
  std::vector<double> nodes;
  for (int i = 0; i < count; ++i) nodes.push_back(quantile(law, (i + 0.5) / count));
  return nodes;
}

double mean_over(const std::vector<double>& nodes, const std::function<double(double)>& of) {
  double sum = 0;
  for (const double node : nodes) sum += of(node);
  return sum / static_cast<double>(nodes.size());
}

/// Where an increasing function reaches a level.
double where(const std::function<double(double)>& increasing, double level, double low = -2000, double high = 4000) {
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (increasing(middle) < level ? low : high) = middle;
  }
  return high;
}

/// P(mean over a cohort of what is spent ≤ x), where it makes so many visits with these probabilities: their sum is gamma.
class CohortSpent {
 public:
  explicit CohortSpent(const std::vector<double>& probability_of_visits) {
    for (double x = 0; x <= kLast; x += kStep) table_.push_back(exactly(probability_of_visits, x));
    shortfall_.push_back(0);
    for (std::size_t i = 1; i < table_.size(); ++i) shortfall_.push_back(shortfall_.back() + kStep * (table_[i - 1] + table_[i]) / 2);
  }
  double operator()(double x) const { return x < kLast ? interpolated(table_, x) : 1; }
  /// By how much it falls short of x on average, counting 0 where it doesn't.
  double shortfall(double x) const { return x < kLast ? interpolated(shortfall_, x) : shortfall_.back() + x - kLast; }

 private:
  static constexpr double kStep = 0.25, kLast = 250;
  static double interpolated(const std::vector<double>& table, double x) {
    if (!(x > 0)) return 0;
    const double place = x / kStep;
    const auto at = static_cast<std::size_t>(place);
    return table[at] + (place - static_cast<double>(at)) * (table[at + 1] - table[at]);
  }
  static double exactly(const std::vector<double>& probability_of_visits, double x) {
    double sum = probability_of_visits[0];
    if (!(x > 0)) return sum;
    for (std::size_t visits = 1; visits < probability_of_visits.size(); ++visits)
      sum += probability_of_visits[visits] * cdf(boost::math::gamma_distribution<>(static_cast<double>(visits), kSpend), kCohort * x);
    return sum;
  }
  std::vector<double> table_, shortfall_;
};

/// In a lifetime: negative binomial.
CohortSpent cohort_spent() {
  std::vector<double> probabilities{std::pow(1 - kReturn, kCohort)};
  for (int visits = 1; visits < 700; ++visits) probabilities.push_back(probabilities.back() * kReturn * (kCohort + visits - 1) / visits);
  return CohortSpent(probabilities);
}

/// In the first month: binomial.
CohortSpent cohort_spent_at_first() {
  std::vector<double> probabilities{std::pow(1 - kReturn, kCohort)};
  for (int visits = 1; visits <= kCohort; ++visits)
    probabilities.push_back(probabilities.back() * (kCohort - visits + 1) / visits * kReturn / (1 - kReturn));
  return CohortSpent(probabilities);
}

/// The same of what is left of it after the cost of a lead, in a world of any conversion and margin.
double cohort_at_most(const CohortSpent& spent, const std::vector<double>& conversions, const std::vector<double>& margins, double x) {
  return mean_over(conversions, [&](double p) { return mean_over(margins, [&](double m) { return spent((x + kLeadCost / p) / m); }); });
}

void cohorts(const std::function<double(double)>& at_most, Truths& truths) {
  truths.low_cohort = where(at_most, 0.05);
  truths.middle_cohort = where(at_most, 0.5);
  truths.high_cohort = where(at_most, 0.95);
  truths.cohort_loss = at_most(0);
}

void worlds(const std::function<double(double)>& at_most, Truths& truths) {
  truths.low_world = where(at_most, 0.05);
  truths.middle_world = where(at_most, 0.5);
  truths.high_world = where(at_most, 0.95);
  truths.world_loss = at_most(0);
}

void people(const std::function<double(double)>& at_most, Truths& truths) {
  truths.median = where(at_most, 0.5);
  truths.high = where(at_most, 0.95);
  truths.loss = at_most(-1e-9);
  truths.ever = 1 - truths.loss;
}

}  // namespace

std::string certain_scenario() {
  return "title = \"known\"\nlifetime = 60\n[channel.ads]\ncost_per_lead = 4\n[offer.first]\ntake = 0.1\nprice = 0\n"
         "[repeat.visit]\nmodel = \"geometric\"\nreturn = 0.7\nspend = \"exponential(30)\"\n";
}

std::string uncertain_scenario() {
  return "title = \"hardly known\"\nlifetime = 60\n[channel.ads]\ncost_per_lead = 4\n[offer.first]\ntake = \"beta(4, 36)\"\nprice = 0\n"
         "[repeat.visit]\nmodel = \"geometric\"\nreturn = 0.7\nspend = \"exponential(30)\"\nmargin = \"beta(8, 2)\"\n";
}

Business certain_business() {
  Business business;
  Truths &customer = business.customer, &lead = business.lead;
  const double cac = kLeadCost / kConversion;
  customer.profit = kMeanSpent - cac;
  lead.profit = kConversion * customer.profit;
  customer.ltv_cac = lead.ltv_cac = kMeanSpent / cac;
  people([&](double x) { return spent_at_most(x + cac); }, customer);
  people([&](double x) { return (x >= -kLeadCost ? 1 - kConversion : 0) + kConversion * spent_at_most(x + kLeadCost); }, lead);
  const CohortSpent spent = cohort_spent();
  cohorts([&](double x) { return spent(x + cac); }, customer);

  // The best share p spends more than x_p, kLeft more on average; below q the rest spent nothing.
  const double p = 0.2, x = kLeft * std::log(kReturn / p), q = kReturn;
  customer.best_fifth = p * (x + kLeft - cac) / customer.profit;
  const double under_the_curve = kLeft * q * q / 4 + (kLeft - cac) * q * q / 2 + kMeanSpent * (1 - q) - cac * (1 - q * q) / 2;
  customer.gini = 2 * under_the_curve / customer.profit - 1;
  return business;
}

Business uncertain_business() {
  Business business;
  Truths &customer = business.customer, &lead = business.lead;
  const beta_distribution<> conversion(4, 36), margin(8, 2);
  const beta_distribution<> by_customers(5, 36);  // of the customers' worlds: weighed by p
  const std::vector<double> all = nodes_of(conversion), weighed = nodes_of(by_customers), left = nodes_of(margin);
  const auto left_at_most = [&](double x) { return x <= 0 ? 0 : x >= 1 ? 1 : cdf(margin, x); };

  lead.profit = mean(conversion) * mean(margin) * kMeanSpent - kLeadCost;
  customer.profit = lead.profit / mean(conversion);
  customer.ltv_cac = lead.ltv_cac = mean(conversion) * mean(margin) * kMeanSpent / kLeadCost;
  people(
      [&](double x) {
        return mean_over(weighed,
                         [&](double p) { return mean_over(left, [&](double m) { return spent_at_most((x + kLeadCost / p) / m); }); });
      },
      customer);
  people(
      [&](double x) {
        // p and m are independent, and p enters by its mean only.
        const double buys = mean(conversion);
        return (x >= -kLeadCost ? 1 - buys : 0) + buys * mean_over(left, [&](double m) { return spent_at_most((x + kLeadCost) / m); });
      },
      lead);
  worlds([&](double x) { return mean_over(weighed, [&](double p) { return left_at_most((x + kLeadCost / p) / kMeanSpent); }); }, customer);
  worlds([&](double x) { return mean_over(all, [&](double p) { return left_at_most((x + kLeadCost) / (kMeanSpent * p)); }); }, lead);
  const CohortSpent spent = cohort_spent();
  cohorts([&](double x) { return cohort_at_most(spent, all, left, x); }, customer);
  return business;
}

std::string planned_scenario() {
  return uncertain_scenario() +
         fmt::format("[plan]\nmonths = 36\ncash = {}\nwhen_short = \"go on\"\n[plan.customers]\nads = {{ start = {}, last = 1 }}\n",
                     kCohort * kCash, kCohort);
}

PlanTruths planned_business() {
  const beta_distribution<> conversion(4, 36), margin(8, 2);
  const std::vector<double> conversions = nodes_of(conversion, 2'000), margins = nodes_of(margin, 50);
  const CohortSpent spent = cohort_spent();
  const auto point = [&](double level) { return where([&](double x) { return cohort_at_most(spent, conversions, margins, x); }, level); };
  PlanTruths truths;
  const double mean_of_inverse = (4 + 36 - 1) / (4 - 1.0);
  truths.profit = kCohort * (mean(margin) * kMeanSpent - kLeadCost * mean_of_inverse);
  truths.loss = cohort_at_most(spent, conversions, margins, 0);
  truths.ruin = cohort_at_most(cohort_spent_at_first(), conversions, margins, -kCash);
  truths.low = kCohort * point(0.05), truths.median = kCohort * point(0.5), truths.high = kCohort * point(0.95);
  const auto peak = [&](double level) { return kCohort * kLeadCost / quantile(conversion, 1 - level); };
  truths.middle_peak = peak(0.5), truths.high_peak = peak(0.95);
  // Losses fall off as slowly as 1/p: as x⁻⁴.
  const std::vector<double> many_conversions = nodes_of(conversion, 20'000);
  for (const double level : {0.9, 0.95, 0.99}) {
    const double worst = 1 - level, q = point(worst);
    const double shortfall = mean_over(many_conversions, [&](double p) {
      return mean_over(margins, [&](double m) { return m * spent.shortfall((q + kLeadCost / p) / m); });
    });
    truths.cvar.emplace_back(level, kCohort * (shortfall / worst - q));
  }
  return truths;
}

}  // namespace valuescale::coverage

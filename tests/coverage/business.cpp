#include "tests/coverage/business.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>

#include <cmath>
#include <functional>
#include <vector>

namespace valuescale::coverage {

namespace {

using boost::math::beta_distribution;

constexpr double kReturn = 0.7, kSpend = 30, kLeadCost = 4, kConversion = 0.1;
constexpr double kLeft = kSpend / (1 - kReturn);  // mean of S where it is not 0
constexpr double kMeanSpent = kReturn * kLeft;
constexpr int kNodes = 400;

/// P(S ≤ x).
double spent_at_most(double x) { return x < 0 ? 0 : 1 - kReturn * std::exp(-x / kLeft); }

/// Equally likely values of a law.
std::vector<double> nodes_of(const beta_distribution<>& law) {
  std::vector<double> nodes;
  for (int i = 0; i < kNodes; ++i) nodes.push_back(quantile(law, (i + 0.5) / kNodes));
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

/// P(mean of S over a cohort ≤ x): the number of visits is negative binomial, and their sum gamma.
class CohortSpent {
 public:
  CohortSpent() {
    for (double x = 0; x <= kLast; x += kStep) table_.push_back(exactly(x));
  }
  double operator()(double x) const {
    if (!(x > 0)) return 0;
    const double place = x / kStep;
    const auto at = static_cast<std::size_t>(place);
    if (at + 1 >= table_.size()) return 1;
    return table_[at] + (place - static_cast<double>(at)) * (table_[at + 1] - table_[at]);
  }

 private:
  static constexpr double kStep = 0.25, kLast = 250;
  static double exactly(double x) {
    double sum = 0, probability = std::pow(1 - kReturn, kCohort);
    for (int visits = 0; visits < 700; ++visits) {
      if (visits > 0) probability *= kReturn * (kCohort + visits - 1) / visits;
      const double at_most = visits == 0 ? 1 : x > 0 ? cdf(boost::math::gamma_distribution<>(visits, kSpend), kCohort * x) : 0;
      sum += probability * at_most;
    }
    return sum;
  }
  std::vector<double> table_;
};

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
  const CohortSpent spent;
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
  const CohortSpent spent;
  cohorts(
      [&](double x) {
        return mean_over(all, [&](double p) { return mean_over(left, [&](double m) { return spent((x + kLeadCost / p) / m); }); });
      },
      customer);
  return business;
}

}  // namespace valuescale::coverage

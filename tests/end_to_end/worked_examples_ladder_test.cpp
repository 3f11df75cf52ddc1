// The shipped scenarios whose life is enumerable: a first sale, a ladder, and visits each month or week.
// Known answers are enumerated here, customer by customer, without the engine.
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <vector>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

/// The hairdresser: visits come back with probability 0.8, conditioner 12 at 4 in 10 of them, a later visit 18.
struct Hairdresser {
  double start;  ///< first cut less what the customer cost
  int months = 60;

  /// Profit: the number of later visits, and of conditioners among all visits.
  Atoms profit() const {
    Atoms atoms;
    std::vector<double> conditioners = {0.6, 0.4};
    double comes = 1;
    for (int n = 0; n <= months; ++n) {
      const double stops = n == months ? 1 : 0.2;
      for (std::size_t k = 0; k < conditioners.size(); ++k) {
        atoms.add(start + 18 * n + 12 * static_cast<double>(k), comes * stops * conditioners[k]);
      }
      comes *= 0.8;
      conditioners = one_more_visit(conditioners);
    }
    return atoms;
  }

  /// P(paid back by the end of each month): customers still unpaid, by conditioners bought, month after month.
  std::vector<double> paid_back() const {
    std::vector<double> unpaid = {0.6, 0.4}, cdf;
    double paid = 0;
    for (int month = 0; month <= months; ++month) {
      for (std::size_t k = 0; k < unpaid.size(); ++k) {
        if (start + 18 * month + 12 * static_cast<double>(k) < 0) continue;
        paid += unpaid[k];
        unpaid[k] = 0;
      }
      cdf.push_back(paid);
      unpaid = one_more_visit(unpaid);
      for (double& p : unpaid) p *= 0.8;
    }
    return cdf;
  }

 private:
  static std::vector<double> one_more_visit(const std::vector<double>& conditioners) {
    std::vector<double> next(conditioners.size() + 1, 0.0);
    for (std::size_t k = 0; k < conditioners.size(); ++k) {
      next[k] += 0.6 * conditioners[k];
      next[k + 1] += 0.4 * conditioners[k];
    }
    return next;
  }
};

Expectation sd_of(View view, const Atoms& atoms) { return profit_sd(view, atoms.sd(), spread_of_sd(atoms.central_moment(4), atoms.sd())); }

Example hairdresser() {
  const Hairdresser life{-45};
  const auto profit = life.profit();
  const double sd = profit.sd();
  auto expectations = paid_back_curve(&customer, life.paid_back());
  expectations =
      join(expectations, {profit_mean(&customer, 51, sd), profit_mean(&lead, 51, sd), sd_of(&customer, profit), break_even(&customer, 81),
                          ltv_mean(&customer, 81, sd), cac_mean(&customer, 30), loses(&customer, 1 - 0.612352),
                          paid_ever(&customer, 0.612352), paid_never(&customer, 1 - 0.612352), unpaid_but_open(&customer, 0),
                          cohort_pays_back_at(&customer, 3), still_active(std::pow(0.8, 60)), stage(&customer, "acquisition", -30),
                          stage(&customer, "offer", -15), stage(&customer, "ladder", 4.8), stage(&customer, "repeat", 91.2),
                          first_sale(&customer, -45), front_end(&customer, -40.2), back_end(&customer, 91.2)});
  return {"a hairdresser earns 51 a customer",
          "hairdresser.toml",
          {},
          expectations,
          {{{{"step.conditioner.take", "0.41"}}, "customer profit"},
           {{{"step.conditioner.take", "0.41"}}, "customer paid back by step 2"},
           {{{"repeat.cut.return", "0.803"}}, "customer paid back by step 3"},
           {{{"repeat.cut.return", "0.803"}}, "customer sd of profit"},
           {{{"offer.dry-cut.price", "0"}}, "customer cohort payback"},
           {{{"channel.leaflets.cost_per_customer", "30.01"}}, "customer CAC"}}};
}

Example free_cut() {
  const Hairdresser life{-55};
  const auto profit = life.profit();
  return {"a free first cut earns 41 a customer",
          "hairdresser-free-cut.toml",
          {},
          join(paid_back_curve(&customer, life.paid_back()),
               {profit_mean(&customer, 41, profit.sd()), sd_of(&customer, profit), break_even(&customer, 71),
                paid_ever(&customer, 0.54378496), cohort_pays_back_at(&customer, 4), first_sale(&customer, -55)}),
          {{{{"offer.dry-cut.price", "1"}}, "customer profit"}, {{{"repeat.cut.return", "0.803"}}, "customer paid back by step 4"}}};
}

Example discounted_hairdresser() {
  const double v = 0.8 / 1.01, visits = 1 / (1 - v);
  return {"discounted by 1 % a month a hairdresser's customer is worth 46.657",
          "hairdresser.toml",
          {{"discount_rate", "1% a month"}},
          {npv_mean(&customer, -45 + 4.8 * visits + 18 * (visits - 1)), npv_mean(&lead, 46.6571428571), ltv_mean(&customer, 76.6571428571),
           profit_mean(&customer, 51)},
          {{{{"discount_rate", "1.3% a month"}}, "customer NPV"}, {{{"discount_rate", "1.3% a month"}}, "lead NPV"}}};
}

/// What opt-ins bring once they have bought: 20, an upsell of 60 for three in ten, 25 for each later purchase.
Atoms contribution_of_a_buyer() {
  Atoms atoms;
  double comes = 1;
  for (int n = 0; n < 200; ++n, comes *= 2.0 / 3) {
    atoms.add(20 + 25.0 * n, comes / 3 * 0.7);
    atoms.add(80 + 25.0 * n, comes / 3 * 0.3);
  }
  return atoms;
}

Example opt_ins() {
  const double p = 0.05;
  const auto buyer = contribution_of_a_buyer();
  const double m1 = buyer.mean(), m2 = buyer.expect([](double x) { return x * x; });
  const double lead_sd = std::sqrt(p * m2 - p * p * m1 * m1);
  // The lead's variance is p·E[X²] − (p·E[X])²; linearised, each buyer adds p·X² − 2p²·E[X]·X.
  Atoms linear;
  for (const auto& [x, probability] : buyer.values()) linear.add(p * x * x - 2 * p * p * m1 * x, probability);

  // Buyers cost 40. With the upsell they are paid back on the spot, without it by the first of the later purchases.
  std::vector<double> paid;
  for (int month = 0; month <= 240; ++month) paid.push_back(0.3 + 0.7 * nth_purchase_cdf(0.1, 0.05, 1, month));
  auto expectations = paid_back_curve(&customer, paid);
  // A lead that buys is paid back at once: 20 against 2.
  for (const int month : {0, 1, 240}) expectations.push_back(paid_by(&lead, month, 0.05));
  expectations = join(expectations, {profit_mean(&lead, 2.4, p * buyer.sd()),
                                     profit_sd(&lead, lead_sd, linear.sd() / (2 * lead_sd)),
                                     profit_mean(&customer, 48, buyer.sd()),
                                     sd_of(&customer, buyer),
                                     break_even(&lead, 4.4),
                                     break_even(&customer, 88),
                                     cac_mean(&lead, 2),
                                     cac_mean(&customer, 40),
                                     conversion(0.05),
                                     loses(&lead, 0.95),
                                     paid_never(&lead, 0.95),
                                     first_sale(&lead, -1),
                                     front_end(&lead, -0.1),
                                     back_end(&lead, 2.5),
                                     stage(&lead, "acquisition", -2),
                                     stage(&lead, "offer", 1),
                                     stage(&lead, "ladder", 0.9),
                                     stage(&lead, "repeat", 2.5),
                                     first_sale(&customer, -20),
                                     front_end(&customer, -2),
                                     back_end(&customer, 50),
                                     stage(&customer, "acquisition", -40),
                                     stage(&customer, "offer", 20),
                                     stage(&customer, "ladder", 18),
                                     stage(&customer, "repeat", 50)});
  return {"opt-ins bought at 2 earn 2.40 a lead",
          "opt-ins.toml",
          {},
          expectations,
          {{{{"step.upsell.take", "0.31"}}, "lead profit"},
           {{{"offer.tripwire.take", "0.051"}}, "lead first sale"},
           {{{"step.upsell.take", "0.31"}}, "lead front end"},
           {{{"repeat.back-end.churn", "0.051 a month"}}, "lead back end"},
           {{{"repeat.back-end.churn", "0.051 a month"}}, "lead sd of profit"},
           {{{"repeat.back-end.rate", "0.102 a month"}}, "customer paid back by step 12"},
           {{{"step.upsell.take", "0.31"}}, "customer paid back by step 0"}}};
}

Example burger_chain() {
  Atoms profit;
  double comes = 1;
  for (int n = 0; n <= 104; ++n, comes *= 0.9) profit.add(-1 + 0.6 * n, comes * (n == 104 ? 1 : 0.1));
  std::vector<double> paid(105, 0.81);
  paid[0] = paid[1] = 0;
  return {"a burger chain is paid back in week 2 or never",
          "burger-chain.toml",
          {},
          join(paid_back_curve(&customer, paid),
               {profit_mean(&customer, 4.4, profit.sd()), sd_of(&customer, profit), paid_ever(&customer, 0.81), paid_never(&customer, 0.19),
                loses(&customer, 0.19), cohort_pays_back_at(&customer, 2), first_sale(&customer, -1), back_end(&customer, 5.4),
                break_even(&customer, 5.9)}),
          {{{{"repeat.visit.return", "0.902"}}, "customer profit"},
           {{{"repeat.visit.return", "0.902"}}, "customer paid back by step 2"},
           {{{"offer.first-meal.unit_cost", "1.51"}}, "customer first sale"},
           {{{"channel.advertising.cost_per_customer", "1.55"}}, "customer cohort payback"}}};
}

/// The English school: profit of each outcome of the ladder, and when 500 are back.
Example english_school(const std::string& name, const std::string& file, const Atoms& profit, const std::vector<double>& paid,
                       const Spoiler& spoiler) {
  auto expectations =
      join(paid_back_curve(&customer, paid), {profit_mean(&customer, profit.mean(), profit.sd()), profit_mean(&lead, profit.mean()),
                                              break_even(&customer, profit.mean() + 500), cac_mean(&customer, 500), still_active(0)});
  if (profit.sd() > 0 && profit.values().size() > 2) expectations.push_back(sd_of(&customer, profit));
  // Two outcomes: the spread of the sd is that of p(1 − p).
  if (profit.values().size() == 2)
    expectations.push_back(profit_sd(&customer, profit.sd(), spread_of_sd(profit.central_moment(4), profit.sd())));
  if (profit.values().size() == 1) expectations.push_back(profit_sd(&customer, 0, 0));
  return {name, file, {}, expectations, {spoiler}};
}

std::vector<Example> english_schools() {
  Atoms all, both, each, free;
  all.add(2500, 1);
  both.add(0, 0.2), both.add(2500, 0.8);
  each.add(0, 0.2), each.add(1000, 0.16), each.add(2500, 0.64);
  free.add(-500, 0.2), free.add(2000, 0.8);
  // The first course costs what the student cost: paid back, to the cent, on the spot.
  const std::vector<double> at_once(13, 1.0);
  std::vector<double> by_the_second_course(13, 0.0);
  for (std::size_t month = 4; month < by_the_second_course.size(); ++month) by_the_second_course[month] = 0.8;

  const Spoiler fewer{{{"step.intermediate.take", "0.79"}}, "customer profit"};
  auto everybody = english_school("an English school whose students all go on earns 2500 for certain", "english-school.toml", all, at_once,
                                  {{{"step.advanced.price", "1500.01"}}, "customer profit"});
  everybody.spoilers.push_back({{{"channel.advertising.cost_per_customer", "500.0001"}}, "customer paid back by step 0"});
  auto free_course =
      english_school("an English school's free course earns 1500", "english-school-free.toml", free, by_the_second_course, fewer);
  free_course.expectations.push_back(loses(&customer, 0.2));
  free_course.spoilers.push_back({{{"step.intermediate.delay", "\"4.01 months\""}}, "customer paid back by step 4"});
  // Free, the other two readings of the text.
  auto free_for_all = everybody, free_each = everybody;
  Atoms sure;
  sure.add(2000, 1);
  free_for_all =
      english_school("a free course to students who all go on earns 2000", "english-school.toml", sure, {}, everybody.spoilers[0]);
  free_for_all.settings = {{"offer.first-course.price", "0"}};
  Atoms free_each_profit;
  free_each_profit.add(-500, 0.2), free_each_profit.add(500, 0.16), free_each_profit.add(2000, 0.64);
  free_each =
      english_school("a free course with 80 % going on at each course earns 1260", "english-school-each.toml", free_each_profit, {}, fewer);
  free_each.settings = {{"offer.first-course.price", "0"}};
  return {everybody,
          english_school("an English school of whose students 80 % take both courses earns 2000", "english-school-both.toml", both, at_once,
                         fewer),
          english_school("an English school of whose students 80 % go on each time earns 1760", "english-school-each.toml", each, at_once,
                         fewer),
          free_course,
          free_for_all,
          free_each};
}

Example funnel() {
  Atoms profit;
  double covered = 0;
  for (const bool bump : {false, true}) {
    const double with_bump = bump ? 0.4 : 0.6, order = -60 + 49 + (bump ? 27 : 0);
    profit.add(order + 97, with_bump * 0.2);
    profit.add(order + 67, with_bump * 0.8 * 0.3);
    profit.add(order, with_bump * 0.8 * 0.7);
  }
  for (const auto& [value, p] : profit.values()) covered += value >= 0 ? p : 0;
  return {"a funnel brings 95.28 a buyer",
          "funnel.toml",
          {},
          join(paid_back_curve(&customer, {covered, covered}),
               {ltv_mean(&customer, 95.28, profit.sd()), profit_mean(&customer, 35.28), sd_of(&customer, profit), loses(&customer, 0.336),
                stage(&customer, "offer", 49), stage(&customer, "ladder", 46.28), front_end(&customer, 35.28), back_end(&customer, 0)}),
          {{{{"step.downsell.take", "0.31"}}, "customer LTV"}, {{{"step.upsell.take", "0.22"}}, "customer loses money"}}};
}

std::vector<Example> examples() {
  std::vector<Example> all = {hairdresser(), free_cut(), discounted_hairdresser(), opt_ins(), burger_chain(), funnel()};
  for (auto& school : english_schools()) all.push_back(school);
  return all;
}

}  // namespace

TEST_CASE("the enumerations themselves give the known answers of visits and ladders") {
  const Hairdresser paid{-45}, free{-55};
  CHECK(paid.profit().mean() == Approx(51).margin(1e-3));
  CHECK(paid.profit().sd() == Approx(102.809).margin(1e-2));
  CHECK(paid.paid_back()[2] == Approx(0.50176));
  CHECK(paid.paid_back()[3] - paid.paid_back()[2] == Approx(0.110592));
  CHECK(free.paid_back()[2] == Approx(0.22528));
  CHECK(free.paid_back()[3] - free.paid_back()[2] == Approx(0.2654208));
  CHECK(free.paid_back()[4] - free.paid_back()[3] == Approx(0.05308416));
  CHECK(contribution_of_a_buyer().mean() == Approx(88));
}

TEST_CASE("first sales and ladders and visits give what can be enumerated") { check_examples(examples(), kUsual); }
TEST_CASE("first sales and ladders and visits give what can be enumerated with ten times the customers", "[long]") {
  check_examples(examples(), kLong);
}

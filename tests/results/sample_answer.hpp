// An answer in which every field has a value of its own, so that a number that is lost or lands in another's place is noticed.
#pragma once

#include "results/answer/answer.hpp"

#include <limits>
#include <string>

namespace valuescale::tests {

/// Gives out numbers that never repeat.
class Numbers {
 public:
  double next() { return start_ += 0.37; }
  results::Estimate estimate() { return {next(), next() / 1000}; }
  results::Interval interval() {
    const double value = next();
    return {value, value - 0.125, value + 0.125};
  }
  /// A probability and its error.
  results::Estimate share() {
    shares_ = shares_ < 0.9 ? shares_ + 0.0137 : 0.0191;
    return {shares_, 0.0011 + shares_ / 1e4};
  }
  std::vector<std::pair<double, results::Interval>> quantiles(std::initializer_list<double> levels) {
    std::vector<std::pair<double, results::Interval>> all;
    for (const double level : levels) all.push_back({level, interval()});
    return all;
  }

 private:
  double start_ = 10, shares_ = 0.01;
};

inline results::PaybackCurve sample_curve(Numbers& numbers, int lifetime) {
  results::PaybackCurve curve;
  for (int k = 0; k <= lifetime; ++k) curve.cdf.push_back({0.6 * k / lifetime, numbers.share().se});
  curve.ever = {0.6, 0.002};
  curve.never = numbers.share();
  curve.open = numbers.share();
  curve.median = {7, 6, std::numeric_limits<double>::infinity()};
  return curve;
}

inline results::ViewAnswer sample_view(Numbers& numbers, int lifetime) {
  results::ViewAnswer view;
  for (results::Distribution* metric : {&view.profit, &view.npv, &view.cac, &view.ltv}) {
    metric->mean = numbers.estimate();
    metric->sd = numbers.next();
    metric->quantiles = numbers.quantiles({0.05, 0.25, 0.5, 0.75, 0.95});
  }
  view.ltv_cac = numbers.interval();
  view.p_loss = numbers.share();
  view.payback.first = sample_curve(numbers, lifetime);
  view.payback.lasting = sample_curve(numbers, lifetime);
  view.payback.lasting.ever = {0.5125, 0.003};
  for (int k = 0; k <= lifetime; ++k) view.payback.cohort.cdf.push_back(0.9 * k / lifetime);
  view.payback.cohort.step = 5;
  view.payback.cohort.lo = 4;
  view.payback.cohort.hi = std::numeric_limits<double>::infinity();
  for (const char* stage : {"acquisition", "offer", "ladder", "repeat"}) view.by_stage.push_back({stage, numbers.estimate()});
  view.first_sale = {{-20.25, 0.5}, numbers.share()};
  view.front_end = {numbers.estimate(), numbers.share()};
  view.back_end = {numbers.estimate(), {}};
  view.purchases = numbers.estimate();
  view.active = numbers.share();
  view.late_ltv_share = numbers.share().value;
  return view;
}

inline results::Concentration sample_concentration(Numbers& numbers) {
  results::Concentration concentration;
  for (const double best : {0.1, 0.2, 0.5, 1.0})
    concentration.tenths.push_back({best, {numbers.estimate(), numbers.share(), numbers.share()}});
  for (results::Estimate results::Concentration::*one :
       {&results::Concentration::profitable, &results::Concentration::peak, &results::Concentration::unprofitable,
        &results::Concentration::loss_share, &results::Concentration::gini, &results::Concentration::bring_80})
    concentration.*one = numbers.share();
  concentration.loss_mean = numbers.estimate();
  return concentration;
}

inline results::Histogram sample_histogram(Numbers& numbers) {
  results::Histogram histogram;
  for (int edge = 0; edge < 4; ++edge) histogram.edges.push_back(numbers.next());
  for (int bin = 0; bin < 3; ++bin) histogram.shares.push_back(numbers.share());
  histogram.below = numbers.share();
  histogram.above = numbers.share();
  return histogram;
}

inline results::Referrals sample_referrals(Numbers& numbers, int lifetime) {
  results::Referrals referrals;
  for (results::Estimate results::Referrals::*one : {&results::Referrals::children, &results::Referrals::direct_children,
                                                     &results::Referrals::cac_paid, &results::Referrals::cac_blended})
    referrals.*one = numbers.estimate();
  for (const char* segment : {"gold", "=cmd()"}) referrals.by_segment.push_back({segment, numbers.estimate()});
  referrals.lead = sample_view(numbers, lifetime);
  referrals.customer = sample_view(numbers, lifetime);
  return referrals;
}

inline results::Block sample_block(Numbers& numbers, int lifetime) {
  results::Block block;
  block.lead = sample_view(numbers, lifetime);
  block.customer = sample_view(numbers, lifetime);
  block.customer.concentration = sample_concentration(numbers);
  block.conversion = numbers.share();
  block.share_of_leads = numbers.share().value;
  block.share_of_customers = numbers.share().value;
  block.referrals = sample_referrals(numbers, lifetime);
  return block;
}

inline results::WorldsView sample_worlds_view(Numbers& numbers) {
  results::WorldsView view;
  for (auto* quantiles : {&view.profit, &view.npv, &view.cac, &view.ltv, &view.ltv_cac, &view.payback_ever})
    *quantiles = numbers.quantiles({0.05, 0.5, 0.95});
  view.cohort_payback = {{0.05, {4, 4, 4}}, {0.5, {5, 5, 6}}, {0.95, {results::kMissing, results::kMissing, results::kMissing}}};
  view.cohort_payback[2].second.value = std::numeric_limits<double>::infinity();
  view.p_loss = numbers.share();
  view.not_distinguishable_from_luck = {"npv", "ltv"};
  return view;
}

inline results::Ladder sample_ladder(Numbers& numbers) {
  const auto passage = [&]() -> results::LadderNumbers {
    return {numbers.estimate(), numbers.estimate(), numbers.share(), numbers.share()};
  };
  results::Ladder ladder;
  ladder.places = {{"offer.first-course", {{}, {1, 0}, {}, {}}, {}},
                   {"step.=upsell()", passage(), {}},
                   {"repeat.courses", passage(), numbers.estimate()}};
  ladder.ways = {{"offer.first-course", "taken", "step.=upsell()", passage()},
                 {"step.=upsell()", "declined", "repeat.courses", passage()},
                 {"repeat.courses", "bought", "step.=upsell()", passage()}};
  return ladder;
}

inline results::Answer sample_answer() {
  Numbers numbers;
  results::Answer answer;
  answer.title = "English school: the first course at cost";
  answer.currency = "CNY";
  answer.step = "week";
  answer.step_days = 7;
  answer.lifetime = 60;
  answer.horizon_label = "60 weeks";
  answer.rate_label = "8 %";
  answer.scenario_text = "title = \"English school\"\n# sold out, 售罄\n";
  answer.scenario_hash = "00112233445566778899aabbccddeeff";
  answer.program_version = "0.1.0";
  answer.program_hash = 0xfedcba9876543210u;
  answer.seed = 0xffffffffffffffffu;
  answer.worlds = 3;
  answer.worlds_are_stratified = true;
  answer.customers = 1'000'002;
  answer.customers_per_world = 333'334;
  answer.worlds_without_customers = 1;
  answer.seconds = 1.5;
  answer.lasting_is_headline = true;
  answer.has_segments = true;
  answer.warnings = {"12 % of LTV is earned in the last tenth of 60 weeks: a longer lifetime would show more",
                     "a probability was capped at 1 in 1 world"};
  answer.all = sample_block(numbers, answer.lifetime);
  answer.all.customer.profit_histogram = sample_histogram(numbers);
  answer.all.customer.profit_ranks = {{0.25, -4, -3.5, -3.75}, {0.5, 0, 0, 0}, {1, 2, 7, 3}};
  answer.channels = {{"fish-pond", sample_block(numbers, answer.lifetime)}, {"微信", sample_block(numbers, answer.lifetime)}};
  answer.segments = {{"gold", sample_block(numbers, answer.lifetime)}, {"=cmd()", sample_block(numbers, answer.lifetime)}};
  for (const char* name : {"gold", "=cmd()"})
    answer.profit_groups.push_back({name, numbers.share().value, numbers.share(), numbers.estimate(), numbers.share()});
  answer.worlds_interval.emplace();
  answer.worlds_interval->lead = sample_worlds_view(numbers);
  answer.worlds_interval->customer = sample_worlds_view(numbers);
  answer.cohort.emplace();
  answer.cohort->n = 500;
  answer.cohort->profit = numbers.quantiles({0.05, 0.5, 0.95});
  answer.cohort->mean = numbers.next();
  answer.cohort->sd = numbers.next();
  answer.cohort->p_loss = numbers.share();
  for (int w = 0; w < 3; ++w) {
    answer.world_rows.push_back({numbers.next(), 333'334 + w, numbers.next(), numbers.next(), numbers.next(), numbers.next(),
                                 numbers.next(), numbers.next(), numbers.next()});
  }
  answer.world_rows[2].cac = results::kMissing;
  answer.world_rows[2].cohort_payback = std::numeric_limits<double>::infinity();
  answer.assumptions = {{"offer.first-course.take", "beta(20, 180)", {0.1, 0.11, 0.12}},
                        {"channel.fish-pond.cost_per_lead", "40 to 60", {41, 52, 63}}};
  answer.stated = {{"offer.first-course.take", "beta(20, 180)", "about 10 %: we don't know", "last autumn", "our own records"},
                   {"offer.first-course.price", "500", "500", "", ""}};
  const auto over_worlds = [&]() -> results::OverWorlds {
    const double value = numbers.next();
    return {value, value - 0.25, value + 0.25};
  };
  // The other channel does not respond to spend.
  results::SpendAnswer& spend = answer.channels[0].second.spend.emplace();
  const auto fill = [&](results::SpendPoint& point) {
    for (results::OverWorlds* one : {&point.spend, &point.leads, &point.customers, &point.average_cac, &point.marginal_cac})
      *one = over_worlds();
    point.marginal_cac.hi = std::numeric_limits<double>::infinity();
  };
  fill(spend);
  spend.last_unit = numbers.estimate();
  for (const double times : {0.5, 1.0, 2.0}) fill(spend.curve.emplace_back(times, results::SpendPoint{}).second);
  spend.curve[1].second = spend;
  spend.worth_until = numbers.interval();
  answer.ladder = sample_ladder(numbers);
  return answer;
}

}  // namespace valuescale::tests

// Where a results file says what a plan comes to: the business as a whole and month by month, its channels, its cohorts, its worlds.
#pragma once

#include "results/hdf5/levels.hpp"
#include "results/hdf5/view_layout.hpp"

#include <numeric>
#include <string>
#include <vector>

namespace valuescale::results {

inline constexpr std::size_t kMostMonths = 10'000;

/// What reading has put into a plan decides how much of it there is: room is made only for what the file holds. What a plan that is written
/// has too little of is missing there.
template <class Archive>
class PlanLayout {
 public:
  PlanLayout(Archive& archive, const Units& units, PlanAnswer& plan)
      : archive_(archive), money_(units.money), plan_(plan), rows_(archive, {}, {&plan}) {}

  void lay_out() {
    dimensions();
    rows_.one({"lived_share", "1", "share of the plan's customers who were simulated"}, &PlanAnswer::lived_share);
    by_month("cash", money_, "what moved until the end of the month", &PlanAnswer::cash);
    by_month("active", "1", "number of customers of whom something may still come at the end of the month", &PlanAnswer::active);
    outcome();
    tails();
    break_even(rows_, {&plan_}, "break_even", "broken even", {month_, level_, levels_}, &PlanAnswer::break_even);
    break_even(rows_, {&plan_}, "lasting_break_even", "broken even for good", {month_, level_, levels_}, &PlanAnswer::lasting_break_even);
    totals();
    variance();
    stages();
    archive_.group("limited_cash", plan_.p_ruin.has_value(), [this](auto& group) { limited_cash(group); });
    archive_.group("cohorts", !plan_.cohorts.empty(), [this](auto& group) { cohorts(group); });
    archive_.group("by_channel", !plan_.channels.empty(), [this](auto& group) { channels(group); });
    archive_.group("worlds", !plan_.worlds.empty(), [this](auto& group) { worlds(group); });
  }

 private:
  // ---- dimensions ----

  std::size_t months() const { return static_cast<std::size_t>(plan_.months); }

  /// Every group has its own, and all are the same.
  Extent months_of(Archive& group, std::size_t count) {
    std::vector<std::int64_t> labels(count);
    std::iota(labels.begin(), labels.end(), 1);
    const Extent month = group.dimension({"month", kMonth, "month of the plan, counted from 1"}, labels, kMostMonths);
    if constexpr (Archive::kLoads) {
      if (labels.empty()) group.refuse("month", "is missing");
      for (std::size_t m = 0; m < labels.size(); ++m)
        if (labels[m] != static_cast<std::int64_t>(m + 1)) group.refuse("month", "does not count from 1");
    }
    return month;
  }

  static Extent levels_of(Archive& group, std::vector<double>& levels) {
    sort_and_unite(levels);
    return group.dimension({"level", "1", "share of worlds below a quantile"}, levels, kMostLevels);
  }

  void dimensions() {
    month_ = months_of(archive_, months());
    plan_.months = static_cast<int>(month_.size);
    for (const auto* months : {&plan_.cash, &plan_.active})
      for (const PlanMonth& month : *months) add_levels(levels_, month.quantiles);
    for (const auto& distribution : kDistributions) add_levels(levels_, (plan_.*distribution.of).quantiles);
    for (const BreakEven* even : {&plan_.break_even, &plan_.lasting_break_even}) add_levels(levels_, even->quantiles);
    level_ = levels_of(archive_, levels_);
  }

  // ---- the business ----

  void by_month(const std::string& name, const std::string& unit, const std::string& about, std::vector<PlanMonth> PlanAnswer::*which) {
    archive_.expect(name + "_quantile", {month_, level_});
    std::vector<PlanMonth>& all = plan_.*which;
    all.resize(months());
    for (std::size_t m = 0; m < months(); ++m) {
      all[m].month = static_cast<int>(m + 1);
      bring_to(all[m].quantiles, levels_);
    }
    Rows<Archive, PlanMonth> rows(archive_, {month_}, rows_of(all));
    rows.estimate({name + "_mean", unit, "mean of " + about}, &PlanMonth::mean);
    rows.quantiles({name + "_quantile", unit, about}, kWorlds.quantile, level_, &PlanMonth::quantiles);
  }

  void outcome() {
    for (const auto& [name, about, of] : kDistributions) {
      rows_.expect(std::string(name) + "_quantile", level_);
      bring_to((plan_.*of).quantiles, levels_);
      rows_.distribution({name, money_, about}, kWorlds, level_, of);
    }
    rows_.estimate({"p_loss", "1", "probability that profit is below zero"}, &PlanAnswer::p_loss);
    rows_.estimate({"run_off_p_loss", "1", "probability that the run-off's profit is below zero"}, &PlanAnswer::run_off_p_loss);
  }

  void tails() {
    std::vector<double> levels;
    for (const Tail& tail : plan_.tails) levels.push_back(tail.level);
    const Extent level =
        archive_.dimension({"tail_level", "1", "share of worlds that lose no more than the value at risk"}, levels, kMostLevels);
    rows_.expect("var", level);
    plan_.tails.resize(levels.size());
    for (std::size_t k = 0; k < levels.size(); ++k) plan_.tails[k].level = levels[k];
    rows_.intervals({"var", money_, "value at risk: loss that a share of worlds does not exceed"}, level,
                    [](PlanAnswer& plan, std::size_t k) -> Interval& { return plan.tails[k].var; });
    rows_.intervals({"cvar", money_, "expected shortfall: mean loss of the other worlds"}, level,
                    [](PlanAnswer& plan, std::size_t k) -> Interval& { return plan.tails[k].cvar; });
  }

  /// What an array of break-even lies along.
  struct Along {
    const Extent &month, &level;
    const std::vector<double>& levels;
  };
  template <class Row>
  void break_even(Rows<Archive, Row>& rows, const std::vector<Row*>& all, const std::string& name, const std::string& about,
                  const Along& along, BreakEven Row::*which) {
    rows.expect(name + "_cdf", along.month);
    rows.expect(name + "_quantile", along.level);
    for (Row* row : all) {
      (row->*which).cdf.resize(along.month.size);
      bring_to((row->*which).quantiles, along.levels);
    }
    rows.estimates({name + "_cdf", "1", "probability of having " + about + " by the end of the month"}, along.month,
                   [=](Row& row, std::size_t m) -> Estimate& { return (row.*which).cdf[m]; });
    rows.estimate({name + "_ever", "1", "probability of having " + about + " by the plan's end"},
                  [=](Row& row) -> Estimate& { return (row.*which).ever; });
    rows.estimate({name + "_never", "1", "probability of not having " + about + " by the plan's end"},
                  [=](Row& row) -> Estimate& { return (row.*which).never; });
    rows.interval({name + "_median", kMonth, "month by which half of the worlds have " + about},
                  [=](Row& row) -> Interval& { return (row.*which).median; });
    rows.quantiles({name + "_quantile", kMonth, "month by which worlds have " + about}, kWorlds.quantile, along.level,
                   [=](Row& row) -> Quantiles& { return (row.*which).quantiles; });
  }

  void totals() {
    rows_.expect("revenue_by_month", month_);
    plan_.revenue_by_month.resize(months());
    rows_.estimate({"revenue", money_, "mean of what customers pay until the plan's end, less what they are given back"},
                   &PlanAnswer::revenue);
    rows_.estimates({"revenue_by_month", money_, "mean of what they pay in the month"}, month_,
                    [](PlanAnswer& plan, std::size_t m) -> Estimate& { return plan.revenue_by_month[m]; });
    rows_.estimate({"leads", "1", "mean number of leads"}, &PlanAnswer::leads);
    rows_.estimate({"customers", "1", "mean number of customers"}, &PlanAnswer::customers);
    rows_.estimate({"acquisition", money_, "mean acquisition cost of all"}, &PlanAnswer::acquisition);
    rows_.estimate({"fixed_costs", money_, "mean fixed costs"}, &PlanAnswer::fixed_costs);
    rows_.estimate({"interest", money_, "mean interest"}, &PlanAnswer::interest);
    rows_.estimate({"cac", money_, "acquisition cost per customer"}, &PlanAnswer::cac);
    rows_.estimate({"fully_loaded_cac", money_, "acquisition cost per customer, fixed costs of marketing included"},
                   &PlanAnswer::fully_loaded_cac);
  }

  void variance() {
    const auto part = [this](const std::string& name, const std::string& about, Interval VarianceParts::*which) {
      rows_.interval({"variance_" + name, money_ + "^2", "variance of profit: " + about},
                     [=](PlanAnswer& plan) -> Interval& { return plan.variance.*which; });
    };
    part("luck", "customers' luck", &VarianceParts::luck);
    part("unknowns", "what is not known", &VarianceParts::unknowns);
    part("shocks", "shocks", &VarianceParts::shocks);
    part("interaction", "what shocks and what is not known make only together, of which each has half", &VarianceParts::interaction);
    part("total", "all of it", &VarianceParts::total);
  }

  void stages() {
    std::vector<std::string> names;
    for (const PlanStage& one : plan_.by_stage) names.push_back(one.name);
    const Extent stage = archive_.dimension({"stage", "1", "where the run-off's profit comes from"}, names, kMostNames);
    rows_.expect("stage_mean", stage);
    if constexpr (Archive::kLoads) {
      for (const auto& name : names) plan_.by_stage.push_back({name, {}, {}});
    }
    rows_.estimates({"stage_mean", money_, "mean cash of the stage, of whole lives"}, stage,
                    [](PlanAnswer& plan, std::size_t k) -> Estimate& { return plan.by_stage[k].cash; });
    rows_.estimates({"stage_revenue", money_, "mean of what customers pay at the stage, of whole lives"}, stage,
                    [](PlanAnswer& plan, std::size_t k) -> Estimate& { return plan.by_stage[k].revenue; });
  }

  // ---- its parts, in groups of their own ----

  void limited_cash(Archive& group) {
    const Extent month = months_of(group, months());
    check_length(group, month);
    if (!plan_.p_ruin) plan_.p_ruin.emplace();
    if (!plan_.lowest_cash) plan_.lowest_cash.emplace();
    if (!plan_.shortage) plan_.shortage.emplace();
    std::vector<double> levels;
    add_levels(levels, plan_.lowest_cash->quantiles);
    const Extent level = levels_of(group, levels);
    Rows<Archive, PlanAnswer> rows(group, {}, {&plan_});
    rows.expect("ruin_cdf", month);
    rows.expect("lowest_cash_quantile", level);
    plan_.ruin_cdf.resize(months());
    bring_to(plan_.lowest_cash->quantiles, levels);

    rows.estimate({"p_ruin", "1", "probability of ruin by the plan's end"}, [](PlanAnswer& plan) -> Estimate& { return *plan.p_ruin; });
    rows.estimates({"ruin_cdf", "1", "probability of ruin by the end of the month"}, month,
                   [](PlanAnswer& plan, std::size_t m) -> Estimate& { return plan.ruin_cdf[m]; });
    rows.distribution({"lowest_cash", money_, "what was in the bank at the worst moment"}, kWorlds, level,
                      [](PlanAnswer& plan) -> Distribution& { return *plan.lowest_cash; });
    Rows<Archive, Shortage> shortage(group, {}, {&*plan_.shortage});
    shortage.estimate({"p_short", "1", "probability that less could be spent than planned, in some month"}, &Shortage::p);
    shortage.estimate({"customers_lost", "1", "mean number of customers whom that kept away"}, &Shortage::customers_lost);
    shortage.estimate({"profit_lost", money_, "mean profit that it cost"}, &Shortage::profit_lost);
    shortage.estimate({"run_off_lost", money_, "mean profit of the run-off that it cost"}, &Shortage::run_off_lost);
    group.group("ruin_worlds", plan_.ruin_sampling.has_value(), [this](auto& below) { ruin_worlds(below); });
  }

  void ruin_worlds(Archive& group) {
    if (!plan_.ruin_sampling) plan_.ruin_sampling.emplace();
    Rows<Archive, RuinSampling> rows(group, {}, {&*plan_.ruin_sampling});
    rows.one({"worlds", "1", "worlds drawn for the probability of ruin alone"}, &RuinSampling::worlds);
    rows.one({"ruined", "1", "how many of them are ruined"}, &RuinSampling::ruined);
    rows.interval({"p_ruin", "1", "probability of ruin by the plan's end"}, &RuinSampling::p);
    rows.one({"effective", "1", "independent worlds that would tell it as well"}, &RuinSampling::effective);
  }

  void cohorts(Archive& group) {
    const Extent month = months_of(group, months());
    check_length(group, month);
    group.expect("customers", {month});
    plan_.cohorts.resize(months());
    for (std::size_t m = 0; m < months(); ++m) plan_.cohorts[m].month = static_cast<int>(m + 1);
    Rows<Archive, PlanCohortAnswer> rows(group, {month}, rows_of(plan_.cohorts));
    rows.estimate({"customers", "1", "mean number of customers won in the month"}, &PlanCohortAnswer::customers);
    rows.estimate({"acquisition", money_, "mean acquisition cost of all of them"}, &PlanCohortAnswer::acquisition);
    rows.estimate({"contribution", money_, "mean contribution of their whole lives"}, &PlanCohortAnswer::contribution);
    rows.estimate({"payback_ever", "1", "probability that they bring back what they cost"}, &PlanCohortAnswer::ever);
    rows.interval({"payback_median", kMonth, "month of theirs, from 1, by which in half of the worlds they have"},
                  &PlanCohortAnswer::median);
    rows.one({"complete", "1", "1 where their whole lives lie within the plan"}, &PlanCohortAnswer::is_complete);
    std::size_t ages = 0;
    for (const PlanCohortAnswer& cohort : plan_.cohorts) ages = std::max(ages, cohort.by_age.size());
    group.group("by_age", ages > 0, [&](auto& below) { cohort_ages(below, ages); });
  }

  void cohort_ages(Archive& group, std::size_t count) {
    const Extent month = months_of(group, months());
    check_length(group, month);
    std::vector<std::int64_t> labels(count);
    std::iota(labels.begin(), labels.end(), 1);
    const Extent age =
        group.dimension({"age", kMonth, "month of theirs, counted from that in which they were paid for"}, labels, kMostMonths);
    group.expect("earned", {month, age});
    for (PlanCohortAnswer& cohort : plan_.cohorts) cohort.by_age.resize(labels.size());
    Rows<Archive, PlanCohortAnswer> rows(group, {month}, rows_of(plan_.cohorts));
    const auto by_age = [&](const About& about, Estimate CohortAge::*which) {
      rows.estimates(about, age, [which](PlanCohortAnswer& cohort, std::size_t k) -> Estimate& { return cohort.by_age[k].*which; });
    };
    by_age({"earned", "1", "what they have brought by the end of that month over what was paid for them"}, &CohortAge::earned);
    by_age({"paid_back", "1", "probability that by its end they first had brought what they cost"}, &CohortAge::paid_back);
  }

  void channels(Archive& group) {
    std::vector<std::string> names;
    std::vector<double> levels;
    for (const PlanChannelAnswer& channel : plan_.channels) {
      names.push_back(channel.name);
      for (const Distribution* of : {&channel.profit, &channel.plan_profit}) add_levels(levels, of->quantiles);
      for (const BreakEven* even : {&channel.break_even, &channel.lasting_break_even}) add_levels(levels, even->quantiles);
    }
    const Extent month = months_of(group, months());
    check_length(group, month);
    const Extent channel = group.dimension({"channel", "1", "name of the channel"}, names, kMostNames);
    const Extent level = levels_of(group, levels);
    for (const char* name : {"profit_quantile", "plan_profit_quantile"}) group.expect(name, {channel, level});
    plan_.channels.resize(names.size());
    for (std::size_t c = 0; c < names.size(); ++c) {
      plan_.channels[c].name = names[c];
      bring_to(plan_.channels[c].profit.quantiles, levels);
      bring_to(plan_.channels[c].plan_profit.quantiles, levels);
    }
    const std::vector<PlanChannelAnswer*> all = rows_of(plan_.channels);
    Rows<Archive, PlanChannelAnswer> rows(group, {channel}, all);
    rows.estimate({"leads", "1", "mean number of leads"}, &PlanChannelAnswer::leads);
    rows.estimate({"customers", "1", "mean number of customers"}, &PlanChannelAnswer::customers);
    rows.estimate({"acquisition", money_, "mean acquisition cost of all"}, &PlanChannelAnswer::acquisition);
    rows.estimate({"cac", money_, "acquisition cost per customer"}, &PlanChannelAnswer::cac);
    rows.estimate({"revenue", money_, "mean of what its customers pay until the plan's end, less what they are given back"},
                  &PlanChannelAnswer::revenue);
    rows.estimate({"contribution", money_, "mean contribution of its customers until the plan's end"}, &PlanChannelAnswer::contribution);
    rows.estimate({"whole_contribution", money_, "mean contribution of its customers' whole lives"},
                  &PlanChannelAnswer::whole_contribution);
    rows.distribution({"profit", money_, "contribution of its customers' whole lives less acquisition cost"}, kWorlds, level,
                      &PlanChannelAnswer::profit);
    rows.estimate({"roi", "1", "that over acquisition cost"}, &PlanChannelAnswer::roi);
    rows.distribution({"plan_profit", money_, "contribution of its customers until the plan's end less what was then paid for them"},
                      kWorlds, level, &PlanChannelAnswer::plan_profit);
    break_even(rows, all, "break_even", "paid for itself", {month, level, levels}, &PlanChannelAnswer::break_even);
    break_even(rows, all, "lasting_break_even", "paid for itself for good", {month, level, levels}, &PlanChannelAnswer::lasting_break_even);
  }

  void worlds(Archive& group) {
    std::vector<std::int64_t> numbers(plan_.worlds.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    const Extent world = group.dimension({"world", "1", "number of the world"}, numbers, kMostWorlds);
    group.expect("profit", {world});
    plan_.worlds.resize(numbers.size());
    Rows<Archive, PlanWorldRow> rows(group, {world}, rows_of(plan_.worlds));
    rows.one({"customers", "1", "customers of the plan"}, &PlanWorldRow::customers);
    rows.one({"profit", money_, "profit until the plan's end"}, &PlanWorldRow::profit);
    rows.one({"npv", money_, "the same, discounted"}, &PlanWorldRow::npv);
    rows.one({"run_off_profit", money_, "profit, customers' whole lives included"}, &PlanWorldRow::run_off_profit);
    rows.one({"run_off_npv", money_, "the same, discounted"}, &PlanWorldRow::run_off_npv);
    rows.one({"peak_funding", money_, "money that the plan needs at its worst moment"}, &PlanWorldRow::peak_funding);
    rows.one({"break_even", kMonth, "month at whose end the plan first has broken even"}, &PlanWorldRow::break_even);
    rows.one({"lasting_break_even", kMonth, "month at whose end it has for good"}, &PlanWorldRow::lasting_break_even);
    rows.one({"lowest_cash", money_, "what was in the bank at the worst moment"}, &PlanWorldRow::lowest_cash);
    rows.one({"ruin", kMonth, "month of ruin"}, &PlanWorldRow::ruin);
    rows.one({"was_short", "1", "1 where less could be spent than planned, in some month"}, &PlanWorldRow::was_short);
  }

  void check_length(Archive& group, const Extent& month) const {
    if constexpr (Archive::kLoads) {
      if (month.size != months()) group.refuse("month", "has another length than above it");
    }
  }

  struct Described {
    const char *name, *about;
    Distribution PlanAnswer::*of;
  };
  static constexpr Described kDistributions[] = {
      {"profit", "profit until the plan's end", &PlanAnswer::profit},
      {"npv", "profit until the plan's end, discounted", &PlanAnswer::npv},
      {"run_off_profit", "profit, customers' whole lives included", &PlanAnswer::run_off_profit},
      {"run_off_npv", "profit, customers' whole lives included, discounted", &PlanAnswer::run_off_npv},
      {"peak_funding", "money that the plan needs at its worst moment", &PlanAnswer::peak_funding}};
  static constexpr const char* kMonth = "month";

  Archive& archive_;
  const std::string money_;
  PlanAnswer& plan_;
  Rows<Archive, PlanAnswer> rows_;
  Extent month_, level_;
  std::vector<double> levels_;
};

}  // namespace valuescale::results

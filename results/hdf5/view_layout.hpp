// Where the numbers of a lead's or a customer's view stand in a results file: once for everybody, or with a row a channel or segment.
#pragma once

#include "results/answer/answer.hpp"
#include "results/hdf5/archive.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

// More than these no run makes; a file that says otherwise is not one of ours.
inline constexpr std::size_t kMostSteps = 10'000, kMostLevels = 1'000, kMostNames = 10'000, kMostWorlds = 1'000'000, kMostWarnings = 10'000,
                             kMostQuantities = 1'000'000;

/// Units that recur.
struct Units {
  std::string money, share = "1", step;
};

using Quantiles = std::vector<std::pair<double, Interval>>;

/// The lengths that all views of a group share.
struct Lengths {
  std::vector<std::int64_t> steps;
  std::vector<double> levels;
  std::vector<std::string> stages;
};

template <class Archive>
class ViewLayout {
 public:
  ViewLayout(Archive& archive, const Units& units, std::vector<Extent> rows, std::vector<ViewAnswer*> views)
      : archive_(archive), units_(units), rows_(std::move(rows)), views_(std::move(views)) {}

  void lay_out(Lengths& lengths) {
    step_ = archive_.dimension({"step", units_.step, "end of the step, counted from the purchase of the lead"}, lengths.steps, kMostSteps);
    level_ = archive_.dimension({"level", "1", "share of customers or leads below a quantile"}, lengths.levels, kMostLevels);
    stage_ = archive_.dimension({"stage", "1", "stage of a cash flow"}, lengths.stages, kMostNames);
    // Room is made only for what the file holds.
    const auto with_rows = [this](const Extent& along) {
      std::vector<Extent> extents = rows_;
      extents.push_back(along);
      return extents;
    };
    for (const char* name : {"payback_first_cdf", "payback_lasting_cdf", "cohort_payback_cdf"}) archive_.expect(name, with_rows(step_));
    for (const char* name : {"profit_quantile", "npv_quantile", "cac_quantile", "ltv_quantile"}) archive_.expect(name, with_rows(level_));
    archive_.expect("stage_mean", with_rows(stage_));
    if constexpr (Archive::kLoads) make_room(lengths);

    distribution("profit", "contribution less acquisition cost, undiscounted", &ViewAnswer::profit);
    distribution("npv", "contribution less acquisition cost, discounted", &ViewAnswer::npv);
    distribution("cac", "acquisition cost", &ViewAnswer::cac);
    distribution("ltv", "lifetime value: contribution without acquisition cost, discounted", &ViewAnswer::ltv);
    interval("ltv_cac", "1", "mean LTV divided by mean acquisition cost", [](ViewAnswer& view) -> Interval& { return view.ltv_cac; });
    estimate("p_loss", "1", "probability that profit is below zero", [](ViewAnswer& view) -> Estimate& { return view.p_loss; });
    curve("payback_first", "paid back for the first time", &Payback::first);
    curve("payback_lasting", "paid back for good", &Payback::lasting);
    cohort();
    stages();
    part("first_sale", "acquisition and offer", &ViewAnswer::first_sale);
    part("front_end", "acquisition, offer and steps taken at the same time", &ViewAnswer::front_end);
    part("back_end", "everything after the front end", &ViewAnswer::back_end);
    estimate("purchases_mean", "1", "mean number of repeat purchases", [](ViewAnswer& view) -> Estimate& { return view.purchases; });
    estimate("active", "1", "share still active at the horizon", [](ViewAnswer& view) -> Estimate& { return view.active; });
    one("late_ltv_share", "1", "share of LTV earned in the last tenth of the horizon",
        [](ViewAnswer& view) -> double& { return view.late_ltv_share; });
  }

 private:
  void make_room(const Lengths& lengths) {
    Quantiles quantiles;
    for (const double level : lengths.levels) quantiles.push_back({level, {}});
    for (ViewAnswer* view : views_) {
      for (Distribution* metric : {&view->profit, &view->npv, &view->cac, &view->ltv}) metric->quantiles = quantiles;
      for (PaybackCurve* one_curve : {&view->payback.first, &view->payback.lasting}) one_curve->cdf.resize(lengths.steps.size());
      view->payback.cohort.cdf.resize(lengths.steps.size());
      for (const auto& stage : lengths.stages) view->by_stage.push_back({stage, {}});
    }
  }

  template <class Get>
  void one(const std::string& name, const std::string& units, const std::string& about, Get get) {
    if (rows_.empty()) {
      archive_.values({name, units, about}, {}, [&]() -> double& { return get(*views_[0]); });
    } else {
      archive_.values({name, units, about}, rows_, [&](std::size_t i) -> double& { return get(*views_[i]); });
    }
  }

  /// Along another dimension, too.
  template <class Get>
  void many(const std::string& name, const std::string& units, const std::string& about, const Extent& along, Get get) {
    if (rows_.empty()) {
      archive_.values({name, units, about}, {along}, [&](std::size_t k) -> double& { return get(*views_[0], k); });
    } else {
      archive_.values({name, units, about}, {rows_[0], along}, [&](std::size_t i, std::size_t k) -> double& { return get(*views_[i], k); });
    }
  }

  template <class Get>
  void estimate(const std::string& name, const std::string& units, const std::string& about, Get get) {
    one(name, units, about, [&](ViewAnswer& view) -> double& { return get(view).value; });
    one(name + "_se", units, about + ": standard error of simulation", [&](ViewAnswer& view) -> double& { return get(view).se; });
  }

  template <class Get>
  void interval(const std::string& name, const std::string& units, const std::string& about, Get get) {
    one(name, units, about, [&](ViewAnswer& view) -> double& { return get(view).value; });
    one(name + "_lo", units, about + ": lower 95 % confidence limit", [&](ViewAnswer& view) -> double& { return get(view).lo; });
    one(name + "_hi", units, about + ": upper 95 % confidence limit", [&](ViewAnswer& view) -> double& { return get(view).hi; });
  }

  void distribution(const std::string& name, const std::string& about, Distribution ViewAnswer::*metric) {
    const std::string& money = units_.money;
    estimate(name + "_mean", money, "mean " + about, [=](ViewAnswer& view) -> Estimate& { return (view.*metric).mean; });
    one(name + "_sd", money, "standard deviation between individuals: " + about,
        [=](ViewAnswer& view) -> double& { return (view.*metric).sd; });
    const auto at = [=](ViewAnswer& view, std::size_t k) -> Interval& { return (view.*metric).quantiles[k].second; };
    many(name + "_quantile", money, "quantile: " + about, level_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return at(view, k).value; });
    many(name + "_quantile_lo", money, "quantile, lower 95 % confidence limit: " + about, level_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return at(view, k).lo; });
    many(name + "_quantile_hi", money, "quantile, upper 95 % confidence limit: " + about, level_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return at(view, k).hi; });
  }

  void curve(const std::string& name, const std::string& about, PaybackCurve Payback::*which) {
    const auto of = [=](ViewAnswer& view) -> PaybackCurve& { return view.payback.*which; };
    many(name + "_cdf", "1", "probability of having " + about + " by the end of the step", step_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return of(view).cdf[k].value; });
    many(name + "_cdf_se", "1", "probability of having " + about + " by the end of the step: standard error of simulation", step_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return of(view).cdf[k].se; });
    estimate(name + "_ever", "1", "probability of having " + about + " within the horizon",
             [=](ViewAnswer& view) -> Estimate& { return of(view).ever; });
    estimate(name + "_never", "1", "probability of ending without having " + about,
             [=](ViewAnswer& view) -> Estimate& { return of(view).never; });
    estimate(name + "_open", "1", "probability of being active at the horizon without having " + about,
             [=](ViewAnswer& view) -> Estimate& { return of(view).open; });
    interval(name + "_median", units_.step, "step by which half have " + about,
             [=](ViewAnswer& view) -> Interval& { return of(view).median; });
  }

  void cohort() {
    const auto of = [](ViewAnswer& view) -> CohortPayback& { return view.payback.cohort; };
    one("cohort_payback", units_.step, "first step at which mean cumulative cash is at or above zero",
        [=](ViewAnswer& view) -> double& { return of(view).step; });
    one("cohort_payback_lo", units_.step, "cohort payback: 5th percentile over worlds",
        [=](ViewAnswer& view) -> double& { return of(view).lo; });
    one("cohort_payback_hi", units_.step, "cohort payback: 95th percentile over worlds",
        [=](ViewAnswer& view) -> double& { return of(view).hi; });
    many("cohort_payback_cdf", "1", "share of worlds whose mean cumulative cash has reached zero by the end of the step", step_,
         [=](ViewAnswer& view, std::size_t k) -> double& { return of(view).cdf[k]; });
  }

  void stages() {
    many("stage_mean", units_.money, "mean undiscounted cash of the stage", stage_,
         [](ViewAnswer& view, std::size_t k) -> double& { return view.by_stage[k].second.value; });
    many("stage_mean_se", units_.money, "mean undiscounted cash of the stage: standard error of simulation", stage_,
         [](ViewAnswer& view, std::size_t k) -> double& { return view.by_stage[k].second.se; });
  }

  void part(const std::string& name, const std::string& about, FrontPart ViewAnswer::*which) {
    estimate(name + "_mean", units_.money, "mean undiscounted cash: " + about,
             [=](ViewAnswer& view) -> Estimate& { return (view.*which).mean; });
    estimate(name + "_p_nonnegative", "1", "probability of not being negative: " + about,
             [=](ViewAnswer& view) -> Estimate& { return (view.*which).p_nonnegative; });
  }

  Archive& archive_;
  const Units& units_;
  const std::vector<Extent> rows_;
  const std::vector<ViewAnswer*> views_;
  Extent step_, level_, stage_;
};

}  // namespace valuescale::results

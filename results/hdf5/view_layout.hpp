// Where the numbers of a lead's or a customer's view stand in a results file: once for everybody, or with a row a channel or segment.
#pragma once

#include "results/answer/answer.hpp"
#include "results/hdf5/archive.hpp"
#include "results/hdf5/rows.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

// More than these no run makes; a file that says otherwise is not one of ours.
inline constexpr std::size_t kMostSteps = 10'000, kMostLevels = 1'000, kMostNames = 10'000, kMostWorlds = 1'000'000, kMostWarnings = 10'000,
                             kMostBins = 1'000;

/// Units that recur.
struct Units {
  std::string money, share = "1", step;
};

/// The lengths that all views of a group share.
struct Lengths {
  std::vector<std::int64_t> steps;
  std::vector<double> levels;
  std::vector<std::string> stages;
};

template <class Archive>
class ViewLayout {
 public:
  ViewLayout(Archive& archive, const Units& units, const std::vector<Extent>& rows, std::vector<ViewAnswer*> views)
      : archive_(archive), units_(units), views_(std::move(views)), rows_(archive, rows, views_) {}

  void lay_out(Lengths& lengths) {
    step_ = archive_.dimension({"step", units_.step, "end of the step, counted from the purchase of the lead"}, lengths.steps, kMostSteps);
    level_ = archive_.dimension({"level", "1", "share of customers or leads below a quantile"}, lengths.levels, kMostLevels);
    stage_ = archive_.dimension({"stage", "1", "stage of a cash flow"}, lengths.stages, kMostNames);
    // Room is made only for what the file holds.
    for (const char* name : {"payback_first_cdf", "payback_lasting_cdf", "cohort_payback_cdf"}) rows_.expect(name, step_);
    for (const char* name : {"profit_quantile", "npv_quantile", "cac_quantile", "ltv_quantile"}) rows_.expect(name, level_);
    rows_.expect("stage_mean", stage_);
    if constexpr (Archive::kLoads) make_room(lengths);

    distribution("profit", "contribution less acquisition cost, undiscounted", &ViewAnswer::profit);
    distribution("npv", "contribution less acquisition cost, discounted", &ViewAnswer::npv);
    distribution("cac", "acquisition cost", &ViewAnswer::cac);
    distribution("ltv", "lifetime value: contribution without acquisition cost, discounted", &ViewAnswer::ltv);
    rows_.interval({"ltv_cac", "1", "mean LTV divided by mean acquisition cost"}, &ViewAnswer::ltv_cac);
    rows_.estimate({"p_loss", "1", "probability that profit is below zero"}, &ViewAnswer::p_loss);
    curve("payback_first", "paid back for the first time", &Payback::first);
    curve("payback_lasting", "paid back for good", &Payback::lasting);
    cohort();
    rows_.estimates({"stage_mean", units_.money, "mean undiscounted cash of the stage"}, stage_,
                    [](ViewAnswer& view, std::size_t k) -> Estimate& { return view.by_stage[k].second; });
    part("first_sale", "acquisition and offer", &ViewAnswer::first_sale);
    part("front_end", "acquisition, offer and steps taken at the same time", &ViewAnswer::front_end);
    part("back_end", "everything after the front end", &ViewAnswer::back_end);
    rows_.estimate({"purchases_mean", "1", "mean number of repeat purchases"}, &ViewAnswer::purchases);
    rows_.estimate({"active", "1", "share still active at the horizon"}, &ViewAnswer::active);
    rows_.one({"late_ltv_share", "1", "share of LTV earned in the last tenth of the horizon"}, &ViewAnswer::late_ltv_share);
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

  void distribution(const std::string& name, const std::string& about, Distribution ViewAnswer::*metric) {
    rows_.distribution({name, units_.money, about}, kIndividuals, level_, metric);
  }

  void curve(const std::string& name, const std::string& about, PaybackCurve Payback::*which) {
    const auto of = [=](ViewAnswer& view) -> PaybackCurve& { return view.payback.*which; };
    rows_.estimates({name + "_cdf", "1", "probability of having " + about + " by the end of the step"}, step_,
                    [=](ViewAnswer& view, std::size_t k) -> Estimate& { return of(view).cdf[k]; });
    rows_.estimate({name + "_ever", "1", "probability of having " + about + " within the horizon"},
                   [=](ViewAnswer& view) -> Estimate& { return of(view).ever; });
    rows_.estimate({name + "_never", "1", "probability of ending without having " + about},
                   [=](ViewAnswer& view) -> Estimate& { return of(view).never; });
    rows_.estimate({name + "_open", "1", "probability of being active at the horizon without having " + about},
                   [=](ViewAnswer& view) -> Estimate& { return of(view).open; });
    rows_.interval({name + "_median", units_.step, "step by which half have " + about},
                   [=](ViewAnswer& view) -> Interval& { return of(view).median; });
  }

  void cohort() {
    const auto of = [](ViewAnswer& view) -> CohortPayback& { return view.payback.cohort; };
    rows_.one({"cohort_payback", units_.step, "first step at which mean cumulative cash is at or above zero"},
              [=](ViewAnswer& view) -> double& { return of(view).step; });
    rows_.one({"cohort_payback_lo", units_.step, "cohort payback: 5th percentile over worlds"},
              [=](ViewAnswer& view) -> double& { return of(view).lo; });
    rows_.one({"cohort_payback_hi", units_.step, "cohort payback: 95th percentile over worlds"},
              [=](ViewAnswer& view) -> double& { return of(view).hi; });
    rows_.many({"cohort_payback_cdf", "1", "share of worlds whose mean cumulative cash has reached zero by the end of the step"}, step_,
               [=](ViewAnswer& view, std::size_t k) -> double& { return of(view).cdf[k]; });
  }

  void part(const std::string& name, const std::string& about, FrontPart ViewAnswer::*which) {
    rows_.estimate({name + "_mean", units_.money, "mean undiscounted cash: " + about},
                   [=](ViewAnswer& view) -> Estimate& { return (view.*which).mean; });
    rows_.estimate({name + "_p_nonnegative", "1", "probability of not being negative: " + about},
                   [=](ViewAnswer& view) -> Estimate& { return (view.*which).p_nonnegative; });
  }

  Archive& archive_;
  const Units& units_;
  const std::vector<ViewAnswer*> views_;
  Rows<Archive, ViewAnswer> rows_;
  Extent step_, level_, stage_;
};

}  // namespace valuescale::results

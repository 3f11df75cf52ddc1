// Where a results file says who brings the profit: once for everybody, or with a row a channel or segment; and the segments as groups.
#pragma once

#include "results/hdf5/view_layout.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

template <class Archive>
class ConcentrationLayout {
 public:
  ConcentrationLayout(Archive& archive, const Units& units, std::vector<Extent> rows, std::vector<ViewAnswer*> views)
      : archive_(archive), units_(units), rows_(std::move(rows)), views_(std::move(views)) {}

  /// Views in which nothing is known get numbers that are missing.
  void lay_out() {
    std::vector<double> levels;
    for (ViewAnswer* view : views_) {
      if (!view->concentration) view->concentration.emplace();
      for (const auto& [level, tenth] : view->concentration->tenths) levels.push_back(level);
    }
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    best_ = archive_.dimension({"best", "1", "share of customers, best first"}, levels, kMostLevels);
    std::vector<Extent> along = rows_;
    along.push_back(best_);
    archive_.expect("tenth_mean", along);
    for (ViewAnswer* view : views_) bring_to(view->concentration->tenths, levels);

    tenths("tenth_mean", units_.money, "mean profit of a customer of the tenth that ends here", &Tenth::mean);
    tenths("tenth_share", "1", "profit of the tenth that ends here, as a share of all profit", &Tenth::share);
    tenths("cumulative", "1", "profit of the best customers up to here, as a share of all profit", &Tenth::cumulative);
    estimate("profitable", "1", "share of customers with a profit above zero", &Concentration::profitable);
    estimate("peak", "1", "profit of those, as a share of all profit", &Concentration::peak);
    estimate("unprofitable", "1", "share of customers with a profit below zero", &Concentration::unprofitable);
    estimate("loss_mean", units_.money, "mean loss of those", &Concentration::loss_mean);
    estimate("loss_share", "1", "loss of those together, as a share of all profit", &Concentration::loss_share);
    estimate("gini", "1", "mean absolute difference of profit between two customers over twice the mean", &Concentration::gini);
    estimate("bring_80", "1", "smallest share of customers that brings 80 % of the profit", &Concentration::bring_80);
  }

 private:
  static void bring_to(std::vector<std::pair<double, Tenth>>& tenths, const std::vector<double>& levels) {
    std::vector<std::pair<double, Tenth>> brought;
    for (const double level : levels) {
      const auto found = std::find_if(tenths.begin(), tenths.end(), [level](const auto& one) { return one.first == level; });
      brought.push_back({level, found == tenths.end() ? Tenth{} : found->second});
    }
    tenths = std::move(brought);
  }

  void tenths(const std::string& name, const std::string& units, const std::string& about, Estimate Tenth::*which) {
    const auto one = [&](const std::string& array, const std::string& meaning, double Estimate::*part) {
      const auto at = [this, which, part](std::size_t i, std::size_t k) -> double& {
        return views_[i]->concentration->tenths[k].second.*which.*part;
      };
      if (rows_.empty()) {
        archive_.values({array, units, meaning}, {best_}, [&](std::size_t k) -> double& { return at(0, k); });
      } else {
        archive_.values({array, units, meaning}, {rows_[0], best_}, at);
      }
    };
    one(name, about, &Estimate::value);
    one(name + "_se", about + ": standard error of simulation", &Estimate::se);
  }

  void estimate(const std::string& name, const std::string& units, const std::string& about, Estimate Concentration::*which) {
    const auto one = [&](const std::string& array, const std::string& meaning, double Estimate::*part) {
      const auto at = [this, which, part](std::size_t i) -> double& { return (*views_[i]->concentration).*which.*part; };
      if (rows_.empty()) {
        archive_.values({array, units, meaning}, {}, [&]() -> double& { return at(0); });
      } else {
        archive_.values({array, units, meaning}, rows_, at);
      }
    };
    one(name, about, &Estimate::value);
    one(name + "_se", about + ": standard error of simulation", &Estimate::se);
  }

  Archive& archive_;
  const Units& units_;
  const std::vector<Extent> rows_;
  const std::vector<ViewAnswer*> views_;
  Extent best_;
};

template <class Archive>
void lay_out_profit_groups(Archive& archive, std::vector<ProfitGroup>& groups) {
  std::vector<std::string> names;
  for (const auto& group : groups) names.push_back(group.name);
  const Extent extent = archive.dimension({"group", "1", "name of the segment, best first"}, names, kMostNames);
  if constexpr (Archive::kLoads) {
    for (const auto& name : names) groups.push_back({name, kMissing, {}, {}, {}});
  }
  archive.values({"share_of_customers", "1", "share of all customers"}, {extent},
                 [&](std::size_t i) -> double& { return groups[i].share_of_customers; });
  const auto estimate = [&](const std::string& name, const std::string& about, Estimate ProfitGroup::*which) {
    archive.values({name, "1", about}, {extent}, [&](std::size_t i) -> double& { return (groups[i].*which).value; });
    archive.values({name + "_se", "1", about + ": standard error of simulation"}, {extent},
                   [&](std::size_t i) -> double& { return (groups[i].*which).se; });
  };
  estimate("share_of_profit", "share of all profit", &ProfitGroup::share_of_profit);
  estimate("relative", "profit of its average customer, over that of the average customer", &ProfitGroup::relative);
  estimate("cumulative", "share of all profit of this segment and all better ones", &ProfitGroup::cumulative);
}

}  // namespace valuescale::results

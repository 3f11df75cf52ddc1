// Where a results file says whom customers bring, and what is left without them: once for everybody, or with a row a channel or segment.
#pragma once

#include "results/hdf5/view_layout.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

template <class Archive>
class ReferralsLayout {
 public:
  ReferralsLayout(Archive& archive, const Units& units, std::vector<Extent> rows, std::vector<Referrals*> blocks)
      : archive_(archive), units_(units), rows_(std::move(rows)), blocks_(std::move(blocks)) {}

  /// All but the views, which have groups of their own.
  void lay_out() {
    std::vector<std::string> segments;
    for (const auto& [name, children] : blocks_[0]->by_segment) segments.push_back(name);
    segment_ = archive_.dimension({"child_segment", "1", "segment in which the life of a child begins"}, segments, kMostNames);
    std::vector<Extent> along = rows_;
    along.push_back(segment_);
    archive_.expect("children_by_segment", along);
    if constexpr (Archive::kLoads) {
      for (Referrals* block : blocks_)
        for (const auto& name : segments) block->by_segment.push_back({name, {}});
    }

    estimate("children", "1", "mean number of customers brought, in all generations", &Referrals::children);
    estimate("direct_children", "1", "mean number of customers brought without another between", &Referrals::direct_children);
    by_segment("children_by_segment", "mean number of customers brought, by the segment in which their lives begin", &Estimate::value);
    by_segment("children_by_segment_se",
               "mean number of customers brought, by the segment in which their lives begin: standard error of simulation", &Estimate::se);
    estimate("cac_paid", units_.money, "acquisition cost per customer bought", &Referrals::cac_paid);
    estimate("cac_blended", units_.money, "acquisition cost per customer bought or brought", &Referrals::cac_blended);
  }

 private:
  void estimate(const std::string& name, const std::string& units, const std::string& about, Estimate Referrals::*which) {
    const auto one = [&](const std::string& array, const std::string& meaning, double Estimate::*part) {
      const auto at = [this, which, part](std::size_t i) -> double& { return blocks_[i]->*which.*part; };
      if (rows_.empty()) {
        archive_.values({array, units, meaning}, {}, [&]() -> double& { return at(0); });
      } else {
        archive_.values({array, units, meaning}, rows_, at);
      }
    };
    one(name, about, &Estimate::value);
    one(name + "_se", about + ": standard error of simulation", &Estimate::se);
  }

  void by_segment(const std::string& name, const std::string& about, double Estimate::*part) {
    const auto at = [this, part](std::size_t i, std::size_t k) -> double& { return blocks_[i]->by_segment[k].second.*part; };
    if (rows_.empty()) {
      archive_.values({name, "1", about}, {segment_}, [&](std::size_t k) -> double& { return at(0, k); });
    } else {
      archive_.values({name, "1", about}, {rows_[0], segment_}, at);
    }
  }

  Archive& archive_;
  const Units& units_;
  const std::vector<Extent> rows_;
  const std::vector<Referrals*> blocks_;
  Extent segment_;
};

}  // namespace valuescale::results

// Where a results file says whom customers bring, and what is left without them: once for everybody, or with a row a channel or segment.
#pragma once

#include "results/hdf5/view_layout.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// All but the views, which have groups of their own.
template <class Archive>
void lay_out_children(Archive& archive, const Units& units, const std::vector<Extent>& extents, const std::vector<Referrals*>& blocks) {
  std::vector<std::string> segments;
  for (const auto& [name, children] : blocks[0]->by_segment) segments.push_back(name);
  const Extent segment = archive.dimension({"child_segment", "1", "segment in which the life of a child begins"}, segments, kMostNames);
  Rows<Archive, Referrals> rows(archive, extents, blocks);
  rows.expect("children_by_segment", segment);
  if constexpr (Archive::kLoads) {
    for (Referrals* block : blocks)
      for (const auto& name : segments) block->by_segment.push_back({name, {}});
  }

  rows.estimate({"children", "1", "mean number of customers brought, in all generations"}, &Referrals::children);
  rows.estimate({"direct_children", "1", "mean number of customers brought without another between"}, &Referrals::direct_children);
  rows.estimates({"children_by_segment", "1", "mean number of customers brought, by the segment in which their lives begin"}, segment,
                 [](Referrals& block, std::size_t k) -> Estimate& { return block.by_segment[k].second; });
  rows.estimate({"cac_paid", units.money, "acquisition cost per customer bought"}, &Referrals::cac_paid);
  rows.estimate({"cac_blended", units.money, "acquisition cost per customer bought or brought"}, &Referrals::cac_blended);
}

}  // namespace valuescale::results

// What scenarios state, a row each number, with what its author noted about it.
#pragma once

#include "results/hdf5/rows.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

inline constexpr std::size_t kMostQuantities = 1'000'000;

template <class Archive>
void lay_out_stated(Archive& archive, std::vector<StatedAssumption>& stated) {
  std::vector<std::string> paths;
  for (const auto& one : stated) paths.push_back(one.path);
  const Extent quantity = archive.dimension({"quantity", "1", "place of the number in the scenario"}, paths, kMostQuantities);
  if constexpr (Archive::kLoads) {
    for (const auto& path : paths) stated.push_back({path, "", "", "", ""});
  }
  Rows<Archive, StatedAssumption> rows(archive, {quantity}, rows_of(stated));
  rows.one({"text", "1", "as written"}, &StatedAssumption::text);
  rows.one({"reading", "1", "in plain words"}, &StatedAssumption::reading);
  rows.one({"note", "1", "the author's note"}, &StatedAssumption::note);
  rows.one({"source", "1", "where the author has it from"}, &StatedAssumption::source);
}

}  // namespace valuescale::results

// Where a results file says how customers come through the ladder: by place, and by the ways that lead there.
#pragma once

#include "results/hdf5/levels.hpp"
#include "results/hdf5/rows.hpp"
#include "results/hdf5/view_layout.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

template <class Archive, class Row, class Get>
void lay_out_passages(Rows<Archive, Row>& rows, Get numbers_of) {
  const auto part = [&](const About& about, Estimate LadderNumbers::*number) {
    rows.estimate(about, [=](Row& row) -> Estimate& { return std::invoke(numbers_of, row).*number; });
  };
  part({"asked", "1", "how often a customer is asked"}, &LadderNumbers::asked);
  part({"taken", "1", "how often it is taken within the horizon, per customer"}, &LadderNumbers::taken);
  part({"later", "1", "how often it is taken, but comes beyond the horizon, per customer"}, &LadderNumbers::later);
  part({"take_rate", "1", "what is taken of what is asked"}, &LadderNumbers::rate);
}

template <class Archive>
void lay_out_ways(Archive& archive, std::vector<LadderWay>& ways) {
  std::vector<std::string> names;
  for (const LadderWay& way : ways) names.push_back(way.name());
  const Extent way = archive.dimension({"way", "1", "the event, and what it leads to"}, names, kMostNames);
  archive.expect("to", {way});
  if constexpr (Archive::kLoads) ways.resize(names.size());
  Rows<Archive, LadderWay> rows(archive, {way}, rows_of(ways));
  rows.one({"from", "1", "whose event it is"}, &LadderWay::from);
  rows.one({"after", "1", "the event: taken, declined, bought, ended"}, &LadderWay::after);
  rows.one({"to", "1", "what it leads to"}, &LadderWay::to);
  lay_out_passages(rows, &LadderWay::numbers);
}

template <class Archive>
void lay_out_ladder(Archive& archive, Ladder& ladder) {
  std::vector<std::string> names;
  for (const LadderPlace& place : ladder.places) names.push_back(place.name);
  const Extent place = archive.dimension({"place", "1", "offer, step, repeat process or referral"}, names, kMostNames);
  archive.expect("asked", {place});
  if constexpr (Archive::kLoads) {
    for (const std::string& name : names) ladder.places.push_back({name, {}, {}});
  }
  Rows<Archive, LadderPlace> rows(archive, {place}, rows_of(ladder.places));
  lay_out_passages(rows, &LadderPlace::numbers);
  rows.estimate({"purchases", "1", "purchases of a repeat process, per customer"}, &LadderPlace::purchases);
  archive.group("ways", !ladder.ways.empty(), [&](auto& group) { lay_out_ways(group, ladder.ways); });
}

}  // namespace valuescale::results

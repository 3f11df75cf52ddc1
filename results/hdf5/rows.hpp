// Numbers that each of several things has, channels or months or worlds, as arrays of a results file; or of one thing alone, as single values.
#pragma once

#include "results/answer/answer.hpp"
#include "results/hdf5/archive.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

using Quantiles = std::vector<std::pair<double, Interval>>;

/// How a distribution between individuals, or between worlds, is told of.
struct Between {
  std::string sd, quantile;
};
inline const Between kIndividuals{"standard deviation between individuals", "quantile"};
inline const Between kWorlds{"standard deviation over worlds", "quantile over worlds"};

/// `get` everywhere is a member of Row, or takes a Row& and gives a reference to what is in it.
template <class Archive, class Row>
class Rows {
 public:
  /// `extents`: the dimension whose labels name the rows; none of a thing alone.
  Rows(Archive& archive, std::vector<Extent> extents, std::vector<Row*> rows)
      : archive_(archive), extents_(std::move(extents)), rows_(std::move(rows)) {}

  /// For loading: that an array of this name is there, before memory is taken for what lies along it.
  void expect(const std::string& name, const Extent& along) const { archive_.expect(name, with(along)); }

  template <class Get>
  void one(const About& about, Get get) {
    if (extents_.empty()) {
      archive_.values(
          about, {}, [&]() -> auto& { return std::invoke(get, *rows_[0]); });
    } else {
      archive_.values(
          about, extents_, [&](std::size_t i) -> auto& { return std::invoke(get, *rows_[i]); });
    }
  }

  /// Along another dimension, too: `get` also takes the place there.
  template <class Get>
  void many(const About& about, const Extent& along, Get get) {
    if (extents_.empty()) {
      archive_.values(
          about, with(along), [&](std::size_t k) -> auto& { return std::invoke(get, *rows_[0], k); });
    } else {
      archive_.values(
          about, with(along), [&](std::size_t i, std::size_t k) -> auto& { return std::invoke(get, *rows_[i], k); });
    }
  }

  template <class Get>
  void estimate(const About& about, Get get) {
    for (const auto& [array, part] : parts_of_estimate(about))
      one(array, [&get, part = part](Row& row) -> double& { return std::invoke(get, row).*part; });
  }

  template <class Get>
  void estimates(const About& about, const Extent& along, Get get) {
    for (const auto& [array, part] : parts_of_estimate(about))
      many(array, along, [&get, part = part](Row& row, std::size_t k) -> double& { return std::invoke(get, row, k).*part; });
  }

  template <class Get>
  void interval(const About& about, Get get) {
    for (const auto& [array, part] : parts_of_interval(about))
      one(array, [&get, part = part](Row& row) -> double& { return std::invoke(get, row).*part; });
  }

  template <class Get>
  void intervals(const About& about, const Extent& along, Get get) {
    for (const auto& [array, part] : parts_of_interval(about))
      many(array, along, [&get, part = part](Row& row, std::size_t k) -> double& { return std::invoke(get, row, k).*part; });
  }

  /// Of `about.long_name`: its mean, its spread and its quantiles.
  template <class Get>
  void distribution(const About& about, const Between& between, const Extent& level, Get get) {
    estimate({about.name + "_mean", about.units, "mean " + about.long_name},
             [&](Row& row) -> Estimate& { return std::invoke(get, row).mean; });
    one({about.name + "_sd", about.units, between.sd + ": " + about.long_name},
        [&](Row& row) -> double& { return std::invoke(get, row).sd; });
    quantiles({about.name + "_quantile", about.units, about.long_name}, between.quantile, level,
              [&](Row& row) -> Quantiles& { return std::invoke(get, row).quantiles; });
  }

  /// `which` says between whom they are.
  template <class Get>
  void quantiles(const About& about, const std::string& which, const Extent& level, Get get) {
    const auto part = [&](const std::string& suffix, const std::string& what, double Interval::*of) {
      many({about.name + suffix, about.units, what + ": " + about.long_name}, level,
           [&](Row& row, std::size_t k) -> double& { return std::invoke(get, row)[k].second.*of; });
    };
    part("", which, &Interval::value);
    part("_lo", which + ", lower 95 % confidence limit", &Interval::lo);
    part("_hi", which + ", upper 95 % confidence limit", &Interval::hi);
  }

 private:
  static std::vector<std::pair<About, double Estimate::*>> parts_of_estimate(const About& about) {
    return {{about, &Estimate::value},
            {{about.name + "_se", about.units, about.long_name + ": standard error of simulation"}, &Estimate::se}};
  }

  static std::vector<std::pair<About, double Interval::*>> parts_of_interval(const About& about) {
    return {{about, &Interval::value},
            {{about.name + "_lo", about.units, about.long_name + ": lower 95 % confidence limit"}, &Interval::lo},
            {{about.name + "_hi", about.units, about.long_name + ": upper 95 % confidence limit"}, &Interval::hi}};
  }

  std::vector<Extent> with(const Extent& along) const {
    std::vector<Extent> extents = extents_;
    extents.push_back(along);
    return extents;
  }

  Archive& archive_;
  const std::vector<Extent> extents_;
  const std::vector<Row*> rows_;
};

/// The addresses of what stands in a row each.
template <class Row>
std::vector<Row*> rows_of(std::vector<Row>& all) {
  std::vector<Row*> rows;
  for (Row& row : all) rows.push_back(&row);
  return rows;
}

}  // namespace valuescale::results

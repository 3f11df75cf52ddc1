// What is expected given one of the things that are not known: a curve through worlds that differ in all else, too.
//
// Natural cubic splines of each assumption's normal scores (Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, §5.2), of an
// assumption of few values a mean for each, all fitted together: an additive model. What the other curves say is taken away, so that what one does shows the
// more clearly: it depends on assumptions that are independent of the one in question, and its mean is nothing (control variates). How fine curves are is
// told by the number of worlds alone: chosen by what they show (cross-validation) it would be chance that errors don't know of.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace valuescale::results {

/// [number][world]
using Numbers = std::vector<std::vector<double>>;

class ExpectedGiven {
 public:
  /// `assumptions`: [assumption][world]; `tied` holds numbers of assumptions that go together, each once: what those do to a number stays in each other's
  /// curves. `group_of`, by world: groups that may be left out, from 0 on; at least two worlds outside each.
  ExpectedGiven(const std::vector<std::vector<double>>& assumptions, const std::vector<std::vector<std::size_t>>& tied, Numbers numbers,
                std::vector<std::size_t> group_of);

  std::size_t groups() const { return coefficients_.size() - 1; }
  std::size_t worlds() const { return group_of_.size(); }
  const Numbers& numbers() const { return numbers_; }
  /// All of them for `groups()`.
  std::vector<std::size_t> worlds_without(std::size_t group) const;

  /// At worlds outside that group, from those alone, in their order; at all for `groups()`.
  Numbers curve_without(std::size_t assumption, std::size_t group) const;
  /// What all assumptions together tell, as far as it adds up but for products of two; the means where there are more of them than worlds can tell apart.
  Numbers all_without(std::size_t group) const;
  /// How much of the variance that they leave they vary by themselves, having been fitted to it.
  double noise() const;
  /// A curve through noise bends with it: by this factor, of each number, it varies too much about its mean (√ of its variance less the noise's over its own).
  /// 0 to 1.
  std::vector<double> shrinking(std::size_t assumption) const;

 private:
  struct Block {
    std::size_t first, count;  ///< of columns_
  };
  class Products;
  void add_columns(const std::vector<double>& assumption, std::size_t most);
  void add_products(const std::vector<std::vector<double>>& assumptions, std::size_t room);
  void fit(const Products& products, const std::vector<std::vector<std::size_t>>& tied);

  Numbers numbers_;
  std::vector<std::size_t> group_of_;
  std::vector<std::vector<double>>
      columns_;                ///< [function][world]: 1, then those of each assumption, orthonormal and of mean 0; then products of two
  std::vector<Block> blocks_;  ///< by assumption
  /// [without which group; the last without none][assumption][number]: of 1, then of the assumption's columns
  std::vector<std::vector<std::vector<std::vector<double>>>> coefficients_;
  std::vector<std::vector<std::vector<double>>> together_;  ///< [without which group][number]: of all columns
  /// [assumption][number]: columns and their coefficients
  std::vector<std::vector<std::vector<std::pair<std::size_t, double>>>> taken_away_;
  std::size_t fitted_together_ = 0;  ///< functions; 0 where these are more than worlds can tell, and each assumption has to do alone
};

}  // namespace valuescale::results

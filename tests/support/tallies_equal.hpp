// Whether two runs left exactly the same behind, to the last bit, and where they first differ.
#pragma once

#include "models/lifetime/tallies.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::tests {

/// The first difference found, as a path ("replicate_cells[3].sums.sum[1]"); empty where there is none. The compiled program's own hash is
/// compared only on request: two ways of compiling one scenario may differ in it.
class TalliesDifference {
 public:
  enum class Program { same, any };

  static std::string find(const models::Tallies& a, const models::Tallies& b, Program program = Program::same) {
    TalliesDifference difference;
    difference.compare(a, b, program);
    return difference.where_;
  }

 private:
  std::string where_;

  // Integers and text as they are, doubles by their bits: NaN equals itself, −0 is not 0.
  template <typename T>
  void value(std::string_view path, const T& a, const T& b) {
    if (where_.empty() && !(a == b)) where_ = path;
  }
  void value(std::string_view path, double a, double b) {
    if (where_.empty() && std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b)) where_ = path;
  }

  template <typename Range, typename Each>
  void each(const std::string& path, const Range& a, const Range& b, Each compare_elements) {
    value(path + ".size", a.size(), b.size());
    if (!where_.empty()) return;
    for (std::size_t i = 0; i < a.size() && where_.empty(); ++i) compare_elements(path + "[" + std::to_string(i) + "]", a[i], b[i]);
  }
  template <typename Range>
  void values(const std::string& path, const Range& a, const Range& b) {
    each(path, a, b, [this](const std::string& at, const auto& x, const auto& y) { value(at, x, y); });
  }

  void sums(const std::string& path, const models::Sums& a, const models::Sums& b) {
    value(path + ".customers", a.customers, b.customers);
    values(path + ".sum", a.sum, b.sum);
    values(path + ".square", a.square, b.square);
    values(path + ".by_stage", a.by_stage, b.by_stage);
    value(path + ".at_first_sale", a.at_first_sale, b.at_first_sale);
    value(path + ".late_ltv", a.late_ltv, b.late_ltv);
    value(path + ".active", a.active, b.active);
    value(path + ".purchases", a.purchases, b.purchases);
    values(path + ".losses", a.losses, b.losses);
    values(path + ".first_sale_covered", a.first_sale_covered, b.first_sale_covered);
    values(path + ".front_end_covered", a.front_end_covered, b.front_end_covered);
  }

  void payback(const std::string& path, const models::PaybackCounts& a, const models::PaybackCounts& b) {
    values(path + ".first", a.first, b.first);
    values(path + ".lasting", a.lasting, b.lasting);
    value(path + ".first_never", a.first_never, b.first_never);
    value(path + ".first_open", a.first_open, b.first_open);
    value(path + ".lasting_never", a.lasting_never, b.lasting_never);
    value(path + ".lasting_open", a.lasting_open, b.lasting_open);
  }

  void histogram(const std::string& path, const sim::SparseHistogram& a, const sim::SparseHistogram& b) {
    each(path, a.bins(), b.bins(), [this](const std::string& at, const sim::Bin& x, const sim::Bin& y) {
      value(at + ".index", x.index, y.index);
      value(at + ".count", x.count, y.count);
      value(at + ".low", x.low, y.low);
      value(at + ".high", x.high, y.high);
    });
  }

  void compare(const models::Tallies& a, const models::Tallies& b, Program program) {
    value("dims.worlds", a.dims.worlds, b.dims.worlds);
    value("dims.channels", a.dims.channels, b.dims.channels);
    value("dims.segments", a.dims.segments, b.dims.segments);
    value("dims.replicates", a.dims.replicates, b.dims.replicates);
    value("dims.sampling", a.dims.sampling, b.dims.sampling);
    value("dims.lifetime", a.dims.lifetime, b.dims.lifetime);
    value("units_per_currency", a.units_per_currency, b.units_per_currency);
    value("lead_costs_are_draws", a.lead_costs_are_draws, b.lead_costs_are_draws);
    value("any_outflow_after_start", a.any_outflow_after_start, b.any_outflow_after_start);
    each("world_cells", a.world_cells, b.world_cells,
         [this](const std::string& at, const models::Sums& x, const models::Sums& y) { sums(at, x, y); });
    each("replicate_cells", a.replicate_cells, b.replicate_cells,
         [this](const std::string& at, const models::CellTally& x, const models::CellTally& y) {
           sums(at + ".sums", x.sums, y.sums);
           each(at + ".payback", x.payback, y.payback, [this](const std::string& p, const auto& u, const auto& v) { payback(p, u, v); });
           each(at + ".counts", x.counts, y.counts, [this](const std::string& p, const auto& u, const auto& v) { value(p, u == v, true); });
         });
    each("histograms", a.histograms, b.histograms, [this](const std::string& at, const auto& x, const auto& y) {
      each(at, x, y, [this](const std::string& p, const auto& u, const auto& v) { histogram(p, u, v); });
    });
    values("cash", a.cash, b.cash);
    for (std::size_t view = 0; view < models::view_count; ++view) {
      values("world_first." + std::to_string(view), a.world_first[view], b.world_first[view]);
      values("world_lasting." + std::to_string(view), a.world_lasting[view], b.world_lasting[view]);
    }
    values("world_children", a.world_children, b.world_children);
    values("replicate_children", a.replicate_children, b.replicate_children);
    values("traffic", a.traffic, b.traffic);
    value("without_referrals", a.without_referrals != nullptr, b.without_referrals != nullptr);
    if (where_.empty() && a.without_referrals) {
      compare(*a.without_referrals, *b.without_referrals, program);
      if (!where_.empty()) where_ = "without_referrals." + where_;
    }
    each("channel_facts", a.channel_facts, b.channel_facts,
         [this](const std::string& at, const models::ChannelFacts& x, const models::ChannelFacts& y) {
           value(at + ".lead_share", x.lead_share, y.lead_share);
           value(at + ".customer_share", x.customer_share, y.customer_share);
           value(at + ".conversion", x.conversion, y.conversion);
           value(at + ".mean_lead_cost", x.mean_lead_cost, y.mean_lead_cost);
           value(at + ".mean_cac", x.mean_cac, y.mean_cac);
           value(at + ".wasted_mean", x.wasted_mean, y.wasted_mean);
           value(at + ".wasted_variance", x.wasted_variance, y.wasted_variance);
         });
    each("spend_curves", a.spend_curves, b.spend_curves,
         [this](const std::string& at, const models::SpendCurve& x, const models::SpendCurve& y) { value(at, x == y, true); });
    each("cell_facts", a.cell_facts, b.cell_facts, [this](const std::string& at, const models::CellFacts& x, const models::CellFacts& y) {
      value(at + ".lead_mix", x.lead_mix, y.lead_mix);
      value(at + ".conversion", x.conversion, y.conversion);
    });
    values("world_weight", a.world_weight, b.world_weight);
    each("wasted", a.wasted, b.wasted, [this](const std::string& at, const auto& x, const auto& y) {
      each(at, x, y, [this](const std::string& p, const models::Atom& u, const models::Atom& v) {
        value(p + ".value", u.value, v.value);
        value(p + ".probability", u.probability, v.probability);
      });
    });
    values("capped_worlds", a.capped_worlds, b.capped_worlds);
    values("capped_what", a.capped_what, b.capped_what);
    each("assumptions", a.assumptions, b.assumptions,
         [this](const std::string& at, const models::DrawnAssumption& x, const models::DrawnAssumption& y) {
           value(at + ".path", x.path, y.path);
           value(at + ".text", x.text, y.text);
           values(at + ".values", x.values, y.values);
         });
    value("plan", a.plan != nullptr, b.plan != nullptr);
    if (where_.empty() && a.plan) {
      const auto equal = [this](const std::string& at, const auto& x, const auto& y) { value(at, x == y, true); };
      each("plan.worlds", a.plan->worlds, b.plan->worlds, equal);
      each("plan.with_all_cash", a.plan->with_all_cash, b.plan->with_all_cash, equal);
      each("plan.pairs", a.plan->pairs, b.plan->pairs, equal);
      each("plan.life_pairs", a.plan->life_pairs, b.plan->life_pairs, equal);
      value("plan", *a.plan == *b.plan, true);
    }
    value("cohort_size", a.cohort_size, b.cohort_size);
    each("cohort_profit", a.cohort_profit, b.cohort_profit,
         [this](const std::string& at, const auto& x, const auto& y) { values(at, x, y); });
    value("interrupted", a.interrupted, b.interrupted);
    if (program == Program::same) value("program_hash", a.program_hash, b.program_hash);
  }
};

/// The first difference between two tallies; empty where there is none.
inline std::string first_difference(const models::Tallies& a, const models::Tallies& b) { return TalliesDifference::find(a, b); }

}  // namespace valuescale::tests

#include "results/hdf5/layout.hpp"

#include "results/hdf5/archive.hpp"
#include "results/hdf5/concentration_layout.hpp"
#include "results/hdf5/ladder_layout.hpp"
#include "results/hdf5/levels.hpp"
#include "results/hdf5/plan_layout.hpp"
#include "results/hdf5/rectangular.hpp"
#include "results/hdf5/referrals_layout.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/stated_layout.hpp"
#include "results/hdf5/view_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

namespace valuescale::results {
namespace {

// ---- blocks: everybody, channels, segments ----

/// A group's own labels of channels or segments; nothing of everybody.
template <class Archive>
void lay_out_labels(Archive& group, const std::string& row, std::vector<std::string> names, std::size_t length) {
  if (row.empty()) return;
  const Extent same = group.dimension({row, "1", "name of the " + row}, names, kMostNames);
  if constexpr (Archive::kLoads) {
    if (same.size != length) group.refuse(row, "has another length than above it");
  }
}

/// What a spend brings. `add(about, get)` takes each number of it, `get` of a SpendPoint.
template <class Add>
void lay_out_spend_point(const Units& units, Add add) {
  const auto over_worlds = [&](const About& about, OverWorlds SpendPoint::*number) {
    const auto part = [&](const std::string& suffix, const std::string& which, double OverWorlds::*of) {
      add(About{about.name + suffix, about.units, about.long_name + ": " + which},
          [=](SpendPoint& point) -> double& { return point.*number.*of; });
    };
    part("", "of the middle world", &OverWorlds::value);
    part("_lo", "5th percentile over worlds", &OverWorlds::lo);
    part("_hi", "95th percentile over worlds", &OverWorlds::hi);
  };
  over_worlds({"spend", units.money, "money spent in all"}, &SpendPoint::spend);
  over_worlds({"leads", "1", "leads that it brings"}, &SpendPoint::leads);
  over_worlds({"customers", "1", "customers that it brings"}, &SpendPoint::customers);
  over_worlds({"average_cac", units.money, "acquisition cost per customer"}, &SpendPoint::average_cac);
  over_worlds({"marginal_cac", units.money, "acquisition cost of one more customer"}, &SpendPoint::marginal_cac);
}

/// Numbers of each channel at each of the spends.
template <class Archive>
void lay_out_spend_curve(Archive& group, const Units& units, std::vector<std::string> names, std::vector<SpendAnswer>& rows) {
  lay_out_labels(group, "channel", names, rows.size());
  std::vector<double> times;
  for (const SpendAnswer& row : rows) add_levels(times, row.curve);
  sort_and_unite(times);
  const Extent channel{"channel", rows.size()};
  const Extent spend = group.dimension({"times", "1", "how many times what is spent on it each world spends"}, times, kMostLevels);
  Rows<Archive, SpendAnswer> arrays(group, {channel}, rows_of(rows));
  arrays.expect("spend", spend);
  for (SpendAnswer& row : rows) bring_to(row.curve, times);
  lay_out_spend_point(units, [&](const About& about, auto get) {
    arrays.many(about, spend, [get](SpendAnswer& row, std::size_t k) -> double& { return get(row.curve[k].second); });
  });
  arrays.interval({"worth_until", units.money, "spend up to which one more customer costs no more than the LTV"},
                  &SpendAnswer::worth_until);
}

/// A row a channel, of missing numbers where it does not respond to spend.
template <class Archive>
void lay_out_spend(Archive& archive, const Units& units, std::vector<std::string> names, const std::vector<Block*>& blocks) {
  lay_out_labels(archive, "channel", names, blocks.size());
  std::vector<SpendAnswer> rows;
  for (const Block* block : blocks) rows.push_back(block->spend.value_or(SpendAnswer{}));
  Rows<Archive, SpendAnswer> arrays(archive, {{"channel", blocks.size()}}, rows_of(rows));
  lay_out_spend_point(units, [&](const About& about, auto get) { arrays.one(about, get); });
  arrays.estimate({"last_unit", "1", "LTV that the last unit of money brings back"}, &SpendAnswer::last_unit);
  const bool any = std::any_of(rows.begin(), rows.end(), [](const SpendAnswer& row) { return !row.curve.empty(); });
  archive.group("curve", any, [&](auto& group) { lay_out_spend_curve(group, units, names, rows); });
  if constexpr (Archive::kLoads) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!std::isnan(rows[i].spend.value)) blocks[i]->spend = rows[i];
  }
}

/// `lay_out` gets each of the groups of leads and of customers, and what of a block it is about.
template <class Archive, class LayOut>
void lay_out_both_views(Archive& archive, LayOut lay_out) {
  for (const bool lead : {true, false}) {
    const char* name = lead ? "lead" : "customer";
    const bool found = archive.group(name, true, [&](auto& group) { lay_out(group, lead); });
    if constexpr (Archive::kLoads) {
      if (!found) archive.refuse(name, "is missing");
    }
  }
}

template <class Archive>
void lay_out_referrals(Archive& archive, const Units& units, Lengths& lengths, const std::string& row,
                       const std::vector<std::string>& names, const std::vector<Extent>& rows, const std::vector<Block*>& blocks) {
  lay_out_labels(archive, row, names, blocks.size());
  std::vector<Referrals*> referrals;
  for (Block* block : blocks) {
    if constexpr (Archive::kLoads) block->referrals.emplace();
    referrals.push_back(&*block->referrals);
  }
  lay_out_children(archive, units, rows, referrals);
  const bool found = archive.group("without", true, [&](auto& without) {
    lay_out_both_views(without, [&](auto& group, bool lead) {
      lay_out_labels(group, row, names, blocks.size());
      std::vector<ViewAnswer*> views;
      for (Referrals* one : referrals) views.push_back(lead ? &one->lead : &one->customer);
      ViewLayout<std::remove_reference_t<decltype(group)>>(group, units, rows, views).lay_out(lengths);
    });
  });
  if constexpr (Archive::kLoads) {
    if (!found) archive.refuse("without", "is missing");
  }
}

template <class Archive>
void lay_out_blocks(Archive& archive, const Units& units, Lengths& lengths, const std::string& row, std::vector<std::string>& names,
                    const std::function<std::vector<Block*>()>& make_blocks) {
  std::vector<Extent> rows;
  if (!row.empty()) rows.push_back(archive.dimension({row, "1", "name of the " + row}, names, kMostNames));
  const std::vector<Block*> blocks = make_blocks();
  Rows<Archive, Block> arrays(archive, rows, blocks);
  arrays.estimate({"conversion", "1", "probability that a lead buys"}, &Block::conversion);
  arrays.one({"share_of_leads", "1", "share of all leads"}, &Block::share_of_leads);
  arrays.one({"share_of_customers", "1", "share of all customers"}, &Block::share_of_customers);
  lay_out_both_views(archive, [&](auto& group, bool lead) {
    lay_out_labels(group, row, names, blocks.size());
    std::vector<ViewAnswer*> views;
    for (Block* block : blocks) views.push_back(lead ? &block->lead : &block->customer);
    ViewLayout<std::remove_reference_t<decltype(group)>>(group, units, rows, views).lay_out(lengths);
    if (lead) return;
    const bool any = std::any_of(views.begin(), views.end(), [](const ViewAnswer* view) { return view->concentration.has_value(); });
    group.group("concentration", any, [&](auto& inner) {
      lay_out_labels(inner, row, names, blocks.size());
      lay_out_concentration(inner, units, rows, views);
    });
    if (!row.empty()) return;
    std::optional<Histogram>& histogram = views[0]->profit_histogram;
    group.group("profit_histogram", histogram.has_value(), [&](auto& inner) {
      if (!histogram) histogram.emplace();
      lay_out_histogram(inner, units, *histogram);
    });
    std::vector<RankedProfit>& ranks = views[0]->profit_ranks;
    group.group("profit_ranks", !ranks.empty(), [&](auto& inner) { lay_out_profit_ranks(inner, units, ranks); });
  });
  archive.group("referrals", blocks[0]->referrals.has_value(),
                [&](auto& group) { lay_out_referrals(group, units, lengths, row, names, rows, blocks); });
  if (row != "channel") return;
  const bool any = std::any_of(blocks.begin(), blocks.end(), [](const Block* block) { return block->spend.has_value(); });
  archive.group("spend", any, [&](auto& group) { lay_out_spend(group, units, names, blocks); });
}

template <class Archive>
void lay_out_named(Archive& archive, const Units& units, Lengths& lengths, const std::string& row,
                   std::vector<std::pair<std::string, Block>>& named) {
  archive.group("by_" + row, !named.empty(), [&](auto& group) {
    std::vector<std::string> names;
    for (const auto& [name, block] : named) names.push_back(name);
    lay_out_blocks(group, units, lengths, row, names, [&] {
      if constexpr (Archive::kLoads) {
        for (const auto& name : names) named.push_back({name, {}});
      }
      std::vector<Block*> blocks;
      for (auto& [name, block] : named) blocks.push_back(&block);
      return blocks;
    });
  });
}

// ---- between worlds ----

template <class Archive>
void lay_out_worlds_view(Archive& archive, const Units& units, WorldsView& view) {
  std::vector<double> levels;
  add_levels(levels, view.profit);
  const Extent level = archive.dimension({"level", "1", "share of worlds below a quantile"}, levels, kMostLevels);
  Rows<Archive, WorldsView> rows(archive, {}, {&view});
  const auto quantiles = [&](const About& about, Quantiles WorldsView::*number) {
    if constexpr (Archive::kLoads) bring_to(view.*number, levels);
    rows.quantiles(about, kWorlds.quantile, level, number);
  };
  quantiles({"profit", units.money, "expected profit"}, &WorldsView::profit);
  quantiles({"npv", units.money, "expected NPV"}, &WorldsView::npv);
  quantiles({"cac", units.money, "expected acquisition cost"}, &WorldsView::cac);
  quantiles({"ltv", units.money, "expected LTV"}, &WorldsView::ltv);
  quantiles({"ltv_cac", "1", "LTV divided by acquisition cost"}, &WorldsView::ltv_cac);
  quantiles({"payback_ever", "1", "probability of paying back within the horizon"}, &WorldsView::payback_ever);
  quantiles({"cohort_payback", units.step, "cohort payback"}, &WorldsView::cohort_payback);
  rows.estimate({"p_loss", "1", "probability that expected profit is below zero"}, &WorldsView::p_loss);
  archive.dimension({"within_luck", "1", "numbers above whose spread between worlds is not distinguishable from luck"},
                    view.not_distinguishable_from_luck, kMostNames);
}

template <class Archive>
void lay_out_world_rows(Archive& archive, const Units& units, Answer& answer) {
  std::vector<std::int64_t> worlds(answer.world_rows.size());
  std::iota(worlds.begin(), worlds.end(), 0);
  const Extent world = archive.dimension({"world", "1", "number of the world"}, worlds, kMostWorlds);
  std::vector<std::string> paths;
  for (const auto& column : answer.assumptions) paths.push_back(column.path);
  const Extent assumption = archive.dimension({"assumption", "1", "place of the assumption in the scenario"}, paths, kMostNames);
  archive.expect("weight", {world});
  archive.expect("assumption_value", {assumption, world});
  if constexpr (Archive::kLoads) {
    answer.world_rows.resize(worlds.size());
    for (const auto& path : paths) answer.assumptions.push_back({path, "", std::vector<double>(worlds.size())});
  }
  Rows<Archive, WorldRow> rows(archive, {world}, rows_of(answer.world_rows));
  rows.one({"weight", "1", "weight of the world in pooled customer numbers: customers per lead"}, &WorldRow::weight);
  rows.one({"customers", "1", "customers simulated"}, &WorldRow::customers);
  rows.one({"conversion", "1", "probability that a lead buys"}, &WorldRow::conversion);
  rows.one({"cac", units.money, "acquisition cost per customer"}, &WorldRow::cac);
  rows.one({"ltv", units.money, "mean LTV of the customers simulated"}, &WorldRow::ltv);
  rows.one({"customer_profit", units.money, "mean profit of the customers simulated"}, &WorldRow::customer_profit);
  rows.one({"lead_profit", units.money, "mean profit per lead"}, &WorldRow::lead_profit);
  rows.one({"payback_ever", "1", "share of the customers simulated that paid back"}, &WorldRow::payback_ever);
  rows.one({"cohort_payback", units.step, "cohort payback of the customers simulated"}, &WorldRow::cohort_payback);
  archive.values({"assumption_text", "1", "the assumption as written"}, {assumption},
                 [&](std::size_t a) -> std::string& { return answer.assumptions[a].text; });
  archive.values({"assumption_value", "1", "what the world drew, in the units it was written in"}, {assumption, world},
                 [&](std::size_t a, std::size_t w) -> double& { return answer.assumptions[a].values[w]; });
}

template <class Archive>
void lay_out_cohort(Archive& archive, const Units& units, Cohort& cohort) {
  std::vector<double> levels;
  add_levels(levels, cohort.profit);
  const Extent level = archive.dimension({"level", "1", "probability of being below a quantile"}, levels, kMostLevels);
  if constexpr (Archive::kLoads) bring_to(cohort.profit, levels);
  Rows<Archive, Cohort> rows(archive, {}, {&cohort});
  rows.one({"n", "1", "customers of the cohort"}, &Cohort::n);
  rows.one({"profit_mean", units.money, "mean profit per customer of the cohort"}, &Cohort::mean);
  rows.one({"profit_sd", units.money, "standard deviation of profit per customer of the cohort"}, &Cohort::sd);
  rows.quantiles({"profit_quantile", units.money, "profit per customer of the cohort"}, "quantile", level, &Cohort::profit);
  rows.estimate({"p_loss", "1", "probability that the cohort loses money"}, &Cohort::p_loss);
}

// ---- the whole file ----

template <class Archive>
void lay_out(Archive& archive, Answer& answer, Lengths& lengths) {
  archive.attribute("title", answer.title);
  archive.attribute("program_version", answer.program_version);
  archive.attribute("program_hash", answer.program_hash);
  archive.attribute("scenario_hash", answer.scenario_hash);
  archive.attribute("seed", answer.seed);
  archive.attribute("currency", answer.currency);
  archive.attribute("step_unit", answer.step);
  archive.attribute("step_days", answer.step_days);
  archive.attribute("lifetime", answer.lifetime);
  archive.attribute("horizon_label", answer.horizon_label);
  archive.attribute("rate_label", answer.rate_label);
  archive.attribute("worlds", answer.worlds);
  archive.attribute("worlds_are_stratified", answer.worlds_are_stratified);
  archive.attribute("customers", answer.customers);
  archive.attribute("customers_per_world", answer.customers_per_world);
  archive.attribute("worlds_without_customers", answer.worlds_without_customers);
  archive.attribute("lasting_is_headline", answer.lasting_is_headline);
  archive.attribute("has_segments", answer.has_segments);
  archive.attribute("interrupted", answer.interrupted);
  const Units units{answer.currency, "1", answer.step};

  archive.values({"scenario_text", "1", "the scenario that was run, whole, as TOML"}, {},
                 [&]() -> std::string& { return answer.scenario_text; });
  archive.dimension({"warning", "1", "warnings to heed when using these numbers"}, answer.warnings, kMostWarnings);

  std::vector<std::string> nobody;
  const bool all = archive.group("all", true, [&](auto& group) {
    lay_out_blocks(group, units, lengths, "", nobody, [&] { return std::vector<Block*>{&answer.all}; });
  });
  lay_out_named(archive, units, lengths, "channel", answer.channels);
  lay_out_named(archive, units, lengths, "segment", answer.segments);
  archive.group("profit_groups", !answer.profit_groups.empty(), [&](auto& group) { lay_out_profit_groups(group, answer.profit_groups); });
  if constexpr (Archive::kLoads) {
    if (!all) archive.refuse("all", "is missing");
  }
  archive.group("worlds_interval", answer.worlds_interval.has_value(), [&](auto& group) {
    if (!answer.worlds_interval) answer.worlds_interval.emplace();
    bool both = group.group("lead", true, [&](auto& view) { lay_out_worlds_view(view, units, answer.worlds_interval->lead); });
    both &= group.group("customer", true, [&](auto& view) { lay_out_worlds_view(view, units, answer.worlds_interval->customer); });
    if constexpr (Archive::kLoads) {
      if (!both) archive.refuse("worlds_interval", "lacks a view");
    }
  });
  archive.group("cohort", answer.cohort.has_value(), [&](auto& group) {
    if (!answer.cohort) answer.cohort.emplace();
    lay_out_cohort(group, units, *answer.cohort);
  });
  archive.group("plan", answer.plan.has_value(), [&](auto& group) {
    if (!answer.plan) answer.plan.emplace();
    PlanLayout<Archive>(group, units, *answer.plan).lay_out();
  });
  archive.group("ladder", answer.ladder.has_value(), [&](auto& group) {
    if (!answer.ladder) answer.ladder.emplace();
    lay_out_ladder(group, *answer.ladder);
  });
  archive.group("worlds", !answer.world_rows.empty(), [&](auto& group) { lay_out_world_rows(group, units, answer); });
  archive.group("assumptions", !answer.stated.empty(), [&](auto& group) { lay_out_stated(group, answer.stated); });
}

/// What text and pictures rely on.
void check_plausible(const Answer& answer, const std::string& file) {
  const auto refuse = [&file](const std::string& problem) {
    refuse_file(file, problem, "not a results file that this program reads", kTakeAsWritten);
  };
  constexpr std::array<std::string_view, 5> units{"day", "week", "month", "quarter", "year"};
  if (std::find(units.begin(), units.end(), answer.step) == units.end()) refuse("/step_unit is not a unit of time");
  if (!(answer.step_days > 0.5 && answer.step_days < 1000)) refuse("/step_days is out of range");
  if (answer.lifetime < 0 || static_cast<std::size_t>(answer.lifetime) >= kMostSteps) refuse("/lifetime is out of range");
  for (const std::int64_t count : {answer.worlds, answer.customers, answer.customers_per_world, answer.worlds_without_customers}) {
    if (count < 0) refuse("a count is negative");
  }
  if (answer.all.customer.payback.first.cdf.size() != static_cast<std::size_t>(answer.lifetime) + 1)
    refuse("/all/customer/step does not reach /lifetime");
}

}  // namespace

Group tree_of(const Answer& answer) {
  Answer rectangular = answer;
  Lengths lengths = make_rectangular(rectangular);
  Group root;
  std::string schema(kResultsSchema);
  Store store(root);
  store.attribute("schema", schema);
  lay_out(store, rectangular, lengths);
  return root;
}

Answer answer_of(const Group& root, const std::string& file) {
  Load load(root, file);
  std::string schema;
  load.attribute("schema", schema);
  if (schema != kResultsSchema) {
    refuse_file(file, fmt::format("has the schema '{}'", schema), fmt::format("this program reads {}", kResultsSchema),
                "read it with the version that wrote it, or run its scenario again");
  }
  Answer answer;
  Lengths lengths;
  lay_out(load, answer, lengths);
  check_plausible(answer, file);
  return answer;
}

}  // namespace valuescale::results

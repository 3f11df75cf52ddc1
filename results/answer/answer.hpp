// What is reported of a run, as plain data: the numbers behind the terminal's answer, the JSON and the results file.
//
// NaN means "missing": a number that does not exist (CAC where nobody buys, an error that cannot be estimated); infinity in a time means
// "never". Money is in currency units, times in steps. Every estimate carries its sampling error, which more simulation shrinks; intervals
// between worlds are in WorldsInterval and never mixed with it.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// An estimate and its standard error.
struct Estimate {
  double value = kMissing;
  double se = kMissing;
};

/// An estimate and its 95 % confidence interval (sampling error only).
struct Interval {
  double value = kMissing, lo = kMissing, hi = kMissing;
};

struct Distribution {
  Estimate mean;
  double sd = kMissing;
  std::vector<std::pair<double, Interval>> quantiles;  ///< level, value
};

struct PaybackCurve {
  std::vector<Estimate> cdf;  ///< by step 0..lifetime: P(paid back by its end)
  Estimate ever, never, open;
  Interval median;  ///< step; infinite if fewer than half pay back
};

/// When the mean cumulative cash per customer reaches zero.
struct CohortPayback {
  double step = kMissing;               ///< of all worlds pooled; infinite: never
  std::vector<double> cdf;              ///< by step: share of worlds (by weight) whose cohort has paid back
  double lo = kMissing, hi = kMissing;  ///< 5th and 95th percentile over worlds; missing when nothing is uncertain
};

struct Payback {
  PaybackCurve first, lasting;
  CohortPayback cohort;
};

/// A part of profit with its chance of covering itself.
struct FrontPart {
  Estimate mean;
  Estimate p_nonnegative;  ///< missing for the back end
};

/// A tenth of the customers, ranked by the profit they bring.
struct Tenth {
  Estimate mean;        ///< profit of each of them
  Estimate share;       ///< of all profit
  Estimate cumulative;  ///< share of all profit that they and all better tenths bring: the whale curve
};

/// How unevenly customers bring the profit. Shares of profit are missing unless total profit is above zero; their errors, unless it is
/// distinguishable from zero.
struct Concentration {
  std::vector<std::pair<double, Tenth>> tenths;  ///< 0.1, 0.2, ... 1 of customers, best first
  Estimate profitable;                           ///< share of customers with profit > 0: there the whale curve peaks
  Estimate peak;                                 ///< its height: what they bring, as a share of all profit
  Estimate unprofitable;                         ///< share of customers with profit < 0
  Estimate loss_mean;                            ///< what each of those costs, positive; missing if there are none
  Estimate loss_share;                           ///< what they cost together, as a share of all profit
  Estimate gini;      ///< mean difference between two customers over twice the mean; above 1 where losses are large
  Estimate bring_80;  ///< smallest share of customers that brings 80 % of the profit
};

/// How an amount is spread over people, as shares of them.
struct Histogram {
  std::vector<double> edges;     ///< of the bins, ascending, one more than bins: each holds what lies from its edge up to, not at, the next
  std::vector<Estimate> shares;  ///< of people, by bin
  Estimate below, above;         ///< in no bin: less than the first edge, and as much as the last or more
};

/// Customers whose profits follow one another in rank, as far as they are told apart: all of one amount, or few of similar ones.
struct RankedProfit {
  double until = kMissing;                 ///< share of all customers who bring as much as these or less
  double low = kMissing, high = kMissing;  ///< between which the profit of each of them lies
  double mean = kMissing;                  ///< of their profits
};

/// One of the two views, lead or customer.
struct ViewAnswer {
  Distribution profit, npv, cac, ltv;
  Interval ltv_cac;  ///< ratio of means, by Fieller
  Estimate p_loss;
  Payback payback;
  std::vector<std::pair<std::string, Estimate>> by_stage;  ///< acquisition, offer, ladder, repeat; sums to profit.mean
  FrontPart first_sale, front_end, back_end;
  Estimate purchases;                          ///< mean number of repeat purchases (of a lead: none where it never buys)
  Estimate active;                             ///< share still active at the horizon (of buyers)
  double late_ltv_share = kMissing;            ///< of LTV earned in the last tenth of the horizon; missing with a plan
  std::optional<Concentration> concentration;  ///< of customers, if the distribution of profit was kept
  std::optional<Histogram> profit_histogram;   ///< likewise, of all customers together
  /// Likewise: everybody, from the worst to the best. Files of older versions have none.
  std::vector<RankedProfit> profit_ranks;
};

/// The middle world's value (half of the worlds lie below), and the 5th and 95th percentile over worlds; these are missing when nothing is
/// uncertain.
struct OverWorlds {
  double value = kMissing, lo = kMissing, hi = kMissing;
};

/// What so much money spent on a channel brings.
struct SpendPoint {
  OverWorlds spend, leads, customers;
  OverWorlds average_cac, marginal_cac;  ///< what a customer costs, and what one more would; infinite: none to be had
};

/// What the money spent on a channel brings, and what more or less of it would.
struct SpendAnswer : SpendPoint {
  Estimate last_unit;  ///< what the last unit of money spent brings back in LTV, less what else its customers cost
  /// By how many times what is spent on it each world spends; the same numbers as above where that is 1. Files of older versions have none.
  std::vector<std::pair<double, SpendPoint>> curve;
  /// The spend of the middle world up to which one more customer costs no more than the LTV, with the LTV's sampling error: infinite where that holds to
  /// the curve's end, 0 where it holds nowhere on the curve.
  Interval worth_until;
};

/// Customers who were brought by customers, and what is left without them. Means are per customer who was bought.
struct Referrals {
  Estimate children;                                         ///< customers whom they bring, in all generations
  Estimate direct_children;                                  ///< of those, whom they bring themselves
  std::vector<std::pair<std::string, Estimate>> by_segment;  ///< children by the segment in which their lives begin; adds up to `children`
  Estimate cac_paid;                                         ///< acquisition cost per customer bought: the mean of `cac`
  Estimate cac_blended;                                      ///< the same cost per head: customers bought, and their children
  ViewAnswer lead, customer;                                 ///< as in a Block, with nothing of the stage of referrals
};

struct Block {
  ViewAnswer lead, customer;
  Estimate conversion;  ///< of leads; no sampling error where arithmetic knows it
  double share_of_leads = kMissing, share_of_customers = kMissing;
  std::optional<SpendAnswer> spend;    ///< of a channel that responds to spend
  std::optional<Referrals> referrals;  ///< where customers bring customers
};

/// What a segment is to the whole: its customers and the profit they bring.
struct ProfitGroup {
  std::string name;
  double share_of_customers = kMissing;
  Estimate share_of_profit;  ///< missing, as `cumulative`, unless total profit is above zero
  Estimate relative;         ///< profit of its average customer over that of the average customer
  Estimate cumulative;       ///< share of profit of this group and all before it
};

/// Quantiles over worlds of expected values given the world: luck out, finite simulation corrected.
struct WorldsView {
  using Quantiles = std::vector<std::pair<double, Interval>>;
  Quantiles profit, npv, cac, ltv, ltv_cac, payback_ever, cohort_payback;
  Estimate p_loss;                                         ///< P(the average customer, or lead, loses money)
  std::vector<std::string> not_distinguishable_from_luck;  ///< metrics whose spread between worlds is within luck
};

struct WorldsInterval {
  WorldsView lead, customer;
};

/// The result of n real customers, luck included: profit per customer.
struct Cohort {
  std::int64_t n = 0;
  std::vector<std::pair<double, Interval>> profit;
  double mean = kMissing, sd = kMissing;
  Estimate p_loss;
};

/// A month at whose end a plan is looked at.
struct PlanMonth {
  int month = 0;                                       ///< from 1
  Estimate mean;                                       ///< of what there is at its end
  std::vector<std::pair<double, Interval>> quantiles;  ///< over worlds
};

/// When a plan, or a channel of it, has earned back what was paid, month by month.
struct BreakEven {
  std::vector<Estimate> cdf;                           ///< P(by the end of month 1, 2, …)
  Estimate ever, never;                                ///< until the plan's end
  Interval median;                                     ///< month; infinite if fewer than half do
  std::vector<std::pair<double, Interval>> quantiles;  ///< months over worlds, likewise
};

/// Value at risk and expected shortfall: losses, above zero where money is lost.
struct Tail {
  double level = 0.95;
  Interval var, cvar;
};

/// Where the variance of a plan's profit comes from, in squared currency.
struct VarianceParts {
  Interval luck, unknowns, shocks, total;
  Interval interaction;  ///< what unknowns and shocks explain only together, of which each has half
};

/// A month of the lives of those whom a month of the plan won.
struct CohortAge {
  Estimate earned;     ///< what they have brought by its end over what was paid for them, worlds together: 1 where that is earned back
  Estimate paid_back;  ///< P(by its end they first had brought what they cost), over the worlds that won any
};

struct PlanCohortAnswer {
  int month = 0;
  Estimate customers, acquisition, contribution;  ///< contribution: of their whole lives
  Estimate ever;                                  ///< P(they bring back what they cost, in their lives)
  Interval median;                                ///< month of theirs, from 1, in which they have; over worlds
  bool is_complete = false;                       ///< their whole lives lie within the plan
  /// By month of theirs, the first of which is that in which they were paid for; no more than the first 120. Files of older versions have none.
  std::vector<CohortAge> by_age;
};

struct PlanChannelAnswer {
  std::string name;
  Estimate leads, customers, acquisition;
  Estimate cac;                              ///< paid for each customer
  Estimate revenue;                          ///< what they pay until the plan's end, less what they are given back
  Estimate contribution;                     ///< likewise
  Estimate whole_contribution;               ///< of whole lives
  Distribution profit;                       ///< contribution of whole lives less acquisition
  Estimate roi;                              ///< that over acquisition
  Distribution plan_profit;                  ///< what moves until the plan's end: contribution less acquisition as it is paid
  BreakEven break_even, lasting_break_even;  ///< of what moves, where anything is paid until the plan's end
};

/// What running short of cash kept from happening.
struct Shortage {
  Estimate p;  ///< P(less could be spent than planned, in some month)
  Estimate customers_lost, profit_lost, run_off_lost;
};

/// What a plan came to in one world, as it was lived: the luck of those of its customers who were lived is still in.
struct PlanWorldRow {
  std::int64_t customers = 0;
  double profit = kMissing, npv = kMissing, run_off_profit = kMissing, run_off_npv = kMissing;
  double peak_funding = kMissing;
  double break_even = kMissing, lasting_break_even = kMissing;  ///< months, from 1; infinite: never
  double lowest_cash = kMissing;                                ///< missing, as `ruin`, where there is no cash to run out of
  double ruin = kMissing;                                       ///< month, from 1; infinite: never
  bool was_short = false;                                       ///< less could be spent than planned, in some month
};

/// What customers bring at a stage in their whole lives, or what else the plan costs.
struct PlanStage {
  std::string name;
  Estimate cash;
  Estimate revenue;  ///< what they pay for it
};

/// What worlds say that were drawn for P(ruin) alone, where ruin is likelier than it is.
struct RuinSampling {
  std::int64_t worlds = 0, ruined = 0;
  Interval p;                   ///< by the end; missing, as `effective`, where too few are ruined to say it
  double effective = kMissing;  ///< so many independent worlds would tell it as well
};

struct PlanAnswer {
  int months = 0;
  double lived_share = 1;  ///< of the plan's customers; each stands for 1 / lived_share
  std::vector<PlanMonth> cash;
  Distribution profit, npv, run_off_profit, run_off_npv;
  Estimate p_loss, run_off_p_loss;
  std::vector<Tail> tails;
  Distribution peak_funding;
  BreakEven break_even, lasting_break_even;
  std::optional<Estimate> p_ruin;             ///< where there is cash to run out of
  std::vector<Estimate> ruin_cdf;             ///< likewise: by month
  std::optional<RuinSampling> ruin_sampling;  ///< where both are from worlds of their own
  std::optional<Distribution> lowest_cash;
  std::optional<Shortage> shortage;
  Estimate revenue;  ///< what customers pay until the plan's end, less what they are given back
  std::vector<Estimate> revenue_by_month;
  std::vector<PlanMonth> active;  ///< customers of whom something may still come at the end of the month
  Estimate customers, leads, acquisition, fixed_costs, interest;
  Estimate cac, fully_loaded_cac;  ///< the second with fixed costs that are for winning customers
  VarianceParts variance;
  std::vector<PlanStage> by_stage;  ///< what makes up the run-off's profit
  std::vector<PlanCohortAnswer> cohorts;
  std::vector<PlanChannelAnswer> channels;
  std::vector<PlanWorldRow> worlds;
};

/// A row of the audit trail: what a world assumed and what came of it.
struct WorldRow {
  double weight = 0;
  std::int64_t customers = 0;
  double conversion = kMissing, cac = kMissing, ltv = kMissing, customer_profit = kMissing, lead_profit = kMissing, payback_ever = kMissing,
         cohort_payback = kMissing;
};

struct AssumptionColumn {
  std::string path, text;
  std::vector<double> values;
};

struct StatedAssumption {
  std::string path, text, reading, note, source;  ///< reading: in plain words
};

/// What comes of a question, counted by occasion: whoever is asked after each of ten visits is asked ten times. Per customer bought; whom customers
/// bring is counted with them.
struct LadderNumbers {
  Estimate asked;  ///< the question is put: where there is a condition, to those who meet it
  Estimate taken;  ///< of these, yes, within the horizon; of a repeat process: it starts; of referrals: customers brought
  Estimate later;  ///< yes, beyond the horizon
  Estimate rate;   ///< taken over asked; missing where nobody is asked
};

/// An event, and what it leads to.
struct LadderWay {
  std::string from;   ///< "offer.front", "step.upsell", "repeat.orders"
  std::string after;  ///< "taken", "declined", "bought" or "ended"
  std::string to;     ///< "step.downsell", "repeat.orders", "referral.friends"
  LadderNumbers numbers;
  std::string name() const { return from + " " + after + " > " + to; }
};

/// A step, repeat process or referral, whatever led there; or an offer, of which only `taken` is known: first sales.
struct LadderPlace {
  std::string name;  ///< as in `LadderWay::to`
  LadderNumbers numbers;
  Estimate purchases;  ///< of a repeat process, else missing
};

struct Ladder {
  std::vector<LadderPlace> places;  ///< in the order in which customers come there, as the scenario has it
  std::vector<LadderWay> ways;
};

struct Answer {
  // What was run.
  std::string title, currency = "USD", step = "month", scenario_text, scenario_hash, program_version;
  std::string horizon_label;  ///< "36 months"
  std::string rate_label;     ///< "8 %"
  std::uint64_t seed = 1, program_hash = 0;
  double step_days = 30.4375;
  int lifetime = 0;
  std::int64_t worlds = 1, customers = 0, customers_per_world = 0, worlds_without_customers = 0;
  bool worlds_are_stratified = false;  ///< drawn in Latin hypercubes
  double seconds = kMissing;           ///< on the terminal and in JSON only, never in the results file
  bool lasting_is_headline = false;
  bool has_segments = false;
  bool interrupted = false;
  std::vector<std::string> warnings;

  // What came out.
  Block all;
  std::vector<std::pair<std::string, Block>> channels, segments;
  std::vector<ProfitGroup> profit_groups;         ///< segments, by profit of their average customer, best first
  std::optional<WorldsInterval> worlds_interval;  ///< nothing when nothing is uncertain
  std::optional<Cohort> cohort;
  std::optional<PlanAnswer> plan;
  std::optional<Ladder> ladder;  ///< nothing where nothing follows a sale
  std::vector<WorldRow> world_rows;
  std::vector<AssumptionColumn> assumptions;
  std::vector<StatedAssumption> stated;
};

}  // namespace valuescale::results

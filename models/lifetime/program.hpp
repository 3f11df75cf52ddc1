// A scenario compiled for the engine: nodes with codes, and tables of numbers with a row for each (world, cell).
#pragma once

#include "models/kernels/kernels.hpp"
#include "models/lifetime/graph.hpp"
#include "models/lifetime/plan_code.hpp"
#include "models/lifetime/tallies.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace valuescale::models {

/// What has to hold of a customer at the moment. Money in units, times in steps.
struct ConditionCode {
  bool is_given = false;
  std::vector<std::uint8_t> kinds;  ///< by kind: is it among those?
  std::int64_t least_earned = std::numeric_limits<std::int64_t>::min(), most_earned = std::numeric_limits<std::int64_t>::max();
  std::int64_t least_purchases = 0, most_purchases = std::numeric_limits<std::int64_t>::max();
  float least_tenure = 0, most_tenure = std::numeric_limits<float>::infinity();
};

/// What becomes of a customer.
struct ConsequencesCode {
  bool is_given = false;
  std::vector<std::uint32_t> kinds;  ///< by kind (within its channel the segment and levels count): that of the customer from then on
  std::vector<std::size_t> ends;     ///< repeat processes of the scenario
  bool ends_everything = false;
};

/// Who is brought; what asking them is like is the node's step.
struct ReferralCode {
  sim::Key event_key{}, child_key{};
  int leads = 0;                          ///< law column: mean number
  std::uint32_t generations = 0;          ///< at most
  std::optional<std::size_t> offer;       ///< else the parent's
  std::vector<std::uint32_t> thresholds;  ///< of the segments but the last; empty: the parent's
};

/// The price of a purchase, where it comes by itself: whether and when, and how much.
struct PaymentCode {
  bool is_apart = false;
  StepCode question;
  PurchaseCode price;
};

struct NodeCode {
  Node::What what = Node::What::step;
  std::size_t index = 0;  ///< of the scenario's steps or repeats
  Stage stage = Stage::ladder;
  std::vector<Edge> taken, declined, ended;
  StepCode step;
  RepeatCode repeat;
  bool is_scheduled = false;  ///< comes by the calendar
  bool sells = true;          ///< a repeat process whose events are the customer's purchases
  bool costs_while_alive = false, costs_to_ask = false;
  PurchaseCode purchase, monthly,
      contact;          ///< monthly: what each month of being alive costs, contact: what asking costs (negative amounts)
  PaymentCode payment;  ///< of the purchase
  bool gives_back = false;
  PurchaseCode refund;  ///< of the price of the purchase that it follows (a negative amount), by the numbers that held then
  ConditionCode when;
  ConsequencesCode consequences;
  ReferralCode referral;  ///< its contact is the reward
};

struct ChannelCode {
  std::size_t offer = 0;
  bool cost_is_drawn = false;
  Draw cost;
  bool per_lead = true;
};

/// What winning a customer costs, in units.
struct LeadCost {
  double own = 0;      ///< the lead's own; where that is a draw, its mean
  double shared = 0;   ///< that of the leads that did not buy, by the customer: what the customer view adds
  double at_sale = 0;  ///< what of `own` is paid at the first sale
};

struct Program {
  Dimensions dims;
  std::int64_t units_per_currency = 10'000;
  float lifetime = 0;  ///< steps
  double month = 1;    ///< steps
  sim::Key acquisition_key{};
  std::vector<NodeCode> nodes;
  std::vector<std::vector<Edge>> after_offer;
  std::vector<Way> ways;
  std::vector<ChannelCode> channels;
  std::vector<PurchaseCode> offers;
  std::size_t repeats = 0;  ///< repeat processes of the scenario
  std::vector<PaymentCode> offer_payments;
  std::vector<std::uint32_t> segment_thresholds;  ///< [world][channel][segments − 1]
  std::vector<double> conversion_products;        ///< [world][cell]: P(a lead buys) before it is held at 1; of a plan

  int law_columns = 0, money_columns = 0;
  std::vector<float> laws;                                          ///< [row][law_columns]
  std::vector<double> money;                                        ///< [row][money_columns]
  std::vector<double> prices;                                       ///< likewise, of prices alone; of a plan
  std::vector<std::uint8_t> laws_alike, money_alike, prices_alike;  ///< by column: the same in every row?
  std::vector<float> tables;
  std::vector<LeadCost> lead_costs;  ///< [world][channel]
  bool any_outflow_after_start = false;
  bool in_order = false;  ///< something depends on what happened before in another process: events have to be lived in the order of time
  bool has_referrals = false;             ///< customers bring customers; always lived in the order of time
  std::array<bool, kStages> has_stage{};  ///< may something belong to it?
  bool views_coincide = false;            ///< a customer costs what their own lead does: nobody pays for leads that don't buy
  double discounts = 0;                   ///< as in Context
  std::uint64_t hash = 0;

  std::vector<ChannelFacts> channel_facts;
  std::vector<SpendCurve> spend_curves;
  std::vector<CellFacts> cell_facts;
  std::vector<double> world_weight;
  std::vector<std::vector<Atom>> wasted;
  std::vector<std::int64_t> capped_worlds;
  std::vector<std::string> capped_what;
  std::vector<DrawnAssumption> assumptions;
  std::optional<PlanCode> plan;

  /// Of nobody yet.
  Traffic no_traffic() const {
    Traffic traffic;
    traffic.clear(ways.size(), offers.size(), repeats);
    return traffic;
  }

  Context context() const {
    return {laws.data(),
            static_cast<std::uint32_t>(law_columns),
            money.data(),
            plan ? prices.data() : nullptr,
            static_cast<std::uint32_t>(money_columns),
            laws_alike.data(),
            money_alike.data(),
            prices_alike.data(),
            tables.data(),
            discounts,
            lifetime,
            0.9f * lifetime};
  }
};

/// Compiles a scenario for `worlds` worlds, on that many threads (0: one a core). Throws InputError for what only numbers can show (amounts too
/// large, …).
Program compile(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, int threads, Sampling sampling = Sampling::independent,
                const Tilt& tilt = {}, const WorldDesign& design = {});

}  // namespace valuescale::models

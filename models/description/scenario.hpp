// A business as its owner describes it: channels, offers, ladder, repeat business, segments. Plain data, units already settled (times in
// steps, rates per step), names already resolved to indices; read from a file by scenarios/reader, compiled by models/lifetime.
#pragma once

#include "models/description/calendar.hpp"
#include "models/description/law.hpp"
#include "models/description/plan.hpp"
#include "models/description/stage.hpp"
#include "models/description/stress.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

enum class StepUnit { day, week, month, quarter, year };

/// Days in a unit: a year has 365.25, a month is a twelfth of it.
double days_in(StepUnit unit);
const char* name_of(StepUnit unit);

/// What one purchase brings: price (or spend) × margin − unit_cost. Where it is paid later, or perhaps never, the costs come with the purchase and the
/// price by itself.
struct Purchase {
  Quantity price;                    ///< `price`, or an inline `spend`
  std::optional<std::size_t> spend;  ///< index into Scenario::spends when a shared law is named; `price` is then unused
  Quantity margin;
  Quantity unit_cost;
  Quantity paid;        ///< probability that the price is paid at all
  Quantity paid_after;  ///< steps

  bool is_paid_apart() const { return paid.given || paid_after.given; }
};

/// A spend law that several purchases share.
struct Spend {
  std::string name;
  bool gamma_gamma = false;
  Quantity law;          ///< unless gamma_gamma
  Quantity p, q, gamma;  ///< of gamma_gamma
  std::string note, source;
};

struct Offer {
  std::string name;
  Quantity take;  ///< probability that a lead buys
  Purchase purchase;
  std::string note, source;
};

/// The event after which something happens.
struct Trigger {
  enum class What { offer_taken, step_taken, step_declined, repeat_purchase, repeat_ended };
  What what = What::offer_taken;
  std::size_t index = 0;  ///< into offers, steps or repeats
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

/// What has to hold of a customer, at the moment, for a step to be asked.
struct Condition {
  /// The customer's level of a state is one of these.
  struct AmongLevels {
    std::size_t state;
    std::vector<std::size_t> levels;
  };
  std::vector<AmongLevels> states;
  std::vector<std::size_t> segments, channels;  ///< one of these; none given: any
  std::optional<Interval> purchases;            ///< repeat purchases so far
  std::optional<Interval> earned;               ///< contribution so far, in currency, without the cost of acquisition
  std::optional<Interval> tenure;               ///< steps since the first sale

  bool is_empty() const { return states.empty() && segments.empty() && channels.empty() && !purchases && !earned && !tenure; }
};

/// What a step that is taken does to the customer, when it happens.
struct Consequences {
  struct Level {
    std::size_t state, level;
  };
  std::vector<Level> sets;
  std::optional<std::size_t> segment;  ///< is from then on the customer's
  std::vector<std::size_t> ends;       ///< these repeat processes
  bool ends_everything = false;

  bool is_empty() const { return sets.empty() && !segment && ends.empty() && !ends_everything; }
};

struct Step {
  std::string name;
  std::vector<Trigger> after;  ///< "every visit" is already spelt out
  Condition when;
  Quantity contact_cost;  ///< of asking
  Quantity take;
  Quantity delay;  ///< steps
  Purchase purchase;
  Quantity refund;  ///< share of the price of what it follows that is given back, as both were then
  Consequences consequences;
  std::optional<Stage> stage;  ///< else its trigger's
  std::string note, source;
};

struct Repeat {
  std::string name;
  std::string model;                 ///< a name of models/catalog
  std::vector<Trigger> after;        ///< offers and steps that start it
  std::vector<Quantity> parameters;  ///< in the order of the model's fields
  double every = 1;                  ///< steps; only read by models on a lattice
  Purchase purchase;
  Quantity cost_per_month;
  Stage stage = Stage::repeat;
  std::string note, source;
};

/// Customers who bring customers. A child is shown an offer like anybody and has a life of its own; what it brings is counted in the account of the
/// customer who was bought, up to the horizon of that one's life.
struct Referral {
  std::string name;
  std::vector<Trigger> after;
  Condition when;
  Quantity leads;                    ///< mean number of leads each time, Poisson
  Quantity take;                     ///< probability that one of them buys
  Quantity delay;                    ///< steps from there to the first sale
  Quantity reward;                   ///< for each who buys, paid at the first sale
  std::optional<std::size_t> offer;  ///< else the parent's
  std::vector<double> mix;           ///< of children by segment; empty: as the parent is then
  int generations = 0;               ///< how many there may be below a bought customer; 0: no limit
  std::string note, source;
};

/// A change for the customers of one channel or segment, or at one level of a state.
struct Adjustment {
  enum class How { multiply, odds, replace };
  How how = How::multiply;
  std::string target;  ///< "rate", "step.upsell.take"; for replace always dotted ("spend.orders.q")
  Quantity value;
};

/// What is spent on a channel, and whom it brings: instead of a cost and a number.
struct Response {
  std::string curve;                 ///< a name of models/acquisition
  Quantity spend;                    ///< currency, in all
  std::vector<Quantity> parameters;  ///< in the order of the curve's fields
  std::optional<Quantity> capacity;  ///< no more than so many
};

struct Channel {
  enum class Cost { per_lead, per_customer };
  enum class Size { share, leads, customers };
  std::string name;
  Cost cost_basis = Cost::per_lead;
  Quantity cost;
  std::size_t offer = 0;
  Size size_basis = Size::share;
  double size = 1;
  std::vector<Quantity>
      dearer;  ///< a stress: what its leads or customers cost is so many times as much, or its spend goes so much less far
  std::optional<Response> response;  ///< cost and size then follow from it, world by world; `cost` and `size` are unused
  Quantity share_of_first_sale;      ///< of its price, paid for each customer on top of `cost`
  std::vector<double> mix;           ///< by segment, sums to 1
  bool mix_of_customers = false;
  std::vector<Adjustment> adjustments;
  std::string note, source;
};

struct Segment {
  std::string name;
  std::vector<Adjustment> adjustments;
  std::string note, source;
};

/// Something about a customer that may change in the course of life.
struct State {
  struct Level {
    std::string name;
    std::vector<Adjustment> adjustments;
    std::string note, source;
  };
  std::string name;
  std::vector<Level> levels;  ///< everybody starts at the first
  std::string note, source;
};

/// How money fades. The factor at t years is (1 + rate)^(−t/period), or e^(−rate·t) if continuous.
struct Discount {
  Quantity rate;
  bool continuous = false;
  double period_years = 1;
};

/// Two assumptions that go together from world to world, by the paths under which results list them.
struct Correlation {
  std::array<std::string, 2> between;
  double rank = 0;  ///< Spearman's, from −1 to 1
  std::string note, source;
  Place place;
};

struct Scenario {
  std::string title, note, source;
  std::string currency = "USD";
  StepUnit step = StepUnit::month;
  StepUnit time_unit = StepUnit::month;
  int lifetime = 0;  ///< steps
  Discount discount;
  std::vector<Channel> channels;
  std::vector<Segment> segments;  ///< at least one; a scenario that names none has one called "all"
  bool has_segments = false;      ///< the author named them
  std::vector<Offer> offers;
  std::vector<Step> steps;
  std::vector<Repeat> repeats;
  std::vector<Spend> spends;
  std::vector<State> states;
  std::vector<Referral> referrals;
  std::vector<Correlation> correlations;
  std::optional<Plan> plan;      ///< of the business as a whole
  Calendar calendar;             ///< only with a plan
  std::vector<Stress> stresses;  ///< that it may be put under; a run knows nothing of them

  std::string text;  ///< the merged scenario as TOML: what was run, whole
  std::string hash;  ///< 32 hex digits of `text`'s meaning
};

}  // namespace valuescale::models

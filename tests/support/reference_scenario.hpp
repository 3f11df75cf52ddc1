// A scenario file as the reference simulator reads it: with toml++ and nothing else of ours, keeping values as they were written.
#pragma once

#include "tests/support/reference_law.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::tests::reference {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// A number of the scenario. Drawn values are in time units; `steps` makes them steps, or rates a step.
struct Quantity {
  Expression expression;
  Role role = Role::world;
  double steps = 1;
  std::size_t id = 0;  ///< index into Business::quantities
};

/// Something that is sold: an offer, a step of the ladder, a visit.
struct Sale {
  Quantity amount;  ///< price, or spend
  bool is_spend = false;
  std::optional<std::string> shared_spend;
  Quantity margin, unit_cost;
  bool is_paid_apart = false;
  Quantity paid, paid_after;
};

struct Offer {
  Quantity take;
  Sale sale;
};

enum class Stage { offer, ladder, repeat, referral, partner, service, policy };
inline constexpr std::size_t kStages = 7;
inline constexpr const char* kStageNames[] = {"offer", "ladder", "repeat", "referral", "partner", "service", "policy"};

/// A comparison that a number has to pass.
struct Bound {
  std::string of;  ///< purchases, earned, tenure
  std::string sign;
  double number = 0;
};

struct Step {
  unsigned line = 0;  ///< in the file: what follows the same event is asked in this order
  std::vector<std::string> after, after_declined, after_end;
  bool after_every_visit = false;
  std::map<std::string, std::vector<std::string>> among;  ///< state, "segment" or "channel": one of these
  std::vector<Bound> bounds;
  Quantity contact_cost, take, delay, refund;
  bool gives_back = false;
  Sale sale;
  std::map<std::string, std::string> sets;  ///< state or "segment"
  std::vector<std::string> ends;
  std::optional<Stage> stage;
};

struct Repeat {
  std::string model;
  std::vector<std::string> after;  ///< nothing: every offer
  std::map<std::string, Quantity> parameters;
  double every = 1;  ///< steps
  Quantity cost_per_month;
  Sale sale;
  Stage stage = Stage::repeat;
};

struct Spend {
  bool gamma_gamma = false;
  std::map<std::string, Quantity> parameters;  ///< law, or p, q, gamma
};

/// Customers who bring customers.
struct Referral {
  std::vector<std::string> after;  ///< nothing: every offer
  bool after_every_visit = false;
  std::map<std::string, std::vector<std::string>> among;
  std::vector<Bound> bounds;
  Quantity leads, take, delay, reward;
  std::optional<std::string> offer;
  std::vector<double> mix;  ///< by segment; empty: as the parent
  int generations = 0;      ///< 0: no limit
};

/// What a channel or a segment changes, by path: "rate", "step.upsell.take".
struct Changes {
  std::map<std::string, Quantity> multiply, odds, override_;
};

/// Money spent, and the curve along which it brings people.
struct Response {
  std::string curve;
  Quantity spend;
  std::map<std::string, Quantity> parameters;  ///< the curve's, and perhaps capacity
};

struct Channel {
  std::string name;
  bool per_customer = false;
  Quantity cost;
  std::optional<Response> response;  ///< instead of cost and size
  std::optional<Quantity> share_of_first_sale;
  std::string offer;
  enum class Size { share, leads, customers } size_basis = Size::share;
  double size = 1;
  std::vector<double> mix;  ///< by segment
  bool mix_of_customers = false;
  Changes changes;
};

struct Segment {
  std::string name;
  Changes changes;
};

/// What may change about a customer; levels in the order of the file.
struct State {
  struct Level {
    std::string name;
    Changes changes;
  };
  std::string name;
  std::vector<Level> levels;
};

/// Assumptions that go together. Their laws are known by many draws in order: a quantile is one of them.
struct Correlations {
  std::vector<std::size_t> ids;             ///< of quantities
  std::vector<std::vector<double>> normal;  ///< [one][other]: of their normals
  std::vector<std::vector<double>> draws;   ///< of each, sorted
};

/// An assumption that is what another one makes of it: straight lines between points, level beyond them; without points, the same.
struct Follower {
  std::size_t id = 0, followed = 0;  ///< of quantities
  std::vector<std::array<double, 2>> points;
};

/// An amount for each month: a list of them, or one that starts somewhere and grows.
struct AmountByMonth {
  std::vector<Quantity> list;  ///< where it is empty:
  Quantity start, growth;
  int first = 1, last = 0;  ///< months; nothing before and after
  int ramp = 1;             ///< months until all of it is taken up
};

/// Money, leads or customers: what a plan says of a channel.
enum class PlannedBy { spend, leads, customers };

struct PlannedChannel {
  std::size_t channel = 0;
  PlannedBy by = PlannedBy::spend;
  AmountByMonth amount;
  Quantity delay;  ///< of the first sale
};

struct PlannedCost {
  AmountByMonth a_month;
  std::optional<Quantity> for_customers;  ///< paid once for every so many
  bool is_marketing = false;
};

enum class WhenShort { slow, stop, go_on };

struct Plan {
  int months = 0;
  std::vector<PlannedChannel> channels;
  std::vector<PlannedCost> costs;
  std::optional<Quantity> cash;  ///< none: nothing runs out
  Quantity credit, credit_interest, reinvest, acquisition_paid_after;
  WhenShort when_short = WhenShort::slow;
};

struct Business {
  int lifetime = 0;  ///< steps
  double step_days = 0;
  Quantity discount;
  bool discount_continuous = false;
  double discount_years = 1;  ///< the period of the rate
  std::vector<Channel> channels;
  std::vector<Segment> segments;
  std::map<std::string, Offer> offers;
  std::map<std::string, Step> steps;
  std::vector<std::string> steps_in_order;
  std::map<std::string, Repeat> repeats;
  std::map<std::string, Spend> spends;
  std::vector<State> states;
  std::map<std::string, Referral> referrals;
  std::vector<Quantity> quantities;
  Correlations correlations;
  std::vector<Follower> followers;
  std::optional<Plan> plan;

  bool anything_uncertain() const;
};

/// Throws std::runtime_error where it cannot make sense of the file; the file is taken to be one that the reader accepts.
Business read_business(const std::string& path, const Settings& settings = {});

}  // namespace valuescale::tests::reference

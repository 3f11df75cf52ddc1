// The workshop in which a Program is made: hands out keys, columns and tables, and fills the rows once everything has its place.
#pragma once

#include "models/lifetime/adjusted.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/program.hpp"
#include "sim/random/quantile_table.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace valuescale::models {

/// One row while it is being filled.
struct RowSite {
  std::size_t world, kind, row;
};

/// Where the randomness of a drawn number stands.
struct DrawAddress {
  sim::Key event_key;         ///< of its event's block,
  int word;                   ///< where it has this word;
  std::string event_name;     ///< of a block of its own, for laws that take more;
  std::string customer_name;  ///< of a block of its own, if it is drawn once in a life. Empty: its event happens once in a life
};

class Workshop {
 public:
  /// `calendar`: null where there is none.
  Workshop(const Scenario& scenario, const Assumptions& assumptions, const CalendarCode* calendar, std::uint64_t seed, Program& program);

  const Scenario& scenario() const { return scenario_; }
  const Assumptions& assumptions() const { return assumptions_; }
  const CalendarCode* calendar() const { return calendar_; }
  std::size_t kinds() const { return program_.dims.kinds(); }
  std::size_t phases() const { return program_.dims.phases; }
  double units() const { return static_cast<double>(program_.units_per_currency); }

  /// The key of a named decision; two names that hash alike are told apart.
  sim::Key key(const std::string& name);
  int law_columns(int count);
  int money_columns(int count);
  /// Registers how some columns are filled, to be called for each row by `fill_rows`.
  void on_fill(std::function<void(const RowSite&)> fill) { fills_.push_back(std::move(fill)); }
  void fill_rows(int threads);

  // For fills.
  void set_law(const RowSite& site, int column, double value);
  void set_bits(const RowSite& site, int column, std::uint32_t bits);
  /// `price`: what takes the place of the value where nothing but the price counts.
  void set_money(const RowSite& site, int column, double value, double price = 0);
  /// The column gets the place of the table of ln Gamma(shape).
  void set_log_gamma(const RowSite& site, int column, double shape);
  /// Tables have their places at once, and are filled when all rows are.
  std::uint32_t normal_table();
  /// Of exp(sigma z), z standard normal.
  std::uint32_t lognormal_table(double sigma);
  /// Place of a table of this law's quantiles; the law's parameters must be certain.
  std::uint32_t table_of(const ResolvedLaw& law);
  /// Place of a mixture of these laws, padded to `parts`: thresholds, then a table each. A law without weights is a mixture of one.
  std::uint32_t mixture_of(const ResolvedLaw& law, int parts);
  /// A probability passed 1 in this world and was held there.
  void count_capped(const std::string& what, std::size_t world);

  /// What acts on a quantity for every kind of customer. `changed` is the name under which it is replaced, `multiplied` and `handle` those under which it is multiplied.
  std::vector<Adjusted> for_every_kind(const std::string& changed, const std::string& multiplied, const std::string& handle,
                                       const Quantity* base) const;

  /// Compiles a number that customers or events draw; constants stay constants.
  Draw draw(const DrawAddress& address, std::vector<Adjusted> by_kind);
  /// Compiles a purchase at `path`, adjusted under `prefix` ("step.upsell"), at events that draw by `event_key`. Where it is paid apart, this is what
  /// the rest of it costs.
  PurchaseCode purchase(const Purchase& purchase, const std::string& path, const std::string& prefix, sim::Key event_key);
  /// Its price alone, times `share`: the same amount, drawn by the same words.
  PurchaseCode price_of(const Purchase& purchase, const PurchaseCode& whole, const std::string& prefix, std::vector<Adjusted> share,
                        double sign);
  /// Yes or no, and how long it takes; `bare` is what multiplies the probability for all of its kind.
  StepCode question(const Quantity& take, const std::string& take_name, const Quantity& delay, const std::string& delay_name,
                    const std::string& path, const std::string& prefix, const std::string& bare);
  PaymentCode payment(const Purchase& purchase, const PurchaseCode& whole, const std::string& path, const std::string& prefix);

 private:
  std::vector<Adjusted> price_for_every_kind(const Purchase& purchase, const std::string& prefix) const;
  std::uint32_t table_of(sim::Quantile law);
  void build_tables(int threads);
  Draw gamma_gamma(const Spend& spend, const std::string& prefix, sim::Key event_key);

  const Scenario& scenario_;
  const Assumptions& assumptions_;
  const CalendarCode* calendar_;
  std::uint64_t seed_;
  Program& program_;
  std::vector<std::function<void(const RowSite&)>> fills_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> name_of_key_;
  sim::LogGammaTables gammas_;
  struct GammaPlace {
    std::size_t index;  // into Program::laws
    double shape;
  };
  std::vector<GammaPlace> gamma_places_;
  struct TablePlace {
    std::size_t place;  // in Program::tables
    sim::Quantile law;
  };
  std::vector<TablePlace> tables_;
  std::optional<std::uint32_t> normal_;
  std::map<double, std::uint32_t> lognormals_;  ///< by sigma
  std::map<std::string, std::size_t> capped_index_;
  std::map<std::string, std::set<std::size_t>> capped_worlds_;
};

}  // namespace valuescale::models

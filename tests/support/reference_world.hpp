// One draw of everything that is uncertain for the business as a whole, and what follows from it by arithmetic: who the leads and the
// customers are, what a customer costs, and the terms on which each kind of customer is dealt with.
#pragma once

#include "tests/support/reference_calendar.hpp"
#include "tests/support/reference_scenario.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::tests::reference {

/// An amount or a time that is drawn when it is needed.
struct Amount {
  Law law;
  Role role = Role::world;
  double factor = 1;
  std::size_t id = 0;
};

struct SaleTerms {
  Amount amount;
  std::optional<std::string> shared_spend;
  double spend_factor = 1;  ///< on a shared spend
  double margin = 1;
  Amount unit_cost;
  bool is_paid_apart = false;
  double paid = 1;
  Amount paid_after;
};

struct SpendTerms {
  bool gamma_gamma = false;
  Amount law;
  double p = 0, q = 0, gamma = 0;
};

struct StepTerms {
  double take = 1;
  Amount delay;
  SaleTerms sale;
  Amount contact_cost;
  double refund = 0;
};

struct ReferralTerms {
  double leads = 0, take = 1;
  Amount delay, reward;
};

struct RepeatTerms {
  std::map<std::string, double> parameters;  ///< times in steps, rates a step; multipliers of rate and churn apart
  double rate_factor = 1, churn_factor = 1;
  Amount gap, cost_per_month;
  SaleTerms sale;
};

/// A kind of customer: by channel, segment, and level of each state, in a month of the plan.
struct Kind {
  std::size_t channel = 0, segment = 0;
  std::vector<std::size_t> levels;
  int month = 0;  ///< 0: no calendar acts
  auto operator<=>(const Kind&) const = default;
};

/// How the customers of one kind are dealt with.
struct Terms {
  std::map<std::string, StepTerms> steps;
  std::map<std::string, RepeatTerms> repeats;
  std::map<std::string, SpendTerms> spends;
  std::map<std::string, ReferralTerms> referrals;
  std::map<std::string, SaleTerms> offers;  ///< of those whom others bring
};

/// Who the leads are, and who of them buys.
class Market {
 public:
  double share_of_leads(std::size_t channel) const { return lead_share_[channel]; }
  double share_of_customers(std::size_t channel) const { return customer_share_[channel]; }
  double segment_among_leads(std::size_t channel, std::size_t segment) const { return lead_mix_[channel][segment]; }
  double segment_among_customers(std::size_t channel, std::size_t segment) const;
  double conversion(std::size_t channel) const { return conversion_[channel]; }
  double conversion(std::size_t channel, std::size_t segment) const { return segment_conversion_[channel][segment]; }
  double customers_per_lead() const { return customers_per_lead_; }

 private:
  friend class World;
  std::vector<double> lead_share_, customer_share_, conversion_;
  std::vector<std::vector<double>> lead_mix_, segment_conversion_;
  double customers_per_lead_ = 0;
};

class World {
 public:
  World(const Business& business, Random& random) : World(business, random, random) {}
  /// What is not known, and whether, when and how hard shocks strike, each by a generator of its own.
  World(const Business& business, Random& unknowns, Random& shocks);

  const Calendar& calendar() const { return calendar_; }
  /// In a month of the plan; 0: no calendar acts.
  const Market& market(int month = 0) const;
  Amount lead_cost(std::size_t channel) const;
  /// How many leads or customers a response brings for so much money.
  double brought_by(const Response& response, double spend) const;
  /// What an assumption is in this world; a time in steps.
  double value(const Quantity& assumption) const { return number(assumption) * assumption.steps; }
  /// What the channel takes of the first sale of a customer in a month of the plan.
  double share_of_first_sale(std::size_t channel, std::size_t segment, int month = 0) const;
  /// The factor by which money at so many steps has faded.
  double discount(double steps) const;
  const Terms& terms(const Kind& kind) const;

 private:
  double number(const Quantity& quantity) const { return laws_[quantity.id].a; }
  Amount as_amount(const Quantity& quantity, double factor) const {
    return {laws_[quantity.id], quantity.role, quantity.steps * factor, quantity.id};
  }
  std::vector<const Changes*> changes_for(const Kind& kind) const;
  const Quantity& replaced(const Kind& kind, const std::string& path, const Quantity& base) const;
  double product(const std::map<std::string, Quantity> Changes::*changes, const Kind& kind, const std::string& bare,
                 const std::string& entity) const;
  double probability(const Kind& kind, const std::string& entity, const std::string& key, const std::string& bare,
                     const Quantity& base) const;
  SaleTerms sale_terms(const Kind& kind, const std::string& entity, const Sale& sale) const;
  RepeatTerms repeat_terms(const Kind& kind, const std::string& entity, const Repeat& repeat) const;
  Terms make_terms(const Kind& kind) const;
  double brought_by(const Response& response) const { return brought_by(response, number(response.spend)); }
  Market count_people(int month) const;

  const Business& business_;
  std::vector<Law> laws_;  ///< by quantity; of an assumption, a constant
  Calendar calendar_;
  mutable std::map<int, Market> markets_;  ///< by month
  mutable std::map<Kind, Terms> terms_;
};

}  // namespace valuescale::tests::reference

#include "tests/support/reference_world.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::tests::reference {

World::World(const Business& business, Random& random) : business_(business), terms_(business.channels.size() * business.segments.size()) {
  for (const Quantity& quantity : business.quantities) {
    Law law = settle(quantity.expression, random);
    if (quantity.role == Role::world) {
      const double value = draw(law, random);
      law = Law{};
      law.a = value;
    }
    laws_.push_back(law);
  }
  count_people();
}

double World::discount(double steps) const {
  const double years = steps * business_.step_days / 365.25, rate = number(business_.discount);
  return business_.discount_continuous ? std::exp(-rate * years) : std::pow(1 + rate, -years / business_.discount_years);
}

/// A segment's override wins over a channel's, and either over what is said for everybody.
const Quantity& World::replaced(std::size_t channel, std::size_t segment, const std::string& path, const Quantity& base) const {
  for (const Changes* changes : {&business_.segments[segment].changes, &business_.channels[channel].changes}) {
    const auto found = changes->override_.find(path);
    if (found != changes->override_.end()) return found->second;
  }
  return base;
}

/// Multipliers of channel and segment, said of everything (`bare`) or of this one thing, all multiply.
double World::product(const std::map<std::string, Quantity> Changes::*changes, std::size_t channel, std::size_t segment,
                      const std::string& bare, const std::string& entity) const {
  double result = 1;
  const std::string key = bare == "conversion" ? "take" : bare;
  for (const Changes* of : {&business_.channels[channel].changes, &business_.segments[segment].changes}) {
    for (const std::string& path : {bare, entity + "." + key}) {
      const auto found = (of->*changes).find(path);
      if (found != (of->*changes).end()) result *= number(found->second);
    }
  }
  return result;
}

/// Odds act on the probability as it is said, factors on what the odds have made of it.
double World::probability(std::size_t channel, std::size_t segment, const std::string& entity, const std::string& key,
                          const std::string& bare, const Quantity& base) const {
  double p = number(replaced(channel, segment, entity + "." + key, base));
  const double odds = product(&Changes::odds, channel, segment, bare, entity);
  p = odds * p / (1 - p + odds * p);
  return std::min(1.0, p * product(&Changes::multiply, channel, segment, bare, entity));
}

SaleTerms World::sale_terms(std::size_t c, std::size_t s, const std::string& entity, const Sale& sale) const {
  SaleTerms terms;
  const std::string key = sale.is_spend ? "spend" : "price";
  const double factor = product(&Changes::multiply, c, s, key, entity);
  if (sale.shared_spend) {
    terms.shared_spend = sale.shared_spend;
    terms.spend_factor = factor;
  } else {
    terms.amount = as_amount(replaced(c, s, entity + "." + key, sale.amount), factor);
  }
  terms.margin = number(replaced(c, s, entity + ".margin", sale.margin)) * product(&Changes::multiply, c, s, "margin", entity);
  terms.unit_cost = as_amount(replaced(c, s, entity + ".unit_cost", sale.unit_cost), product(&Changes::multiply, c, s, "cost", entity));
  return terms;
}

RepeatTerms World::repeat_terms(std::size_t c, std::size_t s, const std::string& entity, const Repeat& repeat) const {
  RepeatTerms terms;
  for (const auto& [key, base] : repeat.parameters) {
    if (key == "gap") {
      terms.gap = as_amount(replaced(c, s, entity + ".gap", base), 1);
    } else if (key == "return" || key == "keep") {
      terms.parameters[key] = probability(c, s, entity, key, key, base);
    } else {
      const Quantity& quantity = replaced(c, s, entity + "." + key, base);
      terms.parameters[key] = number(quantity) * quantity.steps;
    }
  }
  terms.rate_factor = product(&Changes::multiply, c, s, "rate", entity);
  terms.churn_factor = product(&Changes::multiply, c, s, "churn", entity);
  terms.cost_per_month =
      as_amount(replaced(c, s, entity + ".cost_per_month", repeat.cost_per_month), product(&Changes::multiply, c, s, "cost", entity));
  terms.sale = sale_terms(c, s, entity, repeat.sale);
  return terms;
}

Terms World::make_terms(std::size_t c, std::size_t s) const {
  Terms terms;
  const std::string& offer_name = business_.channels[c].offer;
  const Offer& offer = business_.offers.at(offer_name);
  terms.offer = {segment_conversion_[c][s], sale_terms(c, s, "offer." + offer_name, offer.sale)};
  for (const auto& [name, step] : business_.steps) {
    const std::string entity = "step." + name;
    terms.steps[name] = {probability(c, s, entity, "take", "take", step.take), as_amount(replaced(c, s, entity + ".delay", step.delay), 1),
                         sale_terms(c, s, entity, step.sale)};
  }
  for (const auto& [name, repeat] : business_.repeats) terms.repeats[name] = repeat_terms(c, s, "repeat." + name, repeat);
  for (const auto& [name, spend] : business_.spends) {
    SpendTerms& own = terms.spends[name];
    own.gamma_gamma = spend.gamma_gamma;
    const auto replace = [&](const char* key) { return replaced(c, s, "spend." + name + "." + key, spend.parameters.at(key)); };
    if (spend.gamma_gamma) {
      own.p = number(replace("p"));
      own.q = number(replace("q"));
      own.gamma = number(replace("gamma"));
    } else {
      own.law = as_amount(replace("law"), 1);
    }
  }
  return terms;
}

const Terms& World::terms(std::size_t channel, std::size_t segment) const {
  auto& terms = terms_[channel * business_.segments.size() + segment];
  if (!terms) terms = std::make_unique<Terms>(make_terms(channel, segment));
  return *terms;
}

double World::segment_among_customers(std::size_t channel, std::size_t segment) const {
  return conversion_[channel] > 0 ? lead_mix_[channel][segment] * segment_conversion_[channel][segment] / conversion_[channel] : 0;
}

/// Leads and customers by channel and segment. A size is of leads or of customers; the conversion makes one from the other.
void World::count_people() {
  std::vector<double> leads, customers;
  double all_leads = 0, all_customers = 0;
  for (std::size_t c = 0; c < business_.channels.size(); ++c) {
    const Channel& channel = business_.channels[c];
    std::vector<double> mix = channel.mix, converts;
    const std::string entity = "offer." + channel.offer;
    for (std::size_t s = 0; s < business_.segments.size(); ++s) {
      converts.push_back(probability(c, s, entity, "take", "conversion", business_.offers.at(channel.offer).take));
    }
    if (channel.mix_of_customers) {
      for (std::size_t s = 0; s < mix.size(); ++s) mix[s] = mix[s] > 0 ? mix[s] / converts[s] : 0;
    }
    double total = 0, conversion = 0;
    for (const double share : mix) total += share;
    for (std::size_t s = 0; s < mix.size(); ++s) {
      mix[s] /= total;
      conversion += mix[s] * converts[s];
    }
    const bool of_customers =
        channel.size_basis == Channel::Size::customers || (channel.size_basis == Channel::Size::share && channel.per_customer);
    leads.push_back(of_customers ? channel.size / conversion : channel.size);
    customers.push_back(of_customers ? channel.size : channel.size * conversion);
    all_leads += leads.back();
    all_customers += customers.back();
    lead_mix_.push_back(mix);
    segment_conversion_.push_back(converts);
    conversion_.push_back(conversion);
  }
  for (std::size_t c = 0; c < leads.size(); ++c) {
    lead_share_.push_back(leads[c] / all_leads);
    customer_share_.push_back(all_customers > 0 ? customers[c] / all_customers : 0);
  }
  customers_per_lead_ = all_customers / all_leads;
}

}  // namespace valuescale::tests::reference

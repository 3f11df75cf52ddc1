#include "tests/support/reference_world.hpp"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>
#include <cmath>

namespace valuescale::tests::reference {

namespace {

/// One draw of assumptions that go together: each normal is what those before it make of it, and something of its own.
std::map<std::size_t, double> draw_together(const Correlations& correlations, Random& random) {
  const std::size_t n = correlations.ids.size();
  boost::random::normal_distribution<double> standard;
  std::vector<std::vector<double>> weights(n, std::vector<double>(n, 0.0));
  std::vector<double> own(n);
  std::map<std::size_t, double> values;
  for (std::size_t i = 0; i < n; ++i) {
    own[i] = standard(random);
    double explained = 0, normal = 0;
    for (std::size_t j = 0; j < i; ++j) {
      double left = correlations.normal[i][j];
      for (std::size_t k = 0; k < j; ++k) left -= weights[i][k] * weights[j][k];
      weights[i][j] = weights[j][j] > 1e-6 ? left / weights[j][j] : 0;
      explained += weights[i][j] * weights[i][j];
    }
    weights[i][i] = std::sqrt(std::max(0.0, 1 - explained));
    for (std::size_t j = 0; j <= i; ++j) normal += weights[i][j] * own[j];
    const std::vector<double>& draws = correlations.draws[i];
    const double share = std::erfc(-normal / std::sqrt(2.0)) / 2;
    values[correlations.ids[i]] = draws[std::min(draws.size() - 1, static_cast<std::size_t>(share * static_cast<double>(draws.size())))];
  }
  return values;
}

double followed(const Follower& follower, double x) {
  const auto& points = follower.points;
  if (points.empty()) return x;
  const auto right = std::find_if(points.begin(), points.end(), [&](const auto& point) { return point[0] >= x; });
  if (right == points.begin()) return points.front()[1];
  if (right == points.end()) return points.back()[1];
  const auto& left = *(right - 1);
  const double share = (x - left[0]) / ((*right)[0] - left[0]);
  return (1 - share) * left[1] + share * (*right)[1];
}

}  // namespace

World::World(const Business& business, Random& random) : business_(business) {
  const std::map<std::size_t, double> together = draw_together(business.correlations, random);
  for (const Quantity& quantity : business.quantities) {
    Law law = settle(quantity.expression, random);
    if (quantity.role == Role::world) {
      const auto correlated = together.find(quantity.id);
      const double value = correlated != together.end() ? correlated->second : draw(law, random);
      law = Law{};
      law.a = value;
    }
    laws_.push_back(law);
  }
  // Whatever the order in which they follow one another, so many rounds are enough.
  for (std::size_t round = 0; round < business.followers.size(); ++round)
    for (const Follower& follower : business.followers) laws_[follower.id].a = followed(follower, laws_[follower.followed].a);
  count_people();
}

double World::discount(double steps) const {
  const double years = steps * business_.step_days / 365.25, rate = number(business_.discount);
  return business_.discount_continuous ? std::exp(-rate * years) : std::pow(1 + rate, -years / business_.discount_years);
}

/// Whatever changes something for them; the later ones win.
std::vector<const Changes*> World::changes_for(const Kind& kind) const {
  std::vector<const Changes*> all{&business_.channels[kind.channel].changes, &business_.segments[kind.segment].changes};
  for (std::size_t i = 0; i < kind.levels.size(); ++i) all.push_back(&business_.states[i].levels[kind.levels[i]].changes);
  return all;
}

/// A level's override wins over a segment's, that over a channel's, and any over what is said for everybody.
const Quantity& World::replaced(const Kind& kind, const std::string& path, const Quantity& base) const {
  auto all = changes_for(kind);
  std::reverse(all.begin(), all.end());
  for (const Changes* changes : all) {
    const auto found = changes->override_.find(path);
    if (found != changes->override_.end()) return found->second;
  }
  return base;
}

/// Multipliers of channel, segment and levels, said of everything (`bare`) or of this one thing, all multiply.
double World::product(const std::map<std::string, Quantity> Changes::*changes, const Kind& kind, const std::string& bare,
                      const std::string& entity) const {
  double result = 1;
  const std::string key = bare == "conversion" || bare == "referral take" ? "take" : bare;
  for (const Changes* of : changes_for(kind)) {
    for (const std::string& path : {bare, entity + "." + key}) {
      const auto found = (of->*changes).find(path);
      if (found != (of->*changes).end()) result *= number(found->second);
    }
  }
  return result;
}

/// Odds act on the probability as it is said, factors on what the odds have made of it.
double World::probability(const Kind& kind, const std::string& entity, const std::string& key, const std::string& bare,
                          const Quantity& base) const {
  double p = number(replaced(kind, entity + "." + key, base));
  const std::string named = bare.empty() ? key : bare;
  const double odds = product(&Changes::odds, kind, named, entity);
  p = odds * p / (1 - p + odds * p);
  return std::min(1.0, p * product(&Changes::multiply, kind, named, entity));
}

SaleTerms World::sale_terms(const Kind& kind, const std::string& entity, const Sale& sale) const {
  SaleTerms terms;
  const std::string key = sale.is_spend ? "spend" : "price";
  const double factor = product(&Changes::multiply, kind, key, entity);
  if (sale.shared_spend) {
    terms.shared_spend = sale.shared_spend;
    terms.spend_factor = factor;
  } else {
    terms.amount = as_amount(replaced(kind, entity + "." + key, sale.amount), factor);
  }
  terms.margin = number(replaced(kind, entity + ".margin", sale.margin)) * product(&Changes::multiply, kind, "margin", entity);
  terms.unit_cost = as_amount(replaced(kind, entity + ".unit_cost", sale.unit_cost), product(&Changes::multiply, kind, "cost", entity));
  terms.is_paid_apart = sale.is_paid_apart;
  terms.paid = probability(kind, entity, "paid", "", sale.paid);
  terms.paid_after = as_amount(replaced(kind, entity + ".paid_after", sale.paid_after), 1);
  return terms;
}

RepeatTerms World::repeat_terms(const Kind& kind, const std::string& entity, const Repeat& repeat) const {
  RepeatTerms terms;
  for (const auto& [key, base] : repeat.parameters) {
    if (key == "gap") {
      terms.gap = as_amount(replaced(kind, entity + ".gap", base), 1);
    } else if (key == "return" || key == "keep") {
      terms.parameters[key] = probability(kind, entity, key, key, base);
    } else {
      const Quantity& quantity = replaced(kind, entity + "." + key, base);
      terms.parameters[key] = number(quantity) * quantity.steps;
    }
  }
  terms.rate_factor = product(&Changes::multiply, kind, "rate", entity);
  terms.churn_factor = product(&Changes::multiply, kind, "churn", entity);
  terms.cost_per_month =
      as_amount(replaced(kind, entity + ".cost_per_month", repeat.cost_per_month), product(&Changes::multiply, kind, "cost", entity));
  terms.sale = sale_terms(kind, entity, repeat.sale);
  return terms;
}

Terms World::make_terms(const Kind& kind) const {
  Terms terms;
  const std::string& offer_name = business_.channels[kind.channel].offer;
  const Offer& offer = business_.offers.at(offer_name);
  terms.offer = {segment_conversion_[kind.channel][kind.segment], sale_terms(kind, "offer." + offer_name, offer.sale)};
  for (const auto& [name, step] : business_.steps) {
    const std::string entity = "step." + name;
    terms.steps[name] = {
        probability(kind, entity, "take", "take", step.take), as_amount(replaced(kind, entity + ".delay", step.delay), 1),
        sale_terms(kind, entity, step.sale),
        as_amount(replaced(kind, entity + ".contact_cost", step.contact_cost), product(&Changes::multiply, kind, "cost", entity)),
        number(replaced(kind, entity + ".refund", step.refund))};
  }
  for (const auto& [name, repeat] : business_.repeats) terms.repeats[name] = repeat_terms(kind, "repeat." + name, repeat);
  for (const auto& [name, other] : business_.offers) terms.offers[name] = sale_terms(kind, "offer." + name, other.sale);
  for (const auto& [name, referral] : business_.referrals) {
    const std::string entity = "referral." + name;
    ReferralTerms& own = terms.referrals[name];
    own.leads = number(replaced(kind, entity + ".leads", referral.leads)) * product(&Changes::multiply, kind, "referrals", entity);
    for (const Changes* changes : changes_for(kind)) {
      const auto found = changes->multiply.find(entity + ".leads");
      if (found != changes->multiply.end()) own.leads *= number(found->second);
    }
    own.take = probability(kind, entity, "take", "referral take", referral.take);
    own.delay = as_amount(replaced(kind, entity + ".delay", referral.delay), 1);
    own.reward = as_amount(replaced(kind, entity + ".reward", referral.reward), product(&Changes::multiply, kind, "cost", entity));
  }
  for (const auto& [name, spend] : business_.spends) {
    SpendTerms& own = terms.spends[name];
    own.gamma_gamma = spend.gamma_gamma;
    const auto replace = [&](const char* key) { return replaced(kind, "spend." + name + "." + key, spend.parameters.at(key)); };
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

const Terms& World::terms(const Kind& kind) const {
  const auto known = terms_.find(kind);
  return known != terms_.end() ? known->second : terms_.emplace(kind, make_terms(kind)).first->second;
}

double World::segment_among_customers(std::size_t channel, std::size_t segment) const {
  return conversion_[channel] > 0 ? lead_mix_[channel][segment] * segment_conversion_[channel][segment] / conversion_[channel] : 0;
}

double World::brought_by(const Response& response, double spend) const {
  const auto parameter = [&](const char* name) { return number(response.parameters.at(name)); };
  double people = 0;
  if (response.curve == "linear") people = spend / parameter("cost");
  if (response.curve == "exponential") people = -parameter("most") * std::expm1(-spend / parameter("scale"));
  if (response.curve == "hill") people = parameter("most") / (1 + std::pow(parameter("half") / spend, parameter("shape")));
  if (response.curve == "power") people = parameter("factor") * std::pow(spend, parameter("exponent"));
  return response.parameters.contains("capacity") ? std::min(people, parameter("capacity")) : people;
}

Amount World::lead_cost(std::size_t channel) const {
  const auto& response = business_.channels[channel].response;
  if (!response) return as_amount(business_.channels[channel].cost, 1);
  Amount each;
  each.law.a = number(response->spend) / brought_by(*response);
  return each;
}

double World::share_of_first_sale(std::size_t channel, std::size_t segment) const {
  const auto& share = business_.channels[channel].share_of_first_sale;
  if (!share) return 0;
  const Amount& price = terms({channel, segment, std::vector<std::size_t>(business_.states.size())}).offer.sale.amount;
  return number(*share) * price.law.a * price.factor;
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
      converts.push_back(probability({c, s, std::vector<std::size_t>(business_.states.size())}, entity, "take", "conversion",
                                     business_.offers.at(channel.offer).take));
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
    const double size = channel.response ? brought_by(*channel.response) : channel.size;
    const bool of_customers =
        channel.size_basis == Channel::Size::customers || (channel.size_basis == Channel::Size::share && channel.per_customer);
    leads.push_back(of_customers ? size / conversion : size);
    customers.push_back(of_customers ? size : size * conversion);
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

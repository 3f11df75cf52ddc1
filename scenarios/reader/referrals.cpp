// Customers who bring customers.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/kind_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::scenarios {
namespace {

constexpr double kMostLeads = 100;
constexpr double kMostGenerations = 1000;
constexpr double kMostPerCustomer = 0.99;

void read_generations(Build& build, const Node& table, models::Referral& referral, const std::string& label) {
  const Node* node = table.find("generations");
  if (!node) return;
  const auto number = build.values.certain(*node, *find_key(referral_keys(), "generations"), label + ".generations");
  if (!number) return;
  if (*number != std::floor(*number) || *number > kMostGenerations)
    build.problems.add(node->place, fmt::format("generations of {} is {:.10g}", label, *number),
                       fmt::format("it must be a whole number up to {}", kMostGenerations), "leave it out if there is no limit");
  else
    referral.generations = static_cast<int>(*number);
}

void read_offer(Build& build, const Node& table, models::Referral& referral, const std::string& label) {
  const auto name = text_of(build, table, "offer", label);
  if (!name) return;
  const auto offer = build.offer_index.find(*name);
  if (offer != build.offer_index.end())
    referral.offer = offer->second;
  else
    add_unknown_name(build, table.find("offer")->place, fmt::format("{} shows offer {}, which does not exist", label, in_quotes(*name)),
                     "the offers are " + listed(names_in(build.offer_index)), *name, names_in(build.offer_index));
}

}  // namespace

void read_referrals(Build& build) {
  for (std::size_t i = 0; i < build.referrals.size(); ++i) {
    const Node& table = *build.referrals[i];
    models::Referral& referral = build.scenario.referrals[i];
    const std::string path = "referral." + referral.name, label = label_of("referral", referral.name);
    check_keys(build, table, referral_keys(), label);
    read_notes(build, table, label, referral.note, referral.source);
    if (table.find("after"))
      read_after(build, table, label, referral.after);
    else
      for (std::size_t o = 0; o < build.offers.size(); ++o) referral.after.push_back({models::Trigger::What::offer_taken, o});
    referral.when = read_condition(build, table, label);
    for (const auto& [name, quantity] : {std::pair{"leads", &referral.leads}, std::pair{"take", &referral.take},
                                         std::pair{"delay", &referral.delay}, std::pair{"reward", &referral.reward}})
      *quantity = build.values.quantity(table.find(name), *find_key(referral_keys(), name), path + "." + name);
    read_offer(build, table, referral, label);
    if (const Node* mix = table.find("mix")) referral.mix = read_mix(build, *mix, label);
    read_generations(build, table, referral, label);
  }
}

/// Where everybody brings more than one other at the first sale, and those too, there is no end to it.
void check_referrals(Build& build) {
  const models::Scenario& s = build.scenario;
  const KindValues values(s);
  const auto leads_of = [&](const models::CustomerKind& kind, const models::Referral& referral) {
    return values.of(kind, "referral." + referral.name + ".leads", "referrals", referral.leads).value;
  };
  for (const models::CustomerKind& kind : values.kinds())
    for (std::size_t i = 0; i < s.referrals.size(); ++i) {
      const double leads = leads_of(kind, s.referrals[i]);
      if (!(leads > kMostLeads) || !may_meet(kind, s.referrals[i].when)) continue;
      build.problems.add(build.referrals[i]->place,
                         fmt::format("{} brings {:.6g} leads each time", label_of("referral", s.referrals[i].name), leads),
                         fmt::format("at most {}", kMostLeads));
      return;
    }
  for (const models::CustomerKind& kind : values.first_kinds()) {
    double brought = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < s.referrals.size(); ++i) {
      const models::Referral& referral = s.referrals[i];
      const bool at_first_sale = std::any_of(referral.after.begin(), referral.after.end(), [&](const models::Trigger& trigger) {
        return trigger.what == models::Trigger::What::offer_taken &&
               trigger.index == referral.offer.value_or(s.channels[kind.channel].offer);
      });
      if (!at_first_sale || referral.generations > 0 || !referral.when.is_empty()) continue;
      brought += leads_of(kind, referral) * values.of(kind, "referral." + referral.name + ".take", "", referral.take).value;
      last = i;
    }
    if (!(brought > kMostPerCustomer)) continue;
    build.problems.add(build.referrals[last]->place, fmt::format("every customer brings {:.6g} others at the first sale", brought),
                       fmt::format("without a limit to generations it may be {} at most, or their number grows for ever", kMostPerCustomer),
                       "set generations, or lower leads or take");
    return;
  }
}

}  // namespace valuescale::scenarios

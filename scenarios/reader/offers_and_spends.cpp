// What the lead is first sold, and spend laws that purchases share.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

namespace valuescale::scenarios {

void read_spends(Build& build) {
  const Keys& keys = spend_keys();
  for (std::size_t i = 0; i < build.spends.size(); ++i) {
    const Node& table = *build.spends[i];
    models::Spend& spend = build.scenario.spends[i];
    const std::string path = "spend." + spend.name, label = label_of("spend", spend.name);
    check_keys(build, table, keys, label);
    read_notes(build, table, label, spend.note, spend.source);
    const Node *law = table.find("law"), *model = table.find("model");
    if (!law == !model) {
      build.problems.add(law ? law->key_place : table.place, fmt::format("{} needs a law or a model{}", label, law ? ", not both" : ""),
                         "law = \"…\", or model = \"gamma-gamma\" with p, q, gamma");
      continue;
    }
    spend.gamma_gamma = model != nullptr;
    if (model) choice_of(build, table, *find_key(keys, "model"), label);
    if (law) spend.law = build.values.quantity(law, *find_key(keys, "law"), path + ".law");
    for (const auto& [name, quantity] : {std::pair{"p", &spend.p}, std::pair{"q", &spend.q}, std::pair{"gamma", &spend.gamma}}) {
      const Node* node = table.find(name);
      if (model && !node)
        build.problems.add(table.place, fmt::format("{} needs {}", label, in_quotes(name)), "gamma-gamma reads p, q, gamma");
      else if (law && node)
        build.problems.add(node->key_place, fmt::format("{} of {} is not used", in_quotes(name), label),
                           "it belongs to model = \"gamma-gamma\"");
      else if (node)
        *quantity = build.values.quantity(node, *find_key(keys, name), path + "." + name);
    }
  }
}

void read_offers(Build& build) {
  for (std::size_t i = 0; i < build.offers.size(); ++i) {
    const Node& table = *build.offers[i];
    models::Offer& offer = build.scenario.offers[i];
    const std::string path = "offer." + offer.name, label = label_of("offer", offer.name);
    check_keys(build, table, offer_keys(), label);
    read_notes(build, table, label, offer.note, offer.source);
    offer.take = build.values.quantity(table.find("take"), *find_key(offer_keys(), "take"), path + ".take");
    offer.purchase = read_purchase(build, table, path);
  }
}

}  // namespace valuescale::scenarios

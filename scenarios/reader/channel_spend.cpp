// Channels that are not paid by the head: what is spent on them and whom it brings, and a share of the first sale.
#include "models/acquisition/response.hpp"
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

using models::Adjustment;
using models::Channel;
using models::ResponseCurve;

bool has_field(const ResponseCurve& curve, std::string_view name) {
  return std::any_of(curve.fields.begin(), curve.fields.end(), [&](const models::Field& field) { return field.name == name; });
}

/// Reports parameters that `curve`, or a channel without one, doesn't read.
void refuse_unused(Build& build, const Node& table, const ResponseCurve* curve, const std::string& label) {
  std::string reads;
  for (std::size_t i = 0; curve && i < curve->fields.size(); ++i) reads += std::string(i ? ", " : "") + std::string(curve->fields[i].name);
  std::set<std::string_view> told;
  const auto refuse = [&](std::string_view name) {
    const Node* node = table.find(name);
    if (!node || !told.insert(name).second) return;
    build.problems.add(node->key_place, fmt::format("{} of {} is not used", in_quotes(name), label),
                       curve ? fmt::format("{} reads {}", curve->name, reads) : "it belongs to a response to spend");
  };
  for (const ResponseCurve& other : models::response_curves())
    for (const models::Field& field : other.fields)
      if (!curve || !has_field(*curve, field.name)) refuse(field.name);
  if (curve) return;
  refuse("of");
  refuse("capacity");
}

/// Does anything change the price of the offer for some of its customers?
const Adjustment* change_of_price(const std::vector<Adjustment>& adjustments, const std::string& target) {
  for (const Adjustment& adjustment : adjustments)
    if (adjustment.target == target || adjustment.target == "price") return &adjustment;
  return nullptr;
}

}  // namespace

bool read_response(Build& build, const Node& table, Channel& channel, const std::string& path, const std::string& label) {
  const Node *spend = table.find("spend"), *named = table.find("response");
  if (!spend && !named) {
    refuse_unused(build, table, nullptr, label);
    return false;
  }
  std::vector<const char*> instead{"cost_per_lead", "cost_per_customer"};
  if (!build.has_plan()) instead.insert(instead.end(), {"share", "leads", "customers"});
  for (const char* other : instead)
    if (const Node* node = table.find(other))
      build.problems.add(node->key_place, fmt::format("{} has both {} and {}", label, spend ? "spend" : "response", other),
                         "cost and number follow from what is spent and whom it brings", "keep one of them");
  if (build.has_plan()) {
    if (spend)
      build.problems.add(spend->key_place, fmt::format("{} has a spend where there is a plan", label),
                         "the plan says what is spent each month", fmt::format("say it in [plan.spend]: {} = …", shown(channel.name)));
    spend = nullptr;
  } else if (!spend) {
    build.problems.add(table.place, fmt::format("{} needs 'spend'", label), "what its response responds to");
  }
  const auto key = [](std::string_view name) -> const Key& { return *find_key(channel_keys(), name); };
  if (!named) {
    std::vector<std::string> names;
    for (const ResponseCurve& curve : models::response_curves()) names.emplace_back(curve.name);
    build.problems.add(table.place, fmt::format("{} needs 'response'", label), "whom its spend brings: " + listed(names));
  }

  models::Response& response = channel.response.emplace();
  response.spend = build.values.quantity(spend, key("spend"), path + ".spend");
  const auto whose = choice_of(build, table, key("of"), label);
  const bool customers = whose == "customers";
  channel.cost_basis = customers ? Channel::Cost::per_customer : Channel::Cost::per_lead;
  channel.size_basis = customers ? Channel::Size::customers : Channel::Size::leads;
  if (const Node* node = table.find("capacity")) response.capacity = build.values.quantity(node, key("capacity"), path + ".capacity");

  const auto name = choice_of(build, table, key("response"), label);
  const ResponseCurve* curve = name ? models::find_response_curve(*name) : nullptr;
  if (!curve) return true;
  response.curve = *name;
  for (const models::Field& field : curve->fields) {
    const Node* node = table.find(field.name);
    if (!node)
      build.problems.add(table.place, fmt::format("{} needs {}", label, in_quotes(field.name)), std::string(key(field.name).about));
    response.parameters.push_back(build.values.quantity(node, key(field.name), fmt::format("{}.{}", path, field.name)));
  }
  refuse_unused(build, table, curve, label);
  return true;
}

void check_shares_of_first_sales(Build& build) {
  const models::Scenario& s = build.scenario;
  for (const Channel& channel : s.channels) {
    if (!channel.share_of_first_sale.given) continue;
    const std::string label = label_of("channel", channel.name) + ".share_of_first_sale";
    const models::Place& place = channel.share_of_first_sale.place;
    const models::Offer& offer = s.offers[channel.offer];
    const std::string offer_label = label_of("offer", offer.name), target = "offer." + offer.name + ".price";
    const Adjustment* own = change_of_price(channel.adjustments, target);
    const bool drawn = offer.purchase.spend || offer.purchase.price.path != target ||
                       offer.purchase.price.role != models::Role::assumption || (own && own->value.role != models::Role::assumption);
    if (drawn)
      build.problems.add(place, fmt::format("{} needs a first sale with one price for everybody", label),
                         fmt::format("what customers pay for {} is drawn for each", offer_label), "give it a price that is an assumption");
    for (const models::Segment& segment : s.segments)
      if (change_of_price(segment.adjustments, target))
        build.problems.add(place, fmt::format("{} needs a first sale with one price for everybody", label),
                           fmt::format("{} changes that of {}", label_of("segment", segment.name), offer_label),
                           "give the segment's customers a channel and an offer of their own");
    if (channel.cost.role != models::Role::assumption)
      build.problems.add(place, fmt::format("{} cannot be paid on top of a cost that is drawn", label), {},
                         "make the cost an assumption: one value for the business");
  }
}

}  // namespace valuescale::scenarios

// Where leads come from, and what kinds of customer they are.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace valuescale::scenarios {
namespace {

using models::Channel;

constexpr double kSumTolerance = 1e-9;

bool adds_to_one(double sum) { return std::abs(sum - 1) <= kSumTolerance; }

void normalise(std::vector<double>& shares) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
}

void read_cost(Build& build, const Node& table, Channel& channel, const std::string& path, const std::string& label) {
  const Node *per_lead = table.find("cost_per_lead"), *per_customer = table.find("cost_per_customer");
  if (per_lead && per_customer) {
    build.problems.add(per_customer->key_place, fmt::format("{} has both cost_per_lead and cost_per_customer", label), {},
                       "keep one of them");
  } else if (!per_lead && !per_customer && !channel.share_of_first_sale.given) {
    build.problems.add(table.place, fmt::format("{} needs cost_per_lead or cost_per_customer", label), "a free channel costs 0");
  }
  const char* key = per_lead ? "cost_per_lead" : "cost_per_customer";
  channel.cost_basis = per_lead ? Channel::Cost::per_lead : Channel::Cost::per_customer;
  channel.cost = build.values.quantity(table.find(key), *find_key(channel_keys(), key), path + "." + key);
}

void read_offer_shown(Build& build, const Node& table, Channel& channel, const std::string& label) {
  const Node* node = table.find("offer");
  const auto name = text_of(build, table, "offer", label);
  if (name) {
    const auto offer = build.offer_index.find(*name);
    if (offer != build.offer_index.end())
      channel.offer = offer->second;
    else
      add_unknown_name(build, node->place, fmt::format("{} shows offer {}, which does not exist", label, in_quotes(*name)),
                       "the offers are " + listed(names_in(build.offer_index)), *name, names_in(build.offer_index));
  } else if (!node && build.offers.size() > 1) {
    add_unknown_name(build, table.place, fmt::format("{} needs 'offer'", label),
                     "there is more than one: " + listed(names_in(build.offer_index)), {}, {});
  }
}

struct Size {
  Channel::Size basis;
  const Node* node = nullptr;
};

std::optional<Size> read_size(Build& build, const Node& table, Channel& channel, const std::string& label) {
  // A response is a number too, one that is known once the spend is.
  if (channel.response) return Size{channel.size_basis, table.find(table.find("spend") ? "spend" : "response")};
  std::optional<Size> size;
  for (const auto& [key, basis] : {std::pair{"share", Channel::Size::share}, std::pair{"leads", Channel::Size::leads},
                                   std::pair{"customers", Channel::Size::customers}}) {
    const Node* node = table.find(key);
    if (!node) continue;
    if (size) {
      build.problems.add(node->key_place, fmt::format("{} has more than one of share, leads and customers", label), {}, "keep one of them");
      continue;
    }
    size = Size{basis, node};
    channel.size_basis = basis;
    channel.size = build.values.certain(*node, *find_key(channel_keys(), key), label + "." + key).value_or(std::nan(""));
  }
  return size;
}

void refuse_size(Build& build, const Node& table, const std::string& label) {
  const models::Place& plan = build.document.find("plan")->place;
  for (const char* key : {"share", "leads", "customers"})
    if (const Node* node = table.find(key)) {
      const bool is_inherited = node->key_place.file != plan.file && plan.line > 0;
      build.problems.add(node->key_place, fmt::format("{} has {} where there is a plan", label, in_quotes(key)),
                         "the plan says how many are won",
                         is_inherited ? fmt::format("take it away beside extends: unset = [\"{}.{}\"]", label, key)
                                      : "say it in [plan.spend], [plan.leads] or [plan.customers]");
    }
}

/// Shares and numbers of all channels have to fit together.
void check_sizes_together(Build& build, const std::vector<std::optional<Size>>& sizes) {
  std::vector<Channel>& channels = build.scenario.channels;
  const auto label = [&](std::size_t i) { return label_of("channel", channels[i].name); };
  const auto first = [&](auto&& wanted) {
    for (std::size_t i = 0; i < sizes.size(); ++i)
      if (wanted(i)) return i;
    return sizes.size();
  };
  const std::size_t shares = first([&](std::size_t i) { return sizes[i] && sizes[i]->basis == Channel::Size::share; });
  const std::size_t numbers = first([&](std::size_t i) { return sizes[i] && sizes[i]->basis != Channel::Size::share; });
  const std::size_t none = sizes.size();
  if (channels.size() == 1 && !sizes[0]) return;
  if (shares != none && numbers != none) {
    build.problems.add(sizes[numbers]->node->key_place,
                       fmt::format("{} has {} where {} has a share", label(numbers),
                                   channels[numbers].response ? "a response to spend" : "a number", label(shares)),
                       "all channels have shares, or all have numbers");
    return;
  }
  for (std::size_t i = 0; i < sizes.size(); ++i)
    if (!sizes[i])
      build.problems.add(
          build.channels[i]->place,
          fmt::format("{} needs {}", label(i), numbers != none ? "'leads' or 'customers'" : "'share', 'leads' or 'customers'"),
          "with more than one channel each says how large it is");
  double sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (!sizes[i] || std::isnan(channels[i].size)) return;
    sum += channels[i].size;
  }
  if (shares != none) {
    const bool same_cost =
        std::all_of(channels.begin(), channels.end(), [&](const Channel& c) { return c.cost_basis == channels[0].cost_basis; });
    if (!same_cost)
      build.problems.add(sizes[shares]->node->key_place, "shares of channels with both kinds of cost do not add up",
                         "they are shares of leads where the cost is per lead, of customers where it is per customer",
                         "give 'leads' or 'customers' instead");
    else if (!adds_to_one(sum))
      build.problems.add(sizes[shares]->node->place, fmt::format("the shares of the channels add to {:.10g}", sum), "they must add to 1");
  } else if (!(sum > 0)) {
    build.problems.add(sizes[numbers]->node->place, "no channel brings anybody", "the numbers of leads and customers are all 0");
  }
}

void normalise_sizes(std::vector<Channel>& channels) {
  double total = 0;
  for (const Channel& channel : channels) total += channel.size;
  for (Channel& channel : channels)
    if (channel.size_basis == Channel::Size::share) channel.size /= total;
}

/// A channel's own mix, or the segments' shares.
void read_channel_mix(Build& build, const Node& table, Channel& channel, const std::vector<double>& shares, const std::string& label) {
  const Node* mix = table.find("mix");
  const auto whose = choice_of(build, table, *find_key(channel_keys(), "mix_of"), label);
  channel.mix_of_customers = whose == "customers";
  if (whose && !build.scenario.has_segments)
    build.problems.add(table.find("mix_of")->key_place, fmt::format("mix_of of {} is not used", label), "there are no segments");
  if (mix) {
    channel.mix = read_mix(build, *mix, label);
    return;
  }
  channel.mix = shares;
  if (shares.empty())
    build.problems.add(table.place, fmt::format("{} has no mix of segments", label), "neither it nor the segments have shares",
                       "give each segment a share, or this channel a mix");
}

/// The segments' own shares; empty if they have none.
std::vector<double> read_shares(Build& build) {
  if (!build.scenario.has_segments) return {1};
  std::vector<double> shares;
  std::vector<const Node*> nodes;
  for (std::size_t i = 0; i < build.segments.size(); ++i) {
    nodes.push_back(build.segments[i]->find("share"));
    if (!nodes[i]) continue;
    shares.push_back(
        build.values.certain(*nodes[i], *find_key(segment_keys(), "share"), label_of("segment", build.scenario.segments[i].name) + ".share")
            .value_or(std::nan("")));
  }
  if (shares.empty()) return build.segments.size() == 1 ? std::vector<double>{1} : shares;
  if (shares.size() != nodes.size()) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (!nodes[i])
        build.problems.add(build.segments[i]->place, fmt::format("{} needs 'share'", label_of("segment", build.scenario.segments[i].name)),
                           "all segments have a share or none has");
  } else if (const double sum = std::accumulate(shares.begin(), shares.end(), 0.0); !std::isnan(sum)) {
    if (!adds_to_one(sum))
      build.problems.add(nodes[0]->place, fmt::format("the shares of the segments add to {:.10g}", sum), "they must add to 1");
    if (adds_to_one(sum)) normalise(shares);
  }
  shares.resize(nodes.size(), 0);
  return shares;
}

}  // namespace

std::vector<double> read_mix(Build& build, const Node& mix, const std::string& label) {
  if (!mix.is_table()) {
    build.problems.add(mix.place, fmt::format("mix of {} must be a table, not {}", label, kind_of(mix)), "segment = share");
    return {};
  }
  std::vector<double> shares(build.scenario.segments.size(), 0);
  double sum = 0;
  for (const Member& member : mix.members) {
    const auto segment = build.segment_index.find(member.name);
    if (segment == build.segment_index.end()) {
      if ((member.name == "note" || member.name == "source") && member.node.is_text()) continue;
      build.problems.add(
          member.node.key_place, fmt::format("mix of {} names segment {}, which does not exist", label, in_quotes(member.name)),
          build.segment_index.empty() ? "there are no segments" : "the segments are " + listed(names_in(build.segment_index)),
          build.problems.suggestion(member.name, names_in(build.segment_index)));
      sum = std::nan("");
      continue;
    }
    const auto share = build.values.certain(member.node, *find_key(segment_keys(), "share"), label + ".mix." + shown(member.name));
    shares[segment->second] = share.value_or(0);
    sum += share.value_or(std::nan(""));
  }
  if (!std::isnan(sum) && !adds_to_one(sum))
    build.problems.add(mix.place, fmt::format("the mix of {} adds to {:.10g}", label, sum), "it must add to 1");
  if (!std::isnan(sum) && adds_to_one(sum)) normalise(shares);
  return shares;
}

void read_segments(Build& build) {
  for (std::size_t i = 0; i < build.segments.size(); ++i) {
    models::Segment& segment = build.scenario.segments[i];
    const std::string label = label_of("segment", segment.name);
    check_keys(build, *build.segments[i], segment_keys(), label);
    read_notes(build, *build.segments[i], label, segment.note, segment.source);
  }
}

void read_channels(Build& build) {
  const std::size_t problems_before = build.problems.count();
  const std::vector<double> shares = read_shares(build);
  std::vector<std::optional<Size>> sizes;
  for (std::size_t i = 0; i < build.channels.size(); ++i) {
    const Node& table = *build.channels[i];
    Channel& channel = build.scenario.channels[i];
    const std::string path = "channel." + channel.name, label = label_of("channel", channel.name);
    check_keys(build, table, channel_keys(), label);
    read_notes(build, table, label, channel.note, channel.source);
    channel.share_of_first_sale = build.values.quantity(table.find("share_of_first_sale"), *find_key(channel_keys(), "share_of_first_sale"),
                                                        path + ".share_of_first_sale");
    if (!read_response(build, table, channel, path, label)) read_cost(build, table, channel, path, label);
    read_offer_shown(build, table, channel, label);
    if (build.has_plan())
      refuse_size(build, table, label);
    else
      sizes.push_back(read_size(build, table, channel, label));
    read_channel_mix(build, table, channel, shares, label);
  }
  if (!sizes.empty()) check_sizes_together(build, sizes);

  if (build.problems.count() != problems_before) return;
  if (!build.has_plan()) normalise_sizes(build.scenario.channels);
  for (std::size_t s = 0; s < build.segments.size(); ++s) {
    const bool somewhere =
        std::any_of(build.scenario.channels.begin(), build.scenario.channels.end(), [&](const Channel& c) { return c.mix[s] > 0; });
    if (!somewhere)
      build.problems.add(build.segments[s]->place,
                         fmt::format("{} has no share anywhere", label_of("segment", build.scenario.segments[s].name)),
                         "no channel brings such customers");
  }
}

}  // namespace valuescale::scenarios

#include "results/answer/sample.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::Sums;
using models::Tallies;

LeadShares lead_shares(const Tallies& tallies, Part part, std::size_t world, std::size_t channel) {
  const models::ChannelFacts& facts = tallies.channel_facts[world * tallies.dims.channels + channel];
  if (part.what != Part::What::segment) {
    const double buyers = facts.lead_share * facts.conversion;
    return {facts.lead_share, buyers, facts.lead_share - buyers};
  }
  const models::CellFacts& cell = tallies.cell_facts[world * tallies.dims.cells() + channel * tallies.dims.segments + part.index];
  const double leads = facts.lead_share * cell.lead_mix, buyers = leads * cell.conversion;
  return {leads, buyers, leads - buyers};
}

std::vector<std::size_t> channels_of(const Tallies& tallies, Part part) {
  if (part.what == Part::What::channel) return {part.index};
  std::vector<std::size_t> channels(tallies.dims.channels);
  for (std::size_t c = 0; c < channels.size(); ++c) channels[c] = c;
  return channels;
}

double leads_of(const Tallies& tallies, Part part, std::size_t world) {
  if (part.what == Part::What::all && !tallies.plan) return 1;
  double leads = 0;
  for (const std::size_t c : channels_of(tallies, part)) leads += lead_shares(tallies, part, world, c).leads;
  return leads;
}

std::vector<std::size_t> cells_of(const Tallies& tallies, Part part, std::size_t channel) {
  const std::size_t segments = tallies.dims.segments;
  if (part.what == Part::What::segment) return {channel * segments + part.index};
  std::vector<std::size_t> cells(segments);
  for (std::size_t s = 0; s < segments; ++s) cells[s] = channel * segments + s;
  return cells;
}

std::vector<models::Atom> wasted_costs(const Tallies& tallies, std::size_t world, std::size_t channel) {
  const std::size_t at = world * tallies.dims.channels + channel;
  if (at < tallies.wasted.size() && !tallies.wasted[at].empty()) return tallies.wasted[at];
  return {{static_cast<std::int64_t>(std::llround(tallies.channel_facts[at].wasted_mean)), 1.0}};
}

std::vector<double> Sample::by_unit(const std::function<double(std::size_t)>& amount) const {
  std::vector<double> amounts(units, 0.0);
  // Slices of a single world each hold an equal part of what arithmetic knows of it.
  for (std::size_t u = 0; u < units; ++u) {
    for (std::size_t world = worlds[u].from; world < worlds[u].to; ++world)
      amounts[u] += amount(world) / (slices ? static_cast<double>(units) : 1.0);
  }
  return amounts;
}

std::vector<double> Sample::of_nonbuyers(const Tallies& tallies, const std::function<double(std::size_t, std::size_t)>& amount) const {
  const std::size_t channels = tallies.dims.channels;
  return by_unit([&](std::size_t world) {
    double total = 0;
    for (std::size_t c = 0; c < channels; ++c) {
      const double share = nonbuyers[world * channels + c];
      if (share > 0) total += share * amount(world, c);
    }
    return total;
  });
}

bool Sample::empty() const {
  if (!(all_people > 0)) return true;
  double wanted = 0, simulated = 0;
  for (std::size_t g = 0; g < groups; ++g) wanted += all_buyers[g], simulated += count(g);
  return wanted > 0 && simulated == 0;
}

Sample make_sample(const Tallies& tallies, Part part, models::View view, Unit unit) {
  const models::Dimensions& dims = tallies.dims;
  Sample sample;
  sample.view = view;
  sample.unit = unit;
  sample.slices = unit == Unit::replicate && dims.worlds == 1;
  sample.hypercubes = unit == Unit::replicate && dims.sampling == models::Sampling::stratified;
  const std::vector<std::size_t> channels = channels_of(tallies, part);
  if (view == models::customer_view) sample.cells.resize(1);
  for (const std::size_t channel : channels) {
    const std::vector<std::size_t> cells = cells_of(tallies, part, channel);
    if (view == models::customer_view)
      sample.cells[0].insert(sample.cells[0].end(), cells.begin(), cells.end());
    else
      sample.cells.push_back(cells);
  }
  sample.groups = sample.cells.size();
  sample.units = unit == Unit::world ? dims.worlds : dims.replicates;

  // World w belongs to replicate w × replicates / worlds, rounded down.
  const auto first_of = [&](std::size_t u) { return (u * dims.worlds + sample.units - 1) / sample.units; };
  for (std::size_t u = 0; u < sample.units; ++u)
    sample.worlds.push_back(sample.slices ? WorldRange{0, 1} : WorldRange{first_of(u), first_of(u + 1)});

  sample.sums.resize(sample.units * sample.groups);
  sample.pooled.resize(sample.groups);
  for (std::size_t u = 0; u < sample.units; ++u) {
    bool used = dims.worlds > 1 && sample.worlds[u].from < sample.worlds[u].to;
    for (std::size_t g = 0; g < sample.groups; ++g) {
      Sums& sums = sample.sums[u * sample.groups + g];
      for (const std::size_t cell : sample.cells[g])
        sums += unit == Unit::world ? tallies.world_cell(u, cell) : tallies.replicate_cell(u, cell).sums;
      sample.pooled[g] += sums;
      used = used || sums.customers > 0;
    }
    if (used) ++sample.independent;
  }

  sample.nonbuyers.assign(dims.worlds * dims.channels, 0.0);
  sample.buyers.resize(sample.units * sample.groups);
  if (view == models::customer_view) {
    for (std::size_t u = 0; u < sample.units; ++u) sample.buyers[u] = sample.count(u, 0);
    sample.people = sample.buyers;
  } else {
    for (std::size_t world = 0; world < dims.worlds; ++world) {
      for (const std::size_t channel : channels)
        sample.nonbuyers[world * dims.channels + channel] = lead_shares(tallies, part, world, channel).nonbuyers;
    }
    sample.people.assign(sample.units, 0.0);
    for (std::size_t g = 0; g < sample.groups; ++g) {
      const auto leads = sample.by_unit([&](std::size_t world) { return lead_shares(tallies, part, world, channels[g]).leads; });
      const auto buyers = sample.by_unit([&](std::size_t world) { return lead_shares(tallies, part, world, channels[g]).buyers; });
      for (std::size_t u = 0; u < sample.units; ++u) {
        sample.people[u] += leads[u];
        sample.buyers[u * sample.groups + g] = buyers[u];
      }
    }
  }
  sample.all_buyers.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u) {
    sample.all_people += sample.people[u];
    for (std::size_t g = 0; g < sample.groups; ++g) sample.all_buyers[g] += sample.buyers[u * sample.groups + g];
  }
  return sample;
}

Numerator numerator(const Sample& sample, const std::function<sim::Int128(const Sums&)>& amount, std::vector<double> nonbuyers) {
  Numerator result;
  result.by_unit.reserve(sample.sums.size());
  for (const Sums& sums : sample.sums) result.by_unit.push_back(static_cast<double>(amount(sums)));
  for (const Sums& sums : sample.pooled) result.pooled.push_back(static_cast<double>(amount(sums)));
  result.nonbuyers = std::move(nonbuyers);
  return result;
}

Linear linearise(const Sample& sample, const Numerator& numerator, double units_per_currency) {
  Linear linear;
  linear.independent = sample.independent;
  linear.pulls.assign(sample.units, 0.0);
  if (sample.empty()) return linear;

  const double divisor = sample.all_people * units_per_currency;
  double total = 0;
  std::vector<double> means(sample.groups, 0.0);
  for (std::size_t g = 0; g < sample.groups; ++g) {
    total += numerator.pooled[g] * sample.scale(g);
    if (sample.count(g) > 0) means[g] = numerator.pooled[g] / sample.count(g);
  }
  for (const double amount : numerator.nonbuyers) total += amount;
  linear.value = total / divisor;

  const double mean = total / sample.all_people;
  for (std::size_t u = 0; u < sample.units; ++u) {
    double pull = 0, size = 0;
    const auto add = [&](double amount) {
      pull += amount;
      size += std::fabs(amount);
    };
    for (std::size_t g = 0; g < sample.groups; ++g) {
      // What the group's buyers brought beyond their mean; then what it means that this unit has more or fewer buyers.
      add(numerator.by_unit[u * sample.groups + g] * sample.scale(g));
      add(-means[g] * sample.count(u, g) * sample.scale(g));
      add(means[g] * sample.buyers[u * sample.groups + g]);
    }
    if (!numerator.nonbuyers.empty()) add(numerator.nonbuyers[u]);
    add(-mean * sample.people[u]);
    // What rounding alone can leave is no spread.
    linear.pulls[u] = std::fabs(pull) <= 1e-14 * static_cast<double>(sample.groups + 4) * size ? 0.0 : pull / divisor;
  }
  return linear;
}

double covariance(const Linear& a, const Linear& b) {
  if (a.independent < 2) return kMissing;
  double sum = 0;
  for (std::size_t u = 0; u < a.pulls.size(); ++u) sum += a.pulls[u] * b.pulls[u];
  const double units = static_cast<double>(a.independent);
  return sum * (units / (units - 1));
}

double variance(const Linear& a) { return covariance(a, a); }

Estimate estimate(const Linear& linear) {
  if (std::isnan(linear.value)) return {};
  return {linear.value, std::sqrt(variance(linear))};
}

Linear ratio(const Linear& a, const Linear& b) {
  Linear result = b;
  result.value = a.value / b.value;
  for (std::size_t u = 0; u < result.pulls.size(); ++u) result.pulls[u] = (a.pulls[u] - result.value * b.pulls[u]) / b.value;
  return result;
}

Linear difference(const Linear& a, const Linear& b) {
  Linear result = a;
  result.value = a.value - b.value;
  result.independent = std::min(a.independent, b.independent);
  for (std::size_t u = 0; u < result.pulls.size(); ++u) result.pulls[u] = a.pulls[u] - b.pulls[u];
  return result;
}

Estimate estimate_share(const Sample& sample, const Numerator& counts, bool individuals) {
  const Linear linear = linearise(sample, counts);
  if (std::isnan(linear.value)) return {};
  double variance_sum = individuals ? 0 : variance(linear);
  // Hypercubes that all agree have not shown yet how they may differ.
  const bool all_agree = sample.hypercubes && variance_sum == 0;
  for (std::size_t g = 0; g < sample.groups; ++g) {
    const double part = sample.all_buyers[g] / sample.all_people;
    if (!(part > 0) || !(sample.count(g) > 0)) continue;
    double error = 0;
    if (individuals) {
      error = sim::proportion_error(counts.pooled[g], sample.count(g));
    } else if (all_agree || counts.pooled[g] <= 0 || counts.pooled[g] >= sample.count(g)) {
      // Nothing seen is not nothing: among the customers of one world, or among worlds, whichever were drawn.
      double trials = sample.count(g);
      if (!sample.slices) {
        trials = 0;
        for (std::size_t u = 0; u < sample.units; ++u)
          trials += sample.count(u, g) > 0 ? static_cast<double>(sample.worlds[u].to - sample.worlds[u].from) : 0;
      }
      error = sim::rule_of_three_error(trials);
    }
    variance_sum += part * error * (part * error);
  }
  return {linear.value, std::sqrt(variance_sum)};
}

}  // namespace valuescale::results

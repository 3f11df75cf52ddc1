#include "models/lifetime/allocation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::models {

namespace {

constexpr std::int64_t kSlice = 65'536;  // buyers; a task is at least a quarter of it where there are enough
constexpr std::size_t kWorldsInTask = 16;

std::int64_t part(std::int64_t count, std::int64_t index, std::int64_t parts) {
  __extension__ using Wide = __int128;
  return static_cast<std::int64_t>(static_cast<Wide>(count) * index / parts);
}

}  // namespace

std::size_t replicates_of_worlds(const Dimensions& dims) {
  return std::min(dims.worlds, dims.sampling == Sampling::stratified ? kHypercubes : kReplicates);
}

std::int64_t Allocation::of_world(std::size_t world, std::size_t channels) const {
  return std::accumulate(buyers.begin() + static_cast<std::ptrdiff_t>(world * channels),
                         buyers.begin() + static_cast<std::ptrdiff_t>((world + 1) * channels), std::int64_t{0});
}

Allocation allocate(Program& program, std::int64_t customers, const WorldDesign& design) {
  const Dimensions& dims = program.dims;
  Allocation result;
  const std::size_t places = dims.worlds * dims.channels;
  std::vector<double> weight(places);
  for (std::size_t place = 0; place < places; ++place) {
    const double of_world = program.world_weight[place / dims.channels], share = program.channel_facts[place].customer_share;
    weight[place] = design.luck.empty() ? of_world * share : design.channels_alike && share > 0 ? 1 : share;
    // Where next to nobody buys, a buyer bears the cost of more leads than can be counted; of so few none is lived.
    const LeadCost& cost = program.lead_costs[place];
    if (!design.luck.empty() && !(cost.own + cost.shared < kLargestAmount)) weight[place] = 0;
  }
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  result.buyers.assign(places, 0);
  if (total > 0) {
    std::vector<std::pair<double, std::size_t>> remainder;
    std::int64_t given = 0;
    for (std::size_t place = 0; place < places; ++place) {
      const double exact = static_cast<double>(customers) * (weight[place] / total);
      result.buyers[place] = static_cast<std::int64_t>(exact);
      given += result.buyers[place];
      if (weight[place] > 0) remainder.emplace_back(exact - std::floor(exact), place);
    }
    std::stable_sort(remainder.begin(), remainder.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; given < customers && i < remainder.size(); ++i, ++given) ++result.buyers[remainder[i].second];
  }
  result.total = std::accumulate(result.buyers.begin(), result.buyers.end(), std::int64_t{0});

  // With one world its customers are cut into replicates by number, all channels alike, because customers of the same number share their luck.
  program.dims.replicates =
      dims.worlds > 1 ? replicates_of_worlds(dims) : static_cast<std::size_t>(std::clamp<std::int64_t>(customers / 2, 1, kReplicates));
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    const std::int64_t here = result.of_world(world, dims.channels);
    if (here == 0) continue;
    const auto replicates = dims.worlds > 1 ? std::int64_t{1} : static_cast<std::int64_t>(dims.replicates);
    const std::int64_t parts = replicates * std::max<std::int64_t>(1, here / replicates / kSlice);
    for (std::int64_t p = 0; p < parts; ++p) {
      Slice slice{world, dims.worlds > 1 ? world * dims.replicates / dims.worlds : static_cast<std::size_t>(p * replicates / parts), {}, 0};
      for (std::size_t channel = 0; channel < dims.channels; ++channel) {
        const std::int64_t count = result.buyers[world * dims.channels + channel];
        const std::int64_t first = part(count, p, parts), last = part(count, p + 1, parts);
        if (last == first) continue;
        slice.ranges.push_back({world, channel, design.luck.empty() ? world : design.luck[world], static_cast<std::uint64_t>(first),
                                static_cast<int>(last - first), program.lead_costs[world * dims.channels + channel]});
        slice.count += last - first;
      }
      if (slice.count > 0) result.slices.push_back(std::move(slice));
    }
  }

  std::vector<std::vector<std::size_t>> of_replicate(program.dims.replicates);
  for (std::size_t i = 0; i < result.slices.size(); ++i) of_replicate[result.slices[i].replicate].push_back(i);
  for (const auto& slices : of_replicate) {
    std::vector<std::size_t> task;
    std::int64_t count = 0;
    for (const std::size_t i : slices) {
      task.push_back(i);
      count += result.slices[i].count;
      if (count < kSlice && task.size() < kWorldsInTask) continue;
      result.tasks.push_back(std::move(task));
      task.clear();
      count = 0;
    }
    if (!task.empty()) result.tasks.push_back(std::move(task));
  }
  return result;
}

}  // namespace valuescale::models

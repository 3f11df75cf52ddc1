#include "models/lifetime/world_uniforms.hpp"

#include <numeric>
#include <utility>

namespace valuescale::models {

namespace {

/// Where the worlds of a hypercube stand in the order of an assumption's values: a permutation (Fisher & Yates, in Durstenfeld's form).
std::vector<std::uint32_t> shuffled(std::size_t size, std::size_t hypercube, sim::Key key) {
  std::vector<std::uint32_t> strata(size);
  std::iota(strata.begin(), strata.end(), 0u);
  for (std::size_t left = size; left > 1; --left) {
    const sim::Block words = sim::philox({static_cast<std::uint32_t>(left), 0, static_cast<std::uint32_t>(hypercube), 0}, key);
    std::swap(strata[left - 1], strata[(std::uint64_t{words[0]} * left) >> 32]);
  }
  return strata;
}

}  // namespace

sim::Tail uniform(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t word = (std::uint64_t{high} << 32 | low) >> 11;
  return {(static_cast<double>(word) + 0.5) * 0x1p-53, (static_cast<double>((std::uint64_t{1} << 53) - 1 - word) + 0.5) * 0x1p-53};
}

WorldUniforms::WorldUniforms(std::uint64_t seed, const std::string& path, std::size_t worlds, Sampling sampling)
    : key_(sim::key_of(seed, "assumption " + path)) {
  if (sampling == Sampling::independent) return;
  const sim::Key order = sim::key_of(seed, "strata of assumption " + path);
  for (std::size_t hypercube = 0; hypercube < kHypercubes; ++hypercube) {
    const std::size_t size = first_world_of(hypercube + 1, worlds) - first_world_of(hypercube, worlds);
    for (const std::uint32_t stratum : shuffled(size, hypercube, order))
      strata_.push_back({static_cast<double>(stratum), static_cast<double>(size)});
  }
}

sim::Tail WorldUniforms::of(std::size_t world) const {
  const sim::Block words = sim::philox({0, 0, static_cast<std::uint32_t>(world), 0}, key_);
  const sim::Tail own = uniform(words[0], words[1]);
  if (strata_.empty()) return own;
  const Stratum& stratum = strata_[world];
  return {(stratum.number + own.lower) / stratum.of, (stratum.of - 1 - stratum.number + own.upper) / stratum.of};
}

}  // namespace valuescale::models

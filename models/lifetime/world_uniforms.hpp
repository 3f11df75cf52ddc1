// The uniforms at which a world draws what is not known: one of 53 bits for each (name, world), with both tails.
#pragma once

#include "models/lifetime/sampling.hpp"
#include "sim/random/philox.hpp"
#include "sim/random/special.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::models {

/// Of two words.
sim::Tail uniform(std::uint32_t low, std::uint32_t high);

/// Those of an assumption.
class WorldUniforms {
 public:
  WorldUniforms(std::uint64_t seed, const std::string& path, std::size_t worlds, Sampling sampling);

  sim::Tail of(std::size_t world) const;

 private:
  struct Stratum {
    double number, of;
  };

  sim::Key key_;
  std::vector<Stratum> strata_;  ///< by world; none where worlds are independent
};

}  // namespace valuescale::models

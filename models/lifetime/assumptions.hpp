// What the business does not know: every assumption with a law, drawn once for each world and addressed by its name.
#pragma once

#include "models/description/quantities.hpp"
#include "models/law/resolved_law.hpp"
#include "models/lifetime/sampling.hpp"
#include "models/lifetime/tallies.hpp"
#include "models/lifetime/tilt.hpp"
#include "models/lifetime/world_design.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace valuescale::models {

/// Calls `visit` with every law of which a world has one value: whole assumptions, and uncertain parameters of draws; each with its path, and the
/// quantity that it stands in.
void for_each_assumption(const Scenario& scenario,
                         const std::function<void(const std::string& path, const Law& law, const Quantity& quantity)>& visit);

/// The values of all uncertain assumptions, by world.
class Assumptions {
 public:
  /// Draws every assumption by inverting its law at the uniform of (seed; name, world). Correlated ones share their normals (models/law/copula.hpp), in the
  /// order of their names: the first keeps its own. Of stratified worlds it is the uniforms before that which are stratified. One that follows another
  /// draws nothing: it is what that one makes of it. A tilt moves the uniforms of independent worlds before they are shared; a design says which of
  /// them are the same, and which assumptions are held.
  Assumptions(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling = Sampling::independent,
              const Tilt& tilt = {}, const WorldDesign& design = {});

  std::size_t count() const { return columns_.size(); }
  /// Of those that follow none.
  std::size_t drawn() const { return drawn_; }
  const std::vector<DrawnAssumption>& columns() const { return columns_; }
  /// The value of an assumption in a world, in steps or per step where it is a time or rate.
  double value(const Quantity& quantity, std::size_t world) const;
  /// A draw's law in a world, its uncertain parameters settled; in the units it was written in.
  ResolvedLaw law(const Quantity& quantity, std::size_t world) const;
  /// Does a draw's law change from world to world?
  bool is_uncertain(const Quantity& quantity) const;

 private:
  std::vector<DrawnAssumption> columns_;
  std::size_t drawn_ = 0;
  std::unordered_map<const Law*, std::size_t> column_of_;
};

}  // namespace valuescale::models

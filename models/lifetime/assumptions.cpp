#include "models/lifetime/assumptions.hpp"

#include "models/law/copula.hpp"
#include "models/lifetime/world_uniforms.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace valuescale::models {

namespace {

/// The uniforms of assumptions, some of which are correlated.
class Joint {
 public:
  Joint(const std::vector<Correlation>& correlations, const std::vector<DrawnAssumption>& columns, const std::vector<WorldUniforms>& own,
        const Tilt& tilt, const WorldDesign& design)
      : columns_(columns), own_(own), tilt_(tilt), shares_(columns.size()), drawn_as_(columns.size()), held_(columns.size()) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
      if (const auto rows = design.drawn_as.find(columns[column].path); rows != design.drawn_as.end()) drawn_as_[column] = &rows->second;
      if (const auto at = design.held.find(columns[column].path); at != design.held.end()) held_[column] = at->second;
    }
    std::map<std::string, std::size_t> rows;
    for (const Correlation& correlation : correlations)
      for (const std::string& path : correlation.between) rows.emplace(path, 0);
    std::size_t number = 0;
    for (auto& [path, row] : rows) row = number++;
    std::vector<std::size_t> column_of(rows.size());
    for (std::size_t column = 0; column < columns.size(); ++column)
      if (const auto row = rows.find(columns[column].path); row != rows.end()) column_of[row->second] = column;
    // The reader has refused what cannot be.
    const auto root = triangular_root(normal_correlations(correlations, rows));
    for (std::size_t row = 0; root && row < rows.size(); ++row)
      for (std::size_t k = 0; k <= row; ++k)
        if ((*root)(row, k) != 0) shares_[column_of[row]].push_back({column_of[k], (*root)(row, k)});
  }

  sim::Tail of(std::size_t column, std::size_t world) const {
    if (held_[column]) return *held_[column];
    const std::vector<Share>& shares = shares_[column];
    const bool is_own = shares.empty() || (shares.size() == 1 && shares[0].column == column);
    if (is_own) return own(column, world);
    double normal = 0;
    for (const Share& share : shares) normal += share.weight * sim::normal_quantile(own(share.column, world));
    return sim::normal_tails(normal);
  }

 private:
  /// What an assumption's normal has of another's own.
  struct Share {
    std::size_t column;
    double weight;
  };
  sim::Tail own(std::size_t column, std::size_t world) const {
    const std::size_t drawn = drawn_as_[column] ? (*drawn_as_[column])[world] : world;
    return tilt_.moved(columns_[column].path, world, own_[column].of(drawn));
  }

  const std::vector<DrawnAssumption>& columns_;
  const std::vector<WorldUniforms>& own_;
  const Tilt& tilt_;
  std::vector<std::vector<Share>> shares_;                   ///< by column; empty where nothing is shared
  std::vector<const std::vector<std::uint32_t>*> drawn_as_;  ///< by column; null where every world draws for itself
  std::vector<std::optional<sim::Tail>> held_;               ///< by column
};

ResolvedLaw resolve_certain(const Law& law) {
  return resolve(law, [](const std::string&, const Law&) { return std::nan(""); });
}

}  // namespace

void for_each_assumption(const Scenario& scenario,
                         const std::function<void(const std::string& path, const Law& law, const Quantity& quantity)>& visit) {
  for_each_quantity(scenario, [&](const Quantity& q) {
    if (q.law.is_constant()) return;
    if (q.role == Role::assumption) return visit(q.path, q.law, q);
    for (const auto& [name, parameter] : q.law.parameters)
      if (!parameter.is_constant()) visit(q.path + "." + name, parameter, q);
  });
}

Assumptions::Assumptions(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling, const Tilt& tilt,
                         const WorldDesign& design) {
  std::vector<ResolvedLaw> laws;
  std::vector<WorldUniforms> uniforms;
  std::map<std::string, std::size_t> column_of;
  std::vector<const Quantity*> followers;  // null where a column draws
  std::vector<double> scales, shifts;
  for_each_assumption(scenario, [&](const std::string& path, const Law& law, const Quantity& quantity) {
    column_of.emplace(path, columns_.size());
    column_of_.emplace(&law, columns_.size());
    columns_.push_back({path, quantity.text, {}});
    laws.push_back(resolve_certain(law));
    followers.push_back(law.kind == LawKind::followed ? &quantity : nullptr);
    scales.push_back(quantity.role == Role::assumption ? quantity.scale : 1);
    shifts.push_back(quantity.role == Role::assumption ? quantity.shift : 0);
    if (!followers.back()) ++drawn_;
    uniforms.emplace_back(seed, path, design.drawn > 0 ? design.drawn : worlds, sampling);
  });
  const Joint joint(scenario.correlations, columns_, uniforms, tilt, design);
  // What is followed comes before what follows it; the reader has refused circles.
  const std::function<void(std::size_t)> fill = [&](std::size_t column) {
    std::vector<double>& values = columns_[column].values;
    if (!values.empty()) return;
    values.reserve(worlds);
    if (!followers[column]) {
      for (std::size_t world = 0; world < worlds; ++world)
        values.push_back(laws[column].quantile(joint.of(column, world)) * scales[column] + shifts[column]);
      return;
    }
    const std::size_t followed = column_of.at(followers[column]->follows);
    fill(followed);
    for (const double value : columns_[followed].values)
      values.push_back(followers[column]->along.at(value) * scales[column] + shifts[column]);
  };
  for (std::size_t column = 0; column < columns_.size(); ++column) fill(column);
}

double Assumptions::value(const Quantity& quantity, std::size_t world) const {
  if (quantity.law.is_constant()) return quantity.law.value * quantity.factor;
  return columns_[column_of_.at(&quantity.law)].values[world] * quantity.factor;
}

ResolvedLaw Assumptions::law(const Quantity& quantity, std::size_t world) const {
  return resolve(quantity.law, [&](const std::string&, const Law& parameter) { return columns_[column_of_.at(&parameter)].values[world]; });
}

bool Assumptions::is_uncertain(const Quantity& quantity) const {
  if (quantity.role == Role::assumption) return !quantity.law.is_constant();
  for (const auto& [name, parameter] : quantity.law.parameters)
    if (!parameter.is_constant()) return true;
  return false;
}

}  // namespace valuescale::models

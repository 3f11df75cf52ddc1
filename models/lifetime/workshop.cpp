#include "models/description/problem.hpp"
#include "models/lifetime/compiler.hpp"
#include "sim/random/laws.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace valuescale::models {

namespace {

/// The parts of a mixture, mixtures in it taken apart; the values of one that is one of several.
void flatten(const ResolvedLaw& law, double weight, std::vector<std::pair<double, ResolvedLaw>>& parts) {
  if (law.kind != LawKind::mixture && law.kind != LawKind::values) {
    parts.emplace_back(weight, law);
    return;
  }
  for (std::size_t k = 0; k < law.components.size(); ++k) flatten(law.components[k], weight * law.weights[k], parts);
}

/// Columns with the same bits in every row: nobody needs to look up whose row it is.
template <class Number>
std::vector<std::uint8_t> alike_columns(const std::vector<Number>& rows, int columns) {
  std::vector<std::uint8_t> alike(static_cast<std::size_t>(columns), 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t column = i % static_cast<std::size_t>(columns);
    if (std::memcmp(&rows[i], &rows[column], sizeof(Number)) != 0) alike[column] = 0;
  }
  return alike;
}

}  // namespace

Workshop::Workshop(const Scenario& scenario, const Assumptions& assumptions, const CalendarCode* calendar, std::uint64_t seed,
                   Program& program)
    : scenario_(scenario), assumptions_(assumptions), calendar_(calendar), seed_(seed), program_(program) {}

sim::Key Workshop::key(const std::string& name) {
  // Re-salting by both names keeps the outcome independent of which was met first.
  std::string salted = name;
  for (;;) {
    const sim::Key key = sim::key_of(seed_, salted);
    const auto [entry, is_new] = name_of_key_.try_emplace({key.word0, key.word1}, name);
    if (is_new || entry->second == name) return key;
    salted = name + "\n" + (name < entry->second ? name + "\n" + entry->second : entry->second + "\n" + name);
  }
}

int Workshop::law_columns(int count) {
  program_.law_columns += count;
  return program_.law_columns - count;
}

int Workshop::money_columns(int count) {
  program_.money_columns += count;
  return program_.money_columns - count;
}

void Workshop::fill_rows(int threads) {
  const std::size_t rows = program_.dims.worlds * program_.dims.kinds();
  if (program_.law_columns == 0) program_.law_columns = 1;
  program_.laws.assign(rows * program_.law_columns, 0.0f);
  program_.money.assign(rows * program_.money_columns, 0.0);
  if (scenario_.plan) program_.prices.assign(program_.money.size(), 0.0);
  for (std::size_t world = 0; world < program_.dims.worlds; ++world)
    for (std::size_t kind = 0; kind < program_.dims.kinds(); ++kind) {
      const RowSite site{world, kind, world * program_.dims.kinds() + kind};
      for (const auto& fill : fills_) fill(site);
    }
  build_tables(threads);
  for (const GammaPlace& place : gamma_places_)
    program_.laws[place.index] = std::bit_cast<float>(static_cast<std::uint32_t>(gammas_.offset_of(place.shape)));
  program_.laws_alike = alike_columns(program_.laws, program_.law_columns);
  program_.money_alike = alike_columns(program_.money, program_.money_columns);
  program_.prices_alike = alike_columns(program_.prices, program_.money_columns);
}

void Workshop::set_law(const RowSite& site, int column, double value) {
  program_.laws[site.row * program_.law_columns + column] = static_cast<float>(value);
}

void Workshop::set_bits(const RowSite& site, int column, std::uint32_t bits) {
  program_.laws[site.row * program_.law_columns + column] = std::bit_cast<float>(bits);
}

void Workshop::set_money(const RowSite& site, int column, double value, double price) {
  const std::size_t place = site.row * program_.money_columns + column;
  program_.money[place] = value;
  if (!program_.prices.empty()) program_.prices[place] = price;
}

void Workshop::set_log_gamma(const RowSite& site, int column, double shape) {
  if (!(shape >= 1e-6)) shape = 1e-6;  // below, and beyond, the law is its limit to every digit that a word can tell
  if (shape > 1e9) shape = 1e9;
  gammas_.want(shape);
  gamma_places_.push_back({site.row * program_.law_columns + column, shape});
}

std::uint32_t Workshop::normal_table() {
  if (!normal_) normal_ = table_of([](sim::Tail at, double) { return sim::normal_quantile(at); });
  return *normal_;
}

std::uint32_t Workshop::lognormal_table(double sigma) {
  const auto [entry, is_new] = lognormals_.try_emplace(sigma, 0);
  if (is_new) entry->second = table_of([sigma](sim::Tail at, double) { return sim::exp_of(sigma * sim::normal_quantile(at)); });
  return entry->second;
}

std::uint32_t Workshop::table_of(const ResolvedLaw& law) {
  return table_of([law](sim::Tail at, double) { return law.quantile(at); });
}

std::uint32_t Workshop::table_of(sim::Quantile law) {
  const std::size_t place = program_.tables.size();
  program_.tables.resize(place + sim::kTableFloats);
  tables_.push_back({place, std::move(law)});
  return static_cast<std::uint32_t>(place);
}

void Workshop::build_tables(int threads) {
  std::vector<sim::Quantile> laws;
  std::vector<float*> places;
  for (TablePlace& table : tables_) {
    laws.push_back(std::move(table.law));
    places.push_back(program_.tables.data() + table.place);
  }
  sim::build_quantile_tables(laws, places, threads);
  gammas_.build(program_.tables, threads);
}

std::uint32_t Workshop::mixture_of(const ResolvedLaw& law, int parts) {
  std::vector<std::pair<double, ResolvedLaw>> flat;
  flatten(law, 1, flat);
  const std::size_t place = program_.tables.size(), header = static_cast<std::size_t>(mixture_header(parts));
  program_.tables.resize(place + header, std::bit_cast<float>(0xffffffffu));  // of parts that are not: never passed
  double passed = 0;
  for (std::size_t k = 0; k + 1 < flat.size(); ++k) {
    passed += flat[k].first;
    program_.tables[place + k] = std::bit_cast<float>(sim::threshold_of(passed));
  }
  for (const auto& [weight, part] : flat) table_of(part);
  return static_cast<std::uint32_t>(place);
}

void Workshop::count_capped(const std::string& what, std::size_t world) {
  const auto [entry, is_new] = capped_index_.try_emplace(what, program_.capped_what.size());
  if (is_new) {
    program_.capped_what.push_back(what);
    program_.capped_worlds.push_back(0);
  }
  if (capped_worlds_[what].insert(world).second) ++program_.capped_worlds[entry->second];
}

std::vector<Adjusted> Workshop::for_every_kind(const std::string& changed, const std::string& multiplied, const std::string& handle,
                                               const Quantity* base) const {
  std::vector<Adjusted> kinds;
  for (std::size_t i = 0; i < program_.dims.kinds(); ++i) {
    const CustomerKind kind = customer_kind(scenario_, i, program_.dims.phases);
    Adjusted found = adjusted(scenario_, kind, multiplied, handle, base);
    found.base = adjusted(scenario_, kind, changed, "", base).base;
    if (calendar_) {
      found.calendar = calendar_;
      found.phase = kind.phase;
      found.effects = calendar_->effects_on(multiplied, handle);
    }
    kinds.push_back(std::move(found));
  }
  return kinds;
}

}  // namespace valuescale::models

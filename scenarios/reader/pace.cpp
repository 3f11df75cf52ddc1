// How often customers would come back: more than anybody does is a slip of units, and would run for days.
#include "models/catalog/repeat_catalog.hpp"
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/kind_values.hpp"
#include "scenarios/reader/law_facts.hpp"

#include <fmt/format.h>

#include <functional>

namespace valuescale::scenarios {
namespace {

constexpr double kMostPurchases = 100'000;  // of one process in one life

/// Value of a parameter in steps; 0 if the model has none of that name.
using ValueOf = std::function<double(std::string_view)>;

double purchases_a_step(const models::RepeatModel& model, const models::Repeat& repeat, const ValueOf& value) {
  if (model.on_lattice) return 1 / repeat.every;
  if (const double gap = value("gap"); gap > 0) return 1 / gap;
  if (const double alpha = value("alpha"); alpha > 0) return value("r") / alpha;
  return value("rate");
}

const models::Quantity* parameter(const models::RepeatModel& model, const models::Repeat& repeat, std::string_view name) {
  for (std::size_t i = 0; i < model.fields.size() && i < repeat.parameters.size(); ++i)
    if (model.fields[i].name == name) return &repeat.parameters[i];
  return nullptr;
}

class Pace {
 public:
  explicit Pace(Build& build) : build_(build), values_(build.scenario) {}

  void check() {
    const models::Scenario& s = build_.scenario;
    for (std::size_t i = 0; i < s.repeats.size(); ++i) {
      const models::RepeatModel* model = models::find_repeat_model(s.repeats[i].model);
      if (!model || is_too_quick(*model, s.repeats[i], build_.repeats[i]->place) || model->on_lattice) continue;
      for (const models::CustomerKind& kind : values_.kinds())
        if (!check_kind(*model, s.repeats[i], kind)) break;  // the others would say much the same
    }
  }

 private:
  bool is_too_quick(const models::RepeatModel& model, const models::Repeat& repeat, const models::Place& place) {
    const double purchases = build_.scenario.lifetime * purchases_a_step(model, repeat, [&](std::string_view name) {
                               const models::Quantity* base = parameter(model, repeat, name);
                               return base ? mean_of(base->law) * base->factor : 0;
                             });
    if (purchases > kMostPurchases) refuse(place, fmt::format("{} buys", label_of("repeat", repeat.name)), purchases);
    return purchases > kMostPurchases;
  }

  bool check_kind(const models::RepeatModel& model, const models::Repeat& repeat, const models::CustomerKind& kind) {
    static const models::Quantity one = [] {
      models::Quantity quantity;
      quantity.law = models::Law::constant(1);
      return quantity;
    }();
    const models::Quantity* change = nullptr;
    const std::string entity = "repeat." + repeat.name;
    const auto value = [&](std::string_view name, const models::Quantity* base) {
      if (!base) return 0.0;
      const KindValue result = values_.of(kind, entity + "." + std::string(name), std::string(name), *base);
      if (result.change) change = result.change;
      return result.value;
    };
    double rate = purchases_a_step(model, repeat, [&](std::string_view name) { return value(name, parameter(model, repeat, name)); });
    if (!parameter(model, repeat, "rate")) rate *= value("rate", &one);
    const double purchases = build_.scenario.lifetime * rate;
    if (!(purchases > kMostPurchases) || !change) return true;
    refuse(change->place, fmt::format("{} makes {} buy", shown(change->path), label_of("repeat", repeat.name)), purchases);
    return false;
  }

  void refuse(const models::Place& place, const std::string& who, double purchases) {
    build_.problems.add(place, fmt::format("{} {:.3g} times in a lifetime", who, purchases), fmt::format("at most {:g}", kMostPurchases),
                        "is a time or rate in the wrong unit?");
  }

  Build& build_;
  KindValues values_;
};

}  // namespace

void check_pace(Build& build) { Pace(build).check(); }

}  // namespace valuescale::scenarios

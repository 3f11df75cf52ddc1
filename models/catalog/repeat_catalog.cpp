#include "models/catalog/repeat_catalog.hpp"

#include "models/catalog/repeat_models.hpp"

#include <array>

namespace valuescale::models {

namespace {

template <class... Models>
constexpr auto pointers(ModelList<Models...>) {
  return std::array<const RepeatModel*, sizeof...(Models)>{&Models::model...};
}

template <class... Models>
constexpr auto behaviours(ModelList<Models...>) {
  return std::array<RepeatBehaviour, sizeof...(Models)>{RepeatBehaviour{
      Models::first_occurrence, Models::columns, static_cast<int>(sizeof(typename Models::State) / sizeof(sim::F32)), &Models::prepare}...};
}

constexpr auto kModels = pointers(RepeatModels{});
constexpr auto kBehaviours = behaviours(RepeatModels{});

}  // namespace

std::span<const RepeatModel* const> repeat_models() { return kModels; }

const RepeatModel* find_repeat_model(std::string_view name) {
  for (const RepeatModel* model : kModels)
    if (model->name == name) return model;
  return nullptr;
}

const RepeatBehaviour& repeat_behaviour(std::size_t index) { return kBehaviours[index]; }

}  // namespace valuescale::models

#include "models/catalog/repeat_model.hpp"

#include "models/catalog/repeat_models.hpp"

#include <array>

namespace valuescale::models {

namespace {

template <class... Models>
constexpr auto pointers(ModelList<Models...>) {
  return std::array<const RepeatModel*, sizeof...(Models)>{&Models::model...};
}

constexpr auto kModels = pointers(RepeatModels{});

}  // namespace

std::span<const RepeatModel* const> repeat_models() { return kModels; }

const RepeatModel* find_repeat_model(std::string_view name) {
  for (const RepeatModel* model : kModels)
    if (model->name == name) return model;
  return nullptr;
}

}  // namespace valuescale::models

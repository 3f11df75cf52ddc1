// A way of coming back, as the scenario file sees it. What the engine calls is in the model's own file (models/repeat).
#pragma once

#include "models/catalog/fields.hpp"

#include <span>
#include <string_view>

namespace valuescale::models {

/// What `multiply` and `odds` may act on, besides the purchase.
struct Handle {
  std::string_view name;   ///< "rate", "churn", "return", "keep"
  bool is_probability;     ///< odds apply and a product must not pass 1
};

struct RepeatModel {
  std::string_view name;               ///< `model = "…"`
  std::string_view about;              ///< one sentence, customer's words
  std::span<const Field> fields;       ///< parameters, without `every` and the purchase
  std::span<const Handle> handles;
  bool on_lattice;                     ///< reads `every`
};

/// All models, in the order they are documented.
std::span<const RepeatModel* const> repeat_models();
/// The model of that name, or null.
const RepeatModel* find_repeat_model(std::string_view name);

}  // namespace valuescale::models

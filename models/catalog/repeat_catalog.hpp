// The ways of coming back that a scenario can name.
#pragma once

#include "models/description/repeat_model.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace valuescale::models {

struct RepeatInputs;
class RowWriter;

/// A way of coming back, as the compiler of a scenario needs it.
struct RepeatBehaviour {
  int first_occurrence;  ///< 0 if the first purchase is at the start
  int columns;           ///< numbers in its row
  int state_columns;     ///< numbers that a living customer carries
  void (*prepare)(const RepeatInputs&, RowWriter&);
};

/// All models, in the order they are documented.
std::span<const RepeatModel* const> repeat_models();
/// The model of that name, or null.
const RepeatModel* find_repeat_model(std::string_view name);
/// By place in `repeat_models`.
const RepeatBehaviour& repeat_behaviour(std::size_t index);

}  // namespace valuescale::models

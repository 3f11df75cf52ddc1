// A way of coming back, as the compiler of a scenario needs it; the order is that of repeat_models().
#pragma once

#include <cstddef>

namespace valuescale::models {

struct RepeatInputs;
class RowWriter;

struct RepeatBehaviour {
  int first_occurrence;   ///< 0 if the first purchase is at the start
  int columns;            ///< numbers in its row
  void (*prepare)(const RepeatInputs&, RowWriter&);
};

const RepeatBehaviour& repeat_behaviour(std::size_t index);

}  // namespace valuescale::models

// A way of coming back, as the scenario file sees it. What the engine calls is in the model's own file (models/repeat).
#pragma once

#include "models/description/fields.hpp"

#include <span>
#include <string_view>

namespace valuescale::models {

/// What `multiply` and `odds` may act on, besides the purchase.
struct Handle {
  std::string_view name;  ///< "rate", "churn", "return", "keep"
  bool is_probability;    ///< odds apply and a product must not pass 1
};

struct RepeatModel {
  std::string_view name;          ///< `model = "…"`
  std::string_view about;         ///< one sentence, customer's words
  std::span<const Field> fields;  ///< parameters, without `every` and the purchase
  std::span<const Handle> handles;
  bool on_lattice;        ///< reads `every`
  bool has_life = false;  ///< ends at a time of its own, whatever is bought until then
  bool adapts = true;     ///< may its numbers change in the middle of a life?
  bool sells = true;      ///< its events are purchases of the customer
};

}  // namespace valuescale::models

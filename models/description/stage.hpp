// What a flow of cash belongs to.
#pragma once

#include <cstddef>

namespace valuescale::models {

/// The cost of acquisition is apart. What follows from a purchase is of its stage, unless it has one of its own.
enum class Stage : std::size_t { offer, ladder, repeat, referral, partner, service, policy };
inline constexpr std::size_t kStages = 7;

const char* name_of(Stage stage);

}  // namespace valuescale::models

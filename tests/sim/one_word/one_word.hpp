// The transforms of one word, many words at a time, on every instruction set that this processor has.
#pragma once

#include <cstdint>

namespace valuescale::sim {

/// From words to values. Parameters that a transform doesn't name are not looked at.
struct Transform {
  enum class Kind : std::uint8_t {
    uniform,
    exponential,
    log_exponential,
    weibull,    ///< exp(location + scale ln E)
    table,      ///< T
    exp_table,  ///< exp(location + scale T)
    happens,    ///< 1 below the threshold, 0 elsewhere
    log,        ///< of the float whose bits the word is
    exp,        ///< of the float whose bits the word is
    logistic,   ///< of the float whose bits the word is
  };
  Kind kind = Kind::uniform;
  const float* table = nullptr;
  float location = 0, scale = 1;
  std::uint32_t threshold = 0;
};

struct OneWord {
  const char* name;  ///< of the instruction set
  /// `count` is a multiple of 16.
  void (*apply)(const Transform& transform, const std::uint32_t* words, int count, float* out);
};

}  // namespace valuescale::sim

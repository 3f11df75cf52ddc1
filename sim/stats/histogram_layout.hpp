// The shape of a histogram, for those who fill one and those who bin many values at once.
#pragma once

namespace valuescale::sim {

/// Sub-bins of each octave: a bin is about 1/64 to 1/128 of its values wide.
inline constexpr int kSubBinBits = 6;
/// Bins of one sign: values below 2^kSubBinBits have a bin each; up to 2^62.
inline constexpr int kHalfBins = (63 - kSubBinBits) << kSubBinBits;
inline constexpr int kBins = 2 * kHalfBins;

}  // namespace valuescale::sim

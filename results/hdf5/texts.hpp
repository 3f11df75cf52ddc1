// All texts of a results file once more, as numbers.
//
// Readers everywhere know HDF5's texts of variable length, so names and notes are stored that way. But HDF5 keeps them without checksums and
// trusts what it finds there: one flipped bit, or one malicious one, crashes the program that reads them. So the file also carries them as a
// checksummed array of bytes, which the content hash covers, and a file whose texts say anything else is refused.
#pragma once

#include "results/hdf5/tree.hpp"

namespace valuescale::results {

inline constexpr const char* kTextBytes = "text_bytes";

/// Adds the root's array `text_bytes`: every text of every array, in the order of the file, each ended by a zero byte.
void add_text_bytes(Group& root);

/// Do all texts say what it says?
bool texts_match_bytes(const Group& root);

}  // namespace valuescale::results

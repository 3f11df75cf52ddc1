// All texts of a results file once more, as numbers.
//
// Readers everywhere know HDF5's texts of variable length, so names and notes are stored that way. But HDF5 keeps them without checksums and
// trusts what it finds there: one flipped bit, or one malicious one, crashes the program that reads them. So the file also carries them as a
// checksummed array of bytes, and that is what this program reads.
#pragma once

#include "results/hdf5/tree.hpp"

namespace valuescale::results {

inline constexpr const char* kTextBytes = "text_bytes";

/// Adds the root's array `text_bytes`: every text of every array, in the order of the file, each ended by a zero byte.
void add_text_bytes(Group& root);

/// Fills the arrays of texts from it; false if they don't match.
bool take_texts_from_bytes(Group& root);

}  // namespace valuescale::results

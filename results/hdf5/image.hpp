// A tree as the bytes of an HDF5 file, and back.
#pragma once

#include "results/hdf5/tree.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

/// Built in memory, following netCDF-4: dimension scales in every group, order of creation kept, no times, deflated and checksummed arrays.
std::string image_of(const Group& root);

/// Looks only at what results files are made of, and refuses everything else: links that leave the file, other filters and types, sizes
/// beyond reason. HDF5 keeps texts in a heap without checksums, in which one wrong bit crashes it: they are read without it (heap_texts.hpp), and stand
/// for what other readers are told until texts.hpp has compared them. Throws Hdf5Error with the reason.
Group tree_of_image(std::string_view image);

}  // namespace valuescale::results

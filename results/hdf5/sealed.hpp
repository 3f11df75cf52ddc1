// What all results files have in common: texts once more as checked bytes, a hash of the whole content, and a mark that is written last.
#pragma once

#include "results/hdf5/tree.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

inline constexpr std::string_view kHdf5Signature("\211HDF\r\n\032\n", 8);

/// The bytes of the file.
std::string sealed_image(Group root);

/// The tree again, if it is whole and unchanged; `path` is named in messages. Throws InputError with the reason.
Group unsealed(std::string_view image, const std::string& path);

/// Its text attribute `schema`; empty where it has none.
std::string schema_of(const Group& root);

}  // namespace valuescale::results

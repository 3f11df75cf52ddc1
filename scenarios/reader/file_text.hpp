// The text of a file that a user named, within limits: it may come from a stranger.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace valuescale::scenarios {

inline constexpr std::size_t kFileBytes = 4U << 20U;

/// `shown` is its name in places. Throws models::InputError where it cannot be read.
std::string text_of_file(const std::filesystem::path& path, const std::string& shown);

}  // namespace valuescale::scenarios

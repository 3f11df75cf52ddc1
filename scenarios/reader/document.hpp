// One TOML text into nodes, within limits: a scenario may come from a stranger.
#pragma once

#include "scenarios/reader/file_text.hpp"
#include "scenarios/reader/node.hpp"
#include "scenarios/reader/problems.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace valuescale::scenarios {

inline constexpr std::size_t kEntries = 10'000;  ///< tables, keys and list elements of a scenario
inline constexpr std::size_t kTextBytes = 10'000;
inline constexpr std::size_t kNameBytes = 200;
inline constexpr std::size_t kDepth = 16;  ///< of tables in tables

/// Reads a file; `shown` is its name in places. Throws models::InputError where it cannot be read or is not TOML.
Node read_document(const std::filesystem::path& path, const std::string& shown, Problems& problems);
/// The same from text.
Node parse_document(const std::string& text, const std::string& shown, Problems& problems);

/// The VALUE of `--set PATH=VALUE` if it is TOML. Throws models::InputError where it is too much.
std::optional<Node> parse_value(const std::string& text, const std::string& shown, Problems& problems);

/// Tables, keys and elements below a node.
std::size_t entries_in(const Node& node);

}  // namespace valuescale::scenarios

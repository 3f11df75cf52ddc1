// The merged scenario as one text: what was run, whole.
#pragma once

#include "scenarios/reader/node.hpp"

#include <string>

namespace valuescale::scenarios {

/// TOML in the order of the file; reading it gives the same scenario.
std::string written(const Node& document);

/// A single value, as it would stand behind its key.
std::string written_value(const Node& value);

/// 32 hex digits of what the document says: comments, layout and the order of keys do not count; the order of channels, offers and so on
/// does, as results are listed in it.
std::string hash_of(const Node& document);

/// MurmurHash3 x64 128 (Austin Appleby, public domain) with seed 0.
std::string murmur3_hex(std::string_view text);

}  // namespace valuescale::scenarios

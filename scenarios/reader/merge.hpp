// The scenario that is meant: a file, the files it extends, and what the command line changes.
#pragma once

#include "scenarios/reader/node.hpp"
#include "scenarios/reader/problems.hpp"
#include "scenarios/reader/reader.hpp"

#include <string>

namespace valuescale::scenarios {

/// The merged document, without `extends` and `unset`; with the stresses of a file of their own, if one is named. Every value keeps the place where it stands. Throws models::InputError where a file cannot be
/// read; smaller mistakes go to `problems`.
Node merged_document(const std::string& path, const Settings& settings, const std::string& stresses, Problems& problems);

/// The kinds of tables keyed by names the user chose: channel, segment, offer, step, repeat, spend.
bool is_entity_kind(std::string_view name);

}  // namespace valuescale::scenarios

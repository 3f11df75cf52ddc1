// What is where in a results file: groups, arrays, units, names. results/README.md says the same in words, and a test compares them.
#pragma once

#include "results/answer/answer.hpp"
#include "results/hdf5/tree.hpp"

#include <string>

namespace valuescale::results {

/// Without `content_hash` and `complete`, which image.cpp adds.
Group tree_of(const Answer& answer);

/// Throws InputError, naming `file`, where something is missing or is not what it should be.
Answer answer_of(const Group& root, const std::string& file);

}  // namespace valuescale::results

// A file that cannot be used, said as every other mistake of the user's.
#pragma once

#include <string>

namespace valuescale::results {

/// What to do about a results file that is damaged, or was never one.
inline constexpr const char* kTakeAsWritten = "take the file as valuescale wrote it, or run its command again";

/// Throws models::InputError: "PATH: PROBLEM (REASON); HINT".
[[noreturn]] void refuse_file(const std::string& path, const std::string& problem, const std::string& reason, const std::string& hint = "");

}  // namespace valuescale::results

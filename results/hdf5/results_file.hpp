// The answer as a file to keep: one HDF5 file that Python, R and netCDF tools open as it is (results/README.md describes every field).
// The same answer gives the same bytes.
#pragma once

#include "results/answer/answer.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

inline constexpr std::string_view kResultsSchema = "valuescale.results/1";
/// Larger files are not read.
inline constexpr std::size_t kLargestFile = std::size_t{2} << 30;

/// Writes the file whole or not at all. Throws std::runtime_error where the disk refuses.
void write_results(const Answer& answer, const std::string& path);

/// Before a long run: throws std::runtime_error where the file could not be written now, InputError where something stands there that is not
/// a results file and would be lost.
void check_writable(const std::string& path);

/// Reads a file, which may come from a stranger: everything is checked, sizes before memory is taken. Throws InputError with the reason.
/// `seconds` is missing: how long a run took is not in its results.
Answer read_results(const std::string& path);

/// The file's bytes, for `write_results`; and back, with `path` named in messages.
std::string to_image(const Answer& answer);
Answer from_image(std::string_view image, const std::string& path);

}  // namespace valuescale::results

// Files that are there whole or not at all.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace valuescale::results {

/// Writes a new file beside `path`, makes sure that it is on the disk, and gives it its name; what stood there before stays until then.
/// Throws std::runtime_error and leaves nothing behind where that fails.
void write_whole(const std::string& path, std::string_view bytes);

/// Several files (path, bytes) likewise: none takes its name before all are on the disk.
void write_all_whole(const std::vector<std::pair<std::string, std::string>>& files);

/// Throws std::runtime_error if `write_whole` could not work now.
void check_directory_writable(const std::string& path);

/// Do two paths name one file, there or not yet, also behind links? Empty ones name none.
bool is_same_file(const std::string& a, const std::string& b);

/// The file's bytes. Throws InputError if it cannot be read or is larger than `limit`.
std::string read_whole(const std::string& path, std::size_t limit);

/// The first bytes of a file, fewer if it is shorter; empty if it cannot be read.
std::string read_start(const std::string& path, std::size_t count);

}  // namespace valuescale::results

#include "results/hdf5/results_file.hpp"

#include "results/files/refuse.hpp"
#include "results/files/whole_file.hpp"
#include "results/hdf5/layout.hpp"
#include "results/hdf5/sealed.hpp"

#include <filesystem>

namespace valuescale::results {
std::string to_image(const Answer& answer) { return sealed_image(tree_of(answer)); }

Answer from_image(std::string_view image, const std::string& path) { return answer_of(unsealed(image, path), path); }

void write_results(const Answer& answer, const std::string& path) { write_whole(path, to_image(answer)); }

void check_writable(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored) && std::filesystem::file_size(path, ignored) > 0) {
    if (read_start(path, kHdf5Signature.size()) != kHdf5Signature) {
      refuse_file(path, "would be overwritten", "it is not a results file", "give -o another name, or remove it first");
    }
  }
  check_directory_writable(path);
}

Answer read_results(const std::string& path) { return from_image(read_whole(path, kLargestFile), path); }

}  // namespace valuescale::results

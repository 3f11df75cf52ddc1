#include "results/hdf5/results_file.hpp"

#include "results/files/refuse.hpp"
#include "results/files/whole_file.hpp"
#include "results/hdf5/handles.hpp"
#include "results/hdf5/image.hpp"
#include "results/hdf5/layout.hpp"
#include "results/hdf5/texts.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace valuescale::results {
namespace {

constexpr std::size_t kLargestFile = std::size_t{2} << 30;
constexpr std::string_view kSignature("\211HDF\r\n\032\n", 8);

}  // namespace

std::string to_image(const Answer& answer) {
  Group root = tree_of(answer);
  add_text_bytes(root);
  root.attributes.push_back({"content_hash", content_hash(root)});
  // Last, so that it vouches for everything before it.
  root.attributes.push_back({"complete", std::int64_t{1}});
  return image_of(root);
}

Answer from_image(std::string_view image, const std::string& path) {
  const auto refuse = [&path](const std::string& problem, const std::string& reason) { refuse_file(path, problem, reason); };
  if (!image.starts_with(kSignature)) refuse("is not a results file", "it doesn't begin as HDF5 files do");
  Group root;
  try {
    root = tree_of_image(image);
  } catch (const Hdf5Error& error) {
    refuse("cannot be read as a results file", error.what());
  }
  const Attribute* complete = root.find_attribute("complete");
  const auto* mark = complete ? std::get_if<std::int64_t>(&complete->value) : nullptr;
  if (!mark || *mark != 1) refuse("is not a complete results file", "it lacks the mark that is written last");
  if (!take_texts_from_bytes(root)) refuse("was changed or damaged after it was written", "its texts are not whole");
  const Attribute* stored = root.find_attribute("content_hash");
  const auto* hash = stored ? std::get_if<std::string>(&stored->value) : nullptr;
  if (!hash || *hash != content_hash(root))
    refuse("was changed or damaged after it was written", "its content does not match its content_hash");
  return answer_of(root, path);
}

void write_results(const Answer& answer, const std::string& path) { write_whole(path, to_image(answer)); }

void check_writable(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored) && std::filesystem::file_size(path, ignored) > 0) {
    if (read_start(path, kSignature.size()) != kSignature) {
      refuse_file(path, "would be overwritten", "it is not a results file", "give -o another name, or remove it first");
    }
  }
  check_directory_writable(path);
}

Answer read_results(const std::string& path) { return from_image(read_whole(path, kLargestFile), path); }

}  // namespace valuescale::results

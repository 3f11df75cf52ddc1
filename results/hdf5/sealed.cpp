#include "results/hdf5/sealed.hpp"

#include "results/files/refuse.hpp"
#include "results/hdf5/handles.hpp"
#include "results/hdf5/image.hpp"
#include "results/hdf5/texts.hpp"

namespace valuescale::results {

std::string sealed_image(Group root) {
  add_text_bytes(root);
  root.attributes.push_back({"content_hash", content_hash(root)});
  // Last, so that it vouches for everything before it.
  root.attributes.push_back({"complete", std::int64_t{1}});
  return image_of(root);
}

Group unsealed(std::string_view image, const std::string& path) {
  const auto refuse = [&path](const std::string& problem, const std::string& reason) {
    refuse_file(path, problem, reason, kTakeAsWritten);
  };
  if (!image.starts_with(kHdf5Signature)) refuse("is not a results file", "it doesn't begin as HDF5 files do");
  Group root;
  try {
    root = tree_of_image(image);
  } catch (const Hdf5Error& error) {
    refuse("cannot be read as a results file", error.what());
  }
  const Attribute* complete = root.find_attribute("complete");
  const auto* mark = complete ? std::get_if<std::int64_t>(&complete->value) : nullptr;
  if (!mark || *mark != 1) refuse("is not a complete results file", "it lacks the mark that is written last");
  if (!texts_match_bytes(root)) refuse("was changed or damaged after it was written", "its texts are not those of its text_bytes");
  const Attribute* stored = root.find_attribute("content_hash");
  const auto* hash = stored ? std::get_if<std::string>(&stored->value) : nullptr;
  if (!hash || *hash != content_hash(root))
    refuse("was changed or damaged after it was written", "its content does not match its content_hash");
  return root;
}

std::string schema_of(const Group& root) {
  const Attribute* found = root.find_attribute("schema");
  const auto* schema = found ? std::get_if<std::string>(&found->value) : nullptr;
  return schema ? *schema : std::string();
}

}  // namespace valuescale::results

#include "scenarios/reader/file_text.hpp"

#include "models/description/problem.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace valuescale::scenarios {

std::string text_of_file(const std::filesystem::path& path, const std::string& shown) {
  const auto refuse = [&](const std::string& problem, const std::string& reason = {}) {
    throw models::InputError({{{shown, 0, 0}, problem, reason, {}}});
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) refuse("there is no such file");
  // A pipe or device might never end.
  if (!std::filesystem::is_regular_file(status)) refuse("this is not a file");
  std::ifstream stream(path, std::ios::binary);
  std::string text(kFileBytes + 1, '\0');
  if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || !(stream || stream.eof())) refuse("the file cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kFileBytes) refuse("the file is too large", fmt::format("at most {} MiB", kFileBytes >> 20U));
  return text;
}

}  // namespace valuescale::scenarios

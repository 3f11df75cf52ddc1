#include "results/files/whole_file.hpp"

#include "results/files/refuse.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace valuescale::results {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw std::runtime_error(fmt::format("cannot write {}: {} ({})", path, what, std::strerror(errno)));
}

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }
  /// Some disks report only now that they are full.
  bool close() { return ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// The file that is written under this name: where links stand in its place, what they lead to, so that they stay.
std::string behind_links(const std::string& path) {
  constexpr int kMostLinks = 40;  // as many as Linux follows
  std::filesystem::path file = path;
  std::error_code error;
  for (int links = 0; std::filesystem::is_symlink(file, error); ++links) {
    if (links == kMostLinks) {
      errno = ELOOP;
      fail(path, "its links lead nowhere");
    }
    // A relative link is read from where it stands.
    file = file.parent_path() / std::filesystem::read_symlink(file);
  }
  return file.string();
}

/// A file beside the target that vanishes unless it is given the target's name.
class Beside {
 public:
  explicit Beside(const std::string& path) : target_(behind_links(path)), name_(target_ + ".XXXXXX"), file_(::mkstemp(name_.data())) {
    if (file_.get() < 0) fail(target_, "no new file can be made in its directory");
    // As any other file of the user's: mkstemp's own mode keeps everybody else out.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(file_.get(), 0666 & ~mask);
  }
  ~Beside() {
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, "writing failed");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file_.get()) != 0) fail(target_, "the disk did not take it");
    if (!file_.close()) fail(target_, "the disk did not take it");
  }

  void take_name() {
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail(target_, "the new file could not be given this name");
    name_.clear();
    // The new name is safe once the directory is; some file systems cannot promise that, and the file is complete anyway.
    const Descriptor directory(::open(directory_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) ::fsync(directory.get());
  }

 private:
  const std::string target_;
  std::string name_;
  Descriptor file_;
};

}  // namespace

void write_whole(const std::string& path, std::string_view bytes) {
  Beside file(path);
  file.write(bytes);
  file.take_name();
}

void write_all_whole(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<std::unique_ptr<Beside>> written;
  for (const auto& [path, bytes] : files) {
    written.push_back(std::make_unique<Beside>(path));
    written.back()->write(bytes);
  }
  for (const auto& file : written) file->take_name();
}

void check_directory_writable(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    fail(path, "there is something else of that name");
  }
  const Beside trial(path);
}

bool is_same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  std::error_code ignored;
  const auto whole = [&](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(behind_links(path), ignored), ignored);
  };
  return whole(a) == whole(b) || std::filesystem::equivalent(a, b, ignored);
}

std::string read_whole(const std::string& path, std::size_t limit) {
  const auto refuse = [&path](const std::string& problem, const std::string& reason) { refuse_file(path, problem, reason); };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) refuse("cannot be read", std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) refuse("cannot be read", std::strerror(errno));
  if (!S_ISREG(status.st_mode)) refuse("cannot be read", "not a regular file");
  if (static_cast<std::uintmax_t>(status.st_size) > limit) {
    refuse("is too large for a results file", fmt::format("{} bytes, at most {}", status.st_size, limit));
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse("cannot be read", std::strerror(errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

std::string read_start(const std::string& path, std::size_t count) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::string bytes(count, '\0');
  const ssize_t got = file.get() < 0 ? 0 : ::read(file.get(), bytes.data(), count);
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace valuescale::results

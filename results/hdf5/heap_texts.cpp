#include "results/hdf5/heap_texts.hpp"

#include "results/hdf5/handles.hpp"

namespace valuescale::results {
namespace {

[[noreturn]] void refuse() { throw Hdf5Error("its texts lead to where there are none"); }

constexpr std::uint64_t kHeader = 16;  // bytes, of a collection and of each object in it

}  // namespace

std::string_view HeapTexts::bytes(std::uint64_t from, std::uint64_t count) const {
  if (from > image_.size() || count > image_.size() - from) refuse();
  return image_.substr(from, count);
}

std::uint64_t HeapTexts::number(std::uint64_t from, int count) const {
  const std::string_view stored = bytes(from, static_cast<std::uint64_t>(count));
  std::uint64_t value = 0;
  for (int i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(stored[static_cast<std::size_t>(i)]);
  return value;
}

const HeapTexts::Collection& HeapTexts::collection(std::uint64_t address) {
  const auto [found, is_new] = collections_.try_emplace(address);
  if (!is_new) return found->second;
  if (bytes(address, 5) != std::string_view("GCOL\1", 5)) refuse();
  const std::uint64_t size = number(address + 8, 8);
  bytes(address, size);
  walked_ += size;
  if (walked_ > image_.size()) refuse();
  for (std::uint64_t at = kHeader; at + kHeader <= size;) {
    const std::uint64_t index = number(address + at, 2), length = number(address + at + 8, 8);
    // What is left over stands last, under 0.
    if (index == 0) break;
    if (length > size - at - kHeader) refuse();
    found->second.emplace(index, bytes(address + at + kHeader, length));
    at += kHeader + (length + 7) / 8 * 8;
  }
  return found->second;
}

std::string_view HeapTexts::at(std::uint64_t reference) {
  const std::uint64_t length = number(reference, 4);
  if (length == 0) return {};
  const Collection& here = collection(number(reference + 4, 8));
  const auto object = here.find(number(reference + 12, 4));
  if (object == here.end() || length > object->second.size()) refuse();
  return object->second.substr(0, length);
}

}  // namespace valuescale::results

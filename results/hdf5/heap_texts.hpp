// Texts as HDF5 keeps them for other readers, read without HDF5.
//
// An array of texts holds, for each, its length, the address of a collection in the global heap, and its number there (HDF5 File Format Specification 3.0,
// III.E and VIII.B). HDF5 trusts these; here nothing is: what leads out of the file, or to what is not there, is refused.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace valuescale::results {

class HeapTexts {
 public:
  /// The whole file, which has to outlive this.
  explicit HeapTexts(std::string_view image) : image_(image) {}

  /// Bytes of what stands in an array for a text.
  static constexpr std::uint64_t kReference = 16;

  /// The text whose reference stands at this byte of the file. Throws Hdf5Error where there is none.
  std::string_view at(std::uint64_t reference);

 private:
  using Collection = std::map<std::uint64_t, std::string_view>;  ///< by number

  std::string_view bytes(std::uint64_t from, std::uint64_t count) const;
  std::uint64_t number(std::uint64_t from, int count) const;  ///< little-endian
  const Collection& collection(std::uint64_t address);

  std::string_view image_;
  std::map<std::uint64_t, Collection> collections_;  ///< by address
  std::uint64_t walked_ = 0;                         ///< bytes of all of them: they don't overlap
};

}  // namespace valuescale::results

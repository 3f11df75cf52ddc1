#include "results/hdf5/handles.hpp"
#include "results/hdf5/heap_texts.hpp"
#include "results/hdf5/image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace valuescale::results {
namespace {

// A results file of the largest run stays below these; a file of a stranger need not.
constexpr int kDeepest = 4;
constexpr std::size_t kMostObjects = 2'000, kMostAttributes = 200, kLongestAttribute = 16u << 20, kMostMemory = std::size_t{4} << 30;

/// One file. Everything decoded counts, so that a small file can't unfold into a large memory.
class Reading {
 public:
  explicit Reading(std::string_view image) : texts_(image) {}

  void take(std::size_t bytes) {
    if (bytes > left_) throw Hdf5Error("it unfolds to more memory than any results need");
    left_ -= bytes;
  }
  void object() {
    if (++objects_ > kMostObjects) throw Hdf5Error("it holds too many groups and datasets");
  }
  /// So many texts, as a dataset holds them.
  std::vector<std::string> texts(hid_t dataset, std::size_t count) {
    const haddr_t start = H5Dget_offset(dataset);
    if (start == HADDR_UNDEF) throw Hdf5Error("its texts are packed in a way in which they cannot be checked");
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = texts_.at(start + i * HeapTexts::kReference);
      take(sizeof(std::string) + text.size());
      all.emplace_back(text);
    }
    return all;
  }

 private:
  std::size_t left_ = kMostMemory;
  std::size_t objects_ = 0;
  HeapTexts texts_;
};

/// Filters are built in; while this lives none is looked for in the directories that a user's environment names.
class NoPlugins {
 public:
  NoPlugins() {
    require(H5PLget_loading_state(&before_), "plugins cannot be asked for");
    require(H5PLset_loading_state(0), "plugins cannot be turned off");
  }
  ~NoPlugins() { H5PLset_loading_state(before_); }
  NoPlugins(const NoPlugins&) = delete;
  NoPlugins& operator=(const NoPlugins&) = delete;

 private:
  unsigned before_ = 0;
};

bool is_structure(const std::string& name) {
  // How HDF5's dimension scales are kept.
  static constexpr std::array<std::string_view, 5> names{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_type(hid_t type, hid_t wanted) { return H5Tequal(type, wanted) > 0; }

Attribute read_attribute(hid_t attribute, std::string name, Reading& reading) {
  const Handle space(H5Aget_space(attribute), &H5Sclose, "an attribute has no shape");
  const Handle type(H5Aget_type(attribute), &H5Tclose, "an attribute has no type");
  if (H5Sget_simple_extent_type(space.get()) != H5S_SCALAR) throw Hdf5Error(fmt::format("attribute {} is not a single value", name));
  const auto read = [&](hid_t as, void* into) { require(H5Aread(attribute, as, into), "an attribute cannot be read"); };

  if (is_type(type.get(), H5T_STD_U64LE)) {
    std::uint64_t value = 0;
    read(H5T_STD_U64LE, &value);
    return {std::move(name), value};
  }
  if (is_type(type.get(), H5T_STD_I64LE)) {
    std::int64_t value = 0;
    read(H5T_STD_I64LE, &value);
    return {std::move(name), value};
  }
  if (is_type(type.get(), H5T_IEEE_F64LE)) {
    double value = 0;
    read(H5T_IEEE_F64LE, &value);
    return {std::move(name), value};
  }
  if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0) {
    throw Hdf5Error(fmt::format("attribute {} has a type that results files don't use", name));
  }
  const std::size_t size = H5Tget_size(type.get());
  if (size > kLongestAttribute) throw Hdf5Error(fmt::format("attribute {} is too long", name));
  reading.take(size);
  std::string text(size, '\0');
  read(type.get(), text.data());
  text.resize(std::min(text.find('\0'), text.size()));
  return {std::move(name), std::move(text)};
}

std::vector<Attribute> read_attributes(hid_t object, Reading& reading) {
  H5O_info_t info;
  require(H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS), "attributes cannot be counted");
  if (info.num_attrs > kMostAttributes) throw Hdf5Error("an object has too many attributes");
  std::vector<Attribute> attributes;
  for (hsize_t i = 0; i < info.num_attrs; ++i) {
    const Handle attribute(H5Aopen_by_idx(object, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT), &H5Aclose,
                           "an attribute cannot be opened");
    const ssize_t length = H5Aget_name(attribute.get(), 0, nullptr);
    if (length <= 0 || length > 1000) throw Hdf5Error("an attribute has no proper name");
    std::string name(static_cast<std::size_t>(length), '\0');
    H5Aget_name(attribute.get(), name.size() + 1, name.data());
    if (!is_structure(name)) attributes.push_back(read_attribute(attribute.get(), std::move(name), reading));
  }
  return attributes;
}

/// Data that lie in this file, stored by means that can't run code from elsewhere.
void check_storage(hid_t dataset) {
  const Handle list(H5Dget_create_plist(dataset), &H5Pclose, "a dataset has no storage");
  const H5D_layout_t layout = H5Pget_layout(list.get());
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) throw Hdf5Error("a dataset's data lie elsewhere");
  if (H5Pget_external_count(list.get()) != 0) throw Hdf5Error("a dataset's data lie in another file");
  const int filters = H5Pget_nfilters(list.get());
  if (filters < 0 || filters > 3) throw Hdf5Error("a dataset is packed in an unknown way");
  for (int i = 0; i < filters; ++i) {
    unsigned flags = 0, config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter = H5Pget_filter2(list.get(), static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, &config);
    if (filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_FLETCHER32) {
      throw Hdf5Error("a dataset is packed in an unknown way");
    }
  }
  if (layout != H5D_CHUNKED) return;
  // HDF5 takes memory for a whole chunk, whatever the array's own size.
  std::array<hsize_t, 2> chunk{};
  const int rank = H5Pget_chunk(list.get(), 2, chunk.data());
  if (rank < 1 || rank > 2) throw Hdf5Error("a dataset has an unknown shape");
  hsize_t elements = 1;
  for (int i = 0; i < rank; ++i) {
    if (chunk[static_cast<std::size_t>(i)] > (1u << 24)) throw Hdf5Error("a dataset has chunks beyond reason");
    elements *= chunk[static_cast<std::size_t>(i)];
  }
  if (elements > (1u << 24)) throw Hdf5Error("a dataset has chunks beyond reason");
}

Variable read_variable(hid_t dataset, std::string name, Reading& reading) {
  check_storage(dataset);
  Variable variable;
  variable.name = std::move(name);
  for (auto& attribute : read_attributes(dataset, reading)) {
    const auto* text = std::get_if<std::string>(&attribute.value);
    if (text && attribute.name == "units") variable.units = *text;
    if (text && attribute.name == "long_name") variable.long_name = *text;
  }

  const Handle space(H5Dget_space(dataset), &H5Sclose, "a dataset has no shape");
  const H5S_class_t kind = H5Sget_simple_extent_type(space.get());
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if ((kind != H5S_SCALAR && kind != H5S_SIMPLE) || rank < 0 || rank > 2) throw Hdf5Error("a dataset has an unknown shape");
  std::array<hsize_t, 2> shape{};
  if (rank > 0) require(H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr), "a dataset has no shape");
  std::size_t count = 1;
  for (int i = 0; i < rank; ++i) {
    const hsize_t size = shape[static_cast<std::size_t>(i)];
    if (size == 0 || size > kMostMemory / sizeof(double) || count > kMostMemory / sizeof(double) / size)
      throw Hdf5Error("a dataset's shape is beyond reason");
    count *= size;
    variable.shape.push_back(size);
  }

  const Handle type(H5Dget_type(dataset), &H5Tclose, "a dataset has no type");
  const auto read = [&](hid_t as, void* into) {
    require(H5Dread(dataset, as, H5S_ALL, H5S_ALL, H5P_DEFAULT, into), "a dataset is damaged");
  };
  if (is_type(type.get(), H5T_IEEE_F64LE)) {
    reading.take(count * sizeof(double));
    std::vector<double> values(count);
    read(H5T_IEEE_F64LE, values.data());
    variable.values = std::move(values);
  } else if (is_type(type.get(), H5T_STD_I64LE)) {
    reading.take(count * sizeof(std::int64_t));
    std::vector<std::int64_t> values(count);
    read(H5T_STD_I64LE, values.data());
    variable.values = std::move(values);
  } else if (H5Tis_variable_str(type.get()) > 0) {
    variable.values = reading.texts(dataset, count);
  } else {
    throw Hdf5Error(fmt::format("{} has a type that results files don't use", variable.name));
  }
  return variable;
}

void read_group(hid_t group, Group& tree, int depth, Reading& reading) {
  if (depth > kDeepest) throw Hdf5Error("its groups are nested too deep");
  tree.attributes = read_attributes(group, reading);
  H5G_info_t info;
  require(H5Gget_info(group, &info), "a group cannot be listed");
  if (info.nlinks > kMostObjects) throw Hdf5Error("it holds too many groups and datasets");
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    reading.object();
    H5L_info_t link;
    require(H5Lget_info_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, &link, H5P_DEFAULT), "a link cannot be followed");
    if (link.type != H5L_TYPE_HARD) throw Hdf5Error("a link leads out of the file");
    const ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
    if (length <= 0 || length > 1000) throw Hdf5Error("an object has no proper name");
    std::string name(static_cast<std::size_t>(length), '\0');
    H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, name.data(), name.size() + 1, H5P_DEFAULT);

    const Handle object(H5Oopen_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, H5P_DEFAULT), &H5Oclose,
                        "an object cannot be opened");
    const H5I_type_t kind = H5Iget_type(object.get());
    if (kind == H5I_DATASET) {
      tree.variables.push_back(read_variable(object.get(), std::move(name), reading));
    } else if (kind == H5I_GROUP) {
      tree.groups.push_back({std::move(name), {}, {}, {}});
      read_group(object.get(), tree.groups.back(), depth + 1, reading);
    } else {
      throw Hdf5Error("it holds an object that is neither group nor dataset");
    }
  }
}

}  // namespace

Group tree_of_image(std::string_view image) {
  const Silence silence;
  const NoPlugins no_plugins;

  const Handle access = properties(H5P_FILE_ACCESS);
  require(H5Pset_fapl_core(access.get(), 1 << 20, false), "no file in memory");
  require(H5Pset_file_image(access.get(), const_cast<char*>(image.data()), image.size()), "no file in memory");
  const Handle file(H5Fopen(kNowhere, H5F_ACC_RDONLY, access.get()), &H5Fclose, "it is not an HDF5 file, or cut off, or damaged");
  const Handle group(H5Gopen2(file.get(), "/", H5P_DEFAULT), &H5Gclose, "it has no root group");
  Reading reading(image);
  Group root;
  read_group(group.get(), root, 0, reading);
  return root;
}

}  // namespace valuescale::results

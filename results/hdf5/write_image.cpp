#include "results/hdf5/handles.hpp"
#include "results/hdf5/image.hpp"

#include <algorithm>
#include <map>

namespace valuescale::results {
namespace {

constexpr hsize_t kChunk = 65'536;  // elements of an array that are compressed together
constexpr unsigned kCompression = 6;

Handle text_type(std::size_t size) {
  Handle type(H5Tcopy(H5T_C_S1), &H5Tclose, "no memory for a type");
  require(H5Tset_size(type.get(), size), "text size refused");
  require(H5Tset_cset(type.get(), H5T_CSET_UTF8), "UTF-8 refused");
  return type;
}

void write_attribute(hid_t object, const std::string& name, hid_t type, const void* value) {
  const Handle space(H5Screate(H5S_SCALAR), &H5Sclose, "no memory for a space");
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), &H5Aclose, "attribute refused");
  require(H5Awrite(attribute.get(), type, value), "attribute not written");
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  // Of fixed length, as netCDF writes them; HDF5 has no text of length 0.
  write_attribute(object, name, text_type(std::max<std::size_t>(1, text.size())).get(), text.c_str());
}

void write_attribute(hid_t object, const Attribute& attribute) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    write_attribute(object, attribute.name, *text);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&attribute.value)) {
    write_attribute(object, attribute.name, H5T_STD_U64LE, natural);
  } else if (const auto* integer = std::get_if<std::int64_t>(&attribute.value)) {
    write_attribute(object, attribute.name, H5T_STD_I64LE, integer);
  } else {
    write_attribute(object, attribute.name, H5T_IEEE_F64LE, &std::get<double>(attribute.value));
  }
}

Handle creation_order(hid_t of_class) {
  Handle list = properties(of_class);
  require(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "order of attributes refused");
  require(H5Pset_obj_track_times(list.get(), false), "times refused to stay away");
  return list;
}

/// Arrays of numbers are chunked, shuffled, deflated and checksummed.
Handle storage_of(const Variable& variable) {
  Handle list = creation_order(H5P_DATASET_CREATE);
  // Texts are kept in a heap of HDF5's; single numbers can't be chunked, and R doesn't read those stored in headers.
  if (variable.shape.empty() || std::holds_alternative<std::vector<std::string>>(variable.values)) return list;
  require(H5Pset_fill_time(list.get(), H5D_FILL_TIME_NEVER), "fill refused");
  std::vector<hsize_t> chunk(variable.shape.size());
  hsize_t room = kChunk;
  for (std::size_t i = chunk.size(); i-- > 0;) {
    chunk[i] = std::min<hsize_t>(variable.shape[i], std::max<hsize_t>(1, room));
    room /= chunk[i];
  }
  require(H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()), "chunks refused");
  require(H5Pset_shuffle(list.get()), "shuffle refused");
  require(H5Pset_deflate(list.get(), kCompression), "deflate refused");
  require(H5Pset_fletcher32(list.get()), "checksum refused");
  return list;
}

Handle write_variable(hid_t group, const Variable& variable) {
  const std::vector<hsize_t> shape(variable.shape.begin(), variable.shape.end());
  const Handle space = shape.empty()
                           ? Handle(H5Screate(H5S_SCALAR), &H5Sclose, "no memory for a space")
                           : Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), &H5Sclose, "shape refused");
  const Handle text = text_type(H5T_VARIABLE);
  hid_t type = text.get();
  if (std::holds_alternative<std::vector<double>>(variable.values)) type = H5T_IEEE_F64LE;
  if (std::holds_alternative<std::vector<std::int64_t>>(variable.values)) type = H5T_STD_I64LE;

  const Handle storage = storage_of(variable);
  Handle dataset(H5Dcreate2(group, variable.name.c_str(), type, space.get(), H5P_DEFAULT, storage.get(), H5P_DEFAULT), &H5Dclose,
                 "dataset refused");
  const auto write = [&](const void* data) {
    require(H5Dwrite(dataset.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "dataset not written");
  };
  if (const auto* numbers = std::get_if<std::vector<double>>(&variable.values)) {
    write(numbers->data());
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&variable.values)) {
    write(integers->data());
  } else {
    std::vector<const char*> texts;
    for (const auto& one : std::get<std::vector<std::string>>(variable.values)) texts.push_back(one.c_str());
    write(texts.data());
  }
  write_attribute(dataset.get(), "units", variable.units);
  write_attribute(dataset.get(), "long_name", variable.long_name);
  return dataset;
}

void write_group(hid_t group, const Group& tree) {
  for (const auto& attribute : tree.attributes) write_attribute(group, attribute);

  // Labels come before what they label.
  std::map<std::string, Handle> scales;
  for (const auto& variable : tree.variables) {
    Handle dataset = write_variable(group, variable);
    if (variable.dimensions.size() == 1 && variable.dimensions[0] == variable.name) {
      require(H5DSset_scale(dataset.get(), variable.name.c_str()), "dimension refused");
      scales.emplace(variable.name, std::move(dataset));
      continue;
    }
    for (unsigned i = 0; i < variable.dimensions.size(); ++i) {
      const auto scale = scales.find(variable.dimensions[i]);
      if (scale == scales.end()) throw Hdf5Error("an array has a dimension without labels");
      require(H5DSattach_scale(dataset.get(), scale->second.get(), i), "dimension not attached");
    }
  }

  for (const auto& child : tree.groups) {
    const Handle list = creation_order(H5P_GROUP_CREATE);
    require(H5Pset_link_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "order of links refused");
    const Handle created(H5Gcreate2(group, child.name.c_str(), H5P_DEFAULT, list.get(), H5P_DEFAULT), &H5Gclose, "group refused");
    write_group(created.get(), child);
  }
}

}  // namespace

std::string image_of(const Group& root) {
  const Silence silence;
  const Handle access = properties(H5P_FILE_ACCESS);
  require(H5Pset_fapl_core(access.get(), 1 << 20, false), "no file in memory");
  require(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V110), "format version refused");
  const Handle creation = creation_order(H5P_FILE_CREATE);
  require(H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "order of links refused");
  // The root's texts may be longer than a header holds.
  require(H5Pset_attr_phase_change(creation.get(), 0, 0), "storage of attributes refused");

  const Handle file(H5Fcreate(kNowhere, H5F_ACC_TRUNC, creation.get(), access.get()), &H5Fclose, "no file in memory");
  // The file itself begins in the earliest format: later ones mark it as open for writing, and HDF5 takes that mark out of an image without
  // correcting the checksum. What it holds is in the format of 1.10, where everything has a checksum.
  require(H5Fset_libver_bounds(file.get(), H5F_LIBVER_V110, H5F_LIBVER_V110), "format version refused");
  {
    const Handle group(H5Gopen2(file.get(), "/", H5P_DEFAULT), &H5Gclose, "no root group");
    write_group(group.get(), root);
  }
  require(H5Fflush(file.get(), H5F_SCOPE_GLOBAL), "file in memory not finished");
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  if (size < 0) throw Hdf5Error("no image of the file");
  std::string image(static_cast<std::size_t>(size), '\0');
  if (H5Fget_file_image(file.get(), image.data(), image.size()) != size) throw Hdf5Error("no image of the file");
  return image;
}

}  // namespace valuescale::results

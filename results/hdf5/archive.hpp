// Two archives with the same face, so that one description of the file (layout.cpp) both stores and loads an answer.
#pragma once

#include "results/files/refuse.hpp"
#include "results/hdf5/tree.hpp"

#include <fmt/format.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace valuescale::results {

/// A named dimension and its length.
struct Extent {
  std::string name;
  std::size_t size = 1;
};

/// What stands beside every array.
struct About {
  std::string name, units, long_name;
};

/// Puts an answer's numbers into a tree.
class Store {
 public:
  static constexpr bool kLoads = false;
  explicit Store(Group& group) : group_(group) {}

  template <class T>
  void attribute(const std::string& name, T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      group_.attributes.push_back({name, clean(value)});
    } else if constexpr (std::is_same_v<T, std::uint64_t> || std::is_same_v<T, double>) {
      group_.attributes.push_back({name, value});
    } else {
      group_.attributes.push_back({name, static_cast<std::int64_t>(value)});
    }
  }

  /// The labels of a dimension; a dimension without any is left out with everything along it.
  template <class T>
  Extent dimension(const About& about, std::vector<T>& labels, std::size_t /*limit*/) {
    const Extent extent{about.name, labels.size()};
    values(about, {extent}, [&](std::size_t i) -> T& { return labels[i]; });
    return extent;
  }

  /// For loading: that the array is there in this shape, before memory is taken for it.
  void expect(const std::string& /*name*/, const std::vector<Extent>& /*extents*/) const {}

  /// One value, `get()`; an array, `get(i)`; a table, `get(i, k)`.
  template <class Get>
  void values(const About& about, const std::vector<Extent>& extents, Get get) {
    Variable variable{about.name, about.units, about.long_name, {}, {}, {}};
    for (const auto& extent : extents) {
      if (extent.size == 0) return;
      variable.dimensions.push_back(extent.name);
      variable.shape.push_back(extent.size);
    }
    if constexpr (std::is_invocable_v<Get>) {
      fill(
          variable, [&](std::size_t) -> auto& { return get(); });
    } else if constexpr (std::is_invocable_v<Get, std::size_t>) {
      fill(variable, get);
    } else {
      fill(
          variable, [&](std::size_t at) -> auto& { return get(at / extents[1].size, at % extents[1].size); });
    }
    group_.variables.push_back(std::move(variable));
  }

  template <class Fill>
  bool group(const std::string& name, bool present, Fill fill_group) {
    if (!present) return false;
    group_.groups.push_back({name, {}, {}, {}});
    Store store(group_.groups.back());
    fill_group(store);
    return true;
  }

 private:
  /// HDF5's strings end at the first zero byte.
  static std::string clean(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '\0') {
        out += "\xEF\xBF\xBD";
      } else {
        out += c;
      }
    }
    return out;
  }

  template <class Get>
  static void fill(Variable& variable, Get get) {
    std::size_t count = 1;
    for (const std::size_t size : variable.shape) count *= size;
    using T = std::remove_reference_t<decltype(get(std::size_t{}))>;
    if constexpr (std::is_same_v<T, std::string>) {
      std::vector<std::string> all;
      for (std::size_t i = 0; i < count; ++i) all.push_back(clean(get(i)));
      variable.values = std::move(all);
    } else {
      using Stored = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;
      std::vector<Stored> all;
      all.reserve(count);
      for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<Stored>(get(i)));
      variable.values = std::move(all);
    }
  }

  Group& group_;
};

/// Takes them out again, believing nothing: every array must be there with the type and shape that the layout calls for.
class Load {
 public:
  static constexpr bool kLoads = true;
  Load(const Group& group, std::string file, std::string path = "") : group_(group), file_(std::move(file)), path_(std::move(path)) {}

  template <class T>
  void attribute(const std::string& name, T& value) {
    const Attribute* found = group_.find_attribute(name);
    if (!found) refuse(name, "is missing");
    using Stored = std::conditional_t<std::is_same_v<T, std::string> || std::is_same_v<T, std::uint64_t> || std::is_same_v<T, double>, T,
                                      std::int64_t>;
    const Stored* stored = std::get_if<Stored>(&found->value);
    if (!stored) refuse(name, "has the wrong type");
    if constexpr (std::is_same_v<T, bool>) {
      if (*stored != 0 && *stored != 1) refuse(name, "is neither 0 nor 1");
      value = *stored == 1;
    } else {
      value = static_cast<T>(*stored);
      if (static_cast<Stored>(value) != *stored && !std::is_floating_point_v<T>) refuse(name, "is out of range");
    }
  }

  template <class T>
  Extent dimension(const About& about, std::vector<T>& labels, std::size_t limit) {
    labels.clear();
    const Variable* variable = group_.find_variable(about.name);
    if (variable) {
      using Stored = std::conditional_t<std::is_integral_v<T>, std::int64_t, T>;
      const auto* stored = std::get_if<std::vector<Stored>>(&variable->values);
      if (!stored) refuse(about.name, "has the wrong type");
      if (variable->shape.size() != 1) refuse(about.name, "has the wrong shape");
      if (stored->size() > limit) refuse(about.name, fmt::format("is too long ({}, at most {})", stored->size(), limit));
      labels.assign(stored->begin(), stored->end());
    }
    return {about.name, labels.size()};
  }

  void expect(const std::string& name, const std::vector<Extent>& extents) const { find(name, extents); }

  template <class Get>
  void values(const About& about, const std::vector<Extent>& extents, Get get) {
    const Variable* variable = find(about.name, extents);
    if (!variable) return;
    const auto& shape = variable->shape;
    if constexpr (std::is_invocable_v<Get>) {
      empty_into(
          *variable, [&](std::size_t) -> auto& { return get(); });
    } else if constexpr (std::is_invocable_v<Get, std::size_t>) {
      empty_into(*variable, get);
    } else {
      empty_into(
          *variable, [&](std::size_t at) -> auto& { return get(at / shape[1], at % shape[1]); });
    }
  }

  template <class Fill>
  bool group(const std::string& name, bool /*present*/, Fill fill_group) {
    const Group* found = group_.find_group(name);
    if (!found) return false;
    Load load(*found, file_, path_ + "/" + name);
    fill_group(load);
    return true;
  }

  [[noreturn]] void refuse(const std::string& name, const std::string& problem) const {
    refuse_file(file_, fmt::format("{}/{} {}", path_, name, problem), "not a results file that this program reads", kTakeAsWritten);
  }

 private:
  /// Null where a dimension is empty: then there is no array.
  const Variable* find(const std::string& name, const std::vector<Extent>& extents) const {
    std::vector<std::size_t> shape;
    for (const auto& extent : extents) {
      if (extent.size == 0) return nullptr;
      shape.push_back(extent.size);
    }
    const Variable* variable = group_.find_variable(name);
    if (!variable) refuse(name, "is missing");
    if (variable->shape != shape) refuse(name, "has the wrong shape");
    return variable;
  }

  template <class Get>
  void empty_into(const Variable& variable, Get get) {
    using T = std::remove_reference_t<decltype(get(std::size_t{}))>;
    using Stored = std::conditional_t<std::is_integral_v<T>, std::int64_t, T>;
    const auto* stored = std::get_if<std::vector<Stored>>(&variable.values);
    if (!stored) refuse(variable.name, "has the wrong type");
    for (std::size_t i = 0; i < stored->size(); ++i) {
      get(i) = static_cast<T>((*stored)[i]);
      if constexpr (std::is_integral_v<T>) {
        if (static_cast<Stored>(get(i)) != (*stored)[i]) refuse(variable.name, "is out of range");
      }
    }
  }

  const Group& group_;
  const std::string file_, path_;
};

}  // namespace valuescale::results

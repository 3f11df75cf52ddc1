// HDF5's identifiers as owners, and its failures as exceptions.
#pragma once

#include <hdf5.h>
#include <hdf5_hl.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace valuescale::results {

/// HDF5 could not do something: on writing a programmer's error or lack of memory, on reading a damaged file.
class Hdf5Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The name of a file in memory. HDF5 insists that nothing of that name exists, and below a device nothing can.
inline constexpr const char* kNowhere = "/dev/null/results";

/// Closes what it owns.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t), const char* what) : id_(id), close_(close) {
    if (id < 0) throw Hdf5Error(what);
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  hid_t get() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

inline Handle properties(hid_t of_class) { return {H5Pcreate(of_class), &H5Pclose, "no memory for properties"}; }

inline void require(herr_t status, const char* what) {
  if (status < 0) throw Hdf5Error(what);
}

/// HDF5 prints to stderr by itself unless told not to; what it did before comes back at the end.
class Silence {
 public:
  Silence() {
    // A damaged file leaves things open inside HDF5, about which it would complain when the program ends. Nothing of ours is left to it to close.
    H5dont_atexit();
    H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~Silence() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

}  // namespace valuescale::results

# HDF5's C library as the target valuescale_hdf5. CMake's own FindHDF5 wants a C compiler of every project that links valuescale.
if(NOT TARGET valuescale_hdf5)
  find_path(HDF5_INCLUDE hdf5.h PATH_SUFFIXES hdf5/serial REQUIRED)
  find_library(HDF5_LIBRARY NAMES hdf5 hdf5_serial PATH_SUFFIXES hdf5/serial REQUIRED)
  add_library(valuescale_hdf5 UNKNOWN IMPORTED)
  set_target_properties(valuescale_hdf5 PROPERTIES
    IMPORTED_LOCATION ${HDF5_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HDF5_INCLUDE})
endif()

# HDF5's C library with its high-level part (dimension scales) as the target valuescale_hdf5. CMake's own FindHDF5 would want a C
# compiler of this project and of every project that links the installed library.
if(NOT TARGET valuescale_hdf5)
  find_path(HDF5_INCLUDE hdf5_hl.h PATH_SUFFIXES hdf5/serial REQUIRED)
  find_library(HDF5_LIBRARY NAMES hdf5 hdf5_serial PATH_SUFFIXES hdf5/serial REQUIRED)
  find_library(HDF5_HL_LIBRARY NAMES hdf5_hl hdf5_serial_hl PATH_SUFFIXES hdf5/serial REQUIRED)
  add_library(valuescale_hdf5 UNKNOWN IMPORTED)
  set_target_properties(valuescale_hdf5 PROPERTIES
    IMPORTED_LOCATION ${HDF5_HL_LIBRARY} INTERFACE_LINK_LIBRARIES ${HDF5_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${HDF5_INCLUDE})
endif()

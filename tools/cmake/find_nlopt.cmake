# NLopt as the target valuescale_nlopt. Its header for C++ comes apart from its library, of whose package CMake's own file knows nothing else.
if(NOT TARGET valuescale_nlopt)
  find_path(NLOPT_INCLUDE nlopt.hpp REQUIRED)
  find_library(NLOPT_LIBRARY NAMES nlopt REQUIRED)
  add_library(valuescale_nlopt UNKNOWN IMPORTED)
  set_target_properties(valuescale_nlopt PROPERTIES IMPORTED_LOCATION ${NLOPT_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${NLOPT_INCLUDE})
endif()

# libxlsxwriter, which writes Excel workbooks, as the target valuescale_xlsxwriter; it brings no file of CMake's.
if(NOT TARGET valuescale_xlsxwriter)
  find_path(XLSXWRITER_INCLUDE xlsxwriter.h REQUIRED)
  find_library(XLSXWRITER_LIBRARY NAMES xlsxwriter REQUIRED)
  add_library(valuescale_xlsxwriter UNKNOWN IMPORTED)
  set_target_properties(valuescale_xlsxwriter PROPERTIES IMPORTED_LOCATION ${XLSXWRITER_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${XLSXWRITER_INCLUDE})
endif()

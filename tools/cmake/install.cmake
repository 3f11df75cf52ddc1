# What `cmake --install` puts where: the program, the libraries and headers with a CMake package, the scenarios, the documents.
include(CMakePackageConfigHelpers)

set(valuescale_rooms sim models scenarios results)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/valuescale)

# The one target that a user links.
add_library(valuescale_library INTERFACE)
set_target_properties(valuescale_library PROPERTIES EXPORT_NAME valuescale)
target_compile_features(valuescale_library INTERFACE cxx_std_20)
target_include_directories(valuescale_library INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/valuescale>)

set(libraries valuescale_library valuescale_flags)
foreach(room ${valuescale_rooms})
  get_target_property(type valuescale_${room} TYPE)
  target_link_libraries(valuescale_library INTERFACE valuescale_${room})
  set_target_properties(valuescale_${room} PROPERTIES EXPORT_NAME ${room})
  list(APPEND libraries valuescale_${room})
  # Includes are written from the project's root, so the rooms keep their places.
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/valuescale FILES_MATCHING PATTERN *.hpp)
endforeach()

install(TARGETS ${libraries} EXPORT valuescaleTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT valuescaleTargets NAMESPACE valuescale:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/valuescaleConfig.cmake.in
  ${PROJECT_BINARY_DIR}/valuescaleConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/valuescaleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/valuescaleConfig.cmake ${PROJECT_BINARY_DIR}/valuescaleConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/find_hdf5.cmake ${CMAKE_CURRENT_LIST_DIR}/find_nlopt.cmake
  ${CMAKE_CURRENT_LIST_DIR}/find_xlsxwriter.cmake DESTINATION ${package_dir})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/valuescale/scenarios
  FILES_MATCHING PATTERN *.toml PATTERN *.csv PATTERN README.md PATTERN reader EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

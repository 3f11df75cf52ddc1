# embed(TARGET NAMESPACE NAME=FILE...): makes each file a function `std::string_view embedded_NAME()` of the target, so that what is installed is one
# program. A changed file is embedded anew.
function(embed target namespace)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target}.cpp)
  set(files "")
  set(pairs "")
  foreach(pair ${ARGN})
    string(REGEX MATCH "^([a-z_]+)=(.*)$" matched "${pair}")
    list(APPEND files ${CMAKE_MATCH_2})
    string(APPEND pairs "${CMAKE_MATCH_1}=${CMAKE_MATCH_2}|")
  endforeach()
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} "-DPAIRS=${pairs}" -P ${PROJECT_SOURCE_DIR}/tools/cmake/embed_files.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/tools/cmake/embed_files.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

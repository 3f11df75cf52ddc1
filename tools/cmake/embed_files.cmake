# The step of embed.cmake that runs when something is built. Bytes are written as escapes: a file may hold anything.
string(REPLACE "|" ";" pairs "${PAIRS}")
set(code "#include <string_view>\nnamespace ${NAMESPACE} {\n")
foreach(pair ${pairs})
  string(REGEX MATCH "^([a-z_]+)=(.+)$" matched "${pair}")
  if(NOT matched)
    continue()
  endif()
  set(name ${CMAKE_MATCH_1})
  file(READ ${CMAKE_MATCH_2} bytes HEX)
  # Lines of 64 bytes: "\x41" "42" is not "\x4142".
  string(REPEAT "." 128 line)
  string(REGEX REPLACE "${line}" "\\0\n" bytes "${bytes}")
  string(REGEX REPLACE "[0-9a-f][0-9a-f]" "\\\\x\\0" bytes "${bytes}")
  string(REPLACE "\n" "\"\n\"" bytes "${bytes}")
  string(APPEND code "namespace {\nconstexpr char ${name}_bytes[] =\n\"${bytes}\";\n}\n"
    "std::string_view embedded_${name}();\n"
    "std::string_view embedded_${name}() { return {${name}_bytes, sizeof(${name}_bytes) - 1}; }\n")
endforeach()
string(APPEND code "}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${code}")

# Inner loops are compiled once for each of these instruction sets, and programs choose at run time. To add one: its name here (after
# x86-64-NAME, in rising order), and in sim/batch/vec.hpp what it is good for.
set(VALUESCALE_INSTRUCTION_SETS baseline v3 v4)
set(instruction_set_options_v4 -mprefer-vector-width=512 -Wno-uninitialized)  # g++ 12 warns of its own AVX-512 header

# add_for_each_instruction_set(NAME SOURCES...): the object libraries NAME_baseline, NAME_v3, ...; the variable NAME_objects holds all their
# objects.
function(add_for_each_instruction_set name)
  set(objects)
  foreach(isa ${VALUESCALE_INSTRUCTION_SETS})
    add_library(${name}_${isa} OBJECT ${ARGN})
    # g++ 12 falsely takes its own gather for a read of what is not set.
    target_compile_options(${name}_${isa} PRIVATE -O3 -fno-math-errno -fno-trapping-math -Wno-psabi -Wno-maybe-uninitialized)
    if(NOT isa STREQUAL "baseline")
      target_compile_options(${name}_${isa} PRIVATE -march=x86-64-${isa} ${instruction_set_options_${isa}})
    endif()
    target_compile_definitions(${name}_${isa} PRIVATE VALUESCALE_ISA=${isa})
    target_link_libraries(${name}_${isa} PRIVATE valuescale_flags)
    list(APPEND objects $<TARGET_OBJECTS:${name}_${isa}>)
  endforeach()
  set(${name}_objects ${objects} PARENT_SCOPE)
endfunction()

# For sources that go through all of them: VALUESCALE_INSTRUCTION_SETS is V(baseline) V(v3) ..., for a macro V of their own.
list(TRANSFORM VALUESCALE_INSTRUCTION_SETS REPLACE "(.+)" "V(\\1)" OUTPUT_VARIABLE VALUESCALE_EACH_INSTRUCTION_SET)
list(JOIN VALUESCALE_EACH_INSTRUCTION_SET " " VALUESCALE_EACH_INSTRUCTION_SET)

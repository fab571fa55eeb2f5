# SPDX-License-Identifier: Apache-2.0
#
# cmake -DOUT=FILE -DHEADER=FILE -DNAMESPACE=NAME -P embed.cmake FILE...
# Writes C++ that defines one std::string_view for each FILE, named after it without its ending.
set(text "// Made by cmake/embed.cmake.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
math(EXPR count "${CMAKE_ARGC} - 1")
foreach(i RANGE ${count})
  set(argument "${CMAKE_ARGV${i}}")
  if(is_file)
    file(READ "${argument}" content)
    string(FIND "${content}" ")embedded\"" end)
    if(NOT end EQUAL -1)
      message(FATAL_ERROR "${argument} holds )embedded\", which ends a string of C++ here")
    endif()
    get_filename_component(name "${argument}" NAME_WE)
    string(APPEND text "constexpr std::string_view ${name} = R\"embedded(${content})embedded\";\n")
  elseif(argument STREQUAL CMAKE_SCRIPT_MODE_FILE)
    set(is_file TRUE)
  endif()
endforeach()
file(WRITE "${OUT}" "${text}}  // namespace ${NAMESPACE}\n")

# What a build by Zig adds to ours, from the top of the project, before the folders with targets.
# Large headers are parsed once for all files: that is more than half of such a build. Every other build still finds a file
# that does not name what it includes; the objects are the same bytes.
set(CMAKE_CXX_COMPILE_OPTIONS_CREATE_PCH -x c++-header -Xclang -include -Xclang <PCH_HEADER>)
set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -include-pch <PCH_FILE>)
set(CMAKE_PCH_INSTANTIATE_TEMPLATES OFF)

function(enrolkit_cross_programs)
  target_precompile_headers(enrolkit_core PRIVATE <algorithm> <functional> <map> <optional> <string> <string_view> <variant>
    <vector> <fmt/format.h> <fmt/ranges.h> <nlohmann/json.hpp>)
  foreach(folder IN ITEMS tools ea policies)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      if(NOT target STREQUAL enrolkit_core AND type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
        target_precompile_headers(${target} REUSE_FROM enrolkit_core)
      endif()
      if(type STREQUAL EXECUTABLE)
        target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/dist/cross/no_demangler.cpp)
        if(CMAKE_SYSTEM_NAME STREQUAL "Linux")  # musl gives a thread 128 kB unless the program asks for more
          target_link_options(${target} PRIVATE -Wl,-z,stack-size=8388608)
        endif()
      endif()
    endforeach()
  endforeach()
endfunction()
cmake_language(DEFER CALL enrolkit_cross_programs)

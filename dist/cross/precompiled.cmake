# Parses the large headers once for all of our files: more than half of what a cross build does. For Zig alone, so that
# every other build still finds a file that does not name what it includes. The objects are the same bytes.
set(CMAKE_CXX_COMPILE_OPTIONS_CREATE_PCH -x c++-header -Xclang -include -Xclang <PCH_HEADER>)
set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -include-pch <PCH_FILE>)
set(CMAKE_PCH_INSTANTIATE_TEMPLATES OFF)

function(enrolkit_precompile)
  target_precompile_headers(enrolkit_core PRIVATE <algorithm> <functional> <map> <optional> <string> <string_view> <variant>
    <vector> <fmt/format.h> <fmt/ranges.h> <nlohmann/json.hpp>)
  foreach(folder IN ITEMS tools ea policies)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      if(NOT target STREQUAL enrolkit_core AND type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
        target_precompile_headers(${target} REUSE_FROM enrolkit_core)
      endif()
    endforeach()
  endforeach()
endfunction()
cmake_language(DEFER CALL enrolkit_precompile)

# The administrator's program for any Linux from anywhere: by Zig's clang with musl, wholly static, so that neither the age
# of a glibc nor a distribution's libraries matter. ENROLKIT_ARCH is arm64 or x86_64.
# The presets linux-arm64 and linux-x86_64 use it, and their libraries are built with it.
# "native" is this system's own compiler, for tests on the libraries that ship: tests/jamfpro/shipped.sh.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ENROLKIT_ARCH)
if("$CACHE{ENROLKIT_ARCH}" STREQUAL native)
  string(REPLACE aarch64 arm64 ENROLKIT_ARCH "${CMAKE_HOST_SYSTEM_PROCESSOR}")
  return()
endif()
set(CMAKE_SYSTEM_NAME Linux)
string(REPLACE arm64 aarch64 ENROLKIT_CPU "${ENROLKIT_ARCH}")
set(CMAKE_SYSTEM_PROCESSOR ${ENROLKIT_CPU})
if(DEFINED ENV{ENROLKIT_ZIG})
  set(ENROLKIT_ZIG $ENV{ENROLKIT_ZIG})
else()
  set(ENROLKIT_ZIG ${CMAKE_CURRENT_LIST_DIR}/../../build/dist/zig/zig)
endif()
# -Os here for the reason in toolchain.cmake.
set(CMAKE_C_COMPILER ${ENROLKIT_ZIG} cc -target ${ENROLKIT_CPU}-linux-musl -Os)
set(CMAKE_CXX_COMPILER ${ENROLKIT_ZIG} c++ -target ${ENROLKIT_CPU}-linux-musl -Os)
find_program(CMAKE_AR NAMES llvm-ar-14 llvm-ar REQUIRED)
find_program(CMAKE_RANLIB NAMES llvm-ranlib-14 llvm-ranlib REQUIRED)
set(CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH})
foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()

# No debug information, hence no paths of the builder; no library of the host by pkg-config.
set(CMAKE_C_FLAGS_INIT "-Os -g0 -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "-Os -g0 -ffunction-sections -fdata-sections")
set(CMAKE_TRY_COMPILE_CONFIGURATION MinSizeRel)
set(CMAKE_C_COMPILER_WORKS TRUE)
set(CMAKE_CXX_COMPILER_WORKS TRUE)
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -s -Wl,--gc-sections")
list(TRANSFORM CMAKE_PREFIX_PATH APPEND /lib/pkgconfig OUTPUT_VARIABLE ENROLKIT_PKG_CONFIG_DIRS)
list(JOIN ENROLKIT_PKG_CONFIG_DIRS ":" ENROLKIT_PKG_CONFIG_DIRS)
set(ENV{PKG_CONFIG_LIBDIR} "${ENROLKIT_PKG_CONFIG_DIRS}")

# The Mac from anywhere: by Zig's clang on Linux, by Apple's on a Mac. ENROLKIT_ARCH is arm64 or x86_64.
# The presets macos-arm64 and macos-x86_64 use it, and the libraries are built with it.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ENROLKIT_ARCH)
set(CMAKE_OSX_DEPLOYMENT_TARGET 12.0 CACHE STRING "the oldest macOS")

if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Darwin")
  set(CMAKE_OSX_ARCHITECTURES ${ENROLKIT_ARCH} CACHE STRING "one slice; they are joined later")
else()
  set(CMAKE_SYSTEM_NAME Darwin)
  set(CMAKE_SYSTEM_PROCESSOR ${ENROLKIT_ARCH})
  # The minimum is part of Zig's target; CMake's own flags for it would ask for an Apple SDK.
  set(CMAKE_OSX_DEPLOYMENT_TARGET "" CACHE STRING "in the target" FORCE)
  set(CMAKE_OSX_SYSROOT "" CACHE PATH "Zig has its own")
  string(REPLACE arm64 aarch64 ENROLKIT_CPU "${ENROLKIT_ARCH}")
  if(DEFINED ENV{ENROLKIT_ZIG})
    set(ENROLKIT_ZIG $ENV{ENROLKIT_ZIG})
  else()
    set(ENROLKIT_ZIG ${CMAKE_CURRENT_LIST_DIR}/../../build/dist/zig/zig)
  endif()
  # -Os here, since CMake asks who the compiler is before it has any flags: Zig makes a libc++ for each level, the first
  # time it links at that level, and that takes longer than all the libraries.
  set(CMAKE_C_COMPILER ${ENROLKIT_ZIG} cc -target ${ENROLKIT_CPU}-macos.12.0 -Os)
  set(CMAKE_CXX_COMPILER ${ENROLKIT_ZIG} c++ -target ${ENROLKIT_CPU}-macos.12.0 -Os)
  # CMake takes a program here, not a command with arguments. llvm-ar is deterministic by itself.
  find_program(CMAKE_AR NAMES llvm-ar-14 llvm-ar REQUIRED)
  find_program(CMAKE_RANLIB NAMES llvm-ranlib-14 llvm-ranlib REQUIRED)
  find_program(CMAKE_INSTALL_NAME_TOOL NAMES llvm-install-name-tool-14 llvm-install-name-tool REQUIRED)
  set(CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH})
  foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
  endforeach()
endif()

# No debug information, hence no paths of the builder; no library of the host by pkg-config.
set(CMAKE_C_FLAGS_INIT "-Os -g0")
set(CMAKE_CXX_FLAGS_INIT "-Os -g0")
set(CMAKE_TRY_COMPILE_CONFIGURATION MinSizeRel)
set(CMAKE_C_COMPILER_WORKS TRUE)
set(CMAKE_CXX_COMPILER_WORKS TRUE)
# Room for a signature's load command, which Zig leaves for arm64 only.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-dead_strip -Wl,-headerpad,0x1000")
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL "Darwin")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -s")
endif()
set(ENROLKIT_PKG_CONFIG_DIRS ${CMAKE_PREFIX_PATH})
list(TRANSFORM ENROLKIT_PKG_CONFIG_DIRS APPEND /lib/pkgconfig)
list(JOIN ENROLKIT_PKG_CONFIG_DIRS ":" ENROLKIT_PKG_CONFIG_DIRS)
set(ENV{PKG_CONFIG_LIBDIR} "${ENROLKIT_PKG_CONFIG_DIRS}")

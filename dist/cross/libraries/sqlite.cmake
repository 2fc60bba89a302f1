# SQLite as one file, which its own build puts together with the compiler of this system; then compiled for a Mac with
# what POCO's copy is compiled with, and without JSON, which no journal asks for.
cmake_minimum_required(VERSION 3.25)
project(sqlite C)
find_program(MAKE make REQUIRED)
add_custom_command(OUTPUT sqlite3.c
  COMMAND ${CMAKE_COMMAND} -E env --unset=CFLAGS --unset=CXXFLAGS --unset=MAKEFLAGS CC=cc
    ${CMAKE_SOURCE_DIR}/configure --disable-tcl --disable-readline --disable-shared
  COMMAND ${CMAKE_COMMAND} -E env --unset=CFLAGS --unset=CXXFLAGS --unset=MAKEFLAGS ${MAKE} -s sqlite3.c sqlite3.h
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)
add_library(sqlite3 STATIC ${CMAKE_BINARY_DIR}/sqlite3.c)
target_compile_definitions(sqlite3 PRIVATE SQLITE_THREADSAFE=1 SQLITE_DISABLE_LFS SQLITE_OMIT_UTF16
  SQLITE_OMIT_PROGRESS_CALLBACK SQLITE_OMIT_COMPLETE SQLITE_OMIT_TCL_VARIABLE SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_JSON)
install(TARGETS sqlite3 DESTINATION lib)
install(FILES ${CMAKE_BINARY_DIR}/sqlite3.h DESTINATION include)

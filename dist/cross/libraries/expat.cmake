# expat's parser, without the command line, the tests and the wide-character copy of its own build.
cmake_minimum_required(VERSION 3.25)
project(expat C)
set(random arc4random_buf)
if(NOT CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  set(random getrandom) # musl has no other
endif()
string(TOUPPER ${random} has_random)
file(WRITE ${CMAKE_BINARY_DIR}/expat_config.h "#define BYTEORDER 1234
#define HAVE_${has_random} 1
#define HAVE_FCNTL_H 1
#define HAVE_UNISTD_H 1
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
")
add_library(expat STATIC expat/lib/random_${random}.c expat/lib/xmlparse.c expat/lib/xmlrole.c expat/lib/xmltok.c)
target_include_directories(expat PRIVATE ${CMAKE_BINARY_DIR} expat/lib)
target_compile_definitions(expat PRIVATE HAVE_EXPAT_CONFIG_H XML_STATIC)
install(TARGETS expat DESTINATION lib)
install(FILES expat/lib/expat.h expat/lib/expat_external.h DESTINATION include)

# libplist's C half, without autotools: the files that its Makefile.am names, with what its configure finds on macOS.
cmake_minimum_required(VERSION 3.25)
project(libplist C)
add_library(plist-2.0 STATIC libcnary/cnary.c libcnary/node.c libcnary/node_list.c src/base64.c src/bplist.c
  src/bytearray.c src/hashtable.c src/plist.c src/ptrarray.c src/time64.c src/xplist.c)
target_include_directories(plist-2.0 PRIVATE include libcnary/include src .)
target_compile_definitions(plist-2.0 PRIVATE HAVE_STRDUP HAVE_STRNDUP HAVE_STRERROR HAVE_GMTIME_R
  HAVE_LOCALTIME_R HAVE_TIMEGM HAVE_STRPTIME HAVE_MEMMEM HAVE_TM_TM_GMTOFF HAVE_TM_TM_ZONE HAVE_FVISIBILITY)
install(TARGETS plist-2.0 DESTINATION lib)
install(DIRECTORY include/plist DESTINATION include FILES_MATCHING PATTERN "*.h")
# Relocatable: the folder is renamed when it is complete.
file(WRITE ${CMAKE_BINARY_DIR}/libplist-2.0.pc "prefix=\${pcfiledir}/../..
Name: libplist
Description: property lists
Version: ${ENROLKIT_LIBRARY_VERSION}
Libs: -L\${prefix}/lib -lplist-2.0
Cflags: -I\${prefix}/include
")
install(FILES ${CMAKE_BINARY_DIR}/libplist-2.0.pc DESTINATION lib/pkgconfig)

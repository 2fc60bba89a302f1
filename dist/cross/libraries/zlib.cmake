# zlib as one static library; its own file would build shared ones and examples as well.
cmake_minimum_required(VERSION 3.25)
project(zlib C)
add_library(z STATIC adler32.c compress.c crc32.c deflate.c gzclose.c gzlib.c gzread.c gzwrite.c infback.c inffast.c
  inflate.c inftrees.c trees.c uncompr.c zutil.c)
target_compile_definitions(z PRIVATE HAVE_UNISTD_H)
target_include_directories(z PRIVATE .)
install(TARGETS z DESTINATION lib)
install(FILES zlib.h zconf.h DESTINATION include)

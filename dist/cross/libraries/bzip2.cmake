# bzip2 has no build file that knows another system than the one it runs on.
cmake_minimum_required(VERSION 3.25)
project(bzip2 C)
add_library(bz2 STATIC blocksort.c bzlib.c compress.c crctable.c decompress.c huffman.c randtable.c)
install(TARGETS bz2 DESTINATION lib)
install(FILES bzlib.h DESTINATION include)

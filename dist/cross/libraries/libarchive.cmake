# libarchive's tar, gzip and (to read) zip, and nothing else: its own file asks two hundred questions of the system and
# builds every format. What it would have found stands here: on macOS, and on Linux without what is BSD's own.
cmake_minimum_required(VERSION 3.25)
project(libarchive C)
find_package(ZLIB REQUIRED)
set(headers)
foreach(header IN ITEMS ERRNO FCNTL INTTYPES LANGINFO LIMITS LOCALE PWD GRP SIGNAL STDARG STDINT STDLIB STRING
    SYS_STAT SYS_TIME SYS_TYPES SYS_WAIT TIME UNISTD WCHAR WCTYPE ZLIB)
  string(APPEND headers "#define HAVE_${header}_H 1\n")
endforeach()
foreach(limit IN ITEMS INT32_MAX INT32_MIN INT64_MAX INT64_MIN INTMAX_MAX INTMAX_MIN SIZE_MAX SSIZE_MAX UINT32_MAX UINT64_MAX
    UINTMAX_MAX)
  string(APPEND headers "#define HAVE_DECL_${limit} 1\n")
endforeach()
if(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  string(APPEND headers "#define HAVE_EFTYPE 1\n#define HAVE_SYS_CDEFS_H 1\n")
endif()
foreach(function IN ITEMS EILSEQ FCHMOD FCHOWN FUTIMES GETPID LIBZ MBRTOWC MKSTEMP NL_LANGINFO STRERROR_R TIMEGM WCRTOMB
    WCSCPY WCSLEN WCTOMB WMEMCMP WMEMCPY WMEMMOVE)
  string(APPEND headers "#define HAVE_${function} 1\n")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/config.h "#define __LIBARCHIVE_CONFIG_H_INCLUDED 1\n${headers}#define SIZEOF_INT 4
#define SIZEOF_LONG 8
#define SIZEOF_WCHAR_T 4
")
foreach(file IN ITEMS acl check_magic cryptor entry entry_sparse entry_xattr hmac options ppmd8 rb read
    read_add_passphrase read_support_filter_gzip read_support_format_tar read_support_format_zip string string_sprintf
    util virtual write write_add_filter_gzip write_set_format_pax write_set_format_ustar)
  list(APPEND sources libarchive/archive_${file}.c)
endforeach()
# No encrypted zip is read, and Zig has no headers of CommonCrypto: without it, as on Linux.
foreach(header IN ITEMS cryptor hmac)
  file(READ libarchive/archive_${header}_private.h text)
  string(REPLACE "#ifdef __APPLE__" "#if 0" text "${text}")
  file(WRITE libarchive/archive_${header}_private.h "${text}")
endforeach()
# Its table of all formats would ask for all of them; what the writers of tar share with it stays.
file(READ libarchive/archive_write_set_format.c text)
string(REGEX REPLACE "{ ARCHIVE_FORMAT_[^}]*}," "" text "${text}")
file(WRITE ${CMAKE_BINARY_DIR}/write_set_format.c "${text}")
add_library(archive STATIC ${sources} ${CMAKE_BINARY_DIR}/write_set_format.c)
target_compile_definitions(archive PRIVATE HAVE_CONFIG_H)
target_include_directories(archive PRIVATE ${CMAKE_BINARY_DIR} libarchive)
target_link_libraries(archive PRIVATE ZLIB::ZLIB)
install(TARGETS archive DESTINATION lib)
install(FILES libarchive/archive.h libarchive/archive_entry.h DESTINATION include)

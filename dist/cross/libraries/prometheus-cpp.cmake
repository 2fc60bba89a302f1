# prometheus-cpp's serializer of the text form, and the values that it takes. Its own build makes all of the core, in C++11.
cmake_minimum_required(VERSION 3.25)
project(prometheus-cpp CXX)
add_library(prometheus-cpp-core STATIC core/src/serializer.cc core/src/text_serializer.cc)
target_include_directories(prometheus-cpp-core PRIVATE core/include ${CMAKE_BINARY_DIR}/include)
set(headers client_metric.h metric_family.h metric_type.h serializer.h text_serializer.h)
list(TRANSFORM headers PREPEND core/include/prometheus/)
# What its build generates for a static library.
file(WRITE ${CMAKE_BINARY_DIR}/include/prometheus/detail/core_export.h "#define PROMETHEUS_CPP_CORE_EXPORT\n")
install(TARGETS prometheus-cpp-core DESTINATION lib)
install(FILES ${headers} DESTINATION include/prometheus)
install(DIRECTORY ${CMAKE_BINARY_DIR}/include/prometheus DESTINATION include)
# Relocatable: the folder is renamed when it is complete.
file(WRITE ${CMAKE_BINARY_DIR}/prometheus-cpp-core.pc "prefix=\${pcfiledir}/../..
Name: prometheus-cpp-core
Description: metrics in the text form of Prometheus
Version: ${ENROLKIT_LIBRARY_VERSION}
Libs: -L\${prefix}/lib -lprometheus-cpp-core
Cflags: -I\${prefix}/include
")
install(FILES ${CMAKE_BINARY_DIR}/prometheus-cpp-core.pc DESTINATION lib/pkgconfig)

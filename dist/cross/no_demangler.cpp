// libc++abi's handler of an exception that nobody caught would print its type's name, and brings 90 kB of
// demangler for it. Our programs catch everything; this one, found first, gives no readable name, and leaves
// that library's away. https://itanium-cxx-abi.github.io/cxx-abi/abi.html#demangler: -2 is "no valid name".
#include <cstddef>

extern "C" char* __cxa_demangle(const char*, char*, std::size_t*, int* status);

extern "C" char* __cxa_demangle(const char*, char*, std::size_t*, int* status) {
  if (status != nullptr) *status = -2;
  return nullptr;
}

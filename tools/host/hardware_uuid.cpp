#include "host/hardware_uuid.h"

#ifdef __APPLE__
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "core/base/error_text.h"
#endif

namespace enrolkit {

Reading<std::string> this_hardware_uuid() {
#ifdef __APPLE__
  uuid_t id{};
  const timespec wait{1, 0};
  if (::gethostuuid(id, &wait) != 0) return Unreadable{std::string("hardware UUID: ") + error_text(errno)};
  std::string text;
  for (int i = 0; i < 16; ++i) {
    constexpr const char* kHex = "0123456789ABCDEF";
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[id[i] >> 4U];
    text += kHex[id[i] & 0xFU];
  }
  return text;
#else
  return Absent{};
#endif
}

}  // namespace enrolkit

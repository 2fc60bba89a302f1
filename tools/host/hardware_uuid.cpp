#include "host/hardware_uuid.h"

#include <unistd.h>

#include <cerrno>
#ifdef __APPLE__
#include <ctime>
#else
#include <fcntl.h>

#include <array>

#include "core/base/ascii.h"
#include "core/base/take_until.h"
#include "host/fd.h"
#endif

#include "core/base/error_text.h"

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
  // The same UUID of the hardware, as its firmware says it to Linux.
  constexpr const char* kPath = "/sys/class/dmi/id/product_uuid";
  const Fd file(::open(kPath, O_RDONLY | O_CLOEXEC));
  std::array<char, 64> text{};
  const ssize_t size = file.get() < 0 ? -1 : ::read(file.get(), text.data(), text.size());
  if (size < 0 && errno == ENOENT) return Absent{};
  if (size < 0) return Unreadable{std::string(kPath) + ": " + error_text(errno)};
  std::string_view line(text.data(), static_cast<std::size_t>(size));
  return upper_case(take_until(line, '\n'));
#endif
}

}  // namespace enrolkit

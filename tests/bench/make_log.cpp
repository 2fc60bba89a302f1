// Writes a jamf.log of a given size: check-ins as a Mac has them, some with a policy, some offline. The same
// bytes for the same arguments. make_log MEGABYTES healthy|broken > FILE
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace {

using namespace enrolkit;

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

std::string stamp(std::int64_t seconds) {
  const Civil c = to_civil(LocalTime{seconds});
  const auto month = kMonths.substr(static_cast<std::size_t>(c.month - 1) * 3, 3);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02}",
                     weekday_name(static_cast<int>((seconds / kDay + 4) % 7)), month, c.day, c.hour, c.minute,
                     c.second);
}

class Random {  // xorshift: small, and the same everywhere
 public:
  std::uint32_t below(std::uint32_t n) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 17U;
    state_ ^= state_ << 5U;
    return state_ % n;
  }

 private:
  std::uint32_t state_ = 2'463'534'242U;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto size = static_cast<std::size_t>(std::atol(argv[1])) * 1'000'000;
  const bool broken = std::string_view(argv[2]) == "broken";
  Random random;
  std::string block;
  std::size_t written = 0;
  // The last line is of 2026-11; ten lines a minute, so that a gigabyte spans less than three years.
  std::int64_t now = 1'793'000'000 - static_cast<std::int64_t>(size / 100 * 6);
  std::uint32_t pid = 400;
  while (written < size) {
    pid = 400 + (pid + random.below(900)) % 90'000;
    now += 12 + random.below(24);
    const auto add = [&](std::uint32_t process, std::string_view message) {
      block += fmt::format("{} Library Cart 07 jamf[{}]: {}\n", stamp(now), process, message);
    };
    if (random.below(10) < 7) {
      add(pid - 3,
          "Removing existing launchd task /Library/LaunchAgents/com.jamfsoftware.jamfhelper.plist...");
    }
    add(pid, "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...");
    now += 2;
    if (broken) {
      add(pid,
          "Error Domain=com.jamf.jamfsecurity.error Code=-25300 \"searchForItems:conversionBlock:error: : "
          "The "
          "specified item could not be found in the keychain.\"");
      add(pid, "");
      block +=
          "There was an error.\n\n     Device Signature Error - A valid device signature is required to "
          "perform "
          "the action.\n";
    } else if (random.below(130) == 0) {
      add(pid, "Could not connect to the JSS. Looking for cached policies...");
    } else {
      if (random.below(5) == 0) add(pid, "Executing Policy Update Inventory (daily)");
      now += 2;
      add(pid, "Checking for patches...");
      ++now;
      add(pid, "No patch policies were found.");
    }
    if (block.size() > 1'000'000) {
      written += std::fwrite(block.data(), 1, block.size(), stdout);
      block.clear();
    }
  }
  (void)std::fwrite(block.data(), 1, block.size(), stdout);
  return 0;
}

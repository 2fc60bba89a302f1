// What webhooks brought, between the threads that receive them and the watch: each Mac once, however often it was named.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit::jamf {

enum class Receipt {
  accepted,
  passed_over,  // of another event
  not_understood,
  refused,  // without the secret
  too_large,
  too_many,  // a second; or so many Macs wait that no more are taken: the next poll finds them
  dropped,   // a connection that took too long, or one of too many
};
inline constexpr EnumNames<Receipt, 7> kReceiptNames{
    {"accepted", "passed-over", "not-understood", "refused", "too-large", "too-many", "dropped"}};
using ReceiptCounts = std::array<std::int64_t, kReceiptNames.size()>;

// The secret that a webhook has to bring, in X-Enrolkit-Secret, or by Basic with the user "enrolkit". Only its sum is
// kept; the time of a comparison says nothing of how much of it was right.
class WebhookSecret {
 public:
  explicit WebhookSecret(std::string_view secret);
  [[nodiscard]] bool is_in(std::string_view header, std::string_view authorization) const;

 private:
  using Sum = std::array<unsigned char, 32>;
  Sum plain_{}, basic_{};
};

class Inbox {
 public:
  static constexpr std::int64_t kMaxASecond = 2000;
  static constexpr std::size_t kMaxMacs = 20'000;

  // `now_ms` by a steady clock. Asked before a body is read.
  [[nodiscard]] bool may_come(std::int64_t now_ms);
  Receipt take_in(std::string_view body);
  void count(Receipt receipt);
  [[nodiscard]] std::vector<Hint> take();
  [[nodiscard]] ReceiptCounts counts();

 private:
  std::mutex mutex_;
  std::map<std::string, bool> macs_;  // and whether it may be new
  ReceiptCounts counts_{};
  std::int64_t second_ = -1, in_second_ = 0;
};

}  // namespace enrolkit::jamf

#include "jamfpro/watch/inbox.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "jamfpro/http/base64.h"
#include "jamfpro/watch/webhook.h"

namespace enrolkit::jamf {
namespace {

auto sum_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> out{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
  return out;
}

}  // namespace

WebhookSecret::WebhookSecret(std::string_view secret)
    : plain_(sum_of(secret)), basic_(sum_of("Basic " + base64("enrolkit:" + std::string(secret)))) {}

bool WebhookSecret::is_in(std::string_view header, std::string_view authorization) const {
  const auto plain = sum_of(header), basic = sum_of(authorization);
  const bool in_header = ::CRYPTO_memcmp(plain.data(), plain_.data(), plain.size()) == 0;
  const bool in_basic = ::CRYPTO_memcmp(basic.data(), basic_.data(), basic.size()) == 0;
  return in_header || in_basic;
}

bool Inbox::may_come(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (now_ms / 1000 != second_) {
    second_ = now_ms / 1000;
    in_second_ = 0;
  }
  return ++in_second_ <= kMaxASecond;
}

Receipt Inbox::take_in(std::string_view body) {
  const auto parsed = parse_webhook(body);
  if (!parsed.ok()) return Receipt::not_understood;
  const Webhook& webhook = parsed.value();
  if (webhook.event == Webhook::Event::other) return Receipt::passed_over;
  const std::lock_guard lock(mutex_);
  if (macs_.size() >= kMaxMacs && !macs_.contains(webhook.id)) return Receipt::too_many;
  macs_[webhook.id] |= webhook.event == Webhook::Event::added;
  return Receipt::accepted;
}

void Inbox::count(Receipt receipt) {
  const std::lock_guard lock(mutex_);
  ++counts_[static_cast<std::size_t>(receipt)];
}

std::vector<Hint> Inbox::take() {
  const std::lock_guard lock(mutex_);
  std::vector<Hint> out;
  out.reserve(macs_.size());
  for (const auto& [id, added] : macs_) out.push_back({id, added});
  macs_.clear();
  return out;
}

ReceiptCounts Inbox::counts() {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace enrolkit::jamf

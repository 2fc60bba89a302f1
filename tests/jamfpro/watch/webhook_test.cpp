// Webhooks and what is kept of them.
#include "jamfpro/watch/webhook.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jamfpro/simulator/webhooks.h"
#include "jamfpro/watch/inbox.h"
#include "jamfpro/watch/notice.h"

namespace enrolkit::test {
namespace {

using jamf::Receipt;
using jamf::Webhook;

TEST(Webhook, EveryEventInBothForms) {
  World world;
  const SimMac& mac = world.add(1'790'000'000);
  for (const auto event : {Webhook::Event::added, Webhook::Event::check_in, Webhook::Event::inventory,
                           Webhook::Event::policy_finished}) {
    for (const WebhookForm form : {WebhookForm::json, WebhookForm::xml}) {
      const std::string body =
          webhook_body(std::string(jamf::kWebhookEventNames[event]), mac, 1'790'000'000, form);
      const auto parsed = jamf::parse_webhook(body);
      ASSERT_TRUE(parsed.ok()) << body << parsed.error().why;
      EXPECT_EQ(parsed.value().event, event);
      EXPECT_EQ(parsed.value().id, "1") << body;
    }
  }
}

TEST(Webhook, WhatIsNoneIsRefusedInWordsOfOurOwn) {
  const std::pair<std::string, std::string> kBad[] = {
      {"", "it is empty"},
      {" \r\n", "it is empty"},
      {"{", "no JSON"},
      {"[1,2]", "it names no event"},
      {R"({"webhook":{"webhookEvent":"ComputerAdded"}})", "it names no Mac"},
      {R"({"webhook":{"webhookEvent":"ComputerAdded"},"event":{"jssID":-4}})", "it names no Mac"},
      {R"({"webhook":{"webhookEvent":"ComputerAdded"},"event":{"jssID":"1 or 2"}})", "it names no Mac"},
      {R"({"webhook":{"webhookEvent":"ComputerAdded"},"event":{"jssID":0}})", "it names no Mac"},
      {"<a><b></a>", "no well-formed XML at line 1"},
      {"<!DOCTYPE a><a/>", "XML with a document type"},
      {std::string(jamf::kMaxWebhookBytes + 1, ' '), "it is too large"}};
  for (const auto& [body, why] : kBad) {
    const auto parsed = jamf::parse_webhook(body);
    ASSERT_FALSE(parsed.ok()) << body;
    EXPECT_EQ(parsed.error().why, why);
  }
}

TEST(Inbox, KeepsEachMacOnceHoweverOftenItIsNamed) {
  World world;
  const SimMac& mac = world.add(1'790'000'000);
  jamf::Inbox inbox;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(inbox.take_in(webhook_body("ComputerCheckIn", mac, i)), Receipt::accepted);
  }
  EXPECT_EQ(inbox.take_in(webhook_body("ComputerAdded", mac, 1)), Receipt::accepted);
  EXPECT_EQ(inbox.take_in(webhook_body("JSSShutdown", mac, 1)), Receipt::passed_over);
  EXPECT_EQ(inbox.take_in("{}"), Receipt::not_understood);
  const auto hints = inbox.take();
  ASSERT_EQ(hints.size(), 1U);
  EXPECT_EQ(hints[0].id, "1");
  EXPECT_TRUE(hints[0].added);
  EXPECT_TRUE(inbox.take().empty());
}

TEST(Inbox, HoldsSoManyMacsAndTakesSoManyASecond) {
  jamf::Inbox inbox;
  SimMac mac;
  for (std::size_t i = 1; i <= jamf::Inbox::kMaxMacs; ++i) {
    mac.id = std::to_string(i);
    ASSERT_EQ(inbox.take_in(webhook_body("ComputerAdded", mac, 1)), Receipt::accepted);
  }
  mac.id = "99999999";
  EXPECT_EQ(inbox.take_in(webhook_body("ComputerAdded", mac, 1)), Receipt::too_many);
  mac.id = "7";
  EXPECT_EQ(inbox.take_in(webhook_body("ComputerAdded", mac, 1)), Receipt::accepted) << "it is known";
  std::int64_t taken = 0;
  for (int i = 0; i < 10'000; ++i) taken += inbox.may_come(5000 + i / 10) ? 1 : 0;
  EXPECT_EQ(taken, jamf::Inbox::kMaxASecond);
  EXPECT_TRUE(inbox.may_come(6000));
}

TEST(WebhookSecret, InAHeaderOrByBasic) {
  const jamf::WebhookSecret secret("open sesame");
  EXPECT_TRUE(secret.is_in("open sesame", ""));
  EXPECT_TRUE(secret.is_in("", "Basic ZW5yb2xraXQ6b3BlbiBzZXNhbWU="));
  for (const char* wrong : {"", "open sesam", "open sesame ", "Open sesame", "Basic"}) {
    EXPECT_FALSE(secret.is_in(wrong, wrong)) << wrong;
  }
}

TEST(Notice, EachFormIsWhatItsReceiverTakes) {
  using jamf::NoticeForm;
  EXPECT_EQ(jamf::notice_form_for("hooks.slack.com"), NoticeForm::slack);
  EXPECT_EQ(jamf::notice_form_for("evil-hooks.slack.com.example.org"), NoticeForm::json);
  EXPECT_EQ(jamf::notice_form_for("acme.webhook.office.com"), NoticeForm::teams);
  EXPECT_EQ(jamf::notice_form_for("prod-1.westeurope.logic.azure.com"), NoticeForm::teams);
  const jamf::Notice notice{"storm", "a \"storm\"\n"};
  const auto body = [&](NoticeForm form) { return nlohmann::json::parse(jamf::notice_body(form, notice)); };
  EXPECT_EQ(body(NoticeForm::slack)["text"], "enrolkit: a \"storm\"\n");
  EXPECT_EQ(body(NoticeForm::teams)["attachments"][0]["content"]["body"][0]["text"],
            "enrolkit: a \"storm\"\n");
  EXPECT_EQ(body(NoticeForm::json)["event"], "storm");
  for (const char* bad :
       {"http://hooks.slack.com/x", "hooks.slack.com", "https://a b/c", "https://x/\xC3\xA4", ""}) {
    EXPECT_FALSE(jamf::parse_notice_address(bad)) << bad;
  }
  EXPECT_EQ(jamf::parse_notice_address("https://hooks.slack.com/x")->target, "/x");
}

// Answers with a status (0: the connection is cut), and keeps what it was sent.
struct Receiver : jamf::Http {
  Receiver(int wanted, jamf::Request& kept) : status(wanted), got(kept) {}
  jamf::Outcome send(const jamf::Request& request) override {
    got = request;
    if (status == 0) return jamf::NoReply{jamf::NoReply::Why::cut, true, "the connection was cut"};
    jamf::Reply reply;
    reply.status = status;
    return reply;
  }
  int status;
  jamf::Request& got;
};

TEST(Notice, IsSentOnceAndAFailureNamesNoAddress) {
  jamf::Request got;
  const auto sent = [&](int status) {
    jamf::Notifier notifier(std::make_unique<Receiver>(status, got), "/services/T0/secret-part",
                            jamf::NoticeForm::slack);
    return notifier.send({"storm", "x"});
  };
  EXPECT_TRUE(sent(200).ok());
  EXPECT_EQ(got.method, jamf::Method::post);
  EXPECT_EQ(got.target, "/services/T0/secret-part");
  EXPECT_EQ(got.body, R"({"text":"enrolkit: x"})");
  EXPECT_EQ(sent(404).error().why, "a notice was not taken: status 404");
  EXPECT_EQ(sent(0).error().why, "a notice could not be sent: the connection was cut");
}

}  // namespace
}  // namespace enrolkit::test

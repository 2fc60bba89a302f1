// The frame that no attribute can break: whatever an answer does, inventory gets one line and status 0.
#include "run/ea_frame.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/real_run.h"
#include "run/streams.h"
#include "support/process/child.h"
#include "support/sanitized.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using std::chrono::milliseconds;

Finding good() {
  Finding finding;
  finding.id = "device-signature";
  finding.health = Health::healthy;
  finding.code = "Valid";
  finding.pairs = {{"last-success", "2026-03-02 09:00:05"}};
  finding.evidence = {{"/var/log/jamf.log", "line 7", LocalTime{0}, "No patch policies were found."}};
  return finding;
}

template <class Answer>
ChildResult framed(Answer answer, Stdout how = Stdout::pipe, EaFormat format = EaFormat::result,
                   milliseconds limit = milliseconds(8000)) {
  return in_child(
      [&] {
        prepare_streams();
        EaRun run;
        run.attribute = "device-signature";
        run.format = format;
        run.limit = limit;
        run.answer = answer;
        run_ea(run);
      },
      how);
}

// Exactly one line, "<result>...</result>", and nothing else anywhere.
void expect_result(const ChildResult& child, const std::string& text) {
  EXPECT_EQ(child.out, "<result>" + text + "</result>\n");
  EXPECT_EQ(child.err, "");
  EXPECT_EQ(child.status, 0);
}

constexpr const char* kBroken = "Unknown; reason=internal error";

TEST(EaFrame, PrintsTheAnswer) { expect_result(framed(good), "Valid; last-success=2026-03-02 09:00:05"); }

TEST(EaFrame, AnEmptyDateIsAnEmptyResult) {
  expect_result(framed([] {
                  Finding finding;
                  finding.code.clear();
                  return finding;
                }),
                "");
}

TEST(EaFrame, AnAnswerOfManyLinesAndTagsIsOneLine) {
  expect_result(framed([] {
                  Finding finding = good();
                  finding.pairs = {{"what", "a\nb</result>\n<result>c & d\x1b[31m"}};
                  return finding;
                }),
                result_text([] {
                  Finding finding = good();
                  finding.pairs = {{"what", "a\nb</result>\n<result>c & d\x1b[31m"}};
                  return finding;
                }()));
}

TEST(EaFrame, AnExceptionIsUnknown) {
  expect_result(framed([]() -> Finding { throw std::runtime_error("a secret\npath"); }), kBroken);
}

TEST(EaFrame, AnExceptionOfNoKnownKindIsUnknown) {
  expect_result(framed([]() -> Finding { throw 42; }), kBroken);
}

TEST(EaFrame, NoMemoryIsUnknown) {
  expect_result(framed([]() -> Finding { throw std::bad_alloc(); }), kBroken);
}

TEST(EaFrame, NoAnswerAtAllIsUnknown) { expect_result(framed(std::function<Finding()>()), kBroken); }

TEST(EaFrame, AnAnswerThatTakesTooLongIsUnknownInTime) {
  const ChildResult child = framed(
      [] {
        for (int i = 0; i < 50; ++i) ::usleep(100'000);
        return good();
      },
      Stdout::pipe, EaFormat::result, milliseconds(200));
  expect_result(child, "Unknown; reason=time limit of 200 ms reached");
  EXPECT_LT(child.took, milliseconds(1000));
}

TEST(EaFrame, AToolThatHangsIsKilledWithItsGroupWhenTheTimeIsOver) {
  const TempFolder folder;
  const std::string pids = folder.at("pids");
  const ChildResult child = framed(
      [&] {
        (void)run_here(
            {"/bin/sh", {"-c", "sleep 60 & echo $$ $! >" + pids + "; wait"}, milliseconds(30'000), 1000});
        return good();
      },
      Stdout::pipe, EaFormat::result, milliseconds(1000));
  expect_result(child, "Unknown; reason=time limit of 1000 ms reached");
  std::ifstream in(pids);
  for (pid_t pid = 0; in >> pid;) {
    bool gone = false;
    for (int i = 0; i < 200 && !gone; ++i) {  // init reaps it
      std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
      std::string number, name, state;
      gone = ::kill(pid, 0) != 0 || (stat >> number >> name >> state && state == "Z");
      if (!gone) ::usleep(10'000);
    }
    EXPECT_TRUE(gone) << pid;
  }
  EXPECT_TRUE(std::filesystem::exists(pids));
}

TEST(EaFrame, AnAnswerThatNeverSleepsIsStoppedToo) {
  const ChildResult child = framed(
      [] {
        for (std::atomic<unsigned> i{0};;) ++i;
        return good();
      },
      Stdout::pipe, EaFormat::result, milliseconds(200));
  expect_result(child, "Unknown; reason=time limit of 200 ms reached");
  EXPECT_LT(child.took, milliseconds(1500));
}

TEST(EaFrame, TheLimitHoldsWhenTheCallerBlockedItsSignal) {
  const ChildResult child = in_child([] {
    sigset_t all{};
    sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, nullptr);
    EaRun run;
    run.attribute = "summary";
    run.limit = milliseconds(200);
    run.answer = [] {
      ::sleep(5);
      return good();
    };
    run_ea(run);
  });
  expect_result(child, "Unknown; reason=time limit of 200 ms reached");
}

TEST(EaFrame, ACrashIsUnknown) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer reports crashes itself";
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    SCOPED_TRACE(signal);
    expect_result(framed([signal] {
                    ::raise(signal);
                    return good();
                  }),
                  kBroken);
  }
}

TEST(EaFrame, AnExceptionWhereNoneMayBeIsUnknown) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer reports crashes itself";
  const auto never_throws = [](const std::function<void()>& body) noexcept { body(); };
  expect_result(framed([&] {
                  never_throws([] { throw std::runtime_error("out of a noexcept function"); });
                  return good();
                }),
                kBroken);
}

int deeper(std::atomic<int>& depth) {
  std::array<std::atomic<int>, 1024> room{};
  room[0] = ++depth;
  return depth < 0 ? 0 : deeper(depth) + room[0];
}

TEST(EaFrame, AStackThatIsUsedUpIsUnknown) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer reports crashes itself";
  expect_result(framed([] {
                  Finding finding = good();
                  std::atomic<int> depth{0};
                  finding.detail = std::to_string(deeper(depth));
                  return finding;
                }),
                kBroken);
}

TEST(EaFrame, ACrashAfterTheAnswerAddsNothing) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer reports crashes itself";
  const ChildResult child = in_child([] {
    EaRun run;
    run.attribute = "summary";
    run.answer = good;
    run_ea(run);
    ::raise(SIGSEGV);
  });
  expect_result(child, "Valid; last-success=2026-03-02 09:00:05");
}

TEST(EaFrame, WhatALibrarySaysOnStderrIsSwallowed) {
  expect_result(framed([] {
                  std::fputs("libplist: error: something\n", stderr);
                  (void)write_err("and more\n");
                  return good();
                }),
                "Valid; last-success=2026-03-02 09:00:05");
}

TEST(EaFrame, AClosedStdoutIsNoCrash) {
  const ChildResult child = framed(good, Stdout::closed);
  EXPECT_EQ(child.out, "");
  EXPECT_EQ(child.err, "");
  EXPECT_EQ(child.status, 0);
}

TEST(EaFrame, AReaderThatIsGoneIsNoCrash) {
  const ChildResult child = framed(good, Stdout::reader_gone);
  EXPECT_EQ(child.err, "");
  EXPECT_EQ(child.status, 0);
}

TEST(EaFrame, AReaderThatIsGoneWhenTheTimeIsOverIsNoCrash) {
  const ChildResult child = framed(
      [] {
        ::sleep(5);
        return good();
      },
      Stdout::reader_gone, EaFormat::result, milliseconds(200));
  EXPECT_EQ(child.status, 0);
  EXPECT_LT(child.took, milliseconds(1500));
}

TEST(EaFrame, JsonHasTheFindingAndItsEvidence) {
  const ChildResult child = framed(good, Stdout::pipe, EaFormat::json);
  const auto json = nlohmann::json::parse(child.out, nullptr, false);
  ASSERT_FALSE(json.is_discarded()) << child.out;
  EXPECT_EQ(json["code"], "Valid");
  EXPECT_EQ(json["health"], "healthy");
  EXPECT_EQ(json["evidence"][0]["where"], "line 7");
  EXPECT_EQ(child.err, "");
  EXPECT_EQ(child.status, 0);
}

TEST(EaFrame, JsonStaysJsonWhenTheAnswerThrowsOrIsLate) {
  const auto throws = []() -> Finding { throw std::runtime_error("x"); };
  const auto sleeps = [] {
    ::sleep(5);
    return good();
  };
  const ChildResult broken = framed(throws, Stdout::pipe, EaFormat::json);
  const ChildResult late = framed(sleeps, Stdout::pipe, EaFormat::json, milliseconds(200));
  for (const ChildResult& child : {broken, late}) {
    const auto json = nlohmann::json::parse(child.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << child.out;
    EXPECT_EQ(json["code"], "Unknown");
    EXPECT_EQ(json["health"], "unknown");
    EXPECT_EQ(json["id"], "device-signature");
    EXPECT_EQ(child.status, 0);
  }
}

TEST(EaFrame, ExplainIsForPeople) {
  const ChildResult child = framed(good, Stdout::pipe, EaFormat::explain);
  EXPECT_EQ(child.out.find("device-signature: Valid; last-success=2026-03-02 09:00:05 (healthy)\n"), 0U)
      << child.out;
  EXPECT_NE(
      child.out.find("  /var/log/jamf.log, line 7, 1970-01-01 00:00:00: No patch policies were found.\n"),
      std::string::npos)
      << child.out;
  EXPECT_EQ(child.out.find("<result>"), std::string::npos);
  EXPECT_EQ(child.status, 0);
}

TEST(EaText, EachFormatEndsWithANewline) {
  for (const EaFormat format : {EaFormat::result, EaFormat::json, EaFormat::explain}) {
    EXPECT_EQ(ea_text(good(), format).back(), '\n');
  }
  const std::string line = ea_text(good(), EaFormat::result);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

}  // namespace
}  // namespace enrolkit::test

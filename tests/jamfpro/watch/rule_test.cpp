// The watch's rules, from data: the state of a Mac, another enrolment, the storm, and when anything may be sent.
#include "jamfpro/watch/rule.h"

#include <gtest/gtest.h>

#include <random>

#include "jamfpro/watch/window.h"

namespace enrolkit::jamf {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;
constexpr std::int64_t kGrace = 1800;

Computer mac(std::int64_t enrolled_ago) {
  Computer out;
  out.id = "7";
  out.managed = true;
  out.enrolled = kNow - enrolled_ago;
  out.mdm_contact = kNow - 60;
  return out;
}

WatchState state_of(const Computer& mac) {
  return state_for(judge_mac(mac, {}, watch_patience(15, kGrace), kNow));
}

TEST(WatchRule, AnEnrolmentIsJudgedWhenItsGraceIsOver) {
  EXPECT_EQ(state_of(mac(kGrace - 1)), WatchState::waiting);
  EXPECT_EQ(state_of(mac(kGrace)), WatchState::stuck);
  Computer came = mac(kGrace);
  came.check_in = *came.enrolled + 20;
  EXPECT_EQ(state_of(came), WatchState::came) << "its inventory may come later";
  came.binary = "11.30.1";
  came.report = *came.enrolled + 60;
  EXPECT_EQ(state_of(came), WatchState::came);
  Computer before = came;
  before.check_in = *came.enrolled - 3600;
  EXPECT_EQ(state_of(before), WatchState::stuck) << "it came before it was enrolled again";
}

TEST(WatchRule, WhatCannotBeJudgedIsNeverWell) {
  Computer silent = mac(kGrace);
  silent.mdm_contact.reset();
  EXPECT_EQ(state_of(silent), WatchState::unclear);
  silent.mdm_contact = kNow - 30 * kDay;
  EXPECT_EQ(state_of(silent), WatchState::unclear);
  Computer left = mac(kGrace);
  left.managed = false;
  EXPECT_EQ(state_of(left), WatchState::gone);
}

// Whatever is known of a Mac: a longer grace never makes it stuck, and without a check-in since its enrolment it never came.
TEST(WatchRule, PropertiesOverRandomMacs) {
  std::mt19937 random(17);
  const auto some = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(random);
  };
  for (int i = 0; i < 20'000; ++i) {
    Computer one = mac(some(3 * kDay));
    if (some(3) != 0) one.check_in = kNow - some(4 * kDay);
    if (some(3) != 0) one.report = kNow - some(4 * kDay);
    if (some(3) != 0) one.binary = "11.30.1";
    if (some(3) == 0) one.mdm_contact.reset();
    const std::int64_t grace = some(2 * kDay);
    const auto with = [&](std::int64_t seconds) {
      return state_for(judge_mac(one, {}, watch_patience(15, seconds), kNow));
    };
    const WatchState state = with(grace);
    const bool waits = kNow - *one.enrolled < grace;
    ASSERT_EQ(state == WatchState::waiting, waits);
    if (state == WatchState::stuck) {
      ASSERT_TRUE(with(grace + 1) == WatchState::stuck || with(grace + 1) == WatchState::waiting);
    }
    if (state == WatchState::came) {
      ASSERT_TRUE(one.check_in && *one.check_in >= *one.enrolled - 300);
    }
  }
}

TEST(WatchRule, AnotherEnrolment) {
  WatchedMac known{"7", "C02", "mac", "A", WatchState::came, kNow, kNow + 1800, false};
  EXPECT_FALSE(is_new_enrolment(known, kNow + 20)) << "stamped by another part of the server";
  EXPECT_TRUE(is_new_enrolment(known, kNow + 4000));
  known.state = WatchState::repairing;
  EXPECT_FALSE(is_new_enrolment(known, kNow + 4000)) << "that of our own repair";
  known.state = WatchState::repaired;
  known.changed = kNow + 5000;
  EXPECT_FALSE(is_new_enrolment(known, kNow + 4000));
  EXPECT_TRUE(is_new_enrolment(known, kNow + 5001));
}

TEST(WatchRule, ALookIsDueWhenTheGraceIsOverAndThenLessAndLessOften) {
  WatchedMac one{"7", "C02", "mac", "A", WatchState::waiting, kNow, kNow, false};
  EXPECT_EQ(next_look(one, kGrace, kNow + 5), kNow + kGrace);
  one.state = WatchState::stuck;
  std::int64_t last = 0;
  for (std::int64_t now = kNow; now < kNow + 60 * kDay; now = next_look(one, kGrace, now)) {
    const std::int64_t pause = next_look(one, kGrace, now) - now;
    ASSERT_GE(pause, last);
    ASSERT_GE(pause, 60);
    ASSERT_LE(pause, 6 * 3600);
    last = pause;
  }
}

TEST(StormRule, MoreThanAShareAndAtLeastSoMany) {
  const StormRule rule{30, 5};
  EXPECT_FALSE(is_storm({4, 4}, rule));
  EXPECT_TRUE(is_storm({5, 5}, rule));
  EXPECT_FALSE(is_storm({100, 30}, rule));
  EXPECT_TRUE(is_storm({100, 31}, rule));
  EXPECT_FALSE(is_storm({0, 0}, rule));
  EXPECT_FALSE(is_storm({0, 0}, {0, 0}));
}

TEST(StormRule, OnlyEnrolmentsThatWentWellEndIt) {
  const StormRule rule{30, 5};
  const auto began = storm_after(std::nullopt, {10, 8}, {}, rule, kNow);
  EXPECT_EQ(began, kNow);
  EXPECT_EQ(storm_after(began, {10, 8}, {0, 0}, rule, kNow + 600), kNow) << "it goes on";
  EXPECT_EQ(storm_after(began, {0, 0}, {0, 0}, rule, kNow + kDay), kNow) << "silence proves nothing";
  EXPECT_EQ(storm_after(began, {4, 0}, {4, 0}, rule, kNow + kDay), kNow) << "nor do too few";
  EXPECT_EQ(storm_after(began, {5, 2}, {5, 2}, rule, kNow + kDay), kNow);
  EXPECT_EQ(storm_after(began, {5, 1}, {5, 1}, rule, kNow + kDay), std::nullopt);
  EXPECT_EQ(storm_after(std::nullopt, {5, 1}, {}, rule, kNow), std::nullopt);
}

TEST(Gate, NothingIsSentUnlessEverythingAllowsIt) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    const auto bit = [&](unsigned at) { return (bits >> at & 1U) != 0; };
    Gate gate;
    gate.repair = bit(0);
    gate.storm = bit(1);
    gate.in_window = bit(2);
    gate.max_a_day = 3;
    gate.sent_today = bit(3) ? 3 : 2;
    gate.conflict_stands = bit(4);
    gate.conflict_is_known = bit(5);
    const bool all = bit(0) && !bit(1) && bit(2) && !bit(3) && !bit(4) && bit(5);
    EXPECT_EQ(hold_of(gate) == Hold::none, all) << bits;
    gate.conflict_stands.reset();
    EXPECT_NE(hold_of(gate), Hold::none) << "nobody asked";
  }
}

TEST(Gate, AConflictThatNobodyRuledOutHolds) {
  Gate gate;
  gate.repair = true;
  gate.max_a_day = 1;
  gate.conflict_stands = false;
  EXPECT_EQ(hold_of(gate), Hold::conflict_unknown);
}

LocalTime at(const char* text) { return parse_local_time(text).value(); }

TEST(Window, DaysAndHours) {
  const std::vector<Window> office{parse_window("Mon-Fri 08:00-18:00").value()};
  EXPECT_TRUE(is_open(office, at("2026-11-30 08:00:00")));  // a Monday
  EXPECT_TRUE(is_open(office, at("2026-11-30 17:59:59")));
  EXPECT_FALSE(is_open(office, at("2026-11-30 18:00:00")));
  EXPECT_FALSE(is_open(office, at("2026-11-30 07:59:59")));
  EXPECT_FALSE(is_open(office, at("2026-11-29 12:00:00")));
  EXPECT_TRUE(is_open({}, at("2026-11-29 03:00:00"))) << "no window: always";
}

TEST(Window, OverMidnightItBelongsToTheDayOnWhichItOpens) {
  const std::vector<Window> night{parse_window("Fri 22:00-06:00").value()};
  EXPECT_TRUE(is_open(night, at("2026-12-04 23:00:00")));
  EXPECT_TRUE(is_open(night, at("2026-12-05 05:59:00")));
  EXPECT_FALSE(is_open(night, at("2026-12-04 05:00:00")));
  EXPECT_FALSE(is_open(night, at("2026-12-05 06:00:00")));
  const std::vector<Window> days{parse_window("Sat-Mon,Wed 00:00-24:00").value()};
  EXPECT_TRUE(is_open(days, at("2026-11-29 23:59:00")));
  EXPECT_FALSE(is_open(days, at("2026-12-01 12:00:00")));
  EXPECT_TRUE(is_open(days, at("2026-12-02 12:00:00")));
}

TEST(Window, WhatIsNoneIsRefused) {
  for (const char* bad :
       {"", "08:00", "8:00-18:00", "08:00-25:00", "08:60-09:00", "08:00-08:00", "24:00-08:00",
        "Xyz 08:00-18:00", "Mon-", "Mon-Fri", "Mon-Fri  08:00-18:00", "-1:00-08:00", "Mon, 08:00-18:00 "}) {
    EXPECT_FALSE(parse_window(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace enrolkit::jamf

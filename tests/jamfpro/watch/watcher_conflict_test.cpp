// The watch before an account conflict: nothing is sent while it stands, or cannot be judged.
#include "jamfpro/watch/watch_bench.h"

namespace enrolkit::test {
namespace {

jamf::Json prestage_of(const char* administrator) {
  return {{"id", "1"},
          {"displayName", "Office"},
          {"accountSettings",
           {{"payloadConfigured", true},
            {"localAdminAccountEnabled", true},
            {"adminUsername", administrator},
            {"prefillPrimaryAccountInfoFeatureEnabled", false}}}};
}

TEST(Watcher, NothingIsSentWhileTheConflictStands) {
  WatchBench s;
  s.watch.repair = true;
  s.jamf.prestages = jamf::Json::array({prestage_of("jamfmanage")});
  s.enrol(true);
  s.run_for(4000);
  EXPECT_EQ(s.count("held conflict"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  s.jamf.prestages = jamf::Json::array({{{"id", "1"}}});  // it does not tell its accounts
  s.run_for(600);
  EXPECT_EQ(s.count("held conflict-unknown"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  s.jamf.prestages = jamf::Json::array();
  s.run_for(600);
  EXPECT_EQ(s.count("repaired"), 1U);
}

TEST(Watcher, NothingIsSentWhileInvitationsConflictOrCannotBeRead) {
  WatchBench s;
  s.watch.repair = true;
  s.jamf.prestages = jamf::Json::array({prestage_of("localadmin")});
  s.jamf.invitations = {{{"id", 7}, {"ssh_username", "localadmin"}}};
  s.enrol(true);
  s.run_for(4000);
  EXPECT_EQ(s.count("held conflict"), 1U);
  s.jamf.invitations.clear();
  s.jamf.privileges.erase("Read Computer Enrollment Invitations");
  s.run_for(600);
  EXPECT_EQ(s.count("held conflict-unknown"), 1U);
  EXPECT_TRUE(s.jamf.world.commands.empty());
  s.jamf.privileges.insert("Read Computer Enrollment Invitations");
  s.run_for(600);
  EXPECT_EQ(s.count("repaired"), 1U);
}

}  // namespace
}  // namespace enrolkit::test

// The stores' tools are stood in for by scripts: neither of the real ones is here to be relied on.
#include "run/secret_store.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

const std::string kServer = "https://acme.jamfcloud.com";

struct FakeTool {
  explicit FakeTool(SecretStore::Kind kind, const std::string& script) : store{kind, folder.at("tool")} {
    folder.write("tool", "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >" + folder.at("asked") + "\n" + script);
    ::chmod(store.tool.c_str(), 0700);
  }
  [[nodiscard]] Reading<std::string> ask() const { return stored_secret(store, kServer, "client"); }
  [[nodiscard]] std::string asked() const {
    std::ifstream file(folder.at("asked"));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  TempFolder folder;
  SecretStore store;
};

constexpr auto kKeychain = SecretStore::Kind::keychain;
constexpr auto kService = SecretStore::Kind::secret_service;

std::string why(const Reading<std::string>& reading) {
  const std::string* text = why_unreadable(reading);
  return text == nullptr ? "" : *text;
}

TEST(SecretStore, IsAskedForTheSecretOfOneAccountAtOneServer) {
  const FakeTool keychain(kKeychain, "echo geheim");
  EXPECT_EQ(keychain.ask(), Reading<std::string>("geheim"));
  EXPECT_EQ(keychain.asked(),
            "6\nfind-generic-password\n-s\nenrolkit https://acme.jamfcloud.com\n-a\nclient\n-w\n");
  const FakeTool service(kService, "printf geheim");
  EXPECT_EQ(service.ask(), Reading<std::string>("geheim"));
  EXPECT_EQ(service.asked(), "5\nlookup\nservice\nenrolkit https://acme.jamfcloud.com\naccount\nclient\n");
}

TEST(SecretStore, NoToolAndNoItemAreNoSecret) {
  const TempFolder folder;
  EXPECT_EQ(stored_secret({kService, folder.at("none")}, kServer, "client"), Reading<std::string>(Absent{}));
  EXPECT_EQ(FakeTool(kKeychain, "echo 'could not be found' >&2; exit 44").ask(),
            Reading<std::string>(Absent{}));
  EXPECT_EQ(FakeTool(kService, "exit 1").ask(), Reading<std::string>(Absent{}));
}

TEST(SecretStore, ALockedStoreIsNotAnEmptyOne) {
  EXPECT_NE(why(FakeTool(kKeychain, "echo 'interaction is not allowed' >&2; exit 36").ask())
                .find("interaction is not allowed"),
            std::string::npos);
  EXPECT_NE(why(FakeTool(kService, "echo 'cannot connect to the bus' >&2; exit 1").ask()), "");
  EXPECT_NE(why(FakeTool(kService, "kill -9 $$").ask()), "");
}

TEST(SecretStore, WhatIsNoSecretIsRefusedUnseen) {
  for (const char* script : {"printf ''", "printf 'geheim\\nmore\\n'", "yes geheim | head -c 100000"}) {
    const std::string text = why(FakeTool(kService, script).ask());
    EXPECT_NE(text, "") << script;
    EXPECT_EQ(text.find("geheim"), std::string::npos) << text;
  }
}

TEST(SecretStore, ItsToolKnowsTheWayToTheUsersSessionAndNothingElse) {
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1/bus", 1);
  ::setenv("ENROLKIT_TEST_OTHER", "x", 1);
  const Reading<std::string> bus =
      FakeTool(kService, "printf %s \"$DBUS_SESSION_BUS_ADDRESS$ENROLKIT_TEST_OTHER\"").ask();
  ::unsetenv("DBUS_SESSION_BUS_ADDRESS");
  ::unsetenv("ENROLKIT_TEST_OTHER");
  EXPECT_EQ(bus, Reading<std::string>("unix:path=/run/user/1/bus"));
}

TEST(SecretStore, SaysHowToPutOneThere) {
  EXPECT_EQ(
      how_to_store({kKeychain, "/usr/bin/security"}, kServer, "client"),
      "/usr/bin/security add-generic-password -s 'enrolkit https://acme.jamfcloud.com' -a 'client' -T '' -w");
  EXPECT_TRUE(system_secret_store().tool.starts_with("/usr/bin/"));
}

// A store as a folder: what is put there by standard input comes out again.
struct FakeStore {
  FakeStore(SecretStore::Kind kind, const std::string& more = "") : store{kind, folder.at("tool")} {
    const std::string kept = folder.at("kept"), asked = folder.at("asked");
    folder.write("tool", "#!/bin/sh\necho \"$@\" >>" + asked + "\n" + more +
                             "\ncase $1 in\nstore | -i) cat >" + kept + " ;;\n*) test -f " + kept +
                             " && cat " + kept + " ;;\nesac\n");
    ::chmod(store.tool.c_str(), 0700);
  }
  [[nodiscard]] std::string text(const char* name) const {
    std::ifstream file(folder.at(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  TempFolder folder;
  SecretStore store;
};

TEST(SecretStore, TakesASecretByStandardInputAndNotByAnArgument) {
  const FakeStore service(kService);
  const Status kept = store_secret(service.store, kServer, "client", "geheim");
  EXPECT_TRUE(kept.ok()) << kept.error().why;
  EXPECT_EQ(service.text("kept"), "geheim");
  EXPECT_EQ(service.text("asked"),
            "store --label=enrolkit service enrolkit https://acme.jamfcloud.com account client\n"
            "lookup service enrolkit https://acme.jamfcloud.com account client\n");
  const FakeStore keychain(kKeychain);
  EXPECT_TRUE(store_secret(keychain.store, kServer, "cli\"ent", "geheim").ok());
  EXPECT_EQ(keychain.text("kept"),
            "add-generic-password -U -s \"enrolkit https://acme.jamfcloud.com\" -a \"cli\\\"ent\" -T \"\" "
            "-X 67656865696d\n");
  EXPECT_EQ(keychain.text("asked"),
            "-i\nfind-generic-password -s enrolkit https://acme.jamfcloud.com -a cli\"ent\n")
      << "the secret is not asked for: that would ask the user";
}

TEST(SecretStore, OneThatDoesNotTakeItIsSaidWithoutTheSecret) {
  for (const auto kind : {kService, kKeychain}) {
    const FakeStore refuses(kind, "cat >/dev/null; echo 'no geheim 67656865696d for you' >&2; exit 36");
    const Status kept = store_secret(refuses.store, kServer, "client", "geheim");
    ASSERT_FALSE(kept.ok());
    if (kind == kKeychain) {
      EXPECT_EQ(kept.error().why.find("67656865696d"), std::string::npos) << kept.error().why;
    }
    EXPECT_NE(kept.error().why.find("for you"), std::string::npos) << kept.error().why;
  }
  EXPECT_FALSE(
      store_secret(FakeStore(kService, "cat >/dev/null; exit 0").store, kServer, "client", "geheim").ok())
      << "what it says it has kept does not read back";
  EXPECT_FALSE(store_secret({kService, "/nonexistent/tool"}, kServer, "client", "geheim").ok());
}

TEST(SecretStore, NothingGetsIntoTheCommandsOfSecurity) {
  const FakeStore keychain(kKeychain);
  for (const std::string& bad : {std::string("x\ndelete-keychain"), std::string(), std::string("a\0b", 3)}) {
    EXPECT_FALSE(store_secret(keychain.store, kServer, bad, "geheim").ok());
    EXPECT_FALSE(store_secret(keychain.store, bad, "client", "geheim").ok());
    EXPECT_FALSE(store_secret(keychain.store, kServer, "client", bad).ok());
  }
  EXPECT_EQ(keychain.text("asked"), "");
}

}  // namespace
}  // namespace enrolkit::test

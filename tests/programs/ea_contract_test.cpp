// enrolkit-ea as inventory runs it: exactly one <result> line, status 0 and an empty stderr, whatever
// happens.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "programs/program_test.h"
#include "support/macs/fixture_copy.h"
#include "support/process/as_nobody.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using Arguments = std::vector<std::string>;

// Empty when the contract is kept, else what is wrong.
std::string breach(const Ran& ran) {
  const std::string_view begin = "<result>", end = "</result>\n";
  if (ran.status != 0) return "status " + std::to_string(ran.status);
  if (!ran.err.empty()) return "stderr is not empty";
  if (!ran.out.starts_with(begin) || !ran.out.ends_with(end)) return "no result line";
  const std::string text = ran.out.substr(begin.size(), ran.out.size() - begin.size() - end.size());
  if (text.size() > 1024) return "longer than 1,024 bytes";
  for (const char c : text) {
    if (c == '<' || c == '>' || c == '&') return std::string("holds a ") + c;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "holds a control character";
  }
  return "";
}

std::string text_of(const Ran& ran) {
  EXPECT_EQ(breach(ran), "") << told(ran);
  return ran.out.size() > 18 ? ran.out.substr(8, ran.out.size() - 18) : "";
}

nlohmann::json listed() { return nlohmann::json::parse(enrolkit_ea({"list", "--json"}).out); }

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& attribute : listed()) all.push_back(attribute["name"]);
  return all;
}

TEST(EnrolkitEa, HelpVersionAndListAreForPeople) {
  for (const Arguments& arguments : {Arguments{"--help"}, {"list"}}) {
    const Ran ran = enrolkit_ea(arguments);
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.err, "");
    EXPECT_GT(ran.out.size(), 200U) << told(ran);
  }
  EXPECT_TRUE(enrolkit_ea({"--version"}).out.starts_with("enrolkit-ea " ENROLKIT_VERSION " ("));
}

TEST(EnrolkitEa, AMistypedNameGetsASuggestion) {
  const std::string begin = "Unknown; reason=there is no attribute ";
  EXPECT_EQ(text_of(enrolkit_ea({"devise-signature"})),
            begin + "devise-signature, did you mean device-signature?");
  EXPECT_EQ(text_of(enrolkit_ea({"lst"})), begin + "lst, did you mean list?");
  EXPECT_EQ(text_of(enrolkit_ea({"colect"})), begin + "colect, did you mean collect?");
  EXPECT_EQ(text_of(enrolkit_ea({"mdm", "600"})), "Unknown; reason=600: was not expected");
  EXPECT_EQ(text_of(enrolkit_ea({"weather"})), begin + "weather, see enrolkit-ea list");
}

TEST(EnrolkitEa, ListsWhatJamfProMustKnow) {
  const auto list = listed();
  ASSERT_GE(list.size(), 6U);
  for (const auto& attribute : list) {
    EXPECT_TRUE(attribute["type"] == "String" || attribute["type"] == "Date") << attribute;
    EXPECT_EQ(attribute["codes"].empty(), attribute["type"] == "Date") << attribute;
    EXPECT_FALSE(attribute["question"].get<std::string>().empty());
  }
}

TEST(EnrolkitEa, KeepsItsContractOnThisComputer) {
  for (const std::string& name : names()) EXPECT_LE(text_of(enrolkit_ea({name})).size(), 1024U) << name;
}

TEST(EnrolkitEa, TellsEachFixtureMacAsExpected) {
  for (const char* fixture : {"healthy", "published-conflict", "gateway-502", "signature-lost", "repaired"}) {
    const TempFolder folder;
    const std::string root = lay_out(folder, fixture, "mac");
    std::ifstream file(fixture_folder(fixture) + "/expected.txt");
    int compared = 0;
    for (std::string line; std::getline(file, line);) {
      const auto colon = line.find(": ");
      const std::string name = line.substr(0, colon);
      // Without the manifest's clock a certificate may have expired, and a birth has no zone.
      if (name != "enrolment" && name != "enrolment-failed-at" && name != "last-contact") continue;
      EXPECT_EQ(text_of(enrolkit_ea({name, "--root", root})), line.substr(colon + 2))
          << fixture << " " << name;
      ++compared;
    }
    EXPECT_EQ(compared, 3) << fixture;
  }
}

TEST(EnrolkitEa, CodesComeFromTheListedSet) {
  const TempFolder folder;
  const auto list = listed();
  for (const std::string& fixture : fixture_names()) {
    const std::string root = lay_out(folder, fixture, fixture);
    for (const auto& attribute : list) {
      const std::string text = text_of(enrolkit_ea({attribute["name"], "--root", root}));
      const std::string code = text.substr(0, text.find(';'));
      if (attribute["type"] == "Date") {
        EXPECT_TRUE(code.empty() || code == "Unknown" || parse_local_time(code)) << fixture << ": " << text;
      } else {
        const auto& codes = attribute["codes"];
        EXPECT_NE(std::find(codes.begin(), codes.end(), code), codes.end())
            << fixture << ", " << attribute["name"] << ": " << text;
      }
    }
  }
}

TEST(EnrolkitEa, WhatCannotBeLookedIntoIsUnknown) {
  const TempFolder folder;
  folder.write("file", "");
  folder.fifo("fifo");
  folder.fifo("fifo-log/var/log/jamf.log");
  folder.link("link-log/var/log/jamf.log", "/etc/passwd");
  folder.folder("folder-log/var/log/jamf.log");
  folder.fifo("fifo-users/private/var/db/dslocal/nodes/Default/users/_mgmt.plist");
  for (const char* root : {"missing", "file", "fifo", "fifo-log", "link-log", "folder-log", "fifo-users"}) {
    for (const std::string& name : names()) {
      const Ran ran = enrolkit_ea({name, "--root", folder.at(root), "--account", "_mgmt"});
      EXPECT_TRUE(text_of(ran).starts_with("Unknown; reason=")) << root << " " << name << ": " << ran.out;
      EXPECT_LT(ran.took, std::chrono::seconds(kSanitized ? 10 : 2));
    }
  }
}

TEST(EnrolkitEa, WrongUsageIsOneLineToo) {
  const std::string long_one(5000, 'x');
  const std::string nasty = "a\nb<result>c</result>&\x1b[2J\xff\r";
  for (const Arguments& arguments : {Arguments{},
                                     {""},
                                     {"no-such-attribute"},
                                     {long_one},
                                     {nasty},
                                     {"--frobnicate"},
                                     {"--" + long_one},
                                     {"--" + nasty},
                                     {"summary", "--frobnicate"},
                                     {"summary", "extra"},
                                     {"summary", "--root"},
                                     {"summary", "--root", ""},
                                     {"summary", "--root", long_one},
                                     {"summary", "--root", nasty},
                                     {"summary", "--account"},
                                     {"summary", nasty},
                                     {"summary", "--json=maybe"}}) {
    const Ran ran = enrolkit_ea(arguments);
    EXPECT_TRUE(text_of(ran).starts_with("Unknown; reason=")) << told(ran);
  }
}

TEST(EnrolkitEa, AnyAccountNameIsTakenAsItIs) {
  const TempFolder folder;
  const std::string root = lay_out(folder, "healthy", "mac");
  for (const std::string& account :
       {std::string(5000, 'x'), std::string("a\n<b>&c\x1b[2J\xff"), std::string(" "),
        std::string("../../../../etc/passwd"), std::string("-")}) {
    const Ran ran = enrolkit_ea({"management-account", "--root", root, "--account=" + account});
    EXPECT_FALSE(text_of(ran).starts_with("Present")) << told(ran);
  }
}

TEST(EnrolkitEa, JsonAndExplainEndWithStatusZeroToo) {
  const TempFolder folder;
  for (const std::string& root : {lay_out(folder, "published-conflict", "mac"), folder.at("missing")}) {
    for (const std::string& name : names()) {
      const Ran json = enrolkit_ea({name, "--root", root, "--json"});
      const auto finding = nlohmann::json::parse(json.out, nullptr, false);
      ASSERT_FALSE(finding.is_discarded()) << told(json);
      EXPECT_EQ(finding["id"], name);
      const Ran people = enrolkit_ea({name, "--root", root, "--explain"});
      EXPECT_TRUE(people.out.starts_with(name + ": ")) << told(people);
      for (const Ran& ran : {json, people}) {
        EXPECT_EQ(ran.status, 0);
        EXPECT_EQ(ran.err, "");
        EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
      }
    }
  }
}

TEST(EnrolkitEa, WithoutRightsItIsUnknown) {
  const TempFolder folder;
  const std::string root = lay_out(folder, "healthy", "mac");
  ASSERT_EQ(::chmod((root + "/private/var/log").c_str(), 0), 0);
  std::filesystem::copy(ENROLKIT_EA_PROGRAM, folder.at("enrolkit-ea"));
  for (const char* name : {"enrolment", "device-signature", "last-contact"}) {
    EXPECT_TRUE(as_nobody([&] {
      const Ran ran = run_program(folder.at("enrolkit-ea"), {name, "--root", root});
      return breach(ran).empty() && ran.out.find("<result>Unknown; reason=") == 0 &&
             ran.out.find("Permission denied") != std::string::npos;
    })) << name;
  }
  ::chmod((root + "/private/var/log").c_str(), 0755);
}

TEST(EnrolkitEa, AReaderThatGoesAwayIsNoCrash) {
  RunOptions options;
  options.reader_gone = true;
  const Ran ran = enrolkit_ea({"summary"}, options);
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.err, "");
}

// What a probe found answers for an attribute, while it is fresh; else the Mac is looked at.
TEST(EnrolkitEa, AnswersFromAProbeWhereAsked) {
  const TempFolder folder;
  const std::string root = lay_out(folder, "healthy", "mac");
  const Ran probed = enrolkit_ea({"probe", "--root", root, "--json"});
  EXPECT_EQ(probed.status, 0);
  auto state = nlohmann::ordered_json::parse(probed.out);
  EXPECT_EQ(state["schema"], "enrolkit.state/1");
  EXPECT_EQ(state["complete"], true);
  state["attributes"]["framework"]["code"] = "Missing";  // shows who answers
  const auto framework = [&](const std::string& how) {
    return text_of(enrolkit_ea({"framework", how, "--root", root}));
  };
  const std::string fresh = text_of(enrolkit_ea({"framework", "--root", root}));
  EXPECT_TRUE(fresh.starts_with("Unknown; reason=owners, modes")) << fresh;
  EXPECT_EQ(framework("--cached"), fresh);  // there is no state yet
  folder.write("mac/private/var/db/enrolkit/state.json", state.dump());
  const std::string cached = framework("--cached");
  EXPECT_TRUE(cached.starts_with("Missing; ") && cached.find("; age=") != std::string::npos) << cached;
  EXPECT_EQ(framework("--cached=60").substr(0, 7), "Missing");
  state["written_unix"] = state["written_unix"].get<std::int64_t>() - 61;
  folder.write("mac/private/var/db/enrolkit/state.json", state.dump());
  EXPECT_EQ(framework("--cached=60"), fresh);
  folder.write("mac/private/var/db/enrolkit/state.json", "{}");
  EXPECT_EQ(framework("--cached"), fresh);
  const Ran told_why = enrolkit_ea({"framework", "--cached", "--explain", "--root", root});
  EXPECT_NE(told_why.out.find("not used: "), std::string::npos) << told(told_why);
}

TEST(EnrolkitEa, AllAndProbeKeepTheContractWithoutMemory) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer reserves more than any limit";
  const std::string root = fixture_folder("healthy") + "/root";
  for (long mb = 5; mb <= 40; ++mb) {
    RunOptions options;
    options.memory_mb = mb;
    const Ran loaded = enrolkit_ea({"--version"}, options);
    if (!loaded.out.starts_with("enrolkit-ea ")) continue;  // not even its libraries can be loaded
    const Ran probe = enrolkit_ea({"probe", "--root", root}, options);
    EXPECT_EQ(probe.status, 0) << mb << " MB: " << told(probe);
    EXPECT_TRUE(probe.out.starts_with("<result>") && probe.out.ends_with("</result>\n")) << told(probe);
    const Ran all = enrolkit_ea({"all", "--json", "--root", root}, options);
    EXPECT_EQ(all.status, 0) << mb << " MB: " << told(all);
    // The line stands for it when there is no memory even for its options.
    EXPECT_TRUE(nlohmann::json::parse(all.out, nullptr, false).is_array() || all.out.starts_with("<result>"))
        << told(all);
  }
}

TEST(EnrolkitEa, ProbesAnotherVolumeWithoutWritingToIt) {
  const TempFolder folder;
  const std::string root = lay_out(folder, "healthy", "mac");
  folder.folder("mac/private/var/db");
  const std::string text = text_of(enrolkit_ea({"probe", "--root", root}));
  EXPECT_TRUE(text.starts_with("Unknown; reason=another volume")) << text;
  EXPECT_FALSE(std::filesystem::exists(root + "/private/var/db/enrolkit"));
}

TEST(EnrolkitEa, TakesOnlyAgesThatMakeSense) {
  const std::string root = fixture_folder("healthy") + "/root";
  const auto framework = [&](const std::string& age) {
    return text_of(enrolkit_ea({"framework", "--cached=" + age, "--root", root}));
  };
  for (const char* age : {"-1", "x", "1.5", "60s", "604801", "99999999999999999999", " 1", "true"}) {
    EXPECT_EQ(framework(age), "Unknown; reason=--cached takes seconds from 0 to 604800") << age;
  }
  for (const char* age : {"0", "604800"})
    EXPECT_TRUE(framework(age).starts_with("Unknown; reason=owners, modes")) << age;
}

}  // namespace
}  // namespace enrolkit::test

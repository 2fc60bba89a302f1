// Lists of objects in which one cannot be told: another of its name, or ours, may be that one.
#include "jamfpro/publish/object_store.h"

#include <gtest/gtest.h>

#include <set>

#include "jamfpro/bench.h"
#include "jamfpro/one_answer.h"
#include "jamfpro/publish/static_group.h"

namespace enrolkit::test {
namespace {

using jamf::ObjectKind;

// The failure of what is asked of a server that answers a path with that body; empty: none.
std::string why_not(const std::string& path, const std::string& body, const auto& ask) {
  Bench s;
  OneAnswer http(s.http, path, body);
  jamf::Session session(http, s.clock,
                        {jamf::Credentials::Kind::api_client, s.jamf.client_id, s.jamf.client_secret});
  const auto answer = ask(session);
  return answer.ok() ? "" : brief(answer.error());
}

TEST(ObjectStore, AListWithAnObjectThatCannotBeToldIsNone) {
  const auto scripts = [](jamf::Session& s) { return jamf::ObjectStore(s).named(ObjectKind::script, {"a"}); };
  const auto marked = [](jamf::Session& s) { return jamf::ObjectStore(s).marked(ObjectKind::script); };
  const std::string path = "/api/v1/scripts";
  const std::string whole = R"({"totalCount":1,"results":[{"id":"1","name":"a"}]})";
  EXPECT_EQ(why_not(path, whole, scripts), "");
  EXPECT_EQ(why_not(path, whole, marked), "");
  for (const std::string row :
       {R"({"id":"1"})", R"({"name":"a"})", "null", "{}", R"({"id":"1","name":null})"}) {
    const std::string body = R"({"totalCount":1,"results":[)" + row + "]}";
    EXPECT_EQ(why_not(path, body, scripts),
              "GET /api/v1/scripts: a script came back without its id or its name")
        << row;
    EXPECT_NE(why_not(path, body, marked), "") << row;
  }
  const auto policies = [](jamf::Session& s) {
    return jamf::ObjectStore(s).named(ObjectKind::policy, {"a"});
  };
  EXPECT_EQ(why_not("/JSSResource/policies", "<policies><size>0</size></policies>", policies), "");
  for (const std::string row : {"<id>1</id>", "<name>a</name>", ""}) {
    EXPECT_EQ(why_not("/JSSResource/policies", "<policies><policy>" + row + "</policy></policies>", policies),
              "GET /JSSResource/policies: a policy came back without its id or its name");
  }
}

TEST(StaticGroups, AGroupWithoutItsNameMayBeTheOne) {
  const auto plan = [](jamf::Session& s) { return jamf::StaticGroups(s).plan("a", {}, {}); };
  EXPECT_EQ(why_not("/api/v1/computer-groups", "[]", plan), "");
  EXPECT_NE(why_not("/api/v1/computer-groups", R"([{"id":"1","smartGroup":false}])", plan), "");
}

}  // namespace
}  // namespace enrolkit::test

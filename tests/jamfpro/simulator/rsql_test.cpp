#include "jamfpro/simulator/rsql.h"

#include <gtest/gtest.h>

#include <map>

namespace enrolkit::test {
namespace {

const std::map<std::string, std::string> kRow{
    {"id", "12"},        {"name", "mac (12), \"lab\""},    {"tag", "it's"},
    {"managed", "true"}, {"seen", "2026-09-21T10:00:00Z"},
};

// "yes", "no", or what is wrong with the filter.
std::string judged(const std::string& filter) {
  const auto parsed = RsqlFilter::parse(filter);
  if (const auto* bad = std::get_if<Unreadable>(&parsed)) return bad->why;
  const bool passes = std::get<RsqlFilter>(parsed).matches([](const std::string& field) {
    const auto found = kRow.find(field);
    return found == kRow.end() ? std::nullopt : std::optional(found->second);
  });
  return passes ? "yes" : "no";
}

TEST(SimRsql, JudgesARow) {
  const std::pair<const char*, const char*> kCases[] = {
      {"", "yes"},
      {"id==12", "yes"},
      {"id==1", "no"},
      {"id!=1", "yes"},
      {"id!=12", "no"},
      {"id<13", "yes"},
      {"id<9", "no"},  // as a number: as text it would be less
      {"id=lt=12", "no"},
      {"id<=12", "yes"},
      {"id=le=11", "no"},
      {"id>9", "yes"},
      {"id=gt=12", "no"},
      {"id>=12", "yes"},
      {"id=ge=13", "no"},
      {"id=in=(1,12)", "yes"},
      {"id=in=( 1 , 2 )", "no"},
      {"id=out=(1,2)", "yes"},
      {"id=out=(1,12)", "no"},
      // quotes of both kinds, and what stands in them
      {R"(name=="mac (12), \"lab\"")", "yes"},
      {R"(name=in=("x","mac (12), \"lab\""))", "yes"},
      {R"(tag=='it\'s')", "yes"},
      {R"(tag=="it's")", "yes"},
      // wildcards
      {"name==mac*", "yes"},
      {R"(name=="*lab*")", "yes"},
      {"name==*lab", "no"},
      {"name!=mac*", "no"},
      {"id==*", "yes"},
      {"id=in=(3*,1*)", "yes"},
      // moments in whatever form
      {"seen>=2026-09-21T10:00:00.000Z", "yes"},
      {"seen==2026-09-21T10:00:00.000Z", "yes"},
      {"seen<2026-09-21T10:00:00+0000", "no"},
      {"seen>2026-09-20", "yes"},
  };
  for (const auto& [filter, wanted] : kCases) EXPECT_EQ(judged(filter), wanted) << filter;
}

TEST(SimRsql, JoinsComparisons) {
  const std::pair<const char*, const char*> kCases[] = {
      // and, or, groups: "and" binds more
      {"id==12;managed==true", "yes"},
      {"id==12;managed==false", "no"},
      {"id==1,managed==true", "yes"},
      {"id==12 and managed==true", "yes"},
      {"id==1 or managed==true", "yes"},
      {"id==1,id==12;managed==false", "no"},
      {"id==12,id==1;managed==false", "yes"},
      {"(id==12,id==1);managed==false", "no"},
      {"((id==1 or id==12) and (managed==true))", "yes"},
      // null passes nothing
      {"owner==*", "no"},
      {"owner!=me", "no"},
      {"owner=out=(me)", "no"},
  };
  for (const auto& [filter, wanted] : kCases) EXPECT_EQ(judged(filter), wanted) << filter;
}

TEST(SimRsql, SaysWhatIsNoFilter) {
  const std::pair<const char*, const char*> kCases[] = {
      {"nonsense", "an operator is missing behind nonsense"},
      {"nonsense==", "a value is missing"},
      {"==12", "a field is missing"},
      {"id=like=12", "an operator is missing behind id"},
      {"id=12", "an operator is missing behind id"},
      {"id==(1,2)", "a value is missing"},
      {"id=in=(1,2", "a list is not closed"},
      {"id=in=()", "a value is missing"},
      {"(id==12", "a group is not closed"},
      {"id==12)", "\")\" was not expected"},
      {"id==12;", "a field is missing"},
      {"id==12 managed==true", "\"m\" was not expected"},
      {"name==\"mac", "a quoted value does not end"},
  };
  for (const auto& [filter, wanted] : kCases) EXPECT_EQ(judged(filter), wanted) << filter;
  EXPECT_EQ(judged(std::string(100'000, '(')), "too many groups in groups");
}

}  // namespace
}  // namespace enrolkit::test

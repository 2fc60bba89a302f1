// A whole look at a Mac takes the time of its slowest tool, not of all of them together.
#include "ea/side_by_side.h"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "ea/all.h"
#include "ea/attributes.h"
#include "support/macs/fixture_host.h"

namespace enrolkit::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kSlow{400};
constexpr int kTools = 5;  // dscl twice, codesign, profiles twice

// Each tool takes its time, as on a Mac that is busy.
class SlowTools final : public Host, public ForwardedFiles, public ForwardedClock {
 public:
  explicit SlowTools(const FixtureHost& host, milliseconds slow = kSlow)
      : ForwardedFiles(host), ForwardedClock(host), host_(host), slow_(slow) {}
  [[nodiscard]] Ran run(const Command& command) const override {
    std::this_thread::sleep_for(slow_);
    const std::lock_guard lock(mutex_);
    return host_.run(command);
  }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }

 private:
  const FixtureHost& host_;
  milliseconds slow_;
  mutable std::mutex mutex_;
};

TEST(SideBySide, TheSummaryTakesTheTimeOfTheSlowestTool) {
  const FixtureHost fixture("dscl-answers");
  const SlowTools host(fixture);
  const auto begin = steady_clock::now();
  ToolsAhead tools(host);
  Mac mac(tools, {});
  begin_tools(tools, mac);
  const Finding summary = answer_of(kSummary, mac);
  EXPECT_LT(steady_clock::now() - begin, 2 * kSlow) << kTools << " tools take " << kTools * kSlow.count();
  EXPECT_EQ(fixture.ran().size(), std::size_t{kTools}) << "each once";

  const FixtureHost again("dscl-answers");
  Mac one_by_one(again, {});
  EXPECT_EQ(result_text(summary), result_text(answer_of(kSummary, one_by_one)));
}

TEST(SideBySide, AllOfItTakesTheTimeOfTheSlowestTool) {
  const FixtureHost fixture("dscl-answers");
  const auto host = std::make_shared<SlowTools>(fixture);
  const auto begin = steady_clock::now();
  const AllFindings all = answers_within(host, {}, std::chrono::seconds(30));
  EXPECT_LT(steady_clock::now() - begin, 2 * kSlow);
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(fixture.ran().size(), std::size_t{kTools});
}

// A name that dscl cannot be asked for, a tool that does not answer: as when it is asked in its turn.
TEST(SideBySide, EveryFixtureIsToldAsBefore) {
  for (const std::string& name : fixture_names()) {
    const FixtureHost before(name);
    FixtureHost fixture(name);
    if (!fixture.is_running_system()) continue;
    // One by one these are not asked for, since the question before them was not answered.
    const NotStarted never{"not needed"};
    if (name == "mdm-times-out") fixture.set_answer("/usr/bin/profiles status -type bootstraptoken", never);
    if (name == "dscl-not-found" || name == "dscl-fails")
      fixture.set_answer("/usr/bin/dscl -plist . -read /Groups/admin", never);
    Mac one_by_one(before, {});
    const SlowTools host(fixture, milliseconds(5));
    ToolsAhead tools(host);
    Mac mac(tools, {});
    begin_tools(tools, mac);
    for (const Attribute* attribute : attributes())
      EXPECT_EQ(result_text(answer_of(*attribute, mac)), result_text(answer_of(*attribute, one_by_one)))
          << name << " " << attribute->name;
  }
}

TEST(SideBySide, AnotherVolumeIsNotAsked) {
  const FixtureHost fixture("december");
  ToolsAhead tools(fixture);
  Mac mac(tools, {});
  begin_tools(tools, mac);
  EXPECT_TRUE(fixture.ran().empty());
}

}  // namespace
}  // namespace enrolkit::test

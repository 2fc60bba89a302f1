#include "ea/probe.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "ea/all.h"
#include "ea/attributes.h"
#include "evidence/read_state.h"
#include "evidence/root_only.h"
#include "host/forwarding.h"
#include "host/real_host.h"
#include "support/macs/fixture_copy.h"
#include "support/macs/fixture_host.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using namespace std::chrono_literals;

// A laid-out fixture Mac, and what a probe of the fixture found.
struct Probed {
  TempFolder folder;
  std::string root;
  SavedState state;
  explicit Probed(const std::string& fixture) : root(lay_out(folder, fixture, "mac")) {
    std::filesystem::create_directories(root + "/private/var/db");
    auto host = open_host(root);
    state = probe(std::shared_ptr<const Host>(std::move(std::get<0>(host))), {}, 30s);
  }
  [[nodiscard]] Cached cached(std::string_view attribute, std::optional<std::string> account = {}) const {
    const auto host = open_host(root);
    return answer_from_state(*std::get<0>(host), attribute, account, 600s);
  }
};

TEST(Probe, FindsWhatEachAttributeFinds) {
  const Probed mac("published-conflict");
  EXPECT_TRUE(mac.state.complete);
  ASSERT_EQ(mac.state.findings.size(), attributes().size());
  const auto host = open_host(mac.root);
  for (std::size_t i = 0; i < attributes().size(); ++i) {
    Mac one(*std::get<0>(host), {});
    EXPECT_EQ(result_text(mac.state.findings[i]), result_text(attributes()[i]->answer(one)));
  }
}

TEST(Probe, LeavesItsStateAndAnswersWithTheSummary) {
  const Probed mac("published-conflict");
  const Finding summary = leave_state(mac.state, mac.root);
  EXPECT_EQ(summary.id, "summary");
  EXPECT_EQ(summary.code, "Attention");
  for (const Attribute* attribute : attributes()) {
    const Cached cached = mac.cached(attribute->name);
    ASSERT_TRUE(cached.finding) << cached.why_not;
    std::string fresh;
    for (const Finding& finding : mac.state.findings) {
      if (finding.id == attribute->name) fresh = result_text(finding);
    }
    const std::string text = result_text(*cached.finding);
    if (attribute->type == AttributeType::date) {
      EXPECT_EQ(text, fresh) << attribute->name;  // a date stands alone
    } else {
      EXPECT_TRUE(text.starts_with(fresh + "; age=")) << text;
    }
  }
}

TEST(Probe, ThatCannotWriteIsNoHealthySummary) {
  const Probed mac("healthy");
  std::filesystem::remove_all(mac.root + "/private/var/db");
  const Finding summary = leave_state(mac.state, mac.root);
  EXPECT_EQ(summary.code, "Unknown");
  EXPECT_NE(result_text(summary).find("not written"), std::string::npos);
}

TEST(CachedAnswer, IsNotGivenWithoutAStateOfItsOwn) {
  const Probed mac("healthy");
  EXPECT_EQ(mac.cached("mdm").why_not, "there is none");
  ASSERT_EQ(leave_state(mac.state, mac.root).id, "summary");
  EXPECT_TRUE(mac.cached("framework").finding);
  EXPECT_EQ(mac.cached("framework", "_mgmt").why_not, "it was asked of another account");
  std::ofstream(mac.root + "/private/var/db/enrolkit/state.json") << "{\"schema\":";
  const Cached damaged = mac.cached("framework");
  EXPECT_FALSE(damaged.finding);
  EXPECT_NE(damaged.why_not.find("damaged or cut short"), std::string::npos) << damaged.why_not;
}

// On the running system the file must be root's own.
TEST(CachedAnswer, IsNotTakenFromAFileThatOthersMayWrite) {
  const Probed mac("healthy");
  ASSERT_EQ(leave_state(mac.state, mac.root).id, "summary");
  class Running final : public Host, public ForwardedFiles, public ForwardedClock, public NoTools {
   public:
    explicit Running(const Host& host) : ForwardedFiles(host), ForwardedClock(host) {}
    [[nodiscard]] bool is_running_system() const override { return true; }
  };
  const auto disk = open_host(mac.root);
  const Running host(*std::get<0>(disk));
  const std::string file = mac.root + "/private/var/db/enrolkit/state.json";
  const bool ours = host.info("/var/db/enrolkit/state.json").index() == 0 &&
                    value_of(host.info("/var/db/enrolkit/state.json"))->owner == 0;
  const bool on_the_way = !why_folders_not_root_only(host, "/var/db/enrolkit/state.json");
  EXPECT_EQ(value_of(read_state(host)) != nullptr, ours && on_the_way);
  ASSERT_EQ(::chmod(file.c_str(), 0622), 0);
  const auto refused = read_state(host);
  ASSERT_NE(why_unreadable(refused), nullptr);
  EXPECT_NE(why_unreadable(refused)->find("others than root may write it"), std::string::npos);
}

// A file system that keeps a call waiting.
class Stuck final : public Host, public NoTools {
 public:
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view /*path*/) const override {
    return wait();
  }
  [[nodiscard]] Reading<FileInfo> info(std::string_view /*path*/) const override { return wait(); }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view /*path*/) const override {
    return wait();
  }
  [[nodiscard]] LocalTime now() const override { return {}; }
  [[nodiscard]] std::int64_t now_unix() const override { return 0; }
  [[nodiscard]] Reading<LocalTime> booted() const override { return Absent{}; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return Absent{}; }
  [[nodiscard]] LocalTime to_local(std::int64_t seconds) const override { return LocalTime{seconds}; }
  [[nodiscard]] bool is_running_system() const override { return true; }

 private:
  static Unreadable wait() {
    std::this_thread::sleep_for(5ms);
    return {"slow"};
  }
};

TEST(Probe, EndsAtItsDeadlineWithWhatItHas) {
  const auto begin = std::chrono::steady_clock::now();
  const AllFindings all = answers_within(std::make_shared<Stuck>(), {}, 1ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_FALSE(all.complete);
  ASSERT_EQ(all.findings.size(), attributes().size());
  EXPECT_EQ(result_text(all.findings.back()), "Unknown; reason=time limit of 1 ms reached");
  for (std::size_t i = 0; i < attributes().size(); ++i) EXPECT_EQ(all.findings[i].id, attributes()[i]->name);
  std::this_thread::sleep_for(
      500ms);  // the look ends by itself here: nothing must be left for the leak check
}

}  // namespace
}  // namespace enrolkit::test

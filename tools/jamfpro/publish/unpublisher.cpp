#include "jamfpro/publish/unpublisher.h"

#include <algorithm>

namespace enrolkit::jamf {
namespace {

using Act = PlannedObject::Act;
using Kind = Failure::Kind;

}  // namespace

Result<std::vector<PlannedRemoval>> Unpublisher::plan(const std::vector<Definition>& definitions) {
  Publisher publisher(store_, nullptr);
  const auto there = publisher.plan(definitions);
  if (!there.ok()) return there.error();
  std::vector<PlannedRemoval> out;
  for (const PlannedObject& one : there.value()) {
    const ObjectName& object = one.definition.object;
    if (object.kind == ObjectKind::category || one.act == Act::create) continue;
    out.push_back({object, one.id, one.act == Act::refused ? one.why : ""});
  }
  for (const ObjectKind kind : {ObjectKind::script, ObjectKind::attribute, ObjectKind::package}) {
    const auto marked = store_.marked(kind);
    if (!marked.ok()) return marked.error();
    for (const ListedObject& one : marked.value()) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const PlannedRemoval& planned) {
        return planned.object.kind == kind && planned.id == one.id;
      });
      if (!known) out.push_back({{kind, one.name}, one.id, ""});
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const PlannedRemoval& a, const PlannedRemoval& b) {
    return a.object.kind > b.object.kind;
  });
  return out;
}

std::vector<RemovedObject> Unpublisher::carry_out(const std::vector<PlannedRemoval>& plan,
                                                  const std::function<void(const RemovedObject&)>& ended) {
  std::vector<RemovedObject> out;
  for (const PlannedRemoval& planned : plan) {
    if (trouble_.empty() && !store_.session().clock().wait(0)) trouble_ = "stopped";
    out.push_back(one(planned));
    ended(out.back());
  }
  return out;
}

RemovedObject Unpublisher::one(const PlannedRemoval& planned) {
  const auto end = [&](RemovalState state, std::string why) {
    return RemovedObject{planned.object, state, std::move(why)};
  };
  if (!planned.why.empty()) return end(RemovalState::refused, planned.why);
  if (!trouble_.empty()) return end(RemovalState::skipped, trouble_);
  const Status done = store_.remove(planned.object.kind, planned.id);
  if (!done.ok() && ends_the_run(done.error())) trouble_ = brief(done.error());
  const bool gone = !done.ok() && done.error().kind == Kind::not_found;
  if (!done.ok() && !gone && !done.error().maybe_applied)
    return end(RemovalState::failed, brief(done.error()));
  const auto there = store_.read(planned.object.kind, planned.id);
  if (there.ok()) {
    return done.ok() ? end(RemovalState::not_applied, "the server took it, and it is still there")
                     : end(RemovalState::failed, brief(done.error()));
  }
  if (there.error().kind == Kind::not_found) return end(RemovalState::removed, "");
  if (ends_the_run(there.error())) trouble_ = brief(there.error());
  return end(RemovalState::unknown, "it cannot be read back: " + brief(there.error()));
}

}  // namespace enrolkit::jamf

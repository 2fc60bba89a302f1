#include "jamfpro/publish/publisher.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "jamfpro/publish/references.h"

namespace enrolkit::jamf {
namespace {

using Act = PlannedObject::Act;
using State = ObjectState;

constexpr std::int64_t kPoll = 5, kMaxTransferSeconds = 600;  // seconds, of a package on its way to the cloud

std::string shortened(const std::string& value) {
  const std::string text = printable(redacted(value));
  return value.find('\n') == std::string::npos && columns(text) <= 60 ? "\"" + text + "\"" : "another text";
}

std::string list_of(const std::vector<FieldDifference>& differences) {
  constexpr std::size_t kMaxNames = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(differences.size(), kMaxNames); ++i) {
    const FieldDifference& one = differences[i];
    out += fmt::format("{}{} is {}, not {}", i == 0 ? "" : "; ", printable(one.field), shortened(one.there),
                       shortened(one.wanted));
  }
  if (differences.size() > kMaxNames) out += fmt::format("; and {} more", differences.size() - kMaxNames);
  return out;
}

}  // namespace

bool is_fine(ObjectState state) {
  return state == State::created || state == State::changed || state == State::same;
}

Result<std::vector<std::string>> Publisher::foreign_parts(const XmlNode& policy) {
  std::vector<std::string> out;
  for (const PolicyPart& part : parts_of_policy(policy)) {
    const ObjectName key{part.object.kind, part.id};
    if (part.id.empty()) {
      out.push_back(to_text(part.object));
      continue;
    }
    if (!marked_.contains(key)) {
      const auto there = store_.read(part.object.kind, part.id);
      const bool missing = !there.ok() && there.error().kind == Failure::Kind::not_found;
      if (!there.ok() && !missing) return there.error();
      marked_[key] = !missing && bears_mark(part.object.kind, there.value());
    }
    if (!marked_[key]) out.push_back(to_text(part.object));
  }
  return out;
}

Result<std::vector<PlannedObject>> Publisher::plan(const std::vector<Definition>& definitions) {
  std::map<ObjectKind, std::vector<std::string>> names;
  for (const Definition& one : definitions) names[one.object.kind].push_back(one.object.name);
  std::map<ObjectKind, std::vector<ListedObject>> listed;
  for (const auto& [kind, of_kind] : names) {
    auto found = store_.named(kind, of_kind);
    if (!found.ok()) return found.error();
    listed[kind] = found.value();
  }
  std::vector<PlannedObject> out;
  for (const Definition& definition : definitions) {
    const auto& [kind, name] = definition.object;
    OnServer server;
    for (const ListedObject& one : listed[kind]) {
      if (is_same_name(one.name, name)) server.listed.push_back(one);
    }
    if (server.listed.size() == 1 && server.listed.front().name == name) {
      auto there = store_.read(kind, server.listed.front().id);
      if (!there.ok()) return there.error();
      server.content = there.value();
      if (kind == ObjectKind::policy) {
        auto foreign = foreign_parts(std::get<XmlNode>(*server.content));
        if (!foreign.ok()) return foreign.error();
        server.foreign = foreign.value();
      }
    }
    PlannedObject planned = plan_of(definition, server, ids_, kind == ObjectKind::package ? file_ : nullptr);
    if (planned.act == Act::same || planned.act == Act::change) ids_[definition.object] = planned.id;
    out.push_back(std::move(planned));
  }
  return out;
}

std::vector<PublishedObject> Publisher::carry_out(const std::vector<PlannedObject>& plan,
                                                  const std::function<void(const PublishedObject&)>& ended) {
  std::vector<PublishedObject> out;
  for (const PlannedObject& planned : plan) {
    if (trouble_.empty() && !store_.session().clock().wait(0)) trouble_ = "stopped";
    out.push_back(one(planned));
    // What is not as it should be must not be built upon: a group without its criteria has every Mac in it.
    if (!is_fine(out.back().state)) ids_.erase(planned.definition.object);
    ended(out.back());
  }
  return out;
}

std::string Publisher::why_skipped(const PlannedObject& planned) const {
  if (!trouble_.empty()) return trouble_;
  for (const ObjectName& needed : planned.definition.needs) {
    if (!ids_.contains(needed)) return "it needs the " + to_text(needed);
  }
  return "";
}

PublishedObject Publisher::one(const PlannedObject& planned) {
  const ObjectName& object = planned.definition.object;
  if (planned.act == Act::refused) return {object, State::refused, planned.why};
  if (planned.act == Act::same) return {object, State::same, planned.note};
  if (auto why = why_skipped(planned); !why.empty()) return {object, State::skipped, std::move(why)};
  return written(planned);
}

void Publisher::note(const Failure& failure) {
  if (ends_the_run(failure)) trouble_ = brief(failure);
}

PublishedObject Publisher::written(const PlannedObject& planned) {
  const auto& [kind, name] = planned.definition.object;
  std::optional<Failure> unsure;
  std::optional<PublishedObject> end;
  // True: it happened, or it may have, and what is there has to tell.
  const auto went_on = [&](const Status& written) {
    if (written.ok()) return true;
    const Failure& failure = written.error();
    note(failure);
    if (failure.kind == Failure::Kind::stopped) {
      end = {planned.definition.object, State::unknown, "stopped while it was written"};
    } else if (!failure.maybe_applied) {
      end = {planned.definition.object, State::failed, brief(failure)};
    }
    unsure = failure;
    return !end;
  };
  std::string id = planned.id;
  if (planned.act == Act::create) {
    const auto made = store_.create(kind, body_to_create(planned.definition, ids_));
    if (made.ok()) {
      id = made.value();
    } else {
      if (!went_on(made.error())) return *end;
      const auto there = store_.named(kind, {name});
      if (!there.ok()) {
        note(there.error());
        return {planned.definition.object, State::unknown, brief(*unsure) + "; " + brief(there.error())};
      }
      for (const ListedObject& one : there.value()) {
        if (one.name == name) id = one.id;
      }
      if (id.empty()) return {planned.definition.object, State::failed, brief(*unsure)};
    }
  } else if (planned.differences.size() > (planned.upload ? 1U : 0U)) {
    if (!went_on(store_.change(kind, id, body_to_change(planned, ids_)))) return *end;
  }
  if (planned.upload) {
    if (!went_on(store_.upload(id, *file_))) return *end;
    if (const Status asked = store_.refresh_inventory(file_->name); !asked.ok()) note(asked.error());
  }
  return judged(planned, id, unsure);
}

// The record once its file has arrived, or when the time is over.
Result<Content> Publisher::settled(const PlannedObject& planned, const std::string& id) {
  for (std::int64_t waited = 0;; waited += kPoll) {
    auto there = store_.read(planned.definition.object.kind, id);
    if (!planned.upload || !there.ok() || waited >= kMaxTransferSeconds) return there;
    const Json& record = std::get<Json>(there.value());
    const std::string status = text_of(at(record, {"cloudTransferStatus"})).value_or("READY");
    const bool arrived = check_file(there.value(), *file_).state != FileCheck::State::other;
    if (status == "ERROR" || (status == "READY" && (arrived || waited >= 60))) return there;
    if (!store_.session().clock().wait(kPoll)) return there;
  }
}

PublishedObject Publisher::judged(const PlannedObject& planned, const std::string& id,
                                  const std::optional<Failure>& unsure) {
  const ObjectName& object = planned.definition.object;
  const auto there = settled(planned, id);
  if (!there.ok()) {
    note(there.error());
    return {object, State::unknown, "written, but it cannot be read back: " + brief(there.error())};
  }
  auto [differences, kept] = compared(planned.definition, with_ids(planned.definition, ids_), there.value());
  if (planned.act == Act::create) {
    for (const std::string& field : kept) differences.push_back({field, "another", "as defined"});
  }
  const FileCheck file =
      planned.upload ? check_file(there.value(), *file_) : FileCheck{FileCheck::State::same, {}};
  if (file.state == FileCheck::State::other) differences.push_back(file.difference);
  if (differences.empty() && file.state == FileCheck::State::unverified)
    return {object, State::unknown, std::string(kFileNotVerified)};
  if (differences.empty()) {
    ids_[object] = id;
    return {object, planned.act == Act::create ? State::created : State::changed, ""};
  }
  if (unsure && planned.act == Act::change) return {object, State::failed, brief(*unsure)};
  return {object, State::not_applied, list_of(differences)};
}

}  // namespace enrolkit::jamf

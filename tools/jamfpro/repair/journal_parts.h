// The open database behind a Journal, for what keeps more in the same file (jamfpro/watch/store.h).
#pragma once

#include <Poco/Data/Session.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "core/base/text.h"
#include "jamfpro/repair/journal.h"

namespace enrolkit::jamf {

struct Journal::Parts {
  std::string path;
  Poco::Data::Session session;

  [[nodiscard]] Error fault(const Poco::Exception& e) const {
    return {fmt::format(
        "{}: the journal cannot be used: {}\nhint: nothing was sent after this; with the disk and the "
        "file in order, enrolkit server repair --resume",
        printable(path), printable(e.displayText()))};
  }

  // What the body answers; or the fault in its way.
  template <class Body>
  auto guarded(Body body) -> enrolkit::Result<decltype(body())> {
    try {
      return body();
    } catch (const Poco::Exception& e) {
      return fault(e);
    }
  }
  template <class Body>
  enrolkit::Status attempt(Body body) {
    try {
      body();
      return {};
    } catch (const Poco::Exception& e) {
      return fault(e);
    }
  }
  // All of the body, durably, or nothing of it. The next one may succeed: a disk that was full has room again.
  template <class Body>
  enrolkit::Status whole(Body body) {
    return attempt([&] {
      session.begin();
      try {
        body();
        session.commit();
      } catch (const Poco::Exception&) {
        undo();
        throw;
      }
    });
  }

  void undo();
  [[nodiscard]] enrolkit::Status prepare(const std::string& server);
  // Why the file is no journal of ours, in order and for this server; ok: it is one.
  [[nodiscard]] enrolkit::Status soundness(const std::string& server);
  // Of "TABLE", or "TABLE WHERE ...".
  [[nodiscard]] std::int64_t count(const std::string& rows);
  void keep(RepairEntry& entry);
  [[nodiscard]] std::vector<RepairEntry> select(const std::string& where);
};

}  // namespace enrolkit::jamf

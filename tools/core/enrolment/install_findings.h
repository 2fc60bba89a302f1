// What install.log adds to a diagnosis: the failures from before there was a jamf.log.
#pragma once

#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"
#include "core/log/install_log.h"

namespace enrolkit {

// When QuickAdd came last, where that is newer than all that jamf.log proves or tries: whether the enrolment from before
// is still there is not told. A delivery that an enrolment or an answer of the server follows is history, and nothing.
[[nodiscard]] std::optional<LocalTime> delivered_since(const History* history,
                                                       const Reading<InstallHistory>& install);

// Weighs install.log against the diagnosis from jamf.log; `history` is null where there is no jamf.log (not
// where there is one that cannot be read: it may hold anything).
//
// The last download decides, by the order in the file. One that failed, with no enrolment attempt and no
// proven contact after it, is why the Mac is not enrolled: Failed, DownloadFailed, certain. One that was
// complete makes those before it history. Where jamf.log proves an earlier contact, that enrolment may still work: Unknown,
// and DownloadFailed is likely.
void refine_with_install_log(Diagnosis& diagnosis, const History* history,
                             const Reading<InstallHistory>& install);

// Of an enrolment that stopped without a restart: what was installed in that minute. An installer that ends the login
// window (Jamf Connect, App Installers) ends what runs there. It speaks for the cause and changes none.
void refine_with_requests(Diagnosis& diagnosis, const Reading<InstallHistory>& install);

// Of a framework that is missing or damaged, or whose daemon is dead: what became of the package that would put it right. It
// was never delivered, its download failed, or it came. Evidence of that finding, which changes no rule.
void add_delivery(Finding& framework, const Reading<InstallHistory>& install);

// The diagnosis of an install.log that stands alone, with no word of what jamf.log says.
[[nodiscard]] Diagnosis diagnose_install_log(const InstallHistory& install);

}  // namespace enrolkit

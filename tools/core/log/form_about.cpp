#include "core/log/form.h"

namespace enrolkit {

std::string_view about(LogForm form) {
  switch (form) {
    case LogForm::whole: return "";
    case LogForm::filtered:
      return "It holds lines of one kind only: it was filtered, or rotated lately, and what is not in it decides. Give the "
             "whole /var/log/jamf.log, with its rotated copies.";
    case LogForm::cut:
      return "Its lines are cut at a fixed width, and what stood behind it may decide. Give the Mac's /var/log/jamf.log "
             "itself.";
    case LogForm::mixed:
      return "Part of it is in another form, or cannot be read, and nothing behind that proves an answer: the newest is not "
             "known. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::unordered:
      return "Its last part is older than one before it, so the newest is not at its end. Give jamf.log and its rotated "
             "copies as separate files.";
    case LogForm::several_macs:
      return "It holds lines of more than one computer, as if the logs of several Macs were put together. Give each Mac's "
             "own /var/log/jamf.log.";
    case LogForm::no_end:
      return "The end of the file could not be read, and with it the newest. Give the whole /var/log/jamf.log.";
    case LogForm::reversed:
      return "The log stands newest line first and was turned round. Give /var/log/jamf.log itself for a firmer "
             "answer.";
    case LogForm::wrapped:
      return "Long lines were wrapped, by a mail program or a terminal, and were put together again. Give "
             "/var/log/jamf.log itself for a firmer answer.";
    case LogForm::renamed:
      return "The computer's name changed in it, over a restart or a long silence, and nothing was proven since: it is one Mac "
             "that was renamed, or two. Give each Mac's own /var/log/jamf.log for a firmer answer.";
    case LogForm::terminal:
      return "This is what jamf prints on a terminal: it has no dates and no process ids. Give the Mac's "
             "/var/log/jamf.log.";
    case LogForm::unified_default:
      return "This is the unified log (log show, default style), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::unified_syslog:
      return "This is the unified log (log show --style syslog), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::unified_compact:
      return "This is the unified log (log show --style compact), not jamf.log. Give the Mac's "
             "/var/log/jamf.log.";
    case LogForm::unified_json:
      return "This is the unified log (log show --style json), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::dates:
      return "Its lines are jamf's, but what they begin with, or their dates, are in a form or language that enrolkit does "
             "not read. Give the Mac's /var/log/jamf.log itself: what jamf writes has English dates.";
    case LogForm::no_host:
      return "Its lines are jamf's, but without a computer's name. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::html:
      return "This is a web page (HTML), and no log. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::json: return "This is JSON, and no log. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::xml: return "This is XML, and no log. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::table:
      return "This is a table (CSV, or fields between tabs or bars) whose fields are in no order that enrolkit reads. Give the "
             "Mac's /var/log/jamf.log itself.";
    case LogForm::binary: return "This is not a text. Give the Mac's /var/log/jamf.log itself.";
    case LogForm::unknown:
      return "It speaks of jamf, but in no form of a log that enrolkit knows. Give the Mac's /var/log/jamf.log as "
             "it stands.";
  }
  return "";
}

}  // namespace enrolkit

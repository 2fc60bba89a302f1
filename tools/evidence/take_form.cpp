#include "evidence/take_form.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit {
namespace {

constexpr std::size_t kLooked = 256 * 1024;  // bytes of text by which a form is known

LogText form_of_beginning(LogFile& file) {
  std::string_view begin = file.peek(kLooked);
  // The last line may be cut, and its form with it.
  if (begin.size() == kLooked) begin = begin.substr(0, begin.find_last_of("\r\n") + 1);
  return log_text(begin);
}

std::string everything(LogFile& file, std::string& fault) {
  std::string text(file.peek(kMaxRewrittenBytes + 1));
  if (text.size() > kMaxRewrittenBytes) {
    fault = fmt::format("{}: is not as jamf wrote it, and over {} MB: the rest was not read", file.name(),
                        kMaxRewrittenBytes >> 20U);
    text.resize(kMaxRewrittenBytes);
  }
  return text;
}

}  // namespace

Forms take_forms(std::vector<LogFile>& files) {
  Forms forms;
  LogForm unread = LogForm::whole;
  std::size_t not_read = 0;
  std::vector<std::string> not_read_faults;
  for (LogFile& file : files) {
    LogText text = form_of_beginning(file);
    if (!is_read(text.form)) {
      unread = text.form;
      ++not_read;
      not_read_faults.push_back(fmt::format("{}: {}", file.name(), about(text.form)));
      file.replace({});  // none of its lines is one of the log
      continue;
    }
    if (!text.changed) {
      forms.form = std::max(forms.form, text.form);
      continue;
    }
    std::string fault;
    text = log_text(everything(file, fault));
    forms.form = std::max(forms.form, fault.empty() ? text.form : LogForm::no_end);
    if (!fault.empty()) forms.faults.push_back(std::move(fault));
    forms.same_lines = forms.same_lines && text.same_lines;
    file.replace(std::move(text.text));
  }
  if (not_read == files.size()) {
    forms.form = unread;
  } else {
    forms.faults.insert(forms.faults.end(), not_read_faults.begin(), not_read_faults.end());
  }
  return forms;
}

}  // namespace enrolkit

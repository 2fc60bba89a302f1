#include "core/log/messages.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/ascii.h"
#include "core/base/word_at.h"

namespace enrolkit {
namespace {

struct Entry {
  std::string_view prefix;
  Message message;
};

// Sorted by nothing: the index below finds an entry by its first four bytes.
constexpr std::array kCatalogue{
    Entry{"Checking for policies triggered by ", Message::checking},
    Entry{"Checking for patches", Message::patches},
    Entry{"Checking for policy ID ", Message::checking_id},
    Entry{"No patch policies were found", Message::no_patches},
    Entry{"No policies were found for the ", Message::no_policies},
    Entry{"Executing Policy ", Message::executing},
    Entry{"Removing existing launchd task ", Message::launchd_removed},
    Entry{"Could not connect to the JSS", Message::offline},
    Entry{"Error running recon", Message::recon_error},
    Entry{"Error Domain=com.jamf.jamfsecurity.error", Message::security_domain},
    Entry{"Error Domain=NSCocoaErrorDomain Code=4099", Message::cocoa_domain},
    Entry{"Enrolling computer", Message::enrolling},
    Entry{"Enroll return code: ", Message::return_code},
    Entry{"The SSL Certificate for ", Message::certificate_trusted},
    Entry{"The device certificate was created successfully", Message::certificate_created},
    Entry{"There was an error", Message::error_block},
    Entry{"Skipping trustJSS command", Message::trust_skipped},
    Entry{"Creating user ", Message::creating_user},
    Entry{"Creating launch daemon", Message::creating_daemon},
    Entry{"Creating launch agent", Message::creating_agent},
    Entry{"An error occurred while enrolling computer: ", Message::enrol_error},
    Entry{"An error occurred while sending enrollment information to ", Message::sending_error},
    Entry{"Restoring JAMF.keychain since an error occurred", Message::keychain_restored},
    Entry{"Security Error - ", Message::security_error},
    Entry{"Device Signature Error", Message::device_signature},
    Entry{"Permission Error - ", Message::permission_error},
    Entry{"Connection failure: ", Message::connection_failure},
    Entry{"Unable to add the certificates to the System keychain", Message::trust_failed},
    Entry{"Enforcing management framework", Message::framework},
    Entry{"Enforcing scheduled tasks", Message::scheduled_tasks},
    Entry{"Installing Self Service plug-in", Message::plug_in},
    Entry{"Adding launchd task ", Message::task_added},
    Entry{"Downloading the agent", Message::downloading},
    Entry{"Downloading the Jamf Bundle", Message::downloading},
    Entry{"Informing the JSS about login", Message::login_notice},
    Entry{"Upgrading ", Message::upgrading},
    Entry{"Daemon starting", Message::daemon_starting},
    Entry{"Daemon exiting", Message::daemon_ending},
    Entry{"Daemon shutdown completed", Message::daemon_ending},
    Entry{"[DEBUG] ", Message::debug},
    Entry{"Jamf-Resolver removed lines with Device Signature", Message::log_edited},
    Entry{"This policy trigger is already being run", Message::already_running},
    Entry{"Policy error code: 51", Message::already_running},
    Entry{"Verifying package integrity", Message::policy_work},
    Entry{"Verifying DMG", Message::policy_work},
    Entry{"Installing ", Message::policy_work},
    Entry{"Successfully installed ", Message::policy_work},
    Entry{"Downloading ", Message::policy_work},
    Entry{"Mounting ", Message::policy_work},
    Entry{"Mapping Printer ", Message::policy_work},
    Entry{"Setting Default Printer ", Message::policy_work},
    Entry{"Running command ", Message::policy_work},
    Entry{"Running script ", Message::policy_work},
    Entry{"Script exit code: ", Message::policy_work},
    Entry{"Script result: ", Message::policy_work},
    Entry{"Submitting log to ", Message::policy_work},
    Entry{"Inventory will be updated when all queued actions", Message::policy_work},
    Entry{"Daemon finished loading", Message::policy_work},
    Entry{"MDM already enabled or not available", Message::policy_work},
    Entry{"Installation failed. The installer reported", Message::policy_failed},
    Entry{"Error running script: return code was ", Message::policy_failed},
    Entry{"Error: Could not mount distribution point", Message::policy_failed},
    Entry{"The script could not be found", Message::policy_failed},
    Entry{"Removing scheduled tasks", Message::framework_removed},
    Entry{"Removing JAMF Preferences", Message::framework_removed},
    Entry{"<computer_id>", Message::inventory_taken},
};

constexpr std::uint32_t first_four(const char* p) {
  std::uint32_t word = 0;
  for (int i = 0; i < 4; ++i) {
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])) << (8 * i);
  }
  return word;
}

constexpr std::size_t kSlots = 512;
constexpr std::size_t slot_of(std::uint32_t word) { return (word * 2'654'435'761U) >> 23U; }

// For each slot the first entry of a chain, and for each entry the next one; -1 ends a chain.
struct Index {
  std::array<std::int16_t, kSlots> head{};
  std::array<std::int16_t, kCatalogue.size()> next{};
};

constexpr Index make_index() {
  Index index;
  index.head.fill(-1);
  for (std::size_t i = kCatalogue.size(); i-- > 0;) {
    auto& head = index.head[slot_of(first_four(kCatalogue[i].prefix.data()))];
    index.next[i] = head;
    head = static_cast<std::int16_t>(i);
  }
  return index;
}
constexpr Index kIndex = make_index();

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// "<computer_id>N</computer_id>", whole.
bool is_computer_id(std::string_view message) {
  constexpr std::string_view kBegin = "<computer_id>", kEnd = "</computer_id>";
  const auto end = message.find(kEnd);
  if (!message.starts_with(kBegin) || end == std::string_view::npos) return false;
  const std::string_view number = message.substr(kBegin.size(), end - kBegin.size());
  return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether what stands behind the words of a proof is how jamf ends that line: "Checking for patches failed" proves nothing.
bool is_whole(const Entry& entry, std::string_view message) {
  std::string_view rest = message.substr(entry.prefix.size());
  while (rest.ends_with(' ')) rest.remove_suffix(1);  // a terminal's, or a form's
  switch (entry.message) {
    case Message::patches: return rest.empty() || rest == "..." || rest == "\xE2\x80\xA6";
    case Message::no_patches: return rest.empty() || rest == ".";
    case Message::no_policies: return rest.ends_with(" trigger.") || rest.ends_with(" trigger");
    case Message::inventory_taken: return is_computer_id(message);
    default: return true;
  }
}

}  // namespace

Message classify(std::string_view message) {
  if (message.size() < 8) return Message::other;
  std::uint32_t word = 0;
  std::memcpy(&word, message.data(), sizeof word);
  for (int i = kIndex.head[slot_of(word)]; i >= 0; i = kIndex.next[static_cast<std::size_t>(i)]) {
    const Entry& entry = kCatalogue[static_cast<std::size_t>(i)];
    const std::size_t size = entry.prefix.size();
    if (message.size() >= size && same_bytes(message.data(), entry.prefix.data(), size)) {
      if (entry.message == Message::launchd_removed && has(message, "task.bgrecon")) {
        return Message::inventory_begins;
      }
      if (entry.message == Message::policy_work && runs_removal(message)) return Message::removal_command;
      return is_whole(entry, message) ? entry.message : Message::other;
    }
  }
  return Message::other;
}

bool is_catalogue_word(std::string_view word) {
  if (word.empty() || !std::all_of(word.begin(), word.end(), is_letter)) return false;
  return std::any_of(kCatalogue.begin(), kCatalogue.end(), [&](const Entry& entry) {
    const auto at = entry.prefix.find(word);
    if (at == entry.prefix.npos || (at != 0 && is_letter(entry.prefix[at - 1]))) return false;
    return at + word.size() == entry.prefix.size() || !is_letter(entry.prefix[at + word.size()]);
  });
}

bool is_cut_message(std::string_view message) {
  const auto begins = [&](const Entry& entry) {
    return !message.empty() && message.size() < entry.prefix.size() && entry.prefix.starts_with(message);
  };
  if (std::any_of(kCatalogue.begin(), kCatalogue.end(), begins)) return true;
  constexpr std::array kEnding{Message::checking,        Message::checking_id, Message::certificate_trusted,
                               Message::no_policies,     Message::no_patches,  Message::patches,
                               Message::creating_user,   Message::framework,   Message::scheduled_tasks,
                               Message::launchd_removed, Message::task_added};
  const auto is_one = [&](const Entry& entry) {
    return message.starts_with(entry.prefix) &&
           std::find(kEnding.begin(), kEnding.end(), entry.message) != kEnding.end();
  };
  if (std::none_of(kCatalogue.begin(), kCatalogue.end(), is_one)) return false;
  while (message.ends_with(' ')) message.remove_suffix(1);
  return !message.ends_with('.') && !message.ends_with('"') && !message.ends_with("\xE2\x80\xA6");
}

Message classify_re_enroller(std::string_view message) {
  const auto text = message.substr(std::min(message.find_first_not_of(' '), message.size()));
  if (text.starts_with("[startToMigrate]") || text.starts_with("ReEnroller Version:")) {
    return Message::re_enroller_start;
  }
  if (text.starts_with("Enrolled to new Jamf Server: ")) return Message::re_enroller_enrolled;
  if (text.starts_with("Failed to remove MDM") || text.starts_with("Exiting failback") ||
      text.starts_with("There was a problem ") || has(text, "Falling back to old settings")) {
    return Message::re_enroller_failed;
  }
  if (text.starts_with("Moved the backup ") && has(text, "back into place")) {
    return Message::re_enroller_moved_back;
  }
  return Message::other;
}

bool holds_failure(std::string_view text) {
  // Errors in no list of the records, since they are read by their shape there.
  constexpr std::array<std::string_view, 5> kShaped{
      "Unknown Error - An unknown error has occurred", "Unknown Device - ", "The JSS is not available",
      "This computer is not enrolled", "device signature error"};
  constexpr std::array kOfAnyProgram{Message::error_block, Message::connection_failure,
                                     Message::security_error, Message::permission_error};
  const auto is_held = [&](const Entry& entry) {
    return role_of(entry.message) == Role::failure && has(text, entry.prefix) &&
           std::find(kOfAnyProgram.begin(), kOfAnyProgram.end(), entry.message) == kOfAnyProgram.end();
  };
  return std::any_of(kCatalogue.begin(), kCatalogue.end(), is_held) ||
         std::any_of(kShaped.begin(), kShaped.end(),
                     [&](std::string_view words) { return contains_ignoring_case(text, words); });
}

bool says_it_exists(std::string_view message) {
  return contains_ignoring_case(message, "already exist") || has(message, "AlreadyExist");
}

bool looks_like_error(std::string_view message) {
  // One pass, any case: each of these begins with a letter that is looked for first.
  constexpr std::array<std::string_view, 17> kSigns{
      "error",     "fail",        "could not", "couldn't", "couldn\xE2\x80\x99t", "cannot",  "can't",
      "unable",    "denied",      "refused",   "not be ",  "not permitted",       "invalid", "timed out",
      "exception", "not trusted", "unknown "};
  for (std::size_t at = 0; at < message.size(); ++at) {
    const char c = to_lower(message[at]);
    for (const std::string_view sign : kSigns) {
      if (c != sign.front() || message.size() - at < sign.size()) continue;
      std::size_t same = 1;
      while (same < sign.size() && to_lower(message[at + same]) == sign[same]) ++same;
      if (same == sign.size()) return true;
    }
  }
  return false;
}

}  // namespace enrolkit

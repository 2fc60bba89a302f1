#include "jamfpro/client/privileges.h"

#include <algorithm>

namespace enrolkit::jamf {

const std::vector<Need>& needs() {
  static const std::vector<Need> kNeeds{
      {"conflict", "Read User-Initiated Enrollment", "the Management Account's name"},
      {"conflict", "Read Computer PreStage Enrollments", "the PreStages' accounts and serials"},
      {"conflict", "Read Computer Enrollment Invitations", "the accounts that invitations name", false},
      {"conflict --fix", "Read User-Initiated Enrollment", "the settings before and after"},
      {"conflict --fix", "Read Computer PreStage Enrollments", "the names that are taken"},
      {"conflict --fix", "Update User-Initiated Enrollment", "the change, and the note in its history"},
      {"stuck", "Read Computers", "inventory"},
      {"stuck", "Read Computer Check-In", "how long a silence is too long"},
      {"stuck", "View MDM command information in Jamf Pro API",
       "commands that failed, and MDM's last contact", false},
      {"stuck", "View Local Admin Password", "accounts of one name, made twice", false},
      {"stuck", "Read Device Enrollment Program Instances", "Macs assigned, but never enrolled", false},
      {"stuck", "Read Departments", "the departments' names", false},
      {"stuck", "Read Computer PreStage Enrollments", "--prestage", false},
      {"stuck --to-group", "Read Smart Computer Groups", "the groups that are there"},
      {"stuck --to-group", "Read Static Computer Groups", "the groups that are there, and their Macs"},
      {"stuck --to-group", "Create Static Computer Groups", "the group, where it is not there yet"},
      {"stuck --to-group", "Update Static Computer Groups", "its Macs, where it is ours"},
      {"repair", "Read Computers", "the proof"},
      {"repair", "Read Computer Check-In", "the proof's time, and to redeploy"},
      {"repair", "Send Computer Remote Command to Install Package", "to redeploy"},
      {"repair", "View MDM command information in Jamf Pro API", "what became of the command"},
      {"repair", "Send Command to Renew MDM Profile", "--renew-mdm", false},
      {"repair", "Read User-Initiated Enrollment", "whether the conflict still stands"},
      {"repair", "Read Computer PreStage Enrollments", "whether the conflict still stands"},
      {"repair", "Read Computer Enrollment Invitations", "whether the conflict still stands"},
      {"repair", "View Local Admin Password", "accounts of one name, made twice", false},
      {"repair", "Read Device Enrollment Program Instances", "--stuck: Macs assigned, but never enrolled",
       false},
      {"repair", "Read Departments", "the departments' names", false},
      {"repair", "Read Re-enrollment", "what an enrolment clears, said before it is asked for", false},
      {"repair --flush-failed", "Flush MDM Commands", "pending and failed commands, before the framework"},
      {"watch", "Read Computers", "enrolments, and whether the agent came"},
      {"watch", "Read Computer Check-In", "how long a silence is too long"},
      {"watch", "View MDM command information in Jamf Pro API",
       "commands that failed, and MDM's last contact", false},
      {"watch", "View Local Admin Password", "accounts of one name, made twice", false},
      {"watch --repair", "Read Computers", "the proof"},
      {"watch --repair", "Read Computer Check-In", "the proof's time, and to redeploy"},
      {"watch --repair", "Send Computer Remote Command to Install Package", "to redeploy"},
      {"watch --repair", "View MDM command information in Jamf Pro API", "what became of the command"},
      {"watch --repair", "Read User-Initiated Enrollment", "whether the conflict still stands"},
      {"watch --repair", "Read Computer PreStage Enrollments", "whether the conflict still stands"},
      {"watch --repair", "Read Computer Enrollment Invitations", "whether the conflict still stands"},
      {"publish", "Read Categories", "what is there"},
      {"publish", "Read Scripts", "what is there"},
      {"publish", "Read Computer Extension Attributes", "what is there"},
      {"publish", "Read Smart Computer Groups", "what is there"},
      {"publish", "Read Advanced Computer Searches", "what is there"},
      {"publish", "Read Packages", "what is there"},
      {"publish", "Read macOS Configuration Profiles", "what is there"},
      {"publish", "Read Policies", "what is there"},
      {"publish --yes", "Create Categories", "what is not there yet"},
      {"publish --yes", "Create Scripts", "what is not there yet"},
      {"publish --yes", "Update Scripts", "what is ours, and differs"},
      {"publish --yes", "Create Computer Extension Attributes", "what is not there yet"},
      {"publish --yes", "Update Computer Extension Attributes", "what is ours, and differs"},
      {"publish --yes", "Create Smart Computer Groups", "what is not there yet"},
      {"publish --yes", "Update Smart Computer Groups", "what is ours, and differs"},
      {"publish --yes", "Create Advanced Computer Searches", "what is not there yet"},
      {"publish --yes", "Update Advanced Computer Searches", "what is ours, and differs"},
      {"publish --yes", "Create Packages", "what is not there yet"},
      {"publish --yes", "Update Packages", "what is ours, and differs"},
      {"publish --yes", "Read Cloud Distribution Point", "that the package's file is found at once", false},
      {"publish --yes", "Create macOS Configuration Profiles", "what is not there yet"},
      {"publish --yes", "Update macOS Configuration Profiles", "what is ours, and differs"},
      {"publish --yes", "Create Policies", "what is not there yet"},
      {"publish --yes", "Update Policies", "what is ours, and differs"},
      {"unpublish", "Delete Scripts", "what is ours"},
      {"unpublish", "Delete Computer Extension Attributes", "what is ours"},
      {"unpublish", "Delete Smart Computer Groups", "what is ours"},
      {"unpublish", "Delete Advanced Computer Searches", "what is ours"},
      {"unpublish", "Delete Packages", "what is ours"},
      {"unpublish", "Delete macOS Configuration Profiles", "what is ours"},
      {"unpublish", "Delete Policies", "what is ours"},
      {"setup", "Read API Roles", "the roles and privileges that are there"},
      {"setup", "Create API Roles", "the role, where it is not there yet"},
      {"setup", "Update API Roles", "its privileges, where it is ours"},
      {"setup", "Read API Integrations", "the API clients that are there"},
      {"setup", "Create API Integrations", "the client, and its secret"}};
  return kNeeds;
}

std::vector<std::string_view> commands_with_needs() {
  std::vector<std::string_view> out;
  for (const Need& need : needs()) {
    if (out.empty() || out.back() != need.command) out.push_back(need.command);
  }
  return out;
}

bool has(const Rights& rights, std::string_view privilege) {
  return rights.everything || rights.privileges.contains(std::string(privilege));
}

}  // namespace enrolkit::jamf

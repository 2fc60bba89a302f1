// The one place that takes secrets out of text: of a log line, of what a tool or a server said, of a failure. Always
// before the text is cut: half a secret is no longer recognised.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace enrolkit {

// What a text leaves open at its end: a secret whose rest comes with the next line.
struct OpenSecret {
  bool value = false;     // behind "password:"
  bool block = false;     // in "-----BEGIN PRIVATE KEY-----"
  bool key = false;       // behind <key>password</key>: the next element holds it
  bool name = false;      // behind "name": "password": the next "value" holds it
  bool prompt = false;    // behind "Enter password for ana": a word alone on the next line
  char quote = 0;         // inside quotes that this one ends
  unsigned brackets = 0;  // so many, behind "passwords = ("
  unsigned indent = 0;    // behind YAML's "password: >-": lines with so many blanks before them, and more
  std::string element;    // inside <password>
  std::string program;    // whose arguments go on behind a backslash
  std::string
      columns;  // under "user,password": the sign between them, and 1 for each that is a secret, 0 for others

  [[nodiscard]] bool any() const {
    return value || block || key || name || prompt || quote != 0 || brackets > 0 || indent > 0 ||
           !element.empty() || !program.empty() || !columns.empty();
  }
};

// Without secrets; each leaves "(removed)" behind. By structure, not by a list of places: the values of keys that name
// a secret, whether JSON, XML, a property list, `word: value`, `word=value` or `-word value`, in the words of many
// languages; in a sentence that speaks of a secret, all that is no known word; arguments of programs that take secrets;
// what follows Bearer and Basic; cookies; user parts and queries of URLs; invitations; blocks of private keys. Escapes
// hide nothing: a text is looked through as it is, and as it reads without them. Behind a key that is known to name no
// secret a value stays when it looks harmless: words, numbers, dates, versions, paths, UUIDs, hashes that are named so.
// Behind a key of which nothing is known, only what nobody can have chosen: of the words, those that are known. And all
// secrets of this run (remember_secret). The text of a line, or of many. A second time changes nothing.
[[nodiscard]] std::string redacted(std::string_view text);

// The same of one line of many: `open` goes in as the lines before left it, and comes out for the next.
[[nodiscard]] std::string redacted(std::string_view text, OpenSecret& open);

// Whether a line may leave a secret open to the next: false where its end rules that out. Quick, for it is asked of every
// line of a log, most of which end in one of these signs.
[[nodiscard]] bool ends_openly(std::string_view line);
[[nodiscard]] inline bool may_leave_open(std::string_view line) {
  if (line.empty() || line.back() == '.' || line.back() == ')' || line.back() == '"') return false;
  return ends_openly(line);
}

// Of a line that was cut: what the cut left of its last word goes too, unless it is known to be harmless.
[[nodiscard]] std::string redacted_cut(std::string_view text);

// Evidence: redacted, printable, and only then cut to so many bytes.
[[nodiscard]] std::string evidence_text(std::string_view line, std::size_t bytes);

// A secret that this run has read or was given. From now on it, every beginning of it of 8 characters and more, and what
// it looks like in a URL, in JSON, in XML, in hex and in Base64 are taken out of all that is redacted or written. May be
// called from any thread. One of 3 characters goes where it is a word of its own: inside other words it would be found
// everywhere, and to cut it out there would show it rather than hide it. Under 3 it is nobody's secret.
void remember_secret(std::string_view secret);

// Without the secrets of this run alone: for text that is our own.
[[nodiscard]] std::string without_known_secrets(std::string_view text);

}  // namespace enrolkit

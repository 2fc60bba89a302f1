// What the documents must say of the programs, as JSON: the causes with their advice, and the settings. Pages are made
// from it or compared with it, so that none of them can say otherwise.
#pragma once

#include <string>

namespace enrolkit {

// {"schema": "enrolkit.reference/1", "version": "0.2.0",
//  "causes": [{"name", "meaning", "confirm", "remedies": [{"text", "ways": []}]}],  in the order of the enum
//  "settings": [{"key": "Repair.Attempts", "type", "value", "preset", "title", "description"}]}  sections are flattened
[[nodiscard]] std::string reference_json();

}  // namespace enrolkit

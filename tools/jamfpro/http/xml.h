// The small XML documents of the Classic API, as trees: elements and their text. Attributes, comments and
// namespaces have no meaning there and are dropped; a document type is refused, so that no entity is ever
// expanded.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"

namespace enrolkit::jamf {

struct XmlNode {
  std::string name;
  std::string text;  // of an element without children, as it stands between its tags
  std::vector<XmlNode> children;

  // The first child of that name, or nothing.
  [[nodiscard]] const XmlNode* child(std::string_view wanted) const;
  [[nodiscard]] XmlNode* child(std::string_view wanted);
  // The element below these names, or nothing.
  [[nodiscard]] const XmlNode* at(std::initializer_list<std::string_view> path) const;
  // Its text; empty when it is not there.
  [[nodiscard]] std::string text_at(std::initializer_list<std::string_view> path) const;
};

// The root element. Unreadable, in words that quote nothing of it, when this is no document, or one of more
// than 4 MB or 32 levels.
[[nodiscard]] std::variant<XmlNode, Unreadable> parse_xml(std::string_view text);

// The document, with its declaration, and nothing but elements and text: white space would count.
[[nodiscard]] std::string xml_text(const XmlNode& root);

}  // namespace enrolkit::jamf

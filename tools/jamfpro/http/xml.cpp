#include "jamfpro/http/xml.h"

#include <Poco/Exception.h>
#include <Poco/SAX/Attributes.h>
#include <Poco/SAX/DefaultHandler.h>
#include <Poco/SAX/SAXException.h>
#include <Poco/SAX/SAXParser.h>
#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

constexpr std::size_t kMaxBytes = 4U << 20U, kMaxLevels = 32;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class TreeMaker : public Poco::XML::DefaultHandler {
 public:
  void startElement(const Poco::XML::XMLString&, const Poco::XML::XMLString&,
                    const Poco::XML::XMLString& name, const Poco::XML::Attributes&) override {
    if (open_.size() >= kMaxLevels) throw Poco::XML::SAXException("too deep");
    open_.push_back({name, "", {}});
  }
  void endElement(const Poco::XML::XMLString&, const Poco::XML::XMLString&,
                  const Poco::XML::XMLString&) override {
    XmlNode done = std::move(open_.back());
    open_.pop_back();
    if (!done.children.empty()) done.text.clear();
    (open_.empty() ? top_ : open_.back().children).push_back(std::move(done));
  }
  void characters(const Poco::XML::XMLChar text[], int start, int length) override {
    if (!open_.empty()) open_.back().text.append(text + start, static_cast<std::size_t>(length));
  }
  void ignorableWhitespace(const Poco::XML::XMLChar text[], int start, int length) override {
    characters(text, start, length);
  }

  [[nodiscard]] XmlNode root() { return std::move(top_.front()); }

 private:
  std::vector<XmlNode> open_, top_;
};

void write(const XmlNode& node, std::string& out) {
  out += "<" + node.name + ">";
  for (const char c : node.text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
  for (const XmlNode& child : node.children) write(child, out);
  out += "</" + node.name + ">";
}

}  // namespace

const XmlNode* XmlNode::child(std::string_view wanted) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const XmlNode& one) { return one.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

XmlNode* XmlNode::child(std::string_view wanted) {
  return const_cast<XmlNode*>(std::as_const(*this).child(wanted));
}

const XmlNode* XmlNode::at(std::initializer_list<std::string_view> path) const {
  const XmlNode* here = this;
  for (const std::string_view step : path) {
    if (here != nullptr) here = here->child(step);
  }
  return here;
}

std::string XmlNode::text_at(std::initializer_list<std::string_view> path) const {
  const XmlNode* found = at(path);
  return found == nullptr || is_blank(found->text) ? "" : found->text;
}

std::variant<XmlNode, Unreadable> parse_xml(std::string_view text) {
  if (text.size() > kMaxBytes) return Unreadable{fmt::format("more than {} MB", kMaxBytes >> 20U)};
  if (text.find('\0') != std::string_view::npos) return Unreadable{"no XML in UTF-8"};
  if (text.find("<!DOCTYPE") != std::string_view::npos) return Unreadable{"XML with a document type"};
  try {
    TreeMaker maker;
    Poco::XML::SAXParser parser;
    parser.setFeature(Poco::XML::XMLReader::FEATURE_NAMESPACES, false);
    parser.setContentHandler(&maker);
    parser.parseMemoryNP(text.data(), text.size());
    return maker.root();
  } catch (const Poco::XML::SAXParseException& e) {
    const int line = e.getLineNumber();
    return Unreadable{line > 0 ? fmt::format("no well-formed XML at line {}", line) : "no well-formed XML"};
  } catch (const Poco::Exception&) {
    return Unreadable{"no well-formed XML"};
  }
}

std::string xml_text(const XmlNode& root) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  write(root, out);
  return out;
}

}  // namespace enrolkit::jamf

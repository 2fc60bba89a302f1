#include "run/html.h"

#include "core/base/text.h"

namespace enrolkit::html {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

// Colours hold a contrast of 4.5 and more in both schemes.
constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;
--good:#116329;--bad:#b3161f;--warn:#7d4e00;--info:#0550ae}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9da7b3;--line:#30363d;--card:#161b22;
--good:#56d364;--bad:#ff8b85;--warn:#e3b341;--info:#79c0ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1.5rem;background:var(--bg);color:var(--fg);
font:1rem/1.5 system-ui,-apple-system,sans-serif;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
p,ul,ol{margin:.5rem 0}code,.log{font:.875rem/1.4 ui-monospace,Menlo,monospace;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
td:last-child{overflow-wrap:anywhere}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.verdict{border-left:.4rem solid var(--soft);background:var(--card);padding:.75rem 1rem;margin:1rem 0}
.verdict.bad{border-color:var(--bad);color:inherit}.verdict.good{border-color:var(--good);color:inherit}
.verdict.warn{border-color:var(--warn);color:inherit}.verdict strong{font-size:1.15rem}
svg{max-width:100%;height:auto;display:block}svg text{fill:var(--fg);font:13px system-ui,-apple-system,sans-serif}
svg .soft{fill:var(--soft)}svg .good{fill:var(--good)}svg .bad{fill:var(--bad)}svg .warn{fill:var(--warn)}
svg .band{fill:var(--card);stroke:var(--line)}svg .rail{stroke:var(--soft);stroke-width:2}
svg .gap{stroke:var(--warn);stroke-width:2;stroke-dasharray:3 4}svg .strong{font-weight:600}
@media print{@page{margin:11mm}html{font-size:8.5pt}body{max-width:none;padding:0;line-height:1.35}svg{max-height:80mm}
p,ul,ol{margin:.15rem 0}h2{margin:.75rem 0 .25rem}th,td{padding:.15rem .5rem .15rem 0}
.mac{break-before:page}h2,h3{break-after:avoid}
tr,svg{break-inside:avoid}.filter{display:none}}
)";

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string element(std::string_view tag, std::string_view name, std::string_view text) {
  std::string out = "<" + std::string(tag);
  if (!name.empty()) out += " class=\"" + std::string(name) + "\"";
  return out + ">" + escaped(text) + "</" + std::string(tag) + ">";
}

std::string prose(std::string_view tag, std::string_view name, std::string_view text) {
  std::string out = "<" + std::string(tag);
  if (!name.empty()) out += " class=\"" + std::string(name) + "\"";
  out += ">";
  for (std::size_t open = text.find('`'); open != text.npos; open = text.find('`')) {
    const std::size_t close = text.find('`', open + 1);
    if (close == text.npos) break;
    out += escaped(text.substr(0, open)) + element("code", "", text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out + escaped(text) + "</" + std::string(tag) + ">";
}

std::string begin_document(std::string_view title, std::string_view more_style) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + std::string(kPolicy) + "\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += element("title", "", title) + "\n<style>" + std::string(kStyle) + std::string(more_style);
  return out + "</style>\n</head>\n<body>\n<main>\n";
}

std::string end_document(std::string_view made_by) {
  return "</main>\n<footer>" + element("p", "soft", made_by) + "</footer>\n</body>\n</html>\n";
}

}  // namespace enrolkit::html

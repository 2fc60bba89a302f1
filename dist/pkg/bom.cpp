#include "pkg/bom.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "common/failure.h"
#include "pkg/big_endian.h"
#include "pkg/posix_crc.h"

namespace enrolkit {
namespace {

constexpr std::uint32_t kLeafSize = 4096, kSmallLeafSize = 128;
constexpr std::size_t kHeaderSize = 512;                 // the header's 32 bytes, padded
constexpr std::size_t kMaxPaths = (kLeafSize - 12) / 8;  // what one leaf holds
enum Block : std::uint32_t {
  kNone,
  kInfo,
  kPaths,
  kPathsLeaf,
  kLinks,
  kLinksLeaf,
  kViews,
  kViewsTree,
  kViewsLeaf,
  kBig,
  kBigLeaf,
  kFirst
};

struct Path {
  const Node* node = nullptr;
  std::uint32_t id = 0, parent = 0;
  std::string name;
};

std::size_t depth(const Node& node) {
  return static_cast<std::size_t>(std::count(node.path.begin(), node.path.end(), '/'));
}

// Level by level: numbers rise along a leaf that is sorted by parent and name.
std::vector<Path> numbered(const std::vector<Node>& nodes) {
  std::vector<const Node*> order;
  order.reserve(nodes.size());
  for (const Node& node : nodes) order.push_back(&node);
  std::map<std::string, std::uint32_t, std::less<>> ids;
  std::vector<Path> paths;
  const auto parent_of = [&](const Node& node) {
    const auto slash = node.path.rfind('/');
    return slash == std::string::npos ? 0 : ids.at(node.path.substr(0, slash));
  };
  std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return depth(*a) < depth(*b); });
  for (auto level = order.begin(); level != order.end();) {
    const auto end = std::find_if(level, order.end(), [&](auto* n) { return depth(*n) != depth(**level); });
    std::stable_sort(level, end, [&](auto* a, auto* b) { return parent_of(*a) < parent_of(*b); });
    for (; level != end; ++level) {
      const Node& node = **level;
      const auto id = static_cast<std::uint32_t>(paths.size() + 1);
      paths.push_back({&node, id, parent_of(node), node.path.substr(node.path.rfind('/') + 1)});
      ids[node.path] = id;
    }
  }
  return paths;
}

std::string tree(Block leaf, std::size_t count, std::uint32_t size = kLeafSize) {
  std::string bytes = "tree";
  put(bytes, std::uint32_t{1});
  put(bytes, static_cast<std::uint32_t>(leaf));
  put(bytes, size);
  put(bytes, static_cast<std::uint32_t>(count));
  put(bytes, std::uint8_t{0});
  return bytes;
}

std::string leaf(const std::vector<Path>& paths) {
  std::string bytes;
  put(bytes, std::uint16_t{1});
  put(bytes, static_cast<std::uint16_t>(paths.size()));
  put(bytes, std::uint64_t{0});  // neither a leaf before nor one behind
  for (std::uint32_t i = 0; i < paths.size(); ++i) {
    put(bytes, kFirst + 3 * i + 2);
    put(bytes, kFirst + 3 * i + 1);
  }
  return bytes;
}

std::string info(std::size_t paths) {
  std::string bytes;
  put(bytes, std::uint32_t{1});
  put(bytes, static_cast<std::uint32_t>(paths + 1));
  put(bytes, std::uint32_t{0});
  return bytes;
}

std::string views() {
  std::string bytes;
  put(bytes, std::uint32_t{1});
  put(bytes, static_cast<std::uint32_t>(kViewsTree));
  put(bytes, std::uint32_t{0});
  put(bytes, std::uint8_t{0});
  return bytes;
}

std::string record(const Node& node, std::uint32_t when) {
  std::string bytes;
  put(bytes, static_cast<std::uint8_t>(node.folder ? 2 : 1));
  put(bytes, std::uint8_t{1});
  put(bytes, std::uint16_t{3});  // architecture
  put(bytes, static_cast<std::uint16_t>((node.folder ? 0040000U : 0100000U) | node.mode));
  put(bytes, std::uint64_t{0});  // root, wheel
  put(bytes, when);
  put(bytes, static_cast<std::uint32_t>(node.bytes.size()));
  put(bytes, std::uint8_t{1});
  put(bytes, node.folder ? 0U : posix_crc(node.bytes));
  put(bytes, std::uint32_t{0});  // no link
  if (!node.folder) put(bytes, std::uint32_t{0});
  return bytes;
}

std::string variables() {
  static constexpr std::pair<std::string_view, Block> kNamed[] = {
      {"BomInfo", kInfo}, {"Paths", kPaths}, {"HLIndex", kLinks}, {"VIndex", kViews}, {"Size64", kBig}};
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(std::size(kNamed)));
  for (const auto& [name, block] : kNamed) {
    put(bytes, static_cast<std::uint32_t>(block));
    put(bytes, static_cast<std::uint8_t>(name.size()));
    bytes += name;
  }
  return bytes;
}

std::string laid_out(const std::vector<std::string>& blocks) {
  std::string body(kHeaderSize, '\0'), index;
  put(index, static_cast<std::uint32_t>(blocks.size()));
  for (const std::string& block : blocks) {
    put(index, static_cast<std::uint32_t>(block.empty() ? 0 : body.size()));
    put(index, static_cast<std::uint32_t>(block.size()));
    body += block;
  }
  index.append(20, '\0');  // the free list: none, and the two empty pointers that mkbom writes
  const std::string named = variables();
  std::string header = "BOMStore";
  put(header, std::uint32_t{1});
  put(header, static_cast<std::uint32_t>(blocks.size() - 1));
  put(header, static_cast<std::uint32_t>(body.size() + named.size()));
  put(header, static_cast<std::uint32_t>(index.size()));
  put(header, static_cast<std::uint32_t>(body.size()));
  put(header, static_cast<std::uint32_t>(named.size()));
  body.replace(0, header.size(), header);
  return body + named + index;
}

}  // namespace

std::string bom_of(const std::vector<Node>& nodes, std::uint32_t when) {
  if (nodes.size() > kMaxPaths) throw Failure("more than 510 paths; the Bom is written with one leaf");
  const std::vector<Path> paths = numbered(nodes);
  std::vector<std::string> blocks(kFirst);
  blocks[kInfo] = info(paths.size());
  blocks[kPaths] = tree(kPathsLeaf, paths.size());
  blocks[kPathsLeaf] = leaf(paths);
  blocks[kLinks] = tree(kLinksLeaf, 0);
  blocks[kLinksLeaf] = leaf({});
  blocks[kViews] = views();
  blocks[kViewsTree] = tree(kViewsLeaf, 0, kSmallLeafSize);
  blocks[kViewsLeaf] = leaf({});
  blocks[kBig] = tree(kBigLeaf, 0);
  blocks[kBigLeaf] = leaf({});
  for (const Path& path : paths) {
    const auto first = static_cast<std::uint32_t>(blocks.size());
    blocks.push_back(record(*path.node, when));
    std::string file;
    put(file, path.parent);
    blocks.push_back(file + path.name + '\0');
    std::string pointer;
    put(pointer, path.id);
    put(pointer, first);
    blocks.push_back(pointer);
  }
  return laid_out(blocks);
}

}  // namespace enrolkit

// Any bytes as an archive that enrolkit collect did not write: within its budget, and no path out of the tree.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/demand.h"
#include "host/unpack_archive.h"

namespace {

using namespace enrolkit;

constexpr std::uint64_t kKept = 4U << 20U;

// What lies in a folder: bytes of its files, each of them opened.
std::uint64_t walk(const ArchiveTree& tree, const std::string& folder, unsigned depth) {
  demand(depth < 200);
  std::uint64_t bytes = 0;
  const auto listed = tree.list(folder);
  const auto* names = value_of(listed);
  if (names == nullptr) return 0;
  for (std::string name : *names) {
    demand(!name.empty() && name != "." && name != ".." && name != "../" && name != "./");
    const bool below = name.ends_with('/');
    if (below) name.pop_back();
    const std::string path = folder.empty() ? name : folder + "/" + name;
    if (below) {
      bytes += walk(tree, path, depth + 1);
      continue;
    }
    const auto opened = tree.open(path);
    demand(!std::holds_alternative<Absent>(opened));
    if (const auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) bytes += (*file)->info().size;
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ArchiveTree::File whole{{reinterpret_cast<const char*>(data), size}, {}, {}};
  whole.info.size = size;
  const auto file = file_in_memory(std::make_shared<const ArchiveTree::File>(std::move(whole)), "a");
  ArchiveBudget budget;
  budget.kept = kKept;
  budget.limits = {.unpacked = 16U << 20U, .entries = 2000, .time = std::chrono::seconds(5), .nesting = 2};
  const auto tree = unpack_archive(
      *file, "a", [](std::string_view) { return true; }, budget);
  demand(!std::holds_alternative<Absent>(tree) && budget.kept <= kKept);
  if (const auto* good = value_of(tree)) {
    demand(walk(**good, "", 0) <= kKept && (*good)->faults().size() <= 20);
  } else {
    demand(why_unreadable(tree)->find('\n') == std::string::npos);
  }
  return 0;
}

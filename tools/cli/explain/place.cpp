#include "cli/explain/place.h"

#include <filesystem>

#include "host/real_host.h"

namespace enrolkit {

std::string Place::inside(const std::string& path) const {
  const std::size_t name = tree_->name().size();
  std::string below = path.size() > name ? path.substr(name + 1) : "";
  while (below.ends_with('/')) below.pop_back();
  return below;
}

Reading<std::unique_ptr<OpenFile>> Place::open(const std::string& path) const {
  return tree_ ? tree_->open(inside(path)) : open_named_file(path);
}

Reading<std::vector<std::string>> Place::list(const std::string& path) const {
  return tree_ ? tree_->list(inside(path)) : list_named_folder(path);
}

Reading<std::unique_ptr<Host>> Place::host(const std::string& folder) const {
  if (tree_) return host_of_tree(tree_, inside(folder));
  return open_host(folder);
}

std::string Place::canonical(const std::string& path) const {
  if (tree_) return "//" + path;  // no path on disk is spelt so
  std::error_code error;
  const auto whole = std::filesystem::weakly_canonical(path, error);
  return error ? path : whole.string();
}

}  // namespace enrolkit

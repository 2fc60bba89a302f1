// A folder that is gone, with all in it, when the test is over.
#pragma once

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace enrolkit::test {

// In memory, where the system has such a place: for what waits for the disk thousands of times.
inline std::filesystem::path folder_in_memory() {
  return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path();
}

class TempFolder {
 public:
  explicit TempFolder(const std::filesystem::path& above = std::filesystem::temp_directory_path()) {
    std::string name = (above / "enrolkit-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder: " + name);
    path_ = name;
    ::chmod(name.c_str(), 0755);  // also for a test that gives up its rights
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string at(std::string_view name) const { return path_ + "/" + std::string(name); }

  // Writes a file, with the folders above it; answers its whole path.
  std::string write(std::string_view name, std::string_view bytes) const {
    const std::string path = at(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw std::runtime_error("not written: " + path);
    return path;
  }
  std::string folder(std::string_view name) const {
    std::filesystem::create_directories(at(name));
    return at(name);
  }
  std::string fifo(std::string_view name) const {
    const std::string path = at(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    if (::mkfifo(path.c_str(), 0644) != 0) throw std::runtime_error("no FIFO: " + path);
    return path;
  }
  std::string link(std::string_view name, const std::string& target) const {
    std::filesystem::create_directories(std::filesystem::path(at(name)).parent_path());
    std::filesystem::create_symlink(target, at(name));
    return at(name);
  }

 private:
  std::string path_;
};

}  // namespace enrolkit::test

// A program that runs beside the test, and can be sent signals meanwhile. What it prints goes to files.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/temp_folder.h"

extern char** environ;

namespace enrolkit::test {

class Running {
 public:
  Running(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files{};
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, folder_.at("out").c_str(), O_WRONLY | O_CREAT,
                                     0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, folder_.at("err").c_str(), O_WRONLY | O_CREAT,
                                     0600);
    const int failed = ::posix_spawn(&child_, program.c_str(), &files, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("not started: " + program);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (child_ > 0) ::kill(child_, SIGKILL);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
  }

  void send(int signal) const { ::kill(child_, signal); }
  int wait() {  // exit status, or 128 + signal
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] std::string out() const { return read("out"); }
  [[nodiscard]] std::string err() const { return read("err"); }

 private:
  [[nodiscard]] std::string read(const char* name) const {
    std::ifstream file(folder_.at(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  TempFolder folder_;
  pid_t child_ = -1;
};

}  // namespace enrolkit::test

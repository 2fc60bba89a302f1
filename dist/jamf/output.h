// One generated file. Its sentence ends up in the generated README, so that none lacks one.
#pragma once

#include <string>
#include <vector>

namespace enrolkit {

struct Output {
  std::string path;  // below the folder that is generated
  std::string bytes;
  std::string what;  // what it is for, in one sentence
  unsigned mode = 0644;
};

using Outputs = std::vector<Output>;

}  // namespace enrolkit

// The journal of `server`, as a disk that fails or somebody else might have left it. What opens is read whole, and says of
// every Mac that is unfinished that it is. The first byte chooses: all the rest is the file, or changes a sound one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "fuzz/demand.h"
#include "jamfpro/repair/journal.h"
#include "support/temp_folder.h"

namespace {

using namespace enrolkit::jamf;
using enrolkit::test::TempFolder;

const std::string kServer = "https://jamf.example.org";

// Two Macs are unfinished, one is done.
std::string a_sound_one() {
  const TempFolder folder(enrolkit::test::folder_in_memory());
  {
    const auto journal = Journal::open(folder.at("j"), kServer);
    demand(journal.ok() && journal.value()->keep_limits({100, 0, 5, 600}).ok());
    for (const char* id : {"1", "2", "3"}) {
      RepairEntry entry;
      entry.id = id;
      entry.serial = "C02XG2JHJGH5";
      if (*id == '3') entry.final = RepairResult::repaired;
      demand(journal.value()->keep(entry).ok() && journal.value()->begin(entry, RepairAct::blank_push).ok());
    }
  }
  std::ifstream file(folder.at("j"), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Each three bytes: where, and which byte then stands there. The place is of 64 kB, which the file does not fill.
std::string changed(std::string bytes, std::string_view changes) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(changes[i]));
  };
  for (std::size_t i = 0; i + 3 <= changes.size(); i += 3)
    bytes[(byte(i) << 8U | byte(i + 1)) % bytes.size()] = changes[i + 2];
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::string sound = a_sound_one();
  const TempFolder folder(enrolkit::test::folder_in_memory());
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool whole = data[0] % 2 == 0;
  const std::string path = folder.write("j", whole ? std::string(bytes) : changed(sound, bytes));

  const auto opened = Journal::open(path, kServer);
  if (!opened.ok()) {
    demand(!opened.error().why.empty());
    return 0;
  }
  Journal& journal = *opened.value();
  const auto all = journal.all();
  const auto unfinished = journal.unfinished();
  demand(all.ok() == unfinished.ok());
  if (all.ok()) {
    const auto open = std::count_if(all.value().begin(), all.value().end(), [](const RepairEntry& entry) {
      return entry.final == RepairResult::none;
    });
    demand(static_cast<std::size_t>(open) == unfinished.value().size());
  }
  if (const auto limits = journal.limits(); limits.ok() && limits.value())
    demand(limits.value()->poll > 0 && limits.value()->per_minute > 0 && limits.value()->wait >= 0);
  (void)journal.last_of("1");
  return 0;
}

// Rotated logs come plain, as gzip or as bzip2, and not always with the suffix that says so: the first bytes
// decide.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace enrolkit {

enum class Packing { none, gzip, bzip2 };
[[nodiscard]] Packing packing_of(std::string_view first_bytes);  // needs three bytes; fewer are Packing::none

// Unpacks a stream piece by piece in bounded memory. Members one behind the other are one stream, as gunzip
// has it.
class Unpacker {
 public:
  explicit Unpacker(Packing packing);
  ~Unpacker();
  Unpacker(Unpacker&&) noexcept;
  Unpacker& operator=(Unpacker&&) noexcept;

  struct Step {
    std::size_t taken = 0;  // bytes of `in` that were used
    std::size_t made = 0;   // bytes written to `out`
  };
  // Takes from `in`, writes to `out`; taking and making nothing means that more of one of them is needed.
  [[nodiscard]] Step run(std::string_view in, std::span<char> out);

  // Why nothing more will come: "not valid gzip data", ...; empty while all is well.
  [[nodiscard]] const std::string& fault() const;
  // True between two members: a stream that ends elsewhere was cut short.
  [[nodiscard]] bool at_an_end() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace enrolkit

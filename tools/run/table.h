// A text table, once for all that lists things for people.
#pragma once

#include <string>
#include <vector>

#include "run/streams.h"

namespace enrolkit {

struct Cell {
  std::string text;  // printable, without colours
  Colour colour = Colour::plain;
  Cell(std::string its_text, Colour its_colour = Colour::plain)
      : text(std::move(its_text)), colour(its_colour) {}
  Cell(const char* its_text) : text(its_text) {}
};
using Row = std::vector<Cell>;

struct TableForm {
  std::size_t indent = 0;
  bool has_head = false;  // the first row is the columns' names, in bold
  std::vector<std::size_t>
      at_most;              // columns of each cell; longer ones are cut. 0, or missing: as wide as they are
  std::vector<bool> right;  // numbers stand to the right; missing: left
};

// Columns are as wide as what is seen in them, whatever colours it has. The last one is wrapped at the style's width,
// below itself.
[[nodiscard]] std::string table_of(const std::vector<Row>& rows, const TableForm& form,
                                   const TerminalStyle& style);

}  // namespace enrolkit

// The cells of a CSV file (RFC 4180: commas, quotes around what has commas or quotes in it), within limits: it may come from a stranger.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::scenarios {

inline constexpr std::size_t kCells = 100'000;

struct Cell {
  std::string text;
  int line = 0, column = 0;  ///< where it begins, counted from 1
};

/// The first row has the names of the columns; every other row has as many cells.
struct CsvTable {
  std::vector<Cell> names;
  std::vector<std::vector<Cell>> rows;
};

/// `shown` is the file's name in places. Throws models::InputError where this is no such table.
CsvTable parse_csv(const std::string& text, const std::string& shown);

}  // namespace valuescale::scenarios

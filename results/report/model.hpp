// A report as plain data: an answer in sentences, figures and tables. It knows nothing of HTML; texts in it are as they came, also from strangers,
// and are made safe where they are written (html.hpp).
#pragma once

#include "results/json/pieces.hpp"

#include <string>
#include <variant>
#include <vector>

namespace valuescale::results::report {

struct Table {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  std::size_t text_columns = 1;  ///< so many from the left are words; the rest are numbers
  bool stacks = false;  ///< on a phone each row is a card, however many there are; of words, and of few rows of many columns, it always is
  bool empty() const { return rows.empty(); }
};

struct Paragraph {
  std::string text;
  bool is_remark = false;  ///< small: how something is to be read
};

/// A picture, as data for the page's script (page/src), and the same numbers as a table for whoever cannot see it. Where a picture would show nothing
/// that `says` does not, there is none: `chart` is null.
struct Figure {
  std::string id;  ///< within the page: letters and hyphens
  std::string title, says;
  Json chart;
  Table table;
};

struct Preformatted {
  std::string text;
};

/// Something that is opened only by who asks for it.
struct Folded {
  std::string title;
  std::variant<Table, Preformatted> inside;
  bool is_printed = true;  ///< what only machines read is none of paper
};

using Piece = std::variant<Paragraph, Figure, Table, Preformatted, Folded>;

struct Section {
  std::string id, title;
  std::vector<Piece> blocks;
};

/// A number large enough to be read from across a table.
struct Tile {
  std::string label, value, detail;
};

struct Document {
  std::string title, subtitle;
  std::vector<std::string> answer;  ///< sentences
  std::vector<std::string> warnings;
  std::vector<Tile> tiles;
  std::vector<Section> sections;
  std::string currency;
  int decimals = 2;  ///< of the currency
  std::string step;  ///< some step of a life: "month {n}"
};

}  // namespace valuescale::results::report

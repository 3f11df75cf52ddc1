// An Excel file as libxlsxwriter writes it, with only what our sheets need: texts, numbers, how they look.
#pragma once

#include "results/sheets/sheet.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;

namespace valuescale::results {

enum class Look { text, heading, unit, word, general, whole, decimal, ratio, percent, money, whole_money };

/// How a number is shown by what it measures; `is_whole`: it has no decimals.
Look look_of(Measure measure, bool is_whole);

class Book;

/// A sheet. Rows and columns count from 0; rows are written in order, as a book holds only one at a time.
class Page {
 public:
  void text(std::size_t row, std::size_t column, const std::string& words, Look look);
  void number(std::size_t row, std::size_t column, double value, Look look);
  /// Keeps everything down to this row in sight, and lets the rows below be filtered.
  void freeze_and_filter(std::size_t last_heading_row, std::size_t rows, std::size_t columns);
  /// In characters.
  void set_width(std::size_t column, std::size_t width);

 private:
  friend Book;
  Page(Book& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {}
  Book& book_;
  lxw_worksheet* sheet_;
};

class Book {
 public:
  /// In a folder of its own, where it also keeps rows until it is closed. Of a title Excel takes 255 characters. Throws std::runtime_error.
  Book(const std::string& folder, const std::string& name, const std::string& title);
  ~Book();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  Page add_page(const std::string& name);
  /// Writes the file, whole. Throws std::runtime_error, as where the folder's disk is full.
  void close();

 private:
  friend Page;
  struct Formats;
  void check_room() const;

  std::string folder_;
  lxw_workbook* book_ = nullptr;
  std::vector<lxw_worksheet*> sheets_;
  std::unique_ptr<Formats> formats_;
};

}  // namespace valuescale::results

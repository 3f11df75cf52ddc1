#include "results/xlsx/book.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <utility>

namespace valuescale::results {
namespace {

/// Midnight of 1 January 2000: a workbook says what was run, not when it was exported, so that the same run gives the same bytes.
constexpr time_t kCreated = 946'684'800;

void expect(lxw_error error, const char* what) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(fmt::format("cannot make the workbook: {} ({})", what, lxw_strerror(error)));
}

const char* number_format(Look look) {
  switch (look) {
    case Look::whole: return "#,##0";
    case Look::decimal: return "#,##0.00";
    case Look::ratio: return "0.000";
    case Look::percent: return "0.00%";
    case Look::money: return "#,##0.00";
    case Look::whole_money: return "#,##0";
    default: return nullptr;
  }
}

}  // namespace

Look look_of(Measure measure, bool is_whole) {
  switch (measure) {
    case Measure::text:
    case Measure::number:
    case Measure::steps:
    case Measure::months:
    case Measure::days: return Look::general;
    case Measure::count: return is_whole ? Look::whole : Look::decimal;
    case Measure::ratio: return Look::ratio;
    case Measure::share: return Look::percent;
    case Measure::money: return Look::money;
    case Measure::squared_money: return Look::whole_money;
  }
  return Look::general;
}

struct Book::Formats {
  std::map<Look, lxw_format*> made;

  lxw_format* of(Look look, lxw_workbook* book) {
    if (const auto found = made.find(look); found != made.end()) return found->second;
    lxw_format* format = workbook_add_format(book);
    if (!format) throw std::runtime_error("cannot make the workbook: no memory for a format");
    if (const char* shown = number_format(look)) format_set_num_format(format, shown);
    if (look == Look::heading) format_set_bold(format);
    if (look == Look::unit) format_set_italic(format);
    if (look == Look::word) format_set_align(format, LXW_ALIGN_RIGHT);
    if (look == Look::text) format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    made[look] = format;
    return format;
  }
};

void Page::text(std::size_t row, std::size_t column, const std::string& words, Look look) {
  expect(worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), words.c_str(),
                                book_.formats_->of(look, book_.book_)),
         "a text");
}

void Page::number(std::size_t row, std::size_t column, double value, Look look) {
  expect(worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value,
                                look == Look::general ? nullptr : book_.formats_->of(look, book_.book_)),
         "a number");
}

void Page::freeze_and_filter(std::size_t last_heading_row, std::size_t rows, std::size_t columns) {
  const auto heading = static_cast<lxw_row_t>(last_heading_row);
  worksheet_freeze_panes(sheet_, heading + 1, 0);
  // Prose is read from top to bottom.
  if (rows > 0 && columns > 2)
    expect(worksheet_autofilter(sheet_, heading, 0, static_cast<lxw_row_t>(last_heading_row + rows), static_cast<lxw_col_t>(columns - 1)),
           "its filter");
}

void Page::set_width(std::size_t column, std::size_t width) {
  const auto at = static_cast<lxw_col_t>(column);
  expect(worksheet_set_column(sheet_, at, at, static_cast<double>(width), nullptr), "a column");
}

Book::Book(const std::string& folder, const std::string& name, const std::string& title)
    : folder_(folder), formats_(std::make_unique<Formats>()) {
  // Row by row into files beside: a million worlds need not be held once more.
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder_.data();
  book_ = workbook_new_opt((folder_ + "/" + name).c_str(), &options);
  if (!book_) throw std::runtime_error("cannot make the workbook: no memory");
  std::string own_title = title, application = "valuescale";
  lxw_doc_properties properties{};
  properties.title = own_title.data();
  properties.author = application.data();
  properties.created = kCreated;
  expect(workbook_set_properties(book_, &properties), "its properties");
}

Book::~Book() {
  if (book_) lxw_workbook_free(book_);
}

Page Book::add_page(const std::string& name) {
  expect(workbook_validate_sheet_name(book_, name.c_str()), name.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  if (!sheet) throw std::runtime_error(fmt::format("cannot make the workbook: no sheet '{}'", name));
  sheets_.push_back(sheet);
  return {*this, sheet};
}

void Book::check_room() const {
  // libxlsxwriter does not look whether its own files took what it wrote, and would end with a sheet cut short.
  std::uintmax_t all = 0, largest = 0;
  bool is_cut = false;
  for (const lxw_worksheet* sheet : sheets_) {
    is_cut = is_cut || std::fflush(sheet->optimize_tmpfile) != 0 || std::ferror(sheet->optimize_tmpfile) != 0;
    const auto size = static_cast<std::uintmax_t>(std::max<off_t>(0, ::ftello(sheet->optimize_tmpfile)));
    all += size;
    largest = std::max(largest, size);
  }
  // Still to come: one sheet at a time once more, and all of them packed.
  constexpr std::uintmax_t kRest = 1 << 20;
  std::error_code unknown;
  const std::filesystem::space_info room = std::filesystem::space(folder_, unknown);
  if (is_cut || (!unknown && room.available < all + largest + kRest))
    throw std::runtime_error(fmt::format("cannot make the workbook: {} is full; TMPDIR can name another folder", folder_));
}

void Book::close() {
  check_room();
  expect(workbook_close(std::exchange(book_, nullptr)), "writing it failed");
}

}  // namespace valuescale::results

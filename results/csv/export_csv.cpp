#include "results/csv/export_csv.hpp"

#include "results/files/whole_file.hpp"
#include "results/sheets/utf8.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <stdexcept>

namespace valuescale::results {
namespace {

std::string csv_number(double value, Measure measure) {
  if (std::isnan(value)) return {};
  if (std::isinf(value)) return value < 0 ? "-infinite" : is_time(measure) ? "never" : "infinite";
  return fmt::format("{}", value);
}

void end_line(std::string& file) { file += "\r\n"; }  // RFC 4180 ends lines so

std::string csv_file(const Sheet& sheet) {
  std::string file;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) file += (i ? "," : "") + csv_text(sheet.columns[i].heading);
  end_line(file);
  for (std::size_t r = 0; r < sheet.size; ++r) {
    const std::vector<Cell> cells = sheet.row(r);
    for (std::size_t i = 0; i < cells.size(); ++i) file += (i ? "," : "") + csv_cell(cells[i]);
    end_line(file);
  }
  return file;
}

}  // namespace

std::string csv_text(std::string_view text) {
  std::string cell;
  // A name in a stranger's file must not become a command in the reader's spreadsheet.
  if (!text.empty() && std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) cell += '\'';
  cell += repaired_utf8(text);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_cell(const Cell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell.value)) return csv_text(*words);
  if (const auto* count = std::get_if<std::int64_t>(&cell.value)) return std::to_string(*count);
  if (const auto* value = std::get_if<double>(&cell.value)) return csv_number(*value, cell.measure);
  return {};
}

std::vector<std::string> export_csv(const std::vector<Sheet>& sheets, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) throw std::runtime_error(fmt::format("cannot make the directory {}: {}", directory, error.message()));
  std::vector<std::pair<std::string, std::string>> files;
  std::vector<std::string> paths;
  for (const Sheet& sheet : sheets) {
    paths.push_back((std::filesystem::path(directory) / (sheet.name + ".csv")).string());
    files.push_back({paths.back(), csv_file(sheet)});
  }
  write_all_whole(files);
  return paths;
}

}  // namespace valuescale::results

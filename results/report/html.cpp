#include "results/report/html.hpp"

#include "results/report/base64.hpp"
#include "results/report/embedded.hpp"
#include "results/terminal/text.hpp"

#include <utility>

namespace valuescale::results::report {

std::string escaped(std::string_view text, bool keep_lines) {
  std::string html;
  for (const char c : printable(text, keep_lines)) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += c;
    }
  }
  return html;
}

namespace {

Json made_visible(const Json& json) {
  if (json.is_string()) return printable(json.get_ref<const std::string&>());
  if (!json.is_structured()) return json;
  Json copy = json.is_array() ? Json::array() : Json::object();
  for (const auto& [key, value] : json.items()) {
    if (json.is_array())
      copy.push_back(made_visible(value));
    else
      copy[printable(key)] = made_visible(value);
  }
  return copy;
}

}  // namespace

std::string script_data(const Json& json) {
  std::string data;
  for (const char c : made_visible(json).dump(-1, ' ', true, Json::error_handler_t::replace)) {
    if (c == '<')
      data += "\\u003c";
    else if (c == '>')
      data += "\\u003e";
    else if (c == '&')
      data += "\\u0026";
    else
      data += c;
  }
  return data;
}

namespace {

/// Escaped, and with a place to break a line behind each dot of a path.
std::string with_breaks(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const std::string html = escaped(text);
  std::string broken;
  for (std::size_t i = 0; i < html.size(); ++i) {
    broken += html[i];
    if (html[i] == '.' && i > 0 && i + 1 < html.size() && is_letter(html[i - 1]) && is_letter(html[i + 1])) broken += "<wbr>";
  }
  return broken;
}

/// Has it so many letters in one word (a number and its unit are one) that a card shows them smaller?
bool is_long(std::string_view text) {
  constexpr std::size_t kLong = 12;
  std::size_t letters = 0;
  for (const char c : text) {
    // Bytes that go on with a letter of UTF-8 are not counted.
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) letters = c == ' ' ? 0 : letters + 1;
    if (letters > kLong) return true;
  }
  return false;
}

/// Writes the page from top to bottom.
class Writer {
 public:
  explicit Writer(const Language& say) : say_(say) {}

  std::string page(const Document& document);

 private:
  void head(const Document& document);
  void top(const Document& document);
  void section(const Section& section);
  void write(const Paragraph& paragraph);
  void write(const Figure& figure);
  void write(const Table& table);
  /// A box that may scroll: reached by the keyboard, so it has a name.
  void open_box(std::string_view begin);
  void write(const Preformatted& text);
  void write(const Folded& folded);

  /// <name class="…">text</name>
  void element(std::string_view name, std::string_view css, std::string_view text) {
    open(name, css);
    html_ += with_breaks(text);
    close(name);
  }
  void open(std::string_view name, std::string_view css = "") {
    html_ += '<';
    html_ += name;
    if (!css.empty()) html_ += " class=\"" + std::string(css) + '"';
    html_ += '>';
  }
  void close(std::string_view name) { html_ += "</" + std::string(name) + ">\n"; }

  const Language& say_;
  std::string html_;
  std::string naming_;  ///< of what is written: the heading that it stands under
};

void Writer::head(const Document& document) {
  // Only these very bytes may run or lay out; no image, font, frame, form or request is allowed at all.
  const std::string policy = "default-src 'none'; script-src '" + sha256_source(embedded_script()) + "'; style-src '" +
                             sha256_source(embedded_style()) + "'; base-uri 'none'; form-action 'none'";
  html_ += "<!DOCTYPE html>\n<html lang=\"" + escaped(say_("html-language")) + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  html_ += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n";
  html_ +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n";
  html_ += "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" + escaped(document.title) + "</title>\n";
  html_ += "<style>" + std::string(embedded_style()) + "</style>\n</head>\n<body>\n";
}

void Writer::top(const Document& document) {
  html_ += "<header>\n";
  element("p", "kind", document.subtitle);
  element("h1", "", document.title);
  open("div", "answer");
  for (const auto& sentence : document.answer) element("p", "", sentence);
  close("div");
  if (!document.tiles.empty()) {
    open("dl", document.tiles.size() % 4 == 0 ? "tiles by-four" : "tiles");
    for (const auto& tile : document.tiles) {
      open("div");
      element("dt", "", tile.label);
      element("dd", is_long(tile.value) ? "value long" : "value", tile.value);
      element("dd", "detail", tile.detail);
      close("div");
    }
    close("dl");
  }
  if (!document.warnings.empty()) {
    open("div", "warnings");
    element("h2", "", say_("heading.warnings"));
    open("ul");
    for (const auto& warning : document.warnings) element("li", "", warning);
    close("ul");
    close("div");
  }
  html_ += "<nav aria-label=\"" + escaped(say_("heading.contents")) + "\"><ul>\n";
  for (const auto& section : document.sections)
    html_ += "<li><a href=\"#" + escaped(section.id) + "\">" + escaped(section.title) + "</a></li>\n";
  html_ += "</ul></nav>\n</header>\n";
}

void Writer::write(const Paragraph& paragraph) { element("p", paragraph.is_remark ? "remark" : "", paragraph.text); }

void Writer::write(const Figure& figure) {
  const std::string id = escaped(figure.id);
  html_ += "<figure id=\"" + id + "\" role=\"group\" aria-labelledby=\"" + id + "-title\">\n<figcaption><h3 id=\"" + id + "-title\">" +
           escaped(figure.title) + "</h3>";
  if (!figure.says.empty()) element("p", "", figure.says);
  html_ += "</figcaption>\n";
  const bool is_drawn = !figure.chart.is_null();
  if (is_drawn)
    html_ += "<div class=\"chart\" data-figure=\"" + id + "\" role=\"img\" aria-label=\"" +
             escaped(figure.title + ". " + say_("chart.see-table")) + "\"></div>\n";
  const std::string above = std::exchange(naming_, figure.title);
  if (!figure.table.empty()) write(Folded{say_(is_drawn ? "chart.table" : "chart.table-alone"), figure.table});
  naming_ = above;
  if (is_drawn) html_ += "<script type=\"application/json\" id=\"data-" + id + "\">" + script_data(figure.chart) + "</script>\n";
  html_ += "</figure>\n";
}

/// Does it hold a word so long that it must be broken?
bool must_break(std::string_view text) {
  constexpr std::size_t kLongWord = 40;
  std::size_t length = 0;
  for (const char c : text) {
    length = c == ' ' ? 0 : length + 1;
    if (length > kLongWord) return true;
  }
  return false;
}

void Writer::write(const Table& table) {
  // Columns of words don't fit a phone side by side, nor do more than three of numbers: there each cell stands below its head, which must not
  // cost a screen reader the table. A long one is read column by column, so it stays as it is.
  constexpr std::size_t kAbreast = 3, kCards = 20;
  const bool words = table.heads.size() > 2 && table.text_columns >= table.heads.size();
  const bool stacks = table.stacks || words || (table.heads.size() > kAbreast && table.rows.size() <= kCards);
  const char *row_role = stacks ? " role=\"row\"" : "", *cell_role = stacks ? " role=\"cell\"" : "";
  open_box("<div class=\"scrolls\"");
  html_ += std::string("<table") + (stacks ? " class=\"stacks\" role=\"table\"" : "") + ">\n<caption>" + escaped(naming_) +
           "</caption>\n<thead><tr" + row_role + ">";
  for (std::size_t c = 0; c < table.heads.size(); ++c)
    html_ += std::string("<th scope=\"col\"") + (c < table.text_columns ? "" : " class=\"n\"") + ">" + escaped(table.heads[c]) + "</th>";
  html_ += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html_ += std::string("<tr") + row_role + ">";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string text = with_breaks(row[c]);
      const char* css = c >= table.text_columns ? " class=\"n\"" : must_break(row[c]) ? " class=\"broken\"" : "";
      if (c == 0) {
        html_ += std::string("<th scope=\"row\"") + (stacks ? " role=\"rowheader\"" : "") + css + ">" + text + "</th>";
      } else {
        const std::string head = stacks && !text.empty() && c < table.heads.size() ? " data-head=\"" + escaped(table.heads[c]) + '"' : "";
        html_ += std::string("<td") + cell_role + head + css + ">" + text + "</td>";
      }
    }
    html_ += "</tr>\n";
  }
  html_ += "</tbody></table></div>\n";
}

void Writer::open_box(std::string_view begin) {
  html_ += begin;
  html_ += " tabindex=\"0\" role=\"region\" aria-label=\"" + escaped(naming_) + "\">";
}

void Writer::write(const Preformatted& text) {
  open_box("<pre");
  html_ += escaped(text.text, true) + "</pre>\n";
}

void Writer::write(const Folded& folded) {
  html_ +=
      std::string(folded.is_printed ? "<details>" : "<details class=\"unprinted\">") + "<summary>" + escaped(folded.title) + "</summary>\n";
  const std::string above = naming_;
  naming_ += (naming_.empty() ? "" : ": ") + folded.title;
  std::visit([this](const auto& inside) { write(inside); }, folded.inside);
  naming_ = above;
  html_ += "</details>\n";
}

void Writer::section(const Section& section) {
  html_ += "<section id=\"" + escaped(section.id) + "\">\n";
  element("h2", "", section.title);
  naming_ = section.title;
  for (const auto& block : section.blocks) std::visit([this](const auto& one) { write(one); }, block);
  html_ += "</section>\n";
}

std::string Writer::page(const Document& document) {
  head(document);
  top(document);
  html_ += "<main>\n";
  for (const auto& one : document.sections) section(one);
  html_ += "</main>\n<footer>\n";
  naming_.clear();
  element("p", "", say_("footer"));
  write(Folded{say_("footer.licences"), Preformatted{std::string(embedded_licences())}});
  html_ += "</footer>\n";
  Json words = {{"language", say_("html-language")}, {"currency", document.currency}, {"decimals", document.decimals}};
  for (const auto& [name, text] : say_.texts()) {
    if (name.starts_with("page.")) words[name.substr(5)] = text;
  }
  if (!document.step.empty()) words["step"] = document.step;
  html_ += "<script type=\"application/json\" id=\"page-words\">" + script_data(words) + "</script>\n";
  html_ += "<script>" + std::string(embedded_script()) + "</script>\n</body>\n</html>\n";
  return std::move(html_);
}

}  // namespace

std::string to_html(const Document& document, const Language& language) { return Writer(language).page(document); }

}  // namespace valuescale::results::report

#include "results/terminal/account_book.hpp"

#include "results/terminal/amounts.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::results {
namespace {

using models::BookEntry;
using models::BookPayback;
using models::BookQuestion;

std::string share_of_one(double share, bool exactly) { return fmt::format("{:.{}f}", share, exactly ? 10 : 4); }

/// "(0.2718 < 0.4)": what was drawn and the probability, with as many digits as tell them apart. Nothing where chance had no say.
std::string draw_text(const BookQuestion& question, const Style& style) {
  if (question.probability == 1) return {};
  const bool exactly = share_of_one(question.drawn, false) == share_of_one(question.probability, false);
  const char* sign = question.is_yes ? "<" : style.unicode ? "≥" : ">=";
  return fmt::format(" ({} {} {})", share_of_one(question.drawn, exactly), sign, share_of_one(question.probability, exactly));
}

class Book {
 public:
  Book(const models::AccountBook& book, const Style& style) : book_(book), style_(style), amounts_(book.currency, book.step_unit, style) {}

  std::string text();

 private:
  void head();
  std::string what_happens(const BookEntry& entry) const;
  std::string due_text(const BookQuestion& question, std::string_view what) const;
  std::string name_of(std::uint32_t person) const { return person == 0 ? "the customer" : fmt::format("#{}", person); }
  void mark_payback(std::uint32_t step);
  /// All lines, in order.
  void collect();
  void lines();
  std::string how_it_ended() const;
  std::string payback_text(const BookPayback& payback, bool is_active) const;
  void without_referrals();
  void totals();
  void paragraph(std::string_view words);
  void fact(std::string_view name, const std::string& value) { out_ += "  " + left_aligned(name, kFacts) + value + "\n"; }
  /// Of a plan, in its column.
  std::string month_of(std::uint32_t step) const {
    return book_.plan ? right_aligned(std::to_string(book_.plan->months[step]), kMonth) : std::string();
  }
  double currency(std::int64_t units) const { return static_cast<double>(units) / static_cast<double>(book_.units_per_currency); }
  std::string money(std::int64_t units) const { return amounts_.money(currency(units)); }
  std::string bare(std::int64_t units) const { return amounts_.bare_money(currency(units)); }
  std::string bold(std::string_view text) const { return style_.color ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text); }

  static constexpr int kFacts = 34, kTime = 7, kStep = 9, kMonth = 12, kNarrowestWords = 12;

  struct Line {
    double time;
    std::uint32_t step, person;
    std::string what;
    const models::BookFlow* flow;
  };

  const models::AccountBook& book_;
  const Style& style_;
  Amounts amounts_;
  std::vector<Line> lines_;
  std::string out_;
};

void Book::paragraph(std::string_view words) {
  for (const auto& line : wrapped(words, std::max(20, style_.width))) out_ += line + "\n";
}

void Book::head() {
  out_ += bold(printable(book_.title)) + "\n";
  std::string who =
      fmt::format("Customer {} of channel {}{} in world {}{}, seed {}", book_.customer, printable(book_.channel),
                  book_.plan ? fmt::format(", won in month {} of the plan,", book_.plan->won) : "", book_.world,
                  book_.stratified_worlds > 0 ? fmt::format(" of {} stratified ones", book_.stratified_worlds) : "", book_.seed);
  if (book_.has_segments) who += fmt::format("; segment {}", printable(book_.people.front().segment));
  paragraph(fmt::format("{}. Times in {}s since the first sale, amounts in {}. Behind a yes or no: the number drawn and the probability.",
                        who, book_.step_unit, printable(book_.currency)));
  out_ += "\n";
  fact("cost of the customer (CAC)", money(book_.cac[models::customer_view]));
  fact("cost of their own lead", money(book_.cac[models::lead_view]));
  out_ += "\n";
}

std::string Book::due_text(const BookQuestion& question, std::string_view what) const {
  if (!question.takes_time || !question.is_yes) return {};
  return question.due ? fmt::format(", {} at {:.2f}", what, *question.due) : ", beyond the horizon";
}

std::string Book::what_happens(const BookEntry& entry) const {
  const std::string name = printable(entry.name);
  const std::string chance = entry.question ? draw_text(*entry.question, style_) : "";
  const bool is_yes = entry.question && entry.question->is_yes;
  switch (entry.what) {
    case BookEntry::What::first_sale: {
      if (entry.person == 0) return "first sale: " + name;
      const models::BookPerson& person = book_.people[entry.person];
      return fmt::format("first sale: {}, brought by {}{}", name, name_of(person.parent),
                         book_.has_segments ? ", " + printable(person.segment) : "");
    }
    case BookEntry::What::asked: return name + (is_yes ? ": taken" : ": declined") + chance + due_text(*entry.question, "comes");
    case BookEntry::What::contact: return name + ": cost of asking";
    case BookEntry::What::step: return name;
    case BookEntry::What::visit: return fmt::format("{}, number {}", name, entry.number);
    case BookEntry::What::month: return name + ": cost of the month";
    case BookEntry::What::refund: return name + ": refund";
    case BookEntry::What::promise:
      return name + (is_yes ? ": will be paid" : ": will never be paid") + chance + due_text(*entry.question, "comes");
    case BookEntry::What::payment: return name + ": payment";
    case BookEntry::What::referral: return fmt::format("{}: {} lead{}", name, entry.number, entry.number == 1 ? "" : "s");
    case BookEntry::What::lead:
      return name + (is_yes ? ": a lead buys" : ": a lead does not buy") + chance + due_text(*entry.question, "first sale");
    case BookEntry::What::reward: return name + ": reward";
    case BookEntry::What::changed:
      return fmt::format("{}: {} {} {}", name, printable(entry.before), style_.unicode ? "→" : "->", printable(entry.after));
    case BookEntry::What::started: return name + " begins";
    case BookEntry::What::ended: return name + " ends";
    case BookEntry::What::stopped: return name + " is stopped";
    case BookEntry::What::dropped: return "everything ends";
  }
  return {};
}

void Book::mark_payback(std::uint32_t step) {
  const BookPayback& payback = book_.payback[models::customer_view];
  const auto mark = [&](const char* what) { lines_.push_back({static_cast<double>(step), step, 0, what, nullptr}); };
  if (payback.first == step) mark(payback.lasting == step ? "* paid back, for good" : "* paid back");
  if (payback.lasting == step && payback.first != step) mark("* paid back again, for good");
}

void Book::collect() {
  // Balances count at the end of a step.
  std::uint32_t step = 0;
  for (const BookEntry& entry : book_.entries) {
    for (; step < entry.step; ++step) mark_payback(step);
    lines_.push_back({entry.time, entry.step, entry.person, what_happens(entry), entry.flow ? &*entry.flow : nullptr});
  }
  mark_payback(step);
}

void Book::lines() {
  collect();
  std::vector<std::vector<std::string>> figures;
  const std::vector<std::string> headings{"amount", "balance", "discounted", "stage"};
  for (const Line& line : lines_) {
    auto& row = figures.emplace_back(headings.size());
    if (!line.flow) continue;
    row = {bare(line.flow->amount), bare(line.flow->balance), bare(line.flow->discounted), models::name_of(line.flow->stage)};
  }
  // What is said about a moment takes several lines rather than be cut.
  int room = style_.width - 2;
  for (std::size_t column = 0; column < headings.size(); ++column) {
    int widest = columns_of(headings[column]);
    for (const auto& row : figures) widest = std::max(widest, columns_of(row[column]));
    room -= 2 + widest;
  }
  const std::string first_heading = right_aligned("time", kTime) + right_aligned(book_.step_unit, kStep) +
                                    (book_.plan ? right_aligned("plan month", kMonth) : "") + "  what happens";
  room = std::max(room, columns_of(first_heading));
  Table table({first_heading, headings[0], headings[1], headings[2], headings[3]});
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    std::string before = right_aligned(fmt::format("{:.2f}", line.time), kTime) + right_aligned(std::to_string(line.step), kStep) +
                         month_of(line.step) + "  " + std::string(2 * book_.people[line.person].generation, ' ');
    if (line.person > 0) before += name_of(line.person) + " ";
    for (const std::string& words : wrapped(line.what, std::max(kNarrowestWords, room - columns_of(before)))) {
      std::vector<std::string> row{before + words};
      row.insert(row.end(), figures[i].begin(), figures[i].end());
      table.add(std::move(row));
      before = std::string(static_cast<std::size_t>(columns_of(before)), ' ');
      figures[i].assign(headings.size(), "");
    }
  }
  out_ += table.text(style_);
}

std::string Book::how_it_ended() const {
  std::string text;
  if (book_.dropped) text = fmt::format("Nothing more could happen to the customer from {:.2f} on: everything was ended.", *book_.dropped);
  const std::string horizon = amounts_.steps(static_cast<double>(book_.lifetime));
  if (book_.people.front().is_active) {
    text = fmt::format("The customer was still active when the {} were over.", horizon);
  } else if (!book_.dropped) {
    text = fmt::format("The processes of the customer had ended: nothing was to come any more when the {} were over.", horizon);
  }
  const auto active = std::count_if(book_.people.begin() + 1, book_.people.end(), [](const auto& person) { return person.is_active; });
  if (active > 0) text += fmt::format(" Of the customers brought, {} {} still active.", count_text(active), active == 1 ? "was" : "were");
  return text;
}

std::string Book::payback_text(const BookPayback& payback, bool is_active) const {
  const std::string not_yet = is_active ? "not yet" : "never";
  const auto at = [&](const std::optional<std::uint32_t>& step) { return step ? amounts_.at_step(*step) : not_yet; };
  return payback.first == payback.lasting ? at(payback.first) : fmt::format("{}; for good: {}", at(payback.first), at(payback.lasting));
}

void Book::totals() {
  out_ += "\n";
  paragraph(how_it_ended());
  out_ += "\n";
  fact("contribution", money(book_.contribution));
  for (std::size_t stage = 0; stage < models::kStages; ++stage)
    if (book_.by_stage[stage] != 0 && book_.by_stage[stage] != book_.contribution)
      fact(fmt::format("  {}", models::name_of(static_cast<models::Stage>(stage))), money(book_.by_stage[stage]));
  fact("LTV (discounted contribution)", money(book_.ltv));
  for (const models::View view : {models::customer_view, models::lead_view}) {
    const std::string of = view == models::customer_view ? "per customer" : "own lead only";
    fact("profit, " + of, money(book_.profit(view)));
    fact("NPV, " + of, money(book_.npv(view)));
    fact("paid back, " + of, payback_text(book_.payback[view], book_.is_active()));
  }
  fact("repeat purchases", count_text(book_.purchases));
  if (book_.children() == 0) return;
  fact("customers brought", count_text(static_cast<std::int64_t>(book_.children())));
  without_referrals();
}

void Book::without_referrals() {
  const models::OwnBook& own = *book_.without_referrals;
  const models::View view = models::customer_view;
  out_ += "\n";
  paragraph("If nobody whom they brought counted:");
  fact("LTV", money(own.ltv));
  fact("profit, per customer", money(own.contribution - book_.cac[view]));
  fact("NPV, per customer", money(own.ltv - book_.cac[view]));
  fact("paid back, per customer", payback_text(own.payback[view], own.is_active));
}

std::string Book::text() {
  head();
  lines();
  totals();
  return std::move(out_);
}

}  // namespace

std::string in_words(const models::AccountBook& book, const Style& style) { return Book(book, style).text(); }

}  // namespace valuescale::results

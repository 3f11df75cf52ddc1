// When customers pay back: one by one, on average, and by channel and segment.
#include "results/report/telling.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {
namespace {

// More lines than this cannot be told apart.
constexpr std::size_t kLines = 7;
// More columns than this cannot be read.
constexpr std::size_t kColumns = 25;

Json line_of(const std::string& name, const std::vector<Estimate>& cdf, double factor, bool with_error) {
  Json x = Json::array();
  Ends ends;
  for (std::size_t k = 0; k < cdf.size(); ++k) {
    x.push_back(k);
    ends.add_share(cdf[k], factor);
  }
  Json line = {{"name", name}, {"x", std::move(x)}, {"y", std::move(ends.value)}, {"steps", true}};
  if (with_error) {
    line["lo"] = std::move(ends.lo);
    line["hi"] = std::move(ends.hi);
  }
  return line;
}

Table table_of(const Telling& telling, const Payback& payback) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Table table{{say("payback.by"), say("payback.first"), say("payback.lasting"), say("payback.average")}, {}, 1};
  for (std::size_t k = 0; k < payback.first.cdf.size(); ++k) {
    const auto lasting = k < payback.lasting.cdf.size() ? numbers.share_with_error(payback.lasting.cdf[k]) : std::string("?");
    const auto cohort = k < payback.cohort.cdf.size() ? numbers.share(payback.cohort.cdf[k]) : std::string("?");
    table.rows.push_back({numbers.at_step(static_cast<double>(k)), numbers.share_with_error(payback.first.cdf[k]), lasting, cohort});
  }
  const auto end = [&](const char* name, const Estimate PaybackCurve::*of) {
    table.rows.push_back({say(name), numbers.share_with_error(payback.first.*of), numbers.share_with_error(payback.lasting.*of), ""});
  };
  end("payback.never", &PaybackCurve::never);
  end("payback.open", &PaybackCurve::open);
  return table;
}

/// Does nobody pay back later than at once?
bool is_flat(const PaybackCurve& curve) { return curve.cdf.front().value == curve.cdf.back().value; }

/// Of lines that are the same only the first is drawn, under the names of all.
void add_line(Json& series, Json line) {
  for (Json& other : series) {
    if (other["y"] != line["y"]) continue;
    other["name"] = other["name"].get<std::string>() + " = " + line["name"].get<std::string>();
    return;
  }
  series.push_back(std::move(line));
}

/// Who pays back and who does not, as `sentence` has it.
std::string who(const Telling& telling, const PaybackCurve& head, const char* sentence) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const std::string unpaid = say(head.open.value == 0 ? "payback.unpaid" : "payback.unpaid-open",
                                 {{"never", numbers.share(head.never.value)}, {"open", numbers.share(head.open.value)}});
  return say(sentence, {{"ever", numbers.share(head.ever.value)}, {"horizon", numbers.steps(answer.lifetime)}, {"unpaid", unpaid}});
}

/// In a sentence, where a picture would show a straight line.
std::string at_once(const Telling& telling, const PaybackCurve& head) {
  return who(telling, head, head.ever.value == 1 ? "payback.all-at-once" : head.ever.value == 0 ? "payback.nobody" : "payback.at-once");
}

Figure curve(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const Payback& payback = answer.all.customer.payback;
  const PaybackCurve& head = telling.headline(payback);
  if (is_flat(head) && is_flat(payback.first))
    return {"payback", say("payback.title"), at_once(telling, head), {}, table_of(telling, payback)};
  Json series = Json::array();
  series.push_back(line_of(say(answer.lasting_is_headline ? "payback.for-good" : "payback.all"), head.cdf, telling.grouped, true));
  if (answer.lasting_is_headline) {
    Json line = line_of(say("payback.at-least-once"), payback.first.cdf, telling.grouped, false);
    line["dash"] = 1;
    add_line(series, std::move(line));
  }
  if (answer.channels.size() > 1 && answer.channels.size() <= kLines) {
    for (const auto& [name, block] : answer.channels) {
      Json line = line_of(name_of(name), telling.headline(block.customer.payback).cdf, telling.grouped, false);
      line["thin"] = true;
      add_line(series, std::move(line));
    }
  }
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.step", {{"unit", numbers.step_word()}}), "step")},
                {"y", axis(say("axis.paid-back"), "share")}};
  chart["y"]["min"] = 0;
  chart["y"]["max"] = 1;
  chart["series"] = std::move(series);
  // Whoever never pays back is above the line at 1 − P(never): the curve can't get there however long one waits.
  chart["areas"] = Json::array();
  if (head.never.value > 0)
    chart["areas"].push_back({{"lo", number(1 - head.never.value)},
                              {"hi", 1},
                              {"role", "loss"},
                              {"name", say(answer.lasting_is_headline ? "payback.never-for-good-is" : "payback.never-is",
                                           {{"never", numbers.share(head.never.value)}})}});
  chart["marks"] = Json::array();
  if (std::isfinite(payback.cohort.step)) chart["marks"].push_back(mark("x", payback.cohort.step, say("payback.mark-average")));
  std::string says = who(telling, head, head.ever.value == 1 ? "payback.says-all" : "payback.says");
  if (std::isfinite(payback.cohort.step)) {
    says += say(payback.cohort.step == 0 ? "payback.says-average-at-once" : "payback.says-average",
                {{"when", numbers.at_step(payback.cohort.step)}});
    if (!std::isnan(payback.cohort.lo) && payback.cohort.lo != payback.cohort.hi)
      says += say("payback.says-average-range", {{"from", numbers.at_step(payback.cohort.lo)}, {"to", numbers.at_step(payback.cohort.hi)}});
    says += say("sentence-end");
  } else if (std::isinf(payback.cohort.step)) {
    says += say("payback.says-average-never");
  }
  return {"payback", say("payback.title"), says, std::move(chart), table_of(telling, payback)};
}

/// A row each for channels and segments, a column a step.
std::optional<Figure> field(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  std::vector<std::pair<std::string, const PaybackCurve*>> rows;
  for (const auto* blocks : {&answer.channels, &answer.segments}) {
    if (blocks->size() < 2) continue;
    for (const auto& [name, block] : *blocks) rows.emplace_back(name_of(name), &telling.headline(block.customer.payback));
  }
  std::erase_if(rows, [](const auto& row) { return row.second->cdf.empty() || std::isnan(row.second->ever.value); });
  if (rows.empty()) return std::nullopt;
  const bool flat = std::all_of(rows.begin(), rows.end(), [](const auto& row) { return is_flat(*row.second); });
  const std::size_t steps = flat ? 1 : rows.front().second->cdf.size();
  const std::size_t stride = (steps + kColumns - 1) / kColumns;
  Json columns = Json::array(), names = Json::array(), values = Json::array();
  std::vector<std::size_t> shown;
  for (std::size_t k = 0; k < steps; k += stride) shown.push_back(k);
  if (shown.back() != steps - 1) shown.push_back(steps - 1);
  Table table{{say("payback.by")}, {}, 1};
  for (const std::size_t k : shown) {
    columns.push_back(std::to_string(k));
    table.rows.push_back({numbers.at_step(static_cast<double>(k))});
  }
  for (const auto& [name, paid] : rows) {
    names.push_back(name);
    table.heads.push_back(name);
    Json row = Json::array();
    for (std::size_t s = 0; s < shown.size(); ++s) {
      row.push_back(number(paid->cdf[shown[s]].value));
      table.rows[s].push_back(numbers.share(paid->cdf[shown[s]].value));
    }
    values.push_back(std::move(row));
  }
  if (flat) return Figure{"payback-by", say("heat.title"), say("heat.flat"), {}, std::move(table)};
  Json chart = {{"kind", "heat"},
                {"x", axis(say("axis.step", {{"unit", numbers.step_word()}}), "step")},
                {"format", "share"},
                {"rows", std::move(names)},
                {"columns", std::move(columns)},
                {"values", std::move(values)}};
  return Figure{"payback-by", say("heat.title"), say("heat.says"), std::move(chart), std::move(table)};
}

}  // namespace

void tell_payback(const Telling& telling, Document& document) {
  const Payback& payback = telling.answer.all.customer.payback;
  if (telling.headline(payback).cdf.empty() || std::isnan(telling.headline(payback).ever.value)) return;
  Section section{"when", telling.say("heading.payback"), {}};
  section.blocks.emplace_back(curve(telling));
  if (auto by = field(telling)) section.blocks.emplace_back(std::move(*by));
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report

#include "results/report/ladder_figure.hpp"

#include "results/answer/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace valuescale::results::report {
namespace {

/// Of more places nobody makes out a picture.
constexpr std::size_t kMostPlaces = 60;

bool is_a(std::string_view kind, std::string_view name) {
  return name.size() > kind.size() && name.starts_with(kind) && name[kind.size()] == '.';
}

/// Whatever stands in the file.
double share_of(double value) { return value > 0 ? std::min(value, 1.0) : 0; }

/// "upsell" of "step.upsell".
std::string bare(std::string_view name) { return name_of(name.substr(name.find('.') + 1)); }

/// A bar: as tall as those who are asked, split into what they answer. All sizes are shares of customers, or of what is drawn as tall as they are.
struct Place {
  const LadderPlace* is = nullptr;
  std::size_t column = 0;
  double height = 0;
  double taken = 1, later = 0;  ///< shares of the height, from the top

  double declined() const { return std::max(0.0, 1 - taken - later); }
};

/// From a bar to the next, unless it goes round in a circle.
struct Ribbon {
  const LadderWay* is = nullptr;
  std::size_t from = 0, to = 0;
  double width = 0;
  bool is_circle = false;
};

class Flow {
 public:
  explicit Flow(const Ladder& ladder) {
    for (const LadderPlace& place : ladder.places) {
      if (!(place.numbers.taken.value > 0 || place.numbers.asked.value > 0)) continue;
      Place bar;
      bar.is = &place;
      // How many a referral brings is no share of those who are asked.
      if (!is_a("offer", place.name) && !is_a("referral", place.name)) {
        bar.taken = share_of(place.numbers.rate.value);
        bar.later = std::min(share_of(place.numbers.later.value / place.numbers.asked.value), 1 - bar.taken);
      }
      places_.push_back(bar);
    }
    for (const LadderWay& way : ladder.ways) {
      const std::size_t from = place_of(way.from), to = place_of(way.to);
      if (way.numbers.asked.value > 0 && from < places_.size() && to < places_.size()) ribbons_.push_back({&way, from, to});
    }
    if (places_.size() > kMostPlaces) return;
    put_in_order();
    measure();
  }

  bool can_be_drawn() const { return order_.size() > 1 && places_.size() <= kMostPlaces; }
  const std::vector<std::size_t>& order() const { return order_; }
  const Place& place(std::size_t p) const { return places_[p]; }
  const std::vector<Ribbon>& ribbons() const { return ribbons_; }
  bool is_circle(const LadderWay& way) const {
    return std::any_of(ribbons_.begin(), ribbons_.end(), [&](const Ribbon& ribbon) { return ribbon.is == &way && ribbon.is_circle; });
  }

 private:
  std::size_t place_of(const std::string& name) const {
    return static_cast<std::size_t>(
        std::find_if(places_.begin(), places_.end(), [&](const Place& place) { return place.is->name == name; }) - places_.begin());
  }

  /// Each place before those that it leads to, and, as far as that allows, in the scenario's order.
  void put_in_order() {
    enum class State { unknown, open, done };
    std::vector<State> states(places_.size(), State::unknown);
    const auto visit = [&](const auto& again, std::size_t p) -> void {
      states[p] = State::open;
      for (auto ribbon = ribbons_.rbegin(); ribbon != ribbons_.rend(); ++ribbon) {
        if (ribbon->from != p) continue;
        ribbon->is_circle = states[ribbon->to] == State::open;
        if (states[ribbon->to] == State::unknown) again(again, ribbon->to);
      }
      states[p] = State::done;
      order_.push_back(p);
    };
    for (std::size_t p = places_.size(); p-- > 0;)
      if (is_a("offer", places_[p].is->name)) visit(visit, p);
    std::reverse(order_.begin(), order_.end());
  }

  void measure() {
    double sold = 0;
    for (const std::size_t p : order_)
      if (is_a("offer", places_[p].is->name)) sold += places_[p].is->numbers.taken.value;
    for (const std::size_t p : order_) {
      Place& place = places_[p];
      if (is_a("offer", place.is->name)) place.height = share_of(place.is->numbers.taken.value / sold);
      for (Ribbon& ribbon : ribbons_) {
        if (ribbon.from != p || ribbon.is_circle) continue;
        // What follows a repeat purchase is drawn by the purchase: all of them are as much as all who began to buy again.
        const LadderNumbers& numbers = place.is->numbers;
        const bool declined = ribbon.is->after == "declined", bought = ribbon.is->after == "bought";
        const double events = declined ? numbers.asked.value - numbers.taken.value - numbers.later.value
                              : bought ? place.is->purchases.value
                                       : numbers.taken.value;
        const double part = (declined ? place.declined() : place.taken) * place.height;
        ribbon.width = part * share_of(ribbon.is->numbers.asked.value / events);
        places_[ribbon.to].height += ribbon.width;
        places_[ribbon.to].column = std::max(places_[ribbon.to].column, place.column + 1);
      }
    }
  }

  std::vector<Place> places_;
  std::vector<Ribbon> ribbons_;
  std::vector<std::size_t> order_;  ///< of places that can be reached
};

class LadderTelling {
 public:
  LadderTelling(const Telling& telling, const Ladder& ladder) : telling_(telling), ladder_(ladder), flow_(ladder) {}

  Figure figure() const {
    const Language& say = telling_.say;
    const bool by_purchase =
        std::any_of(flow_.ribbons().begin(), flow_.ribbons().end(), [](const Ribbon& ribbon) { return ribbon.is->after == "bought"; });
    std::string says = say("ladder.says", {{"conversion", telling_.numbers.share(telling_.answer.all.conversion.value)}});
    if (by_purchase) says += say("ladder.by-purchase");
    if (telling_.answer.all.referrals) says += say("ladder.with-brought");
    return {"ladder", say("ladder.title"), std::move(says), chart(), table()};
  }
  bool can_be_drawn() const { return flow_.can_be_drawn(); }

 private:
  Json chart() const {
    const Language& say = telling_.say;
    std::vector<std::size_t> number(ladder_.places.size());
    Json places = Json::array(), ribbons = Json::array();
    bool any_later = false, any_repeat = false, any_referral = false;
    for (const std::size_t p : flow_.order()) {
      const Place& place = flow_.place(p);
      const std::string& name = place.is->name;
      const bool repeat = is_a("repeat", name), referral = is_a("referral", name);
      any_later = any_later || place.later > 0, any_repeat = any_repeat || repeat, any_referral = any_referral || referral;
      number[p] = places.size();
      places.push_back({{"name", bare(name)},
                        {"column", place.column},
                        {"share", place.height},
                        {"parts", Json::array({part(repeat     ? "again"
                                                    : referral ? "total"
                                                               : "gain",
                                                    place.taken),
                                               part("front", place.later), part("pale", place.declined())})},
                        {"label", label(*place.is)},
                        {"says", says(*place.is)}});
    }
    for (const Ribbon& ribbon : flow_.ribbons()) {
      const auto& order = flow_.order();
      if (ribbon.is_circle || std::find(order.begin(), order.end(), ribbon.from) == order.end()) continue;
      ribbons.push_back({{"from", number[ribbon.from]},
                         {"part", ribbon.is->after == "declined" ? 2 : 0},
                         {"to", number[ribbon.to]},
                         {"share", ribbon.width},
                         {"name", say("ladder.way", {{"from", comes_from(*ribbon.is)}, {"to", bare(ribbon.is->to)}})},
                         {"says", says(ribbon.is->to, ribbon.is->numbers)}});
    }
    Json signs = Json::array({sign("gain", "ladder.takes"), sign("pale", "ladder.declines")});
    if (any_later) signs.push_back(sign("front", "ladder.later"));
    if (any_repeat) signs.push_back(sign("again", "ladder.begins"));
    if (any_referral) signs.push_back(sign("total", "ladder.asked-to-bring"));
    return {{"kind", "sankey"}, {"places", std::move(places)}, {"ribbons", std::move(ribbons)}, {"signs", std::move(signs)}};
  }

  Table table() const {
    const auto& [answer, say, numbers, business, factor, grouped] = telling_;
    Table table{{say("ladder.step"), say("ladder.from"), say("ladder.asked"), say("ladder.rate"), say("ladder.assumed")}, {}, 2};
    table.rows.push_back({say("ladder.customers"), say("ladder.leads"), "", numbers.share_with_error(answer.all.conversion), ""});
    for (const LadderWay& way : ladder_.ways) {
      std::string from = comes_from(way);
      if (flow_.is_circle(way)) from = say("ladder.circle", {{"from", from}});
      table.rows.push_back({bare(way.to), std::move(from), asked(way.numbers), rate(way.to, way.numbers), assumed(way.to)});
    }
    return table;
  }

  std::string asked(const LadderNumbers& numbers) const {
    return telling_.numbers.with_error({100 * numbers.asked.value, 100 * numbers.asked.se});
  }
  std::string rate(const std::string& name, const LadderNumbers& numbers) const {
    if (std::isnan(numbers.rate.value)) return "";
    return is_a("referral", name) ? telling_.say("ladder.brings", {{"number", telling_.numbers.with_error(numbers.rate)}})
                                  : telling_.numbers.share_with_error(numbers.rate);
  }
  /// "upsell, declined"; of what is simply taken the name alone.
  std::string comes_from(const LadderWay& way) const {
    const std::string event = "ladder.after-" + way.after;
    return telling_.say.texts().count(event) ? telling_.say(event, {{"from", bare(way.from)}}) : bare(way.from);
  }
  /// The take rate of a step as the scenario states it.
  std::string assumed(const std::string& name) const {
    for (const auto& one : telling_.answer.stated)
      if (one.path == name + ".take") return name_of(telling_.say.again("reading", one.reading));
    return "";
  }
  /// Beside the name, in the picture.
  std::string label(const LadderPlace& place) const {
    const Numbers& numbers = telling_.numbers;
    if (is_a("offer", place.name)) return numbers.share(place.numbers.taken.value);
    if (is_a("referral", place.name)) return telling_.say("ladder.brings", {{"number", numbers.count(place.numbers.rate.value)}});
    const std::string rate = numbers.share(place.numbers.rate.value), of_all = numbers.share(place.numbers.taken.value);
    return rate == of_all ? rate : telling_.say("ladder.label", {{"rate", rate}, {"of-all", of_all}});
  }
  Json says(const LadderPlace& place) const {
    if (is_a("offer", place.name))
      return Json::array({telling_.say("ladder.first-sales", {{"number", telling_.numbers.with_error(place.numbers.taken)}})});
    Json lines = says(place.name, place.numbers);
    if (place.purchases.value > 0)
      lines.push_back(telling_.say("ladder.purchases", {{"number", telling_.numbers.with_error(place.purchases)}}));
    return lines;
  }
  Json says(const std::string& name, const LadderNumbers& numbers) const {
    const Language& say = telling_.say;
    Json lines = Json::array();
    lines.push_back(say("ladder.says-asked", {{"number", asked(numbers)}}));
    lines.push_back(say("ladder.says-rate", {{"rate", rate(name, numbers)}}));
    if (numbers.later.value > 0 && !is_a("referral", name))
      lines.push_back(say("ladder.says-later", {{"share", telling_.numbers.share(numbers.later.value / numbers.asked.value)}}));
    return lines;
  }
  Json sign(const char* role, const char* name) const { return {{"role", role}, {"name", telling_.say(name)}}; }
  static Json part(const char* role, double share) { return {{"role", role}, {"share", share}}; }

  const Telling& telling_;
  const Ladder& ladder_;
  const Flow flow_;
};

}  // namespace

std::optional<Figure> ladder_figure(const Telling& telling) {
  const auto& ladder = telling.answer.ladder;
  if (!ladder || !has_questions(*ladder)) return std::nullopt;
  const LadderTelling told(telling, *ladder);
  if (!told.can_be_drawn()) return std::nullopt;
  return told.figure();
}

}  // namespace valuescale::results::report

// What customers are asked, and what they say: those of the first purchase as flows between bars, all in shares of the customers; those of repeat
// purchases as bars in shares of the occasions. Both in one picture would need two scales.
#include "results/report/ladder_figure.hpp"

#include "results/answer/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace valuescale::results::report {
namespace {

/// Of more places or rows nobody makes out a picture.
constexpr std::size_t kMost = 60;
/// So many questions are told in sentences, where no picture shows them.
constexpr std::size_t kTold = 4;
/// How many customers the pictures follow.
constexpr double kCustomers = 1000;

bool is_a(std::string_view kind, std::string_view name) {
  return name.size() > kind.size() && name.starts_with(kind) && name[kind.size()] == '.';
}

/// Whatever stands in the file.
double share_of(double value) { return value > 0 ? std::min(value, 1.0) : 0; }

/// How tall it is drawn: everybody may be asked the same thing several times.
double height_of(double value) { return value > 0 ? std::min(value, 10.0) : 0; }

/// "upsell" of "step.upsell".
std::string bare(std::string_view name) { return name_of(name.substr(name.find('.') + 1)); }

Estimate times(const Estimate& estimate, double factor) { return {factor * estimate.value, factor * estimate.se}; }

/// A part of those whom a way leads: all numbers but the rate are less.
LadderNumbers part_of(const LadderNumbers& numbers, double part) {
  return {times(numbers.asked, part), times(numbers.taken, part), times(numbers.later, part), numbers.rate};
}

/// Where customers come with their first purchase, or because of it. Numbers are per customer, those included who were brought by others.
struct Place {
  const LadderPlace* is = nullptr;
  std::size_t column = 0;
  double asked = 0, taken = 0, later = 0;
  double of_all = 1;  ///< of those who ever come here

  double taken_share() const { return is_a("referral", is->name) ? 1 : share_of(taken / asked); }
  double later_share() const { return is_a("referral", is->name) ? 0 : std::min(share_of(later / asked), 1 - taken_share()); }
  double declined_share() const { return std::max(0.0, 1 - taken_share() - later_share()); }
};

/// A way, or as much of it as is asked for.
struct Passage {
  const LadderWay* is = nullptr;
  LadderNumbers numbers;
  std::size_t from = 0, to = 0;  ///< places
  bool is_circle = false;
};

/// The ways of the first purchase, and the others. Where somebody may come on either, those who go on from there are divided as those who come.
class Flow {
 public:
  explicit Flow(const Ladder& ladder) {
    for (const LadderPlace& place : ladder.places)
      if (place.numbers.taken.value > 0 || place.numbers.asked.value > 0) places_.push_back({&place});
    for (const LadderWay& way : ladder.ways) {
      const std::size_t from = place_of(way.from), to = place_of(way.to);
      if (way.numbers.asked.value > 0 && from < places_.size() && to < places_.size()) all_.push_back({&way, way.numbers, from, to});
    }
    for (const Place& place : places_)
      if (is_a("offer", place.is->name)) sold_ += place.is->numbers.taken.value;
    put_in_order();
    measure();
  }

  /// First sales of a customer who was bought: more than one where customers bring others.
  double sold() const { return sold_; }
  const std::vector<std::size_t>& order() const { return order_; }
  const Place& place(std::size_t p) const { return places_[p]; }
  const std::vector<Passage>& first() const { return first_; }
  const std::vector<Passage>& others() const { return others_; }

 private:
  std::size_t place_of(const std::string& name) const {
    return static_cast<std::size_t>(
        std::find_if(places_.begin(), places_.end(), [&](const Place& place) { return place.is->name == name; }) - places_.begin());
  }
  /// What follows repeat purchases, or their end, happens later and at other times.
  static bool is_of_first(const Passage& way) { return way.is->after == "taken" || way.is->after == "declined"; }

  /// Each place before those that it leads to, and, as far as that allows, in the scenario's order.
  void put_in_order() {
    enum class State { unknown, open, done };
    std::vector<State> states(places_.size(), State::unknown);
    const auto visit = [&](const auto& again, std::size_t p) -> void {
      states[p] = State::open;
      for (auto way = all_.rbegin(); way != all_.rend(); ++way) {
        if (way->from != p || !is_of_first(*way)) continue;
        way->is_circle = states[way->to] == State::open;
        if (states[way->to] == State::unknown) again(again, way->to);
      }
      states[p] = State::done;
      order_.push_back(p);
    };
    for (std::size_t p = places_.size(); p-- > 0;)
      if (is_a("offer", places_[p].is->name)) visit(visit, p);
    std::reverse(order_.begin(), order_.end());
  }

  void measure() {
    std::vector<double> of_first(all_.size(), 0.0);
    for (const std::size_t p : order_) {
      Place& place = places_[p];
      if (is_a("offer", place.is->name)) {
        place.asked = place.taken = place.is->numbers.taken.value / sold_;
      } else {
        place.of_all = share_of(place.asked * sold_ / place.is->numbers.asked.value);
      }
      for (std::size_t w = 0; w < all_.size(); ++w) {
        if (all_[w].from != p || !is_of_first(all_[w]) || all_[w].is_circle) continue;
        of_first[w] = place.of_all;
        Place& next = places_[all_[w].to];
        const LadderNumbers numbers = part_of(all_[w].numbers, place.of_all / sold_);
        next.asked += numbers.asked.value, next.taken += numbers.taken.value, next.later += numbers.later.value;
        next.column = std::max(next.column, place.column + 1);
      }
    }
    constexpr double kNobody = 1e-6;
    for (std::size_t w = 0; w < all_.size(); ++w) {
      const auto add = [&](std::vector<Passage>& to, double part) {
        if (part < kNobody) return;
        to.push_back(all_[w]);
        to.back().numbers = part_of(all_[w].numbers, part / sold_);
      };
      add(first_, of_first[w]);
      add(others_, 1 - of_first[w]);
    }
  }

  std::vector<Place> places_;
  std::vector<Passage> all_, first_, others_;
  std::vector<std::size_t> order_;  ///< of places that are come to on the first purchase
  double sold_ = 0;
};

/// A question that may be answered with no.
bool is_question(const Passage& way) { return is_a("step", way.is->to); }

bool anybody_declines(const std::vector<Passage>& ways) {
  return std::any_of(ways.begin(), ways.end(), [](const Passage& way) { return is_question(way) && way.numbers.rate.value < 1; });
}

class LadderTelling {
 public:
  LadderTelling(const Telling& telling, const Ladder& ladder) : telling_(telling), flow_(ladder) {}

  std::vector<Figure> figures() const {
    const Language& say = telling_.say;
    const std::vector<Passage>& first = flow_.first();
    std::vector<Passage> others = flow_.others();
    std::vector<Figure> figures;
    if (can_be_drawn())
      figures.push_back({"ladder", say("ladder.title"), says(), flows(), table(first)});
    else if (others_can_be_drawn() && std::any_of(first.begin(), first.end(), is_question))
      figures.push_back({"ladder", say("ladder.title"), in_words(first), {}, table(first)});
    else
      others.insert(others.begin(), first.begin(), first.end());
    if (others_can_be_drawn())
      figures.push_back({"ladder-repeat", say("ladder.repeat-title"), say("ladder.repeat-says"), bars(), table(others)});
    else if (!others.empty())
      figures.push_back(
          {"ladder-told", say(figures.empty() ? "ladder.title" : "ladder.repeat-title"), in_words(others), {}, table(others)});
    return figures;
  }

 private:
  /// A single question is told in a sentence as well; so are many to which everybody says yes.
  bool can_be_drawn() const {
    const auto questions = std::count_if(flow_.order().begin(), flow_.order().end(), [&](std::size_t p) {
      return is_a("step", flow_.place(p).is->name) || is_a("referral", flow_.place(p).is->name);
    });
    return questions > 1 && flow_.order().size() <= kMost && anybody_declines(flow_.first());
  }
  bool others_can_be_drawn() const {
    const auto questions = static_cast<std::size_t>(std::count_if(flow_.others().begin(), flow_.others().end(), is_question));
    return questions > 1 && questions <= kMost && anybody_declines(flow_.others());
  }

  std::string says() const {
    const Language& say = telling_.say;
    const double conversion = telling_.answer.all.conversion.value;
    std::string text = conversion < 1 ? say("ladder.conversion", {{"conversion", telling_.numbers.share(conversion)}}) : std::string();
    text += say("ladder.says");
    if (goes_both_ways()) text += say("ladder.both");
    if (telling_.answer.all.referrals) text += say("ladder.with-brought");
    return text;
  }
  /// Are the same customers asked several things?
  bool goes_both_ways() const {
    return std::any_of(flow_.order().begin(), flow_.order().end(), [&](std::size_t p) {
      double taken = 0, declined = 0;
      for (const Passage& way : flow_.first())
        if (way.from == p) (way.is->after == "declined" ? declined : taken) += way.numbers.asked.value;
      const Place& place = flow_.place(p);
      return std::max(taken - place.taken_share() * place.asked, declined - place.declined_share() * place.asked) > 1e-3;
    });
  }

  Json flows() const {
    const Language& say = telling_.say;
    std::vector<std::size_t> number;
    Json places = Json::array(), ribbons = Json::array();
    bool any_later = false, any_repeat = false, any_referral = false;
    for (const std::size_t p : flow_.order()) {
      const Place& place = flow_.place(p);
      const bool repeat = is_a("repeat", place.is->name), referral = is_a("referral", place.is->name);
      any_later = any_later || place.later_share() > 0, any_repeat = any_repeat || repeat, any_referral = any_referral || referral;
      number.resize(std::max(number.size(), p + 1));
      number[p] = places.size();
      places.push_back({{"name", bare(place.is->name)},
                        {"column", place.column},
                        {"share", height_of(place.asked)},
                        {"parts", Json::array({part(repeat     ? "again"
                                                    : referral ? "total"
                                                               : "gain",
                                                    place.taken_share()),
                                               part("front", place.later_share()), part("pale", place.declined_share())})},
                        {"label", label(place)},
                        {"short", short_label(place)},
                        {"says", says(place)}});
    }
    for (const Passage& way : flow_.first())
      ribbons.push_back({{"from", number[way.from]},
                         {"part", way.is->after == "declined" ? 2 : 0},
                         {"to", number[way.to]},
                         {"share", height_of(way.numbers.asked.value)},
                         {"name", say("ladder.way", {{"from", comes_from(way)}, {"to", bare(way.is->to)}})},
                         {"says", Json::array({in_words(way)})}});
    Json signs = Json::array({sign("gain", "ladder.takes"), sign("pale", "ladder.declines")});
    if (any_later) signs.push_back(sign("front", "ladder.later"));
    if (any_repeat) signs.push_back(sign("again", "ladder.begins"));
    if (any_referral) signs.push_back(sign("total", "ladder.asked-to-bring"));
    return {{"kind", "sankey"}, {"places", std::move(places)}, {"ribbons", std::move(ribbons)}, {"signs", std::move(signs)}};
  }

  Json bars() const {
    const Language& say = telling_.say;
    Json rows = Json::array(), texts = Json::array();
    Ends ends;
    for (const Passage& way : flow_.others()) {
      if (!is_question(way)) continue;
      rows.push_back(say("ladder.question", {{"what", bare(way.is->to)}, {"from", comes_from(way)}}));
      texts.push_back(
          say("ladder.rate-of", {{"rate", telling_.numbers.share(way.numbers.rate.value)}, {"asked", people(way.numbers.asked.value)}}));
      ends.add_share(way.numbers.rate, telling_.grouped);
    }
    Json chart = {{"kind", "bars"}, {"x", axis(say("ladder.repeat-axis"), "share")}, {"rows", std::move(rows)}};
    chart["x"]["max"] = 1;
    chart["series"] = Json::array({{{"name", say("ladder.rate")},
                                    {"to", std::move(ends.value)},
                                    {"lo", std::move(ends.lo)},
                                    {"hi", std::move(ends.hi)},
                                    {"texts", std::move(texts)},
                                    {"role", "gain"}}});
    return chart;
  }

  Table table(const std::vector<Passage>& ways) const {
    const Language& say = telling_.say;
    Table table{{say("ladder.step"), say("ladder.from"), say("ladder.asked"), say("ladder.rate"), say("ladder.assumed")}, {}, 2};
    for (const Passage& way : ways) {
      std::string from = comes_from(way);
      if (way.is_circle) from = say("ladder.circle", {{"from", from}});
      const Estimate asked = times(way.numbers.asked, kCustomers);
      table.rows.push_back({bare(way.is->to), std::move(from), telling_.numbers.count_with_error(asked), rate(way), assumed(way.is->to)});
    }
    return table;
  }

  std::string rate(const Passage& way) const {
    const Estimate& rate = way.numbers.rate;
    if (std::isnan(rate.value)) return "";
    return is_a("referral", way.is->to) ? telling_.say("ladder.brings", {{"number", telling_.numbers.count_with_error(rate)}})
                                        : telling_.numbers.share_with_error(rate);
  }
  /// "upsell, declined"; of what is simply taken the name alone.
  std::string comes_from(const Passage& way) const {
    const std::string event = "ladder.after-" + way.is->after;
    return telling_.say.texts().count(event) ? telling_.say(event, {{"from", bare(way.is->from)}}) : bare(way.is->from);
  }
  /// The take rate of a step as the scenario states it.
  std::string assumed(const std::string& name) const {
    for (const auto& one : telling_.answer.stated)
      if (one.path == name + ".take") return name_of(telling_.say.again("reading", one.reading));
    return "";
  }
  /// So many of those whom the pictures follow.
  std::string people(double share) const { return telling_.numbers.count(kCustomers * share); }

  /// Beside the name, in the picture.
  std::string label(const Place& place) const {
    const Language& say = telling_.say;
    if (is_a("offer", place.is->name)) return say("ladder.label-offer", {{"asked", people(place.asked)}});
    if (is_a("referral", place.is->name))
      return say("ladder.label-referral", {{"asked", people(place.asked)}, {"brought", people(place.taken)}});
    return say(is_a("repeat", place.is->name) ? "ladder.label-repeat" : "ladder.label",
               {{"rate", telling_.numbers.share(place.taken / place.asked)}, {"asked", people(place.asked)}});
  }
  /// Where there is no room for that.
  Json short_label(const Place& place) const {
    if (is_a("offer", place.is->name) || is_a("referral", place.is->name)) return nullptr;
    return telling_.say("ladder.label-short",
                        {{"rate", telling_.numbers.share(place.taken / place.asked)}, {"asked", people(place.asked)}});
  }
  Json says(const Place& place) const {
    Json lines = Json::array({label(place)});
    if (place.later_share() > 0)
      lines.push_back(telling_.say("ladder.says-later", {{"share", telling_.numbers.share(place.later_share())}}));
    if (place.is->purchases.value > 0)
      lines.push_back(
          telling_.say("ladder.purchases", {{"number", telling_.numbers.count_with_error(times(place.is->purchases, 1 / flow_.sold()))}}));
    return lines;
  }
  /// "upsell, after front: asked 1,000 times, 39.9 % say yes"
  std::string in_words(const Passage& way) const {
    const std::string& to = way.is->to;
    const char* sentence = is_a("referral", to) ? "ladder.told-referral" : is_a("repeat", to) ? "ladder.told-repeat" : "ladder.told";
    return telling_.say(sentence, {{"what", bare(to)},
                                   {"from", comes_from(way)},
                                   {"asked", people(way.numbers.asked.value)},
                                   {"brought", people(way.numbers.taken.value)},
                                   {"rate", telling_.numbers.share(way.numbers.rate.value)}});
  }
  std::string in_words(const std::vector<Passage>& ways) const {
    std::string text = in_words(ways.front());
    for (std::size_t w = 1; w < std::min(ways.size(), kTold); ++w)
      text = telling_.say("ladder.told-next", {{"before", text}, {"next", in_words(ways[w])}});
    return telling_.say(ways.size() > kTold ? "ladder.told-some" : "ladder.told-all", {{"sentences", text}});
  }
  Json sign(const char* role, const char* name) const { return {{"role", role}, {"name", telling_.say(name)}}; }
  static Json part(const char* role, double share) { return {{"role", role}, {"share", share}}; }

  const Telling& telling_;
  const Flow flow_;
};

}  // namespace

std::vector<Figure> ladder_figures(const Telling& telling) {
  const auto& ladder = telling.answer.ladder;
  if (!ladder || !has_questions(*ladder)) return {};
  return LadderTelling(telling, *ladder).figures();
}

}  // namespace valuescale::results::report

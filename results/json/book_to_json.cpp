#include "results/json/book_to_json.hpp"

#include "results/json/pieces.hpp"

namespace valuescale::results {
namespace {

using What = models::BookEntry::What;

const char* name_of(What what) {
  switch (what) {
    case What::first_sale: return "first sale";
    case What::asked: return "asked";
    case What::contact: return "contact";
    case What::step: return "step";
    case What::visit: return "visit";
    case What::month: return "month";
    case What::refund: return "refund";
    case What::promise: return "promise";
    case What::payment: return "payment";
    case What::referral: return "referral";
    case What::lead: return "lead";
    case What::reward: return "reward";
    case What::changed: return "changed";
    case What::started: return "started";
    case What::ended: return "ended";
    case What::stopped: return "stopped";
    case What::dropped: return "dropped";
  }
  return "";
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const models::BookEntry& entry, double units) {
  Json object{{"what", name_of(entry.what)}, {"time", entry.time}, {"step", entry.step}, {"person", entry.person}};
  if (!entry.name.empty()) object["name"] = entry.name;
  if (entry.what == What::visit) object["number"] = entry.number;
  if (entry.what == What::referral) object["leads"] = entry.number;
  if (entry.what == What::changed) object["from"] = entry.before, object["to"] = entry.after;
  if (entry.question) {
    object["probability"] = entry.question->probability;
    object["drawn"] = entry.question->drawn;
    object["yes"] = entry.question->is_yes;
    if (entry.question->is_yes) object["due"] = or_null(entry.question->due);
  }
  if (entry.flow) {
    object["stage"] = models::name_of(entry.flow->stage);
    object["amount"] = static_cast<double>(entry.flow->amount) / units;
    object["discounted"] = static_cast<double>(entry.flow->discounted) / units;
    object["balance"] = static_cast<double>(entry.flow->balance) / units;
  }
  return object;
}

}  // namespace

std::string to_json(const models::AccountBook& book) {
  const auto units = static_cast<double>(book.units_per_currency);
  const auto money = [units](std::int64_t amount) { return static_cast<double>(amount) / units; };
  Json object;
  object["schema"] = "valuescale.replay/1";
  object["title"] = book.title;
  object["currency"] = book.currency;
  object["step"] = book.step_unit;
  object["lifetime"] = book.lifetime;
  object["seed"] = book.seed;
  object["world"] = book.world;
  object["stratified_worlds"] = book.stratified_worlds > 0 ? Json(book.stratified_worlds) : Json(nullptr);
  object["channel"] = book.channel;
  object["customer"] = book.customer;
  object["month"] = book.plan ? Json(book.plan->won) : Json(nullptr);
  object["people"] = Json::array();
  for (const models::BookPerson& person : book.people) {
    Json one{
        {"generation", person.generation}, {"first_sale", person.first_sale}, {"segment", person.segment}, {"active", person.is_active}};
    if (person.generation > 0) one["brought_by"] = person.parent;
    object["people"].push_back(std::move(one));
  }
  object["entries"] = Json::array();
  for (const models::BookEntry& entry : book.entries) {
    object["entries"].push_back(to_json(entry, units));
    if (book.plan) object["entries"].back()["month"] = book.plan->months[entry.step];
  }
  object["contribution"] = money(book.contribution);
  object["by_stage"] = Json::object();
  for (std::size_t stage = 0; stage < models::kStages; ++stage)
    object["by_stage"][models::name_of(static_cast<models::Stage>(stage))] = money(book.by_stage[stage]);
  object["ltv"] = money(book.ltv);
  const auto views = [&](Json& into, std::int64_t contribution, std::int64_t ltv, const auto& paybacks) {
    for (const models::View view : {models::customer_view, models::lead_view}) {
      const models::BookPayback& payback = paybacks[view];
      into[view == models::customer_view ? "customer_view" : "lead_view"] = {
          {"cac", money(book.cac[view])},
          {"profit", money(contribution - book.cac[view])},
          {"npv", money(ltv - book.cac[view])},
          {"payback", {{"first", or_null(payback.first)}, {"lasting", or_null(payback.lasting)}}}};
    }
  };
  views(object, book.contribution, book.ltv, book.payback);
  object["without_referrals"] = nullptr;
  if (const auto& own = book.without_referrals) {
    Json without{{"contribution", money(own->contribution)}, {"ltv", money(own->ltv)}};
    views(without, own->contribution, own->ltv, own->payback);
    without["active"] = own->is_active;
    object["without_referrals"] = std::move(without);
  }
  object["purchases"] = book.purchases;
  object["children"] = book.children();
  object["dropped"] = or_null(book.dropped);
  object["active"] = book.is_active();
  return as_text(object);
}

}  // namespace valuescale::results

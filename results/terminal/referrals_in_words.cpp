#include "results/terminal/referrals_in_words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {

std::optional<ReferralWords> referrals_in_words(const Answer& answer, const Amounts& amounts) {
  if (!answer.all.referrals || std::isnan(answer.all.referrals->children.value)) return std::nullopt;
  const Referrals& referrals = *answer.all.referrals;
  ReferralWords words{{}, Table({"", "with those brought", "without them"})};
  words.facts.emplace_back("each customer bought brings", amounts.count(referrals.children) + " more");
  words.facts.emplace_back("  by themselves", amounts.count(referrals.direct_children));
  if (referrals.by_segment.size() > 1)
    for (const auto& [name, children] : referrals.by_segment) words.facts.emplace_back("  " + printable(name), amounts.count(children));
  words.facts.emplace_back("CAC paid, per customer bought", amounts.money(referrals.cac_paid));
  words.facts.emplace_back("CAC blended, per head", amounts.money(referrals.cac_blended));

  const auto row = [&](const std::string& name, auto write, const ViewAnswer& with, const ViewAnswer& without) {
    words.table.add({name, write(with), write(without)});
  };
  const auto curve = [&](const ViewAnswer& view) -> const PaybackCurve& {
    return answer.lasting_is_headline ? view.payback.lasting : view.payback.first;
  };
  const ViewAnswer &with = answer.all.customer, &without = referrals.customer;
  row(
      "LTV", [&](const ViewAnswer& view) { return amounts.bare_money(view.ltv.mean); }, with, without);
  row(
      "profit per customer", [&](const ViewAnswer& view) { return amounts.bare_money(view.profit.mean); }, with, without);
  row(
      "  discounted (NPV)", [&](const ViewAnswer& view) { return amounts.bare_money(view.npv.mean); }, with, without);
  row(
      "P(a customer loses money)", [&](const ViewAnswer& view) { return amounts.share(view.p_loss); }, with, without);
  const std::string paid = answer.lasting_is_headline ? "paid back for good" : "paid back";
  row(
      paid, [&](const ViewAnswer& view) { return amounts.share(curve(view).ever); }, with, without);
  row(
      "never", [&](const ViewAnswer& view) { return amounts.share(curve(view).never); }, with, without);
  row(
      "still open at the end", [&](const ViewAnswer& view) { return amounts.share(curve(view).open); }, with, without);
  row(
      "half of them by", [&](const ViewAnswer& view) { return amounts.at_step(curve(view).median.value); }, with, without);
  row(
      "profit per lead", [&](const ViewAnswer& view) { return amounts.bare_money(view.profit.mean); }, answer.all.lead, referrals.lead);
  return words;
}

}  // namespace valuescale::results

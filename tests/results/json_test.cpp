#include "tests/results/planned_answer.hpp"
#include "tests/results/sample_answer.hpp"
#include "tests/support/catch.hpp"

#include "results/json/to_json.hpp"

#include <nlohmann/json.hpp>

using namespace valuescale;
using nlohmann::json;

TEST_CASE("JSON holds every public name with the number that belongs there") {
  const results::Answer answer = tests::sample_answer();
  const json object = json::parse(results::to_json(answer));
  CHECK(object["schema"] == "valuescale.run/1");
  CHECK(object["seed"] == answer.seed);
  CHECK(object["worlds"] == 3);
  CHECK(object["sampling"] == "stratified");
  CHECK(object["customers"] == 1'000'002);
  CHECK(object["customers_per_world"] == 333'334);
  CHECK(object["worlds_without_customers"] == 1);
  CHECK(object["scenario_hash"] == answer.scenario_hash);
  CHECK(object["seconds"] == 1.5);
  CHECK(object["program_hash"] == "fedcba9876543210");
  REQUIRE(object["profit_groups"].size() == 2);
  CHECK(object["profit_groups"][1]["name"] == "=cmd()");
  CHECK(object["profit_groups"][1]["share_of_customers"] == answer.profit_groups[1].share_of_customers);
  CHECK(object["profit_groups"][1]["share_of_profit"]["value"] == answer.profit_groups[1].share_of_profit.value);
  CHECK(object["profit_groups"][1]["relative"]["se"] == answer.profit_groups[1].relative.se);
  CHECK(object["profit_groups"][1]["cumulative"]["value"] == answer.profit_groups[1].cumulative.value);

  const std::pair<json, const results::ViewAnswer*> views[] = {
      {object["lead"], &answer.all.lead},
      {object["customer"], &answer.all.customer},
      {object["by"]["channel"]["fish-pond"]["lead"], &answer.channels[0].second.lead},
      {object["by"]["segment"]["=cmd()"]["customer"], &answer.segments[1].second.customer},
      {object["referrals"]["without"]["lead"], &answer.all.referrals->lead},
      {object["by"]["channel"]["fish-pond"]["referrals"]["without"]["customer"], &answer.channels[0].second.referrals->customer}};
  for (const auto& [view, numbers] : views) {
    const std::pair<const char*, const results::Distribution*> metrics[] = {
        {"profit", &numbers->profit}, {"npv", &numbers->npv}, {"cac", &numbers->cac}, {"ltv", &numbers->ltv}};
    for (const auto& [name, metric] : metrics) {
      CHECK(view[name]["mean"]["value"] == metric->mean.value);
      CHECK(view[name]["mean"]["se"] == metric->mean.se);
      CHECK(view[name]["sd"] == metric->sd);
      CHECK(view[name]["quantiles"]["0.05"]["value"] == metric->quantiles[0].second.value);
      CHECK(view[name]["quantiles"]["0.95"]["lo"] == metric->quantiles[4].second.lo);
      CHECK(view[name]["quantiles"]["0.95"]["hi"] == metric->quantiles[4].second.hi);
    }
    CHECK(view["ltv_cac"]["hi"] == numbers->ltv_cac.hi);
    CHECK(view.contains("concentration") == numbers->concentration.has_value());
    if (numbers->concentration) {
      const json& concentration = view["concentration"];
      const results::Concentration& curve = *numbers->concentration;
      REQUIRE(concentration["tenths"].size() == 4);
      CHECK(concentration["tenths"][1]["best"] == 0.2);
      CHECK(concentration["tenths"][1]["mean"]["value"] == curve.tenths[1].second.mean.value);
      CHECK(concentration["tenths"][2]["share"]["se"] == curve.tenths[2].second.share.se);
      CHECK(concentration["tenths"][3]["cumulative"]["value"] == curve.tenths[3].second.cumulative.value);
      const std::pair<const char*, const results::Estimate*> facts[] = {
          {"profitable", &curve.profitable}, {"peak", &curve.peak}, {"unprofitable", &curve.unprofitable},
          {"loss_mean", &curve.loss_mean},   {"gini", &curve.gini}, {"loss_share", &curve.loss_share},
          {"bring_80", &curve.bring_80}};
      for (const auto& [name, estimate] : facts) {
        CHECK(concentration[name]["value"] == estimate->value);
        CHECK(concentration[name]["se"] == estimate->se);
      }
    }
    CHECK(view["p_loss"]["value"] == numbers->p_loss.value);
    const json& payback = view["payback"];
    CHECK(payback["headline"] == "lasting");
    CHECK(payback["step"] == "week");
    CHECK(payback["cdf"].size() == 61);
    CHECK(payback["cdf"][7]["at"] == 7);
    CHECK(payback["cdf"][7]["value"] == numbers->payback.first.cdf[7].value);
    CHECK(payback["cdf"][7]["se"] == numbers->payback.first.cdf[7].se);
    CHECK(payback["ever"]["value"] == numbers->payback.first.ever.value);
    CHECK(payback["never"]["se"] == numbers->payback.first.never.se);
    CHECK(payback["open"]["value"] == numbers->payback.first.open.value);
    CHECK(payback["median"]["value"] == 7);
    CHECK(payback["median"]["hi"] == "never");
    CHECK(payback["lasting"]["ever"]["value"] == numbers->payback.lasting.ever.value);
    CHECK(payback["lasting"]["cdf"][3]["se"] == numbers->payback.lasting.cdf[3].se);
    CHECK(payback["cohort"]["step"] == 5);
    CHECK(payback["cohort"]["cdf"][60]["value"] == numbers->payback.cohort.cdf[60]);
    CHECK(payback["cohort"]["hi"] == "never");
    CHECK(view["by_stage"]["ladder"]["mean"]["value"] == numbers->by_stage[2].second.value);
    CHECK(view["first_sale"]["p_nonnegative"]["value"] == numbers->first_sale.p_nonnegative.value);
    CHECK(view["front_end"]["mean"]["se"] == numbers->front_end.mean.se);
    CHECK(view["back_end"]["p_nonnegative"].is_null());
  }

  const std::pair<json, const results::Referrals*> referrals[] = {
      {object["referrals"], &*answer.all.referrals}, {object["by"]["segment"]["gold"]["referrals"], &*answer.segments[0].second.referrals}};
  for (const auto& [referral, numbers] : referrals) {
    CHECK(referral["children"]["mean"]["value"] == numbers->children.value);
    CHECK(referral["children"]["direct"]["se"] == numbers->direct_children.se);
    CHECK(referral["children"]["by_segment"]["gold"]["se"] == numbers->by_segment[0].second.se);
    CHECK(referral["children"]["by_segment"]["=cmd()"]["value"] == numbers->by_segment[1].second.value);
    CHECK(referral["cac"]["paid"]["value"] == numbers->cac_paid.value);
    CHECK(referral["cac"]["blended"]["se"] == numbers->cac_blended.se);
  }

  const json& channel = object["by"]["channel"]["微信"];
  CHECK(channel["conversion"]["value"] == answer.channels[1].second.conversion.value);
  CHECK(channel["share"]["leads"] == answer.channels[1].second.share_of_leads);
  CHECK(channel["share"]["customers"] == answer.channels[1].second.share_of_customers);

  CHECK_FALSE(channel.contains("spend"));
  const json& spend = object["by"]["channel"]["fish-pond"]["spend"];
  const results::SpendAnswer& numbers = answer.channels[0].second.spend.value();
  for (const auto& [name, number] : {std::pair{"spend", numbers.spend},
                                     {"leads", numbers.leads},
                                     {"customers", numbers.customers},
                                     {"average_cac", numbers.average_cac}}) {
    CHECK(spend[name]["value"] == number.value);
    CHECK(spend[name]["lo"] == number.lo);
    CHECK(spend[name]["hi"] == number.hi);
  }
  CHECK(spend["marginal_cac"]["value"] == numbers.marginal_cac.value);
  CHECK(spend["marginal_cac"]["hi"] == "infinite");
  CHECK(spend["last_unit"]["value"] == numbers.last_unit.value);
  CHECK(spend["last_unit"]["se"] == numbers.last_unit.se);
  CHECK(spend["worth_until"]["lo"] == numbers.worth_until.lo);
  REQUIRE(spend["curve"].size() == 3);
  CHECK(spend["curve"][2]["times"] == 2.0);
  CHECK(spend["curve"][2]["leads"]["hi"] == numbers.curve[2].second.leads.hi);
  CHECK(spend["curve"][0]["marginal_cac"]["hi"] == "infinite");

  const json& interval = object["worlds_interval"]["customer"];
  CHECK(interval["profit"]["0.5"]["value"] == answer.worlds_interval->customer.profit[1].second.value);
  CHECK(interval["payback_ever"]["0.05"]["lo"] == answer.worlds_interval->customer.payback_ever[0].second.lo);
  CHECK(interval["cohort_payback"]["0.95"]["value"] == "never");
  CHECK(interval["cohort_payback"]["0.95"]["lo"].is_null());
  CHECK(interval["p_loss"]["se"] == answer.worlds_interval->customer.p_loss.se);

  CHECK(object["cohort"]["n"] == 500);
  CHECK(object["cohort"]["profit"]["0.95"]["hi"] == answer.cohort->profit[2].second.hi);
  CHECK(object["cohort"]["p_loss"]["value"] == answer.cohort->p_loss.value);
  CHECK(object["cohort"]["mean"] == answer.cohort->mean);
  CHECK(object["cohort"]["sd"] == answer.cohort->sd);
  CHECK(object["assumptions"][0]["source"] == "our own records");

  const json& ladder = object["ladder"];
  CHECK(ladder["places"]["offer.first-course"]["asked"]["value"].is_null());
  CHECK(ladder["places"]["step.=upsell()"]["rate"]["se"] == answer.ladder->places[1].numbers.rate.se);
  CHECK(ladder["places"]["repeat.courses"]["purchases"]["value"] == answer.ladder->places[2].purchases.value);
  REQUIRE(ladder["ways"].size() == 3);
  CHECK(ladder["ways"][1]["name"] == "step.=upsell() declined > repeat.courses");
  CHECK(ladder["ways"][1]["from"] == "step.=upsell()");
  CHECK(ladder["ways"][2]["later"]["value"] == answer.ladder->ways[2].numbers.later.value);
  CHECK(ladder["ways"][2]["taken"]["se"] == answer.ladder->ways[2].numbers.taken.se);
}

TEST_CASE("JSON holds the active customers of a plan as it holds its cash") {
  const results::Answer answer = tests::planned_answer();
  const json plan = json::parse(results::to_json(answer))["plan"];
  for (const auto& [name, months] : {std::pair{"cash", answer.plan->cash}, {"active", answer.plan->active}}) {
    REQUIRE(plan[name].size() == 4);
    CHECK(plan[name][2]["at"] == 3);
    CHECK(plan[name][2]["mean"] == months[2].mean.value);
    CHECK(plan[name][2]["se"] == months[2].mean.se);
    CHECK(plan[name][2]["0.75"] == months[2].quantiles[3].second.value);
    CHECK(plan[name][2]["quantiles"]["0.05"]["hi"] == months[2].quantiles[0].second.hi);
  }
}

TEST_CASE("JSON says null for what does not exist and never prints NaN") {
  results::Answer nothing;
  nothing.all.customer.payback.cohort.step = std::numeric_limits<double>::infinity();
  nothing.all.customer.cac.mean.value = std::numeric_limits<double>::infinity();
  const std::string text = results::to_json(nothing);
  const json object = json::parse(text);
  CHECK(object["worlds_interval"].is_null());
  CHECK(object["cohort"].is_null());
  CHECK(object["seconds"].is_null());
  CHECK(object["customer"]["profit"]["mean"]["value"].is_null());
  CHECK(object["customer"]["cac"]["mean"]["value"] == "infinite");
  CHECK(object["customer"]["payback"]["cohort"]["step"] == "never");
  CHECK(object["customer"]["payback"]["headline"] == "first");
  CHECK(text.find("nan") == std::string::npos);
}

TEST_CASE("JSON stays JSON whatever names a scenario uses") {
  results::Answer answer;
  answer.title = "\xff\x01 \"quoted\"\n";
  answer.channels.push_back({"a\"b\\\x1b", {}});
  const json object = json::parse(results::to_json(answer));
  CHECK(object["by"]["channel"].contains("a\"b\\\x1b"));
}

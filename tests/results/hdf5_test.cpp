#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "models/description/problem.hpp"
#include "results/hdf5/layout.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/sha256.hpp"
#include "results/json/to_json.hpp"

#include <map>
#include <regex>
#include <set>

using namespace valuescale;
using tests::Folder;

namespace {

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void check_same_worlds(const std::vector<results::PlanWorldRow>& a, const std::vector<results::PlanWorldRow>& b) {
  using results::PlanWorldRow;
  REQUIRE(a.size() == b.size());
  for (std::size_t w = 0; w < a.size(); ++w) {
    CHECK(a[w].customers == b[w].customers);
    CHECK(a[w].was_short == b[w].was_short);
    for (double PlanWorldRow::*member :
         {&PlanWorldRow::profit, &PlanWorldRow::npv, &PlanWorldRow::run_off_profit, &PlanWorldRow::run_off_npv, &PlanWorldRow::peak_funding,
          &PlanWorldRow::break_even, &PlanWorldRow::lasting_break_even, &PlanWorldRow::lowest_cash, &PlanWorldRow::ruin}) {
      CHECK(same(a[w].*member, b[w].*member));
    }
  }
}

/// Everything in an answer that JSON does not hold.
void check_same_rows(const results::Answer& a, const results::Answer& b) {
  CHECK(a.scenario_text == b.scenario_text);
  CHECK(a.has_segments == b.has_segments);
  CHECK(a.worlds_interval.has_value() == b.worlds_interval.has_value());
  REQUIRE(a.world_rows.size() == b.world_rows.size());
  for (std::size_t w = 0; w < a.world_rows.size(); ++w) {
    const auto &x = a.world_rows[w], &y = b.world_rows[w];
    CHECK(x.customers == y.customers);
    for (double results::WorldRow::*member : {&results::WorldRow::weight, &results::WorldRow::conversion, &results::WorldRow::cac,
                                              &results::WorldRow::ltv, &results::WorldRow::customer_profit, &results::WorldRow::lead_profit,
                                              &results::WorldRow::payback_ever, &results::WorldRow::cohort_payback}) {
      CHECK(same(x.*member, y.*member));
    }
  }
  REQUIRE(a.assumptions.size() == b.assumptions.size());
  for (std::size_t i = 0; i < a.assumptions.size(); ++i) {
    CHECK(a.assumptions[i].path == b.assumptions[i].path);
    CHECK(a.assumptions[i].text == b.assumptions[i].text);
    CHECK(a.assumptions[i].values == b.assumptions[i].values);
  }
  CHECK(same(a.all.lead.back_end.p_nonnegative.se, b.all.lead.back_end.p_nonnegative.se));
  REQUIRE(a.plan.has_value() == b.plan.has_value());
  if (a.plan) check_same_worlds(a.plan->worlds, b.plan->worlds);
}

}  // namespace

TEST_CASE("an answer read back from its file is the answer that was written") {
  const Folder folder;
  results::Answer answer = tests::planned_answer();
  results::write_results(answer, folder / "a.h5");
  const results::Answer back = results::read_results(folder / "a.h5");
  CHECK(std::isnan(back.seconds));
  answer.seconds = results::kMissing;
  CHECK(results::to_json(back) == results::to_json(answer));
  check_same_rows(answer, back);
}

TEST_CASE("an answer with nothing in it, or with long and odd texts, is read back as well") {
  results::Answer empty;
  for (auto* view : {&empty.all.lead, &empty.all.customer}) {
    view->payback.first.cdf.resize(1);
    view->payback.lasting.cdf.resize(1);
    view->payback.cohort.cdf.resize(1, results::kMissing);
  }
  CHECK(results::to_json(results::from_image(results::to_image(empty), "empty")) == results::to_json(empty));

  results::Answer without_profits = tests::planned_answer();
  without_profits.seconds = results::kMissing;
  for (auto* named : {&without_profits.channels, &without_profits.segments})
    for (auto& [name, block] : *named) block.customer.concentration.reset();
  without_profits.all.customer.concentration.reset();
  without_profits.all.customer.profit_histogram.reset();
  without_profits.all.customer.profit_ranks.clear();
  CHECK(results::to_json(results::from_image(results::to_image(without_profits), "no profits")) == results::to_json(without_profits));

  results::Answer without_referrals = tests::planned_answer();
  without_referrals.seconds = results::kMissing;
  for (auto* named : {&without_referrals.channels, &without_referrals.segments})
    for (auto& [name, block] : *named) block.referrals.reset();
  without_referrals.all.referrals.reset();
  CHECK(results::to_json(results::from_image(results::to_image(without_referrals), "no referrals")) == results::to_json(without_referrals));

  // As older programs wrote it.
  results::Answer without_ladder = tests::planned_answer();
  without_ladder.seconds = results::kMissing;
  without_ladder.ladder.reset();
  CHECK(results::to_json(results::from_image(results::to_image(without_ladder), "no ladder")) == results::to_json(without_ladder));

  results::Answer without_plan = tests::sample_answer();
  without_plan.seconds = results::kMissing;
  CHECK(results::to_json(results::from_image(results::to_image(without_plan), "no plan")) == results::to_json(without_plan));

  results::Answer with_all_cash = tests::planned_answer();
  with_all_cash.seconds = results::kMissing;
  with_all_cash.plan->p_ruin.reset();
  with_all_cash.plan->ruin_cdf.clear();
  with_all_cash.plan->lowest_cash.reset();
  with_all_cash.plan->shortage.reset();
  CHECK(results::to_json(results::from_image(results::to_image(with_all_cash), "all cash")) == results::to_json(with_all_cash));

  results::Answer odd = tests::planned_answer();
  odd.seconds = results::kMissing;
  odd.title = std::string(200'000, 't');
  odd.scenario_text = std::string(300'000, 's') + "\n售罄";
  odd.channels[0].first = "a/b.c";
  odd.channels[1].first = "";
  odd.warnings = {""};
  odd.stated[0].note = std::string(70'000, 'n');
  const results::Answer back = results::from_image(results::to_image(odd), "odd");
  CHECK(results::to_json(back) == results::to_json(odd));
  check_same_rows(odd, back);
}

TEST_CASE("many worlds are read back across chunks") {
  results::Answer answer = tests::planned_answer();
  answer.seconds = results::kMissing;
  answer.world_rows.resize(70'001);
  for (std::size_t w = 0; w < answer.world_rows.size(); ++w) answer.world_rows[w].ltv = static_cast<double>(w) * 0.5;
  for (auto& column : answer.assumptions) {
    column.values.resize(answer.world_rows.size());
    for (std::size_t w = 0; w < column.values.size(); ++w) column.values[w] = static_cast<double>(w) / 3;
  }
  answer.plan->worlds.resize(answer.world_rows.size());
  for (std::size_t w = 0; w < answer.plan->worlds.size(); ++w) {
    answer.plan->worlds[w].run_off_npv = static_cast<double>(w) / 7;
    answer.plan->worlds[w].was_short = w % 3 == 0;
  }
  check_same_rows(answer, results::from_image(results::to_image(answer), "many"));
}

TEST_CASE("what one channel lacks is missing in its row") {
  results::Answer answer = tests::planned_answer();
  answer.channels[1].second.customer.profit.quantiles.clear();
  answer.channels[1].second.customer.by_stage.clear();
  answer.channels[1].second.customer.concentration.reset();
  answer.channels[0].second.customer.concentration->tenths.pop_back();
  answer.channels[1].second.referrals.reset();
  answer.segments[0].second.referrals->by_segment.clear();
  const results::Answer back = results::from_image(results::to_image(answer), "ragged");
  REQUIRE(back.channels[1].second.customer.profit.quantiles.size() == 5);
  CHECK(std::isnan(back.channels[1].second.customer.profit.quantiles[0].second.value));
  CHECK(back.channels[0].second.customer.profit.quantiles[0].second.value ==
        answer.channels[0].second.customer.profit.quantiles[0].second.value);
  CHECK(back.channels[1].second.customer.by_stage[3].first == "repeat");
  REQUIRE(back.channels[1].second.referrals);
  CHECK(std::isnan(back.channels[1].second.referrals->children.value));
  CHECK(std::isnan(back.channels[1].second.referrals->customer.profit.mean.value));
  REQUIRE(back.segments[0].second.referrals->by_segment.size() == 2);
  CHECK(std::isnan(back.segments[0].second.referrals->by_segment[1].second.value));
  CHECK(back.segments[1].second.referrals->by_segment[1].second.value == answer.segments[1].second.referrals->by_segment[1].second.value);
  REQUIRE(back.channels[1].second.customer.concentration->tenths.size() == 3);
  CHECK(std::isnan(back.channels[1].second.customer.concentration->tenths[2].second.mean.value));
  CHECK(back.channels[0].second.customer.concentration->tenths[2].second.mean.value ==
        answer.channels[0].second.customer.concentration->tenths[2].second.mean.value);
}

TEST_CASE("files from before there were curves of spend are read without them") {
  const results::Answer answer = tests::sample_answer();
  results::Group root = results::tree_of(answer);
  const auto group = [](results::Group& in, const std::string& name) -> results::Group& {
    return *std::find_if(in.groups.begin(), in.groups.end(), [&](const results::Group& one) { return one.name == name; });
  };
  results::Group& spend = group(group(root, "by_channel"), "spend");
  CHECK(results::answer_of(root, "new").channels[0].second.spend->curve.size() == 3);
  REQUIRE(std::erase_if(spend.groups, [](const results::Group& one) { return one.name == "curve"; }) == 1);
  const results::SpendAnswer old = results::answer_of(root, "old").channels[0].second.spend.value();
  CHECK(old.customers.value == answer.channels[0].second.spend->customers.value);
  CHECK(old.curve.empty());
  CHECK(std::isnan(old.worth_until.value));
}

TEST_CASE("a channel without a curve has missing numbers in its row, and a curve of a wrong shape is refused") {
  results::Answer answer = tests::sample_answer();
  answer.channels[1].second.spend = answer.channels[0].second.spend;
  answer.channels[1].second.spend->curve.erase(answer.channels[1].second.spend->curve.begin());
  const results::Answer back = results::from_image(results::to_image(answer), "ragged");
  REQUIRE(back.channels[1].second.spend->curve.size() == 3);
  CHECK(std::isnan(back.channels[1].second.spend->curve[0].second.spend.value));
  CHECK(back.channels[1].second.spend->curve[2].second.leads.lo == answer.channels[1].second.spend->curve[1].second.leads.lo);
  results::Group root = results::tree_of(answer);
  for (results::Group& of_channels : root.groups)
    for (results::Group& spend : of_channels.groups)
      for (results::Group& curve : spend.groups)
        if (curve.name == "curve")
          for (results::Variable& variable : curve.variables)
            if (variable.name == "leads") variable.shape = {2, 2};
  CHECK_THROWS_AS(results::answer_of(root, "odd"), models::InputError);
}

TEST_CASE("what a plan does not say of a month or a level is missing there") {
  results::Answer answer = tests::planned_answer();
  answer.plan->cash[2].quantiles.clear();
  answer.plan->channels[0].profit.quantiles.pop_back();
  answer.plan->channels[1].break_even = {};
  answer.plan->break_even.cdf.resize(2);
  answer.plan->cohorts.pop_back();
  const results::PlanAnswer back = *results::from_image(results::to_image(answer), "ragged").plan;
  REQUIRE(back.cash[2].quantiles.size() == 5);
  CHECK(std::isnan(back.cash[2].quantiles[4].second.value));
  CHECK(back.cash[3].quantiles[4].second.value == answer.plan->cash[3].quantiles[4].second.value);
  CHECK(std::isnan(back.channels[0].profit.quantiles[4].second.lo));
  CHECK(back.channels[1].profit.quantiles[4].second.lo == answer.plan->channels[1].profit.quantiles[4].second.lo);
  CHECK(back.channels[0].break_even.quantiles[2].second.value == answer.plan->channels[0].break_even.quantiles[2].second.value);
  REQUIRE(back.channels[1].break_even.cdf.size() == 4);
  CHECK(std::isnan(back.channels[1].break_even.quantiles[2].second.value));
  REQUIRE(back.break_even.cdf.size() == 4);
  CHECK(std::isnan(back.break_even.cdf[3].value));
  REQUIRE(back.cohorts.size() == 4);
  CHECK(back.cohorts[3].month == 4);
  CHECK(std::isnan(back.cohorts[3].customers.value));
  REQUIRE(back.cohorts[3].by_age.size() == 3);
  CHECK(std::isnan(back.cohorts[3].by_age[1].earned.value));
  CHECK(back.cohorts[2].by_age[1].earned.value == answer.plan->cohorts[2].by_age[1].earned.value);
}

TEST_CASE("files from before cohorts were told by the month of their lives are read without that") {
  const results::Answer answer = tests::planned_answer();
  results::Group root = results::tree_of(answer);
  for (results::Group& plan : root.groups)
    for (results::Group& cohorts : plan.groups)
      if (cohorts.name == "cohorts")
        REQUIRE(std::erase_if(cohorts.groups, [](const results::Group& one) { return one.name == "by_age"; }) == 1);
  const results::PlanAnswer old = *results::answer_of(root, "old").plan;
  REQUIRE(old.cohorts.size() == 4);
  CHECK(old.cohorts[2].contribution.value == answer.plan->cohorts[2].contribution.value);
  CHECK(old.cohorts[2].by_age.empty());
}

TEST_CASE("the same answer gives the same bytes, however long the run took") {
  const Folder folder;
  results::Answer answer = tests::planned_answer();
  const std::string image = results::to_image(answer);
  answer.seconds = 99;
  CHECK(results::to_image(answer) == image);
  results::write_results(answer, folder / "a.h5");
  CHECK(tests::contents(folder / "a.h5") == image);
  CHECK(folder.count() == 1);
  answer.all.customer.payback.first.cdf[3].value += 1e-12;
  CHECK(results::to_image(answer) != image);
}

TEST_CASE("writing leaves nothing behind where it fails, and what stood there stays") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  CHECK_THROWS_AS(results::write_results(answer, folder / "no/such/folder.h5"), std::runtime_error);
  std::filesystem::create_directory(folder.path() / "folder.h5");
  CHECK_THROWS_AS(results::write_results(answer, folder / "folder.h5"), std::runtime_error);
  CHECK(folder.count() == 1);
}

TEST_CASE("a place is checked before a run") {
  const Folder folder;
  CHECK_NOTHROW(results::check_writable(folder / "new.h5"));
  CHECK(folder.count() == 0);
  CHECK_THROWS_AS(results::check_writable(folder / "no/such.h5"), std::runtime_error);
  CHECK_THROWS_AS(results::check_writable(folder.path().string()), std::runtime_error);
  tests::put(folder / "shop.toml", "title = \"my only copy\"");
  CHECK_THROWS_AS(results::check_writable(folder / "shop.toml"), models::InputError);
  results::write_results(tests::planned_answer(), folder / "old.h5");
  CHECK_NOTHROW(results::check_writable(folder / "old.h5"));
}

TEST_CASE("SHA-256 gives the published digests") {
  const auto digest = [](const std::string& text) {
    results::Sha256 hash;
    hash.add(text);
    return hash.hex();
  };
  CHECK(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(digest(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

namespace {

using Names = std::set<std::string>;

/// "/by_channel/lead" → names of its arrays, "@" before those of attributes.
void collect(const results::Group& group, const std::string& path, std::map<std::string, Names>& names) {
  Names& here = names[path.empty() ? "/" : path];
  for (const auto& attribute : group.attributes) here.insert("@" + attribute.name);
  for (const auto& variable : group.variables) here.insert(variable.name);
  for (const auto& child : group.groups) collect(child, path + "/" + child.name, names);
}

/// The same from the tables of README.md: headings "### `/path`, `/path`", then rows whose first cell names things.
std::map<std::string, Names> documented() {
  std::map<std::string, Names> names;
  std::istringstream text(tests::contents(VALUESCALE_SOURCE_DIR "/results/README.md"));
  std::vector<std::string> paths;
  const std::regex quoted("`([^`]+)`");
  const auto all_quoted = [&](const std::string& line) {
    std::vector<std::string> found;
    for (std::sregex_iterator it(line.begin(), line.end(), quoted), end; it != end; ++it) found.push_back((*it)[1]);
    return found;
  };
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("### ")) paths = all_quoted(line);
    if (line.starts_with("## ")) paths.clear();
    if (!line.starts_with("| `")) continue;
    for (const auto& name : all_quoted(line.substr(0, line.find('|', 1)))) {
      for (const auto& path : paths) {
        // The labels of channels and segments stand in their own groups only.
        if ((name == "channel" || name == "segment") && path.find("by_" + name) == std::string::npos) continue;
        names[path].insert(name);
      }
    }
  }
  return names;
}

}  // namespace

TEST_CASE("README.md describes every name of a results file, and no other") {
  results::Group root = results::tree_of(tests::planned_answer());
  std::map<std::string, Names> written;
  collect(root, "", written);
  written["/"].insert({"@content_hash", "@complete", "text_bytes"});
  // Groups that only hold groups have nothing to document.
  std::erase_if(written, [](const auto& entry) { return entry.second.empty(); });
  const auto told = documented();
  for (const auto& [path, names] : written) {
    CAPTURE(path);
    REQUIRE(told.count(path) == 1);
    for (const auto& name : names) {
      CAPTURE(name);
      CHECK(told.at(path).count(name) == 1);
    }
    for (const auto& name : told.at(path)) {
      CAPTURE(name);
      CHECK(names.count(name) == 1);
    }
  }
  CHECK(told.size() == written.size());
}

// Files may come from strangers, from full disks and from bad memory.
#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "models/description/problem.hpp"
#include "results/hdf5/image.hpp"
#include "results/hdf5/layout.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/hdf5/texts.hpp"

#include <fmt/format.h>

#include <random>

using namespace valuescale;
using tests::Folder;
using tests::says;

// HDF5 forgets to free what it had read of a damaged file; the leak checker is asked for our leaks only.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

namespace {

/// A file of this tree, complete and with a content hash that matches: a forger can do that.
std::string forged(results::Group root) {
  results::add_text_bytes(root);
  root.attributes.push_back({"content_hash", results::content_hash(root)});
  root.attributes.push_back({"complete", std::int64_t{1}});
  return results::image_of(root);
}

/// Why an image is refused; "" if it is read.
std::string refusal(const std::string& image) {
  try {
    results::from_image(image, "file");
    return "";
  } catch (const models::InputError& error) {
    return error.what();
  }
}

results::Group* group(results::Group& root, const std::string& name) {
  for (auto& child : root.groups) {
    if (child.name == name) return &child;
  }
  FAIL("no group " << name);
  return nullptr;
}

results::Variable* variable(results::Group& of, const std::string& name) {
  for (auto& one : of.variables) {
    if (one.name == name) return &one;
  }
  FAIL("no array " << name);
  return nullptr;
}

}  // namespace

TEST_CASE("a file with a flipped bit is refused or reads as it was, and never crashes") {
  const std::string image = results::to_image(tests::planned_answer());
  const std::string content = results::content_hash(results::tree_of(tests::planned_answer()));
  std::mt19937_64 random(20240601);
  int refused = 0;
  for (int i = 0; i < 250; ++i) {
    std::string damaged = image;
    const std::size_t at = random() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    try {
      const results::Answer answer = results::from_image(damaged, "damaged");
      CAPTURE(at);
      CHECK(results::content_hash(results::tree_of(answer)) == content);
    } catch (const models::InputError&) {
      ++refused;
    }
  }
  CHECK(refused > 125);
}

TEST_CASE("a file with many wrong bytes is refused, and never crashes") {
  const std::string image = results::to_image(tests::planned_answer());
  std::mt19937_64 random(20240602);
  for (int i = 0; i < 100; ++i) {
    std::string damaged = image;
    for (int k = 0; k < 30; ++k) damaged[random() % damaged.size()] = static_cast<char>(random());
    CHECK(refusal(damaged) != "");
  }
}

TEST_CASE("a file that ends early is refused") {
  const std::string image = results::to_image(tests::planned_answer());
  for (std::size_t length = 0; length < image.size(); length += 1 + image.size() / 97) CHECK(refusal(image.substr(0, length)) != "");
  CHECK(refusal(image.substr(0, image.size() - 1)) != "");
  CHECK(refusal(image) == "");
}

TEST_CASE("what is no results file is told so") {
  CHECK(says(refusal(""), "is not a results file"));
  CHECK(says(refusal("title = \"a scenario\""), "is not a results file"));
  CHECK(says(refusal(std::string("\211HDF\r\n\032\n", 8) + std::string(5000, 'x')), "cannot be read"));
  CHECK_THROWS_AS(results::read_results("/nowhere/at/all.h5"), models::InputError);
  CHECK_THROWS_AS(results::read_results("/dev/zero"), models::InputError);
  CHECK_THROWS_AS(results::read_results("."), models::InputError);
}

TEST_CASE("a forged file that says what no run would say is refused with the reason") {
  const results::Group good = results::tree_of(tests::planned_answer());
  CHECK(refusal(forged(good)) == "");

  const auto with = [&good](auto change) {
    results::Group root = good;
    change(root);
    return refusal(forged(root));
  };
  const auto attribute = [](results::Group & root, const std::string& name) -> auto& {
    for (auto& one : root.attributes) {
      if (one.name == name) return one.value;
    }
    throw std::logic_error(name);
  };
  CHECK(says(with([&](auto& root) { attribute(root, "schema") = std::string("valuescale.results/9"); }), "valuescale.results/9"));
  CHECK(says(with([&](auto& root) { attribute(root, "step_unit") = std::string("fortnight"); }), "/step_unit"));
  CHECK(says(with([&](auto& root) { attribute(root, "lifetime") = std::int64_t{1} << 40; }), "/lifetime"));
  CHECK(says(with([&](auto& root) { attribute(root, "lifetime") = std::int64_t{59}; }), "/lifetime"));
  CHECK(says(with([&](auto& root) { attribute(root, "customers") = std::int64_t{-1}; }), "negative"));
  CHECK(says(with([&](auto& root) { attribute(root, "interrupted") = std::int64_t{7}; }), "/interrupted"));
  CHECK(says(with([&](auto& root) { attribute(root, "seed") = 1.5; }), "/seed has the wrong type"));
  CHECK(says(with([&](auto& root) { std::erase_if(root.groups, [](auto& one) { return one.name == "all"; }); }), "/all is missing"));
  CHECK(
      says(with([&](auto& root) { std::erase_if(root.attributes, [](auto& one) { return one.name == "title"; }); }), "/title is missing"));
  CHECK(says(with([&](auto& root) {
               auto& view = *group(*group(root, "by_channel"), "lead");
               std::erase_if(view.variables, [](auto& one) { return one.name == "npv_sd"; });
             }),
             "/by_channel/lead/npv_sd is missing"));
  CHECK(says(with([&](auto& root) { variable(*group(*group(root, "all"), "lead"), "npv_sd")->values = std::vector<std::int64_t>{1}; }),
             "wrong type"));
  CHECK(says(with([&](auto& root) {
               auto& curve = *variable(*group(*group(root, "all"), "lead"), "payback_first_cdf");
               curve.values = std::vector<double>(5);
               curve.shape = {5};
               curve.dimensions = {"level"};
             }),
             "wrong shape"));
  // A dimension so long that everything along it would not fit into memory.
  CHECK(says(with([&](auto& root) {
               auto& steps = *variable(*group(*group(root, "by_channel"), "lead"), "step");
               steps.values = std::vector<std::int64_t>(1'000'000);
               steps.shape = {1'000'000};
               std::erase_if(group(*group(root, "by_channel"), "lead")->variables, [](auto& one) { return one.dimensions.size() == 2; });
             }),
             "too long"));
}

TEST_CASE("a forged plan that no run would make is refused with the reason") {
  const auto with = [](auto change) {
    results::Group root = results::tree_of(tests::planned_answer());
    change(*group(root, "plan"));
    return refusal(forged(root));
  };
  const auto integers = [](results::Variable * of) -> auto& { return std::get<std::vector<std::int64_t>>(of->values); };
  const auto drop = [](results::Group& from, const std::string& name) {
    std::erase_if(from.variables, [&](auto& one) { return one.name == name; });
  };
  CHECK(with([](auto&) {}) == "");
  CHECK(says(with([&](auto& plan) { integers(variable(plan, "month"))[3] = 1'000'000; }), "/plan/month does not count from 1"));
  CHECK(says(with([&](auto& plan) { integers(variable(*group(plan, "cohorts"), "month"))[0] = -1; }),
             "/plan/cohorts/month does not count from 1"));
  // All that lies along a plan's months went with them.
  CHECK(says(with([&](auto& plan) {
               std::erase_if(plan.variables, [](auto& one) { return !one.dimensions.empty() && one.dimensions[0] == "month"; });
             }),
             "/plan/month is missing"));
  // As many months as no plan has, and nothing along them.
  CHECK(says(with([&](auto& plan) {
               auto& month = *variable(plan, "month");
               integers(&month).resize(1'000'000);
               month.shape = {1'000'000};
               std::erase_if(plan.variables, [](auto& one) { return one.name != "month" && !one.dimensions.empty(); });
             }),
             "/plan/month is too long"));
  for (const char* name : {"cohorts", "limited_cash"}) {
    CHECK(says(with([&](auto& plan) {
                 auto& own = *group(plan, name);
                 std::erase_if(own.variables, [](auto& one) { return one.name != "month" && one.dimensions.size() == 1; });
                 integers(variable(own, "month")) = {1, 2, 3, 4, 5};
                 variable(own, "month")->shape = {5};
               }),
               fmt::format("/plan/{}/month has another length than above it", name)));
  }
  CHECK(says(with([&](auto& plan) { drop(plan, "cash_quantile"); }), "/plan/cash_quantile is missing"));
  CHECK(says(with([&](auto& plan) { drop(plan, "active_mean_se"); }), "/plan/active_mean_se is missing"));
  CHECK(says(with([&](auto& plan) { drop(plan, "cvar_hi"); }), "/plan/cvar_hi is missing"));
  CHECK(says(with([&](auto& plan) { drop(*group(plan, "worlds"), "profit"); }), "/plan/worlds/profit is missing"));
  CHECK(says(with([&](auto& plan) { integers(variable(*group(plan, "cohorts"), "complete"))[1] = 7; }),
             "/plan/cohorts/complete is out of range"));
  CHECK(says(with([&](auto& plan) { variable(plan, "lived_share")->values = std::vector<std::int64_t>{1}; }), "wrong type"));
}

TEST_CASE("a file changed after it was written is refused") {
  results::Group root = results::tree_of(tests::planned_answer());
  results::add_text_bytes(root);
  root.attributes.push_back({"content_hash", results::content_hash(root)});
  CHECK(says(refusal(results::image_of(root)), "not a complete"));
  root.attributes.push_back({"complete", std::int64_t{1}});
  CHECK(refusal(results::image_of(root)) == "");
  std::get<std::vector<double>>(variable(*group(*group(root, "all"), "customer"), "ltv_mean")->values)[0] += 0.01;
  CHECK(says(refusal(results::image_of(root)), "was changed or damaged"));
}

TEST_CASE("things that results files don't hold are refused: links out of the file, other types, arrays that unfold without end") {
  const Folder folder;
  results::write_results(tests::planned_answer(), folder / "good.h5");
  const auto changed = [&folder](const std::string& python) {
    std::filesystem::copy_file(folder / "good.h5", folder / "bad.h5", std::filesystem::copy_options::overwrite_existing);
    tests::put(folder / "change.py", "import h5py, numpy\nf = h5py.File('" + (folder / "bad.h5") + "', 'r+')\n" + python + "\nf.close()\n");
    const tests::Outcome outcome = tests::shell("/usr/bin/python3 " + (folder / "change.py"));
    CAPTURE(outcome.err);
    REQUIRE(outcome.code == 0);
    return refusal(tests::contents(folder / "bad.h5"));
  };
  CHECK(changed("pass") == "");
  CHECK(says(changed("f['out'] = h5py.ExternalLink('other.h5', '/')"), "link"));
  CHECK(says(changed("f['soft'] = h5py.SoftLink('/all')"), "link"));
  CHECK(says(changed("f['all/all'] = f['all']"), "nested too deep"));
  CHECK(says(changed("f['compound'] = numpy.zeros(3, dtype=[('a', 'f8'), ('b', 'i4')])"), "type"));
  CHECK(says(changed("f.attrs['list'] = [1, 2, 3]"), "single value"));
  CHECK(says(changed("f.create_dataset('huge', shape=(1 << 40,), dtype='f8', chunks=(1 << 10,), compression='gzip')"), "reason"));
  CHECK(says(changed("f.create_dataset('huge', shape=(1 << 34,), dtype='f8', chunks=(1 << 10,), compression='gzip')"), "reason"));
  CHECK(says(changed("f.create_dataset('chunk', shape=(4,), maxshape=(None,), dtype='f8', chunks=(1 << 26,), compression='gzip')"),
             "chunks"));
  CHECK(says(changed("f.create_dataset('lzf', data=numpy.zeros(9), compression='lzf')"), "packed"));
  CHECK(says(changed("f.create_dataset('outside', shape=(4,), dtype='f8', external=[('/etc/passwd', 0, 32)])"), "another file"));
  CHECK(says(changed("f['all/customer/ltv_mean'][()] = 1e9"), "changed or damaged"));
  CHECK(says(changed("f.attrs['note'] = 'hello'"), "type"));
  CHECK(says(changed("f.attrs.create('note', numpy.bytes_('hello'))"), "changed or damaged"));
  CHECK(says(changed("[f.create_group('g%d' % i) for i in range(3000)]"), "too many"));
}

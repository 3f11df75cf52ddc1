// coverage_study [--repetitions N] [--threads N] [--stretch X] [--only TITLE]: prints how often intervals hold the truth, as tables in Markdown, and
// what was promised and not kept. Exit code 1 where something was. With --only, that table alone.
#include "tests/coverage/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <thread>

using namespace valuescale::coverage;

namespace {

struct Study {
  const char* title;
  Coverage (*live)(const Plan&);
};
constexpr Study kStudies[] = {{"One certain world", one_world},
                              {"Uncertain worlds", many_worlds},
                              {"Runs to a precision", to_a_precision},
                              {"Differences", differences},
                              {"Decisions", decisions},
                              {"Value of information", information},
                              {"Which is best", odds_of_being_best},
                              {"A plan", known_plan},
                              {"Plans whose parts are known", known_parts},
                              {"Plans whose worst worlds are known", known_tails}};

int usage() {
  fmt::print(stderr, "usage: coverage_study [--repetitions N] [--threads N] [--stretch X] [--only TITLE]\n");
  return 2;
}

bool parse(int argc, char** argv, Plan& plan, std::string_view& only) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--repetitions")
      plan.repetitions = std::atoll(argv[i + 1]);
    else if (option == "--threads")
      plan.threads = std::atoi(argv[i + 1]);
    else if (option == "--stretch")
      plan.stretch = std::atof(argv[i + 1]);
    else if (option == "--only")
      only = argv[i + 1];
    else
      return false;
  }
  const bool is_title =
      only.empty() || std::any_of(std::begin(kStudies), std::end(kStudies), [&](const Study& study) { return only == study.title; });
  return is_title && argc % 2 == 1 && plan.repetitions > 0 && plan.threads > 0 && plan.stretch > 0;
}

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  plan.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  std::string_view only;
  if (!parse(argc, argv, plan, only)) return usage();
  int kept = EXIT_SUCCESS;
  for (const Study& study : kStudies) {
    if (!only.empty() && only != study.title) continue;
    const Coverage coverage = study.live(plan);
    fmt::print("*{}*\n\n{}\n", study.title, table(coverage));
    for (const std::string& promise : broken(coverage)) {
      fmt::print("broken: {}\n", promise);
      kept = EXIT_FAILURE;
    }
    std::fflush(stdout);
  }
  return kept;
}

// Prints a results file again, without running anything.
#include "results/hdf5/decision_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/json/to_json.hpp"
#include "results/terminal/in_words.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {

int show(const ShowOptions& options) {
  if (const auto decision = results::read_decision(options.results)) {
    print(options.json ? results::as_text(decision->answer) : results::printable(decision->words, true));
    return kDone;
  }
  const results::Answer answer = results::read_results(options.results);
  print(options.json ? results::to_json(answer) : results::in_words(answer, style_of_stdout()));
  return kDone;
}

}  // namespace valuescale::tools

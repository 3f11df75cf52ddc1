// Prints a results file again, without running anything.
#include "results/hdf5/results_file.hpp"
#include "results/json/to_json.hpp"
#include "results/terminal/assumed_in_words.hpp"
#include "results/terminal/in_words.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/stated.hpp"

namespace valuescale::tools {

int show(const ShowOptions& options) {
  if (const auto decision = read_decision(options.results)) {
    const std::string assumed = results::in_words(assumed_by(*decision), style_of_stdout());
    print(options.json ? results::as_text(decision->answer)
                       : results::printable(decision->words, true) + (assumed.empty() ? "" : "\n") + assumed);
    return kDone;
  }
  const results::Answer answer = results::read_results(options.results);
  print(options.json ? results::to_json(answer) : results::in_words(answer, style_of_stdout()));
  return kDone;
}

}  // namespace valuescale::tools

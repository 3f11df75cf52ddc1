// Shows one customer's whole life.
#include "models/lifetime/replay.hpp"
#include "results/json/book_to_json.hpp"
#include "results/terminal/account_book.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/sizes.hpp"

namespace valuescale::tools {

int replay(const ReplayCommand& command) {
  const models::ReplayOptions options = who_is_meant(command);
  const models::Scenario scenario = scenarios::read_scenario(command.scenario, settings_of(command.settings));
  const models::AccountBook book = models::replay(scenario, options);
  print(command.json ? results::to_json(book) : results::in_words(book, style_of_stdout()));
  return kDone;
}

}  // namespace valuescale::tools

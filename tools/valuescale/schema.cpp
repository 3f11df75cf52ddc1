// The JSON Schema of scenario files, for editors.
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {

int print_schema() {
  std::string text = scenarios::json_schema();
  if (!text.empty() && text.back() != '\n') text += '\n';
  print(text);
  return kDone;
}

}  // namespace valuescale::tools

#include "results/sheets/utf8.hpp"

#include <nlohmann/json.hpp>

namespace valuescale::results {

std::string repaired_utf8(std::string_view text) {
  using Json = nlohmann::json;
  return Json::parse(Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace valuescale::results

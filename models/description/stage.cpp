#include "models/description/stage.hpp"

namespace valuescale::models {

const char* name_of(Stage stage) {
  switch (stage) {
    case Stage::offer: return "offer";
    case Stage::ladder: return "ladder";
    case Stage::repeat: return "repeat";
    case Stage::referral: return "referral";
    case Stage::partner: return "partner";
    case Stage::service: return "service";
    case Stage::policy: return "policy";
  }
  return "";
}

}  // namespace valuescale::models

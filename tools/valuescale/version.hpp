// Which program this is.
#pragma once

namespace valuescale::tools {

inline constexpr const char* kVersion = VALUESCALE_VERSION;

}  // namespace valuescale::tools

// A script's or style's hash as a Content-Security-Policy names it.
#pragma once

#include <string>
#include <string_view>

namespace valuescale::results::report {

/// RFC 4648, padded.
std::string base64(std::string_view bytes);

/// "sha256-" and the hash in base64 (CSP level 2).
std::string sha256_source(std::string_view text);

}  // namespace valuescale::results::report

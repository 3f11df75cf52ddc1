#include "models/acquisition/response.hpp"

#include "sim/random/special.hpp"

#include <algorithm>
#include <array>

namespace valuescale::models {

namespace {

constexpr Field field(std::string_view name, std::string_view about) {
  return {name, Meaning::positive, Role::assumption, false, true, 0, about};
}

constexpr std::array kLinear{field("cost", "linear: money for each lead or customer")};
constexpr std::array kExponential{field("most", "exponential, hill: leads or customers that no spend can pass"),
                                  field("scale", "exponential: the spend that brings 63 % of `most`")};
constexpr std::array kHill{kExponential[0], field("half", "hill: the spend that brings half of `most`"),
                           field("shape", "hill: above 1 the curve is an S")};
constexpr std::array kPower{field("factor", "power: leads or customers for a spend of 1"),
                            field("exponent", "power: above 0, at most 1; 1 is a straight line")};

constexpr std::array<ResponseCurve, 4> kCurves{{
    {"linear", "everybody costs the same", kLinear, [](std::span<const double> p, double spend) { return LinearResponse{p[0]}.at(spend); }},
    {"exponential", "each unit of money reaches the same share of those still left", kExponential,
     [](std::span<const double> p, double spend) {
       return ExponentialResponse{p[0], p[1]}.at(spend);
     }},
    {"hill", "slow at first where the shape is above 1, and saturating", kHill,
     [](std::span<const double> p, double spend) {
       return HillResponse{p[0], p[1], p[2]}.at(spend);
     }},
    {"power", "ever dearer, but without an end", kPower,
     [](std::span<const double> p, double spend) {
       return PowerResponse{p[0], p[1]}.at(spend);
     }},
}};

static_assert(std::all_of(kCurves.begin(), kCurves.end(),
                          [](const ResponseCurve& curve) { return curve.fields.size() <= kMostResponseParameters; }));

}  // namespace

Bought LinearResponse::at(double spend) const { return {spend / cost, 1 / cost}; }

Bought ExponentialResponse::at(double spend) const {
  // The tails of an exponential law keep their digits at both ends.
  const sim::Tail reached = sim::gamma_tails(1, spend / scale);
  return {most * reached.lower, most / scale * reached.upper};
}

Bought HillResponse::at(double spend) const {
  // From the side on which the power is below 1, so that it cannot overflow.
  const double distance = shape * sim::log_of(spend / half), power = sim::exp_of(distance < 0 ? distance : -distance);
  const double small = power / (1 + power), large = 1 / (1 + power);
  return {most * (distance < 0 ? small : large), most * shape * small * large / spend};
}

Bought PowerResponse::at(double spend) const {
  const double number = factor * sim::exp_of(exponent * sim::log_of(spend));
  return {number, exponent * number / spend};
}

std::span<const ResponseCurve> response_curves() { return kCurves; }

const ResponseCurve* find_response_curve(std::string_view name) {
  const auto found = std::find_if(kCurves.begin(), kCurves.end(), [&](const ResponseCurve& curve) { return curve.name == name; });
  return found == kCurves.end() ? nullptr : &*found;
}

Bought limited(Bought bought, double capacity) { return bought.number < capacity ? bought : Bought{capacity, 0}; }

}  // namespace valuescale::models

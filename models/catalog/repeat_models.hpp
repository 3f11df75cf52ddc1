// The list of repeat models: a line each. Everything else about a model is in its own file.
#pragma once

#include "models/repeat/beta_geometric.hpp"
#include "models/repeat/bg_bb.hpp"
#include "models/repeat/bg_nbd.hpp"
#include "models/repeat/gamma_gompertz.hpp"
#include "models/repeat/geometric.hpp"
#include "models/repeat/nbd.hpp"
#include "models/repeat/pareto_nbd.hpp"
#include "models/repeat/poisson.hpp"
#include "models/repeat/renewal.hpp"
#include "models/repeat/schedule.hpp"
#include "models/repeat/subscription.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

template <class... Models>
struct ModelList {};

using RepeatModels =
    ModelList<Geometric, Poisson, ParetoNbd, BgNbd, Renewal, Subscription, BetaGeometric, BgBb, GammaGompertz, Schedule, Nbd>;

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models

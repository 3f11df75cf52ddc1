#pragma once
// The laws as two libraries offer them: the standard library's, and Boost.Random's.

#include <random>

#include <boost/random/beta_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace valuescale::benchmark {

struct StdKit {
  using Uniform = std::uniform_real_distribution<double>;
  using Normal = std::normal_distribution<double>;
  using Exponential = std::exponential_distribution<double>;
  using Gamma = std::gamma_distribution<double>;
  using Poisson = std::poisson_distribution<int>;

  /// The standard library has none: the usual one, of two gammas.
  class Beta {
   public:
    Beta(double a, double b) : first_(a, 1), second_(b, 1) {}

    template <class Engine>
    double operator()(Engine& engine) {
      const double x = first_(engine);
      return x / (x + second_(engine));
    }

   private:
    Gamma first_, second_;
  };
};

struct BoostKit {
  using Uniform = boost::random::uniform_01<double>;
  using Normal = boost::random::normal_distribution<double>;
  using Exponential = boost::random::exponential_distribution<double>;
  using Gamma = boost::random::gamma_distribution<double>;
  using Poisson = boost::random::poisson_distribution<int>;
  using Beta = boost::random::beta_distribution<double>;
};

}  // namespace valuescale::benchmark

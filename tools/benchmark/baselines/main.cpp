// benchmark_baselines --side std|boost|philox --workload shop|cdnow|shop-ten-years --customers N [--threads T] [--seed S] [--change NAME=VALUE] [--squares yes]
// lives customers in one of the three scalar C++ ways and prints what it found, and how long it took, as one JSON object.

#include <chrono>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/seed_seq.hpp>

#include "tools/benchmark/baselines/kits.hpp"
#include "tools/benchmark/baselines/music_lives.hpp"
#include "tools/benchmark/baselines/shop_lives.hpp"
#include "tools/benchmark/baselines/sides.hpp"

namespace valuescale::benchmark {
namespace {

using Options = std::map<std::string, std::string>;

Options read_options(int count, char** arguments) {
  Options options{{"--threads", "1"}, {"--seed", "1"}, {"--change", ""}, {"--squares", "no"}};
  for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  if (count % 2 == 0) throw std::invalid_argument("every option takes a value");
  return options;
}

/// NAME=VALUE, so that a test can see that a wrong figure is noticed.
template <class Parameters>
void change(Parameters& parameters, const std::string& text) {
  if (text.empty()) return;
  const auto equals = text.find('=');
  const auto names = parameters.changeable();
  const auto found = names.find(text.substr(0, equals));
  if (equals == std::string::npos || found == names.end()) throw std::invalid_argument("cannot change '" + text + "'");
  *found->second = std::stod(text.substr(equals + 1));
}

template <template <class> class Lives, class Parameters>
Tally live(const std::string& side, Parameters parameters, const Options& options) {
  change(parameters, options.at("--change"));
  const Work work{std::stoull(options.at("--customers")), static_cast<unsigned>(std::stoul(options.at("--threads"))),
                  static_cast<std::uint32_t>(std::stoul(options.at("--seed"))), options.at("--squares") == "yes"};
  if (work.threads == 0) throw std::invalid_argument("--threads must be at least 1");
  if (side == "std") return live_by_threads<std::mt19937_64, std::seed_seq, Lives<StdKit>>(parameters, work);
  if (side == "boost") return live_by_threads<boost::random::mt19937, boost::random::seed_seq, Lives<BoostKit>>(parameters, work);
  if (side == "philox") return live_by_customer<Lives<BoostKit>>(parameters, work);
  throw std::invalid_argument("--side is std, boost or philox");
}

Tally live(const Options& options) {
  const std::string& workload = options.at("--workload");
  if (workload == "shop") return live<ShopLives>(options.at("--side"), Shop{}, options);
  if (workload == "shop-ten-years") return live<ShopLives>(options.at("--side"), shop_ten_years(), options);
  if (workload == "cdnow") return live<MusicLives>(options.at("--side"), Music{}, options);
  throw std::invalid_argument("--workload is shop, cdnow or shop-ten-years");
}

void print(double number) { std::printf("%.17g", number); }
void print(std::uint64_t number) { std::printf("%llu", static_cast<unsigned long long>(number)); }

template <class List>
void print(const List& list) {
  std::printf("[");
  const char* separator = "";
  for (const auto& element : list) {
    std::printf("%s", separator);
    print(element);
    separator = ", ";
  }
  std::printf("]");
}

template <class Value>
void print(const char* name, const Value& value, const char* after = ", ") {
  std::printf("\"%s\": ", name);
  print(value);
  std::printf("%s", after);
}

void print_moments(const char* name, double sum, double squares, double count) {
  std::printf("\"%s\": {", name);
  print("mean", sum / count);
  print("variance", (squares - sum * sum / count) / (count - 1), "}, ");
}

void report(const Tally& tally, double seconds) {
  std::uint64_t customers = 0;
  for (const std::uint64_t count : tally.customers) customers += count;
  std::printf("{");
  print("customers", customers);
  print("customers_by_channel", tally.customers);
  print_moments("profit", tally.profit_sum, tally.profit_squares, static_cast<double>(customers));
  print_moments("npv", tally.npv_sum, tally.npv_squares, static_cast<double>(customers));
  print("histogram", tally.histogram);
  print("payback", tally.payback);
  print("cash", tally.cash);
  print("balance_squares", tally.balance_squares);
  print_moments("purchases", tally.purchases_sum, tally.purchases_squares, static_cast<double>(customers));
  print("seconds", seconds, "}\n");
}

}  // namespace
}  // namespace valuescale::benchmark

int main(int count, char** arguments) {
  using namespace valuescale::benchmark;
  try {
    const Options options = read_options(count, arguments);
    const auto begin = std::chrono::steady_clock::now();
    const Tally tally = live(options);
    report(tally, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "benchmark_baselines: " << problem.what() << "\n";
    return 2;
  }
}

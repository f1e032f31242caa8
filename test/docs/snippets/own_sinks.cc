// The code of docs/logging.md: a program with sinks of its own.
#include <combtest/boost_log.h>
#include <combtest/combtest.h>

#include <array>
#include <boost/log/core.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <boost/log/trivial.hpp>
#include <boost/log/utility/setup/console.hpp>
#include <iostream>

namespace {

enum class Level { kChatter, kTrouble };

struct Count : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const {
    static boost::log::sources::severity_logger_mt<Level> logger;
    BOOST_LOG_SEV(logger, Level::kTrouble) << "counted to " << option;
  }
};

void SetUpLog() {
  namespace expr = boost::log::expressions;
  namespace attributes = combtest::log_attributes;
  boost::log::add_console_log(
      std::cout,
      boost::log::keywords::format =
          (expr::stream << boost::log::trivial::severity << " from worker " << attributes::worker
                        << " in " << attributes::action << ": " << expr::smessage));
  combtest::config::Set("log_console", "false");
  combtest::MapSeverity<Level>([](Level level) {
    return level == Level::kTrouble ? combtest::LogSeverity::warning : combtest::LogSeverity::debug;
  });
}

}  // namespace

int main() {
  SetUpLog();
  const auto results = combtest::RunTests<combtest::NoState, Count>({.workers = 1});
  return results.ok() ? 0 : 1;
}

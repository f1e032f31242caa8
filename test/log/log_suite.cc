// A program whose walks log, by RunTests; LOG_TEST says what else they do.
#include <combtest/boost_log.h>
#include <combtest/combtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/date_time/posix_time/posix_time.hpp>
#include <boost/log/attributes/current_process_id.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/sources/logger.hpp>
#include <boost/log/sources/severity_channel_logger.hpp>
#include <boost/log/support/date_time.hpp>
#include <boost/log/trivial.hpp>
#include <boost/log/utility/setup/file.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace logging = boost::log;

enum class Level { kQuiet, kLoud };

std::string_view Mode() {
  const char* mode = std::getenv("LOG_TEST");
  return mode == nullptr ? "" : mode;
}

struct LogState {
  int prepared = 0;
  bool remounted = false;
  int pid = 0;
};
BOOST_DESCRIBE_STRUCT(LogState, (), (prepared, remounted, pid))

struct Prepare : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, LogState& state) const {
    state.prepared = option;
    state.pid = ::getpid();
    COMBTEST_LOG(debug) << "preparing " << option << " in " << state.pid;
    COMBTEST_LOG(info) << "prepared " << option << " in " << state.pid;
  }
};

struct Remount : combtest::SerialAction {
  static constexpr std::array kOptions = {false, true};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(bool option, LogState& state) const {
    state.remounted = option;
    COMBTEST_LOG(warning) << "remounting";
  }
  void Undo(bool) const { COMBTEST_LOG(info) << "undoing"; }
};

void Flood(combtest::LogSeverity severity) {
  const char* lines = std::getenv("LOG_TEST_LINES");
  for (int i = 0, count = std::atoi(lines); i < count; ++i) {
    if (severity == combtest::LogSeverity::info) {
      COMBTEST_LOG(info) << "drop " << i;
    } else {
      COMBTEST_LOG(error) << "drop " << i;
    }
  }
}

void UseOwnLoggers() {
  static logging::sources::severity_channel_logger_mt<logging::trivial::severity_level> disk(
      logging::keywords::channel = "disk");
  BOOST_LOG_SEV(disk, logging::trivial::error) << "own error";
  BOOST_LOG_SEV(disk, logging::trivial::debug) << "own debug";
  BOOST_LOG_TRIVIAL(warning) << "trivial warning";
  static logging::sources::severity_logger_mt<Level> levels;
  BOOST_LOG_SEV(levels, Level::kLoud) << "own loud";
  BOOST_LOG_SEV(levels, Level::kQuiet) << "own quiet";
  static logging::sources::logger_mt plain;
  BOOST_LOG(plain) << "own plain";
}

struct Work : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option, const LogState& state) const {
    const std::string_view mode = Mode();
    const bool chosen = option == 2 && state.prepared == 1;
    COMBTEST_LOG(info) << "working " << option << " in " << ::getpid();
    if (mode == "order") {
      for (int i = 0; i < 500; ++i) COMBTEST_LOG(info) << "line " << ::getpid() << " " << i;
    }
    if (mode == "boost") UseOwnLoggers();
    if (mode == "flood" && chosen) Flood(combtest::LogSeverity::info);
    if (mode == "errors" && chosen) Flood(combtest::LogSeverity::error);
    if (mode == "flood-crash" && chosen) {
      Flood(combtest::LogSeverity::info);
      std::raise(SIGSEGV);
    }
    if (mode == "bytes" && chosen)
      COMBTEST_LOG(info) << std::string("\xff\xfe\x01 bytes\n\nof any \"kind\"\0!\n", 27);
    if (mode == "long" && chosen) COMBTEST_LOG(error) << std::string(5'000'000, 'x');
    if (mode == "thread" && chosen) std::thread([] { COMBTEST_LOG(info) << "beside"; }).join();
    if (mode == "hang" && chosen) {
      COMBTEST_LOG(info) << "going to sleep";
      while (true) ::pause();
    }
    if (mode == "fork" && chosen) {
      const int child = ::fork();
      if (child == 0) {
        COMBTEST_LOG(info) << "in the child";
        std::_Exit(0);
      }
      while (::waitpid(child, nullptr, 0) < 0) continue;
    }
    if (!chosen) return;
    if (mode == "crash") {
      COMBTEST_LOG(info) << "last words";
      std::raise(SIGSEGV);
    }
    if (mode == "abort") {
      COMBTEST_LOG(debug) << "last words";
      std::abort();
    }
    if (mode == "exit") {
      COMBTEST_LOG(error) << "last words";
      std::_Exit(3);
    }
  }
};

// As a program that uses Boost.Log itself may have it.
void AddOwnSink() {
  namespace expr = logging::expressions;
  namespace names = combtest::log_attributes;
  logging::add_file_log(
      logging::keywords::file_name = "own.log", logging::keywords::auto_flush = true,
      logging::keywords::format =
          (expr::stream << logging::trivial::severity << "|" << expr::attr<std::string>("Channel")
                        << "|"
                        << expr::format_date_time<boost::posix_time::ptime>("TimeStamp", "%H:%M:%S")
                        << "|" << names::worker << "|" << names::host << "|"
                        << expr::attr<logging::attributes::current_process_id::value_type>(
                               "ProcessID")
                        << "|" << names::walk << "|" << names::action << "|" << expr::smessage));
}

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  if (std::getenv("LOG_TEST_OWN_SINK") != nullptr) {
    AddOwnSink();
    combtest::MapSeverity<Level>([](Level level) {
      return level == Level::kLoud ? combtest::LogSeverity::error : combtest::LogSeverity::debug;
    });
  }
  COMBTEST_LOG(warning) << "main begins";
  combtest::RunOptions<LogState> options{.gather_states = true, .name = "log suite"};
  if (const char* directory = std::getenv("LOG_TEST_DIR")) options.log_dir = directory;
  if (const char* verbosity = std::getenv("LOG_TEST_VERBOSITY"))
    options.verbosity = std::atoi(verbosity);
  const auto results = combtest::RunTests<LogState, Prepare, Remount, Work>(std::move(options));
  COMBTEST_LOG(warning) << "main ends";
  std::cout << results.ledger << "\n";
  return results.ok() ? 0 : 1;
}

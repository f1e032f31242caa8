// The code of docs/logging.md.
#include <combtest/gtest.h>

#include <array>
#include <boost/log/sources/severity_channel_logger.hpp>
#include <boost/log/trivial.hpp>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

struct Disk {
  int block_size = 0;
  int free_blocks = 8;
};
BOOST_DESCRIBE_STRUCT(Disk, (), (block_size, free_blocks))

struct Format : combtest::Action {
  static constexpr std::array kOptions = {512, 4096};
  void Run(int block_size, Disk& disk) const {
    COMBTEST_LOG(debug) << "formatting";
    disk.block_size = block_size;
  }
};

struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {"ext4"};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(std::string_view system) const { COMBTEST_LOG(info) << "mounting as " << system; }
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {1000, 5000};
  void Run(int bytes, Disk& disk) const {
    disk.free_blocks -= (bytes + disk.block_size - 1) / disk.block_size;
    COMBTEST_LOG(info) << "wrote " << bytes << " bytes, " << disk.free_blocks << " blocks left";
    if (disk.free_blocks < 0) {
      COMBTEST_LOG(error) << "the disk is full";
      std::abort();
    }
  }
};

// A program that uses Boost.Log already needs nothing more.
struct Sync : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool) const {
    namespace logging = boost::log;
    using logging::trivial::severity_level;
    static logging::sources::severity_channel_logger_mt<severity_level> driver(
        logging::keywords::channel = "driver");
    BOOST_LOG_SEV(driver, severity_level::warning) << "slow write cache";
  }
};

COMBTEST_WALKS(DiskWalks, Disk, Format, Mount, Write);
COMBTEST_WALKS(SyncWalks, Disk, Format, Sync);

}  // namespace

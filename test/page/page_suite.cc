// Runs whose reports are looked at in a browser: texts that would like to be markup, serial
// actions, cancelled walks; a hundred thousand walks, and twice as many, with three faults; and
// walks that fail at first.
#include <combtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/describe/class.hpp>
#include <string>
#include <vector>

namespace {

using combtest::Action;
using combtest::SerialAction;

struct Page {
  std::string codec;
  std::string text;
  int reads = 0;
};
BOOST_DESCRIBE_STRUCT(Page, (), (codec, text, reads))

struct Codec : Action {
  static inline const std::vector<std::string> kOptions = {
      "plain", "</script><img src=x onerror=alert(1)>", "<!-- <script>", "a\"b'c&d\\e`f"};
  void Run(const std::string& codec, Page& page) const { page.codec = codec; }
};

struct Write : Action {
  static inline const std::vector<std::string> kOptions = {
      "hello", std::string("nul\0byte", 8), "not utf-8: \xff\xfe", "line\xE2\x80\xA8separator",
      "@someone [a](http://127.0.0.1:1/x) | *b* ![i](http://127.0.0.1:1/y)"};
  void Run(const std::string& text, Page& page) const { page.text = text; }
};

struct Mount : SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
  void Undo(bool) const {}
};

struct Read : Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int times, Page& page) const {
    page.reads = times;
    if (page.codec[0] == '<' && times == 3) FAIL() << "wrong page for " << page.codec << page.text;
    if (page.text[0] == '@' && times == 1) throw combtest::CancelWalk("nobody reads " + page.text);
  }
};

COMBTEST_WALKS(Hostile, Page, Codec, Write, Mount, Read);

// --- Walks that fail once ---

struct Try : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int number) const {
    static std::array<std::atomic<int>, 5> tries;
    ASSERT_TRUE(number != 2 || ++tries[2] > 1) << "at the first try";
  }
};
COMBTEST_WALKS(Shaky, combtest::NoState, Try);

// --- Many: 4 * 3 * 4 * 5 * 2 * 6 * 7 * 5 = 100,800 ---

struct Disk {
  int block_size = 0;
  std::string journal, codec, write;
  bool sync = false;
};
BOOST_DESCRIBE_STRUCT(Disk, (), (block_size, journal, codec, write, sync))

struct BlockSize : Action {
  static constexpr std::array kOptions = {512, 4096, 65536, 1048576};
  void Run(int bytes, Disk& disk) const { disk.block_size = bytes; }
};
struct Journal : Action {
  static inline const std::vector<std::string> kOptions = {"none", "wal", "full"};
  void Run(const std::string& journal, Disk& disk) const { disk.journal = journal; }
};
struct Compress : Action {
  static inline const std::vector<std::string> kOptions = {"off", "lz4", "zstd", "deflate"};
  void Run(const std::string& codec, Disk& disk) const { disk.codec = codec; }
};
struct Append : Action {
  static inline const std::vector<std::string> kOptions = {"empty", "small", "page", "large",
                                                           "huge"};
  void Run(const std::string& write, Disk& disk) const {
    disk.write = write;
    ASSERT_FALSE(disk.codec == "deflate" && write == "huge")
        << "inflate gave " << disk.block_size << " bytes too few";
  }
};
struct Sync : Action {
  static constexpr std::array kOptions = {true, false};
  void Run(bool sync, Disk& disk) const { disk.sync = sync; }
};
struct CacheSize : Action {
  static constexpr std::array kOptions = {0, 16, 64, 256, 1024, 4096};
  void Run(int pages, const Disk& disk) const {
    ASSERT_FALSE(disk.block_size == 4096 && disk.journal == "wal" && pages == 0)
        << "the log's checksum is wrong";
  }
};
struct Readers : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 8, 16, 32};
  void Run(int readers, const Disk& disk) const {
    EXPECT_FALSE(readers == 32 && !disk.sync) << "a reader saw a torn page";
  }
};
struct Seed : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5};
  void Run(int, const Disk&) const {}
};

// Twice as many: more than a page holds.
struct Size : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, const Disk&) const {}
};

TEST(TooMany, Walks) {
  combtest::RunTests<Disk, BlockSize, Journal, Compress, Append, Sync, CacheSize, Readers, Seed,
                     Size>(combtest::RunOptions<Disk>{.name = "DiskWalks"});
}

TEST(Many, Walks) {
  combtest::RunTests<Disk, BlockSize, Journal, Compress, Append, Sync, CacheSize, Readers, Seed>(
      combtest::RunOptions<Disk>{.name = "DiskWalks"});
}

}  // namespace

// The log within one process.
#include <combtest/gtest.h>
#include <gmock/gmock.h>

#include <boost/log/sources/logger.hpp>
#include <boost/log/sources/severity_channel_logger.hpp>
#include <map>
#include <set>

#include "test/log/collector.h"

namespace combtest::test {
namespace {

using boost::log::trivial::severity_level;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Texts(const std::vector<Collected>& records) {
  std::vector<std::string> texts;
  for (const Collected& record : records) texts.push_back(record.text);
  return texts;
}

// Nothing of what the tests log is to be seen.
class Log : public testing::Test {
 protected:
  Log() { Use("1"); }
  ~Log() override { Use("1"); }
  static void Use(const char* verbosity) {
    config::Set("log_console", "false");
    config::Set("verbosity", verbosity);
  }

  Collector collector_;
};

void LogAll() {
  COMBTEST_LOG(debug) << "d";
  COMBTEST_LOG(info) << "i";
  COMBTEST_LOG(warning) << "w";
  COMBTEST_LOG(error) << "e";
}

TEST_F(Log, VerbosityIsTheThreshold) {
  Use("0");
  LogAll();
  EXPECT_THAT(Texts(collector_.Take()), ElementsAre("w", "e"));
  Use("1");
  LogAll();
  EXPECT_THAT(Texts(collector_.Take()), ElementsAre("i", "w", "e"));
  Use("2");
  LogAll();
  EXPECT_THAT(Texts(collector_.Take()), ElementsAre("d", "i", "w", "e"));
}

TEST_F(Log, OperandsBelowTheThresholdAreNotEvaluated) {
  int evaluated = 0;
  COMBTEST_LOG(debug) << ++evaluated;
  EXPECT_EQ(evaluated, 0);
  COMBTEST_LOG(info) << ++evaluated;
  EXPECT_EQ(evaluated, 1);
}

TEST_F(Log, AStatementIsOneStatement) {
  for (const bool yes : {true, false}) {
    if (yes)
      COMBTEST_LOG(info) << "yes";
    else
      COMBTEST_LOG(info) << "no";
  }
  for (int i = 0; i < 2; ++i) COMBTEST_LOG(info) << i << std::boolalpha << true << std::endl;
  EXPECT_THAT(Texts(collector_.Take()), ElementsAre("yes", "no", "0true\n", "1true\n"));
}

TEST_F(Log, ARecordHasWhatBoostLogCallsIt) {
  COMBTEST_LOG(warning) << "x";
  const auto records = collector_.Take();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].severity, severity_level::warning);
  EXPECT_EQ(records[0].channel, "combtest");
  EXPECT_TRUE(records[0].has_time);
  EXPECT_EQ(records[0].walk, "");
  EXPECT_EQ(records[0].action, "");
}

// The sink's exception isn't the test's.
TEST_F(Log, ASinkThatThrowsHarmsNobody) {
  struct Thrower : boost::log::sinks::sink {
    Thrower() : sink(false) {}
    bool will_consume(const boost::log::attribute_value_set&) override { return true; }
    void consume(const boost::log::record_view&) override { throw std::runtime_error("full"); }
    void flush() override {}
  };
  const auto sink = boost::make_shared<Thrower>();
  boost::log::core::get()->add_sink(sink);
  EXPECT_NO_THROW(COMBTEST_LOG(error) << "x");
  boost::log::core::get()->remove_sink(sink);
}

struct Place {
  int first = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (first))

struct First : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6, 7};
  void Run(int option, Place& place) const {
    place.first = option;
    COMBTEST_LOG(info) << "first " << option;
  }
};
struct Between : SerialAction {
  static constexpr std::array kOptions = {true};
  void Run(bool) const { COMBTEST_LOG(info) << "between"; }
  void Undo(bool) const { COMBTEST_LOG(info) << "undo"; }
};
struct Last : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5, 6, 7};
  void Run(int option, const Place& place) const {
    static boost::log::sources::logger_mt logger;
    BOOST_LOG(logger) << "last " << place.first << option;
    for (int i = 0; i < 20; ++i) COMBTEST_LOG(info) << "more " << place.first << option;
  }
};

// With eight threads as with one.
TEST_F(Log, EachRecordBelongsToItsWalkAndAction) {
  for (const unsigned threads : {1u, 8u}) {
    SCOPED_TRACE(threads);
    RunTests<Place, First, Between, Last>({.workers = 0, .threads = threads});
    std::map<std::string, int> counts;
    for (const Collected& record : collector_.Take()) {
      ++counts[record.text.substr(0, record.text.find(' '))];
      const int a = record.text.size() > 5 ? record.text[record.text.size() - 2] - '0' : 0;
      const int b = record.text.size() > 5 ? record.text.back() - '0' : 0;
      const std::string walk =
          "First_" + std::to_string(a) + "__Between_true__Last_" + std::to_string(b);
      if (record.text == "between") {
        EXPECT_EQ(record.walk + "|" + record.action, "|Between(true)");
      } else if (record.text == "undo") {
        EXPECT_EQ(record.walk + "|" + record.action, "|Undo of Between(true)");
      } else if (record.text.starts_with("first")) {
        EXPECT_EQ(record.action, "First(" + std::to_string(b) + ")");
        EXPECT_TRUE(record.walk.starts_with("First_" + std::to_string(b) + "__")) << record.walk;
      } else {
        EXPECT_EQ(record.action, "Last(" + std::to_string(b) + ")") << record.text;
        EXPECT_EQ(record.walk, walk) << record.text;
      }
    }
    EXPECT_EQ(counts["first"], 64);
    EXPECT_EQ(counts["last"], 64);
    EXPECT_EQ(counts["more"], 64 * 20);
    EXPECT_EQ(counts["between"], 1);
    EXPECT_EQ(counts["undo"], 1);
  }
  COMBTEST_LOG(info) << "behind";
  EXPECT_EQ(collector_.Take().at(0).walk, "");
}

TEST_F(Log, VerbosityOfARunIsForThatRun) {
  RunTests<Place, First>({.workers = 0, .verbosity = 0});
  COMBTEST_LOG(info) << "behind";
  EXPECT_THAT(Texts(collector_.Take()), ElementsAre("behind"));
  RunTests<Place, First>({.workers = 0, .verbosity = 2});
  COMBTEST_LOG(debug) << "behind";
  EXPECT_EQ(collector_.Take().size(), 8u);
  try {
    RunTests<Place, First>({.workers = 0, .verbosity = 3});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "RunOptions::verbosity is 3; it takes 0 to 2");
  }
}

// In a test body, where walks run there.
class BodyWalks : public WalkTest<Place> {};
TEST_P(BodyWalks, Pass) {
  config::Set("log_console", "false");
  Collector collector;
  COMBTEST_LOG(info) << "before";
  RunWalk();
  COMBTEST_LOG(info) << "after";
  const auto records = collector.Take();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].walk, "");
  EXPECT_EQ(records[1].walk, GetParam().name());
  EXPECT_EQ(records[1].action, GetParam().ActionText(0));
  EXPECT_EQ(records[2].walk, "");
}
INSTANTIATE_TEST_SUITE_P(All, BodyWalks, (Walks<Place, First>()), WalkName());

}  // namespace
}  // namespace combtest::test

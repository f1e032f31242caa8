#include "src/report/states_file.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/value.hpp>
#include <cstdio>
#include <fstream>
#include <string>

#include "combtest/combtest.h"

namespace combtest::internal {
namespace {

struct Number : Action {
  static constexpr std::array kOptions = {7};
  void Run(int) const {}
};

Walk OneWalk() { return MakeWalk<NoState>(With<Number>(7)); }

TEST(StatesFileTest, HoldsOneObjectALineAndKeepsWhatIsThereWhenItAppends) {
  const std::string path = testing::TempDir() + "combtest_states_file_test.jsonl";
  for (const bool append : {false, true}) {
    StatesFile file(path, append);
    file.Write("All/Suite.Pass", OneWalk(), outcome::Passed{}, boost::json::value(append));
    file.Close();
  }
  std::ifstream in(path);
  std::string first, second, rest;
  std::getline(in, first);
  std::getline(in, second);
  EXPECT_FALSE(std::getline(in, rest));
  EXPECT_EQ(first,
            "{\"suite\":\"All/Suite.Pass\",\"id\":0,\"name\":\"Number_7\",\"branch\":\"\","
            "\"outcome\":\"passed\",\"state\":false}");
  EXPECT_NE(second.find("\"state\":true"), second.npos);
  std::remove(path.c_str());
}

TEST(StatesFileTest, AFullDiskIsAnErrorThatNamesTheFile) {
  StatesFile file("/dev/full", false);
  try {
    file.Write("S", OneWalk(), outcome::Passed{}, nullptr);
    file.Close();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "the states file /dev/full can't be written: No space left on device");
  }
}

TEST(StatesFileTest, ADirectoryThatIsntThereIsAnError) {
  EXPECT_THROW(StatesFile("/no/such/directory/states.jsonl", false), Error);
}

}  // namespace
}  // namespace combtest::internal

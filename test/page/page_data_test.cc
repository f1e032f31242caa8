#include "src/page/page_data.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "src/text/base64.h"
#include "test/page/some_run.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

TEST(PageDataTest, WalksAreColumns) {
  const json::value data = json::parse(PageData(SomeRun(3, {4})));
  const json::object& walks = data.at("walks").as_object();
  EXPECT_EQ(walks.at("held"), 6);
  const auto column = [](const json::value& text) {
    return FromBase64(std::string(text.as_string())).value();
  };
  EXPECT_EQ(column(walks.at("outcome")), std::string("\0\0\0\0\2\0", 6));
  EXPECT_EQ(column(walks.at("options").at(0)), std::string("\0\0\1\1\2\2", 6));
  EXPECT_EQ(column(walks.at("options").at(1)), std::string("\0\1\0\1\0\1", 6));
  EXPECT_EQ(column(walks.at("took")).size(), 24u);
}

TEST(PageDataTest, AWalkThatFailedHasItsTextsByTheirPlaces) {
  const json::value data = json::parse(PageData(SomeRun(3, {2, 4}, "too few bytes")));
  const json::array& details = data.at("details").as_array();
  ASSERT_EQ(details.size(), 2u);
  EXPECT_EQ(details[1].at(0), 4);
  const auto text = [&](const json::value& place) {
    return std::string(data.at("strings").at(place.to_number<std::size_t>()).as_string());
  };
  EXPECT_EQ(text(details[1].at(1)), "failed");
  EXPECT_EQ(text(details[1].at(7)), "walk_4");  // it isn't what its options' names make
  EXPECT_EQ(text(details[1].at(8).at(0).at(0)), "too few bytes");
  EXPECT_EQ(details[0].at(8), details[1].at(8));
}

TEST(PageDataTest, PairsOfActionsOfWhichSomethingIsMissingAreThereLeastCoveredFirst) {
  PageRun run = SomeRun(3, {});
  run.actions.push_back({"Read", false, {"1", "2"}, {"Read_1", "Read_2"}});
  run.summary.coverage.pairs = {{"Write", "Sync", {2, 6, 4, 1, 0}},
                                {"Write", "Read", {2, 6, 6, 0, 0}},
                                {"Sync", "Read", {2, 4, 1, 0, 2}}};
  const json::value data = json::parse(PageData(run));
  EXPECT_EQ(data.at("coverage").at("pairs"), json::parse("[[1,2,1,4,2],[0,1,4,5,0]]"));
}

// Each message is another one.
TEST(PageDataTest, TextsThatAreTooManyAreLeftOutAndSaidToBe) {
  std::vector<WalkId> failed;
  for (WalkId id = 0; id < 20'000; ++id) failed.push_back(id);
  PageRun run = SomeRun(20'000, failed);
  for (WalkResult& result : run.summary.failed_walks)
    result.failures[0].message = std::string(1'000, '<') + std::to_string(result.id);
  const std::string text = PageData(run);
  EXPECT_LT(text.size(), 25'000'000u);  // each < takes six bytes
  const json::value data = json::parse(text);
  EXPECT_EQ(data.at("details").as_array().back().at(8).at(0).at(0), -2);
  EXPECT_NE(data.at("notes").at(0).as_string().find("left out"), json::string::npos);
}

TEST(PageDataTest, LongTextsAreCutInTheMiddle) {
  const json::value data =
      json::parse(PageData(SomeRun(1, {0}, "begin" + std::string(100'000, '.') + "end")));
  const json::value& place = data.at("details").at(0).at(8).at(0).at(0);
  const std::string text(data.at("strings").at(place.to_number<std::size_t>()).as_string());
  EXPECT_LT(text.size(), 4'100u);
  EXPECT_EQ(text.find("begin"), 0u);
  EXPECT_NE(text.find("[96008 bytes left out]"), text.npos);
  EXPECT_TRUE(text.ends_with("end"));
}

// A million walks make a page of a few megabytes.
TEST(PageDataTest, AMillionWalks) {
  PageRun run = SomeRun(1'000, {1, 2, 3});
  run.walks.resize(1'000'000, {4, 1.5f, 0, 0});
  const std::string text = PageData(run);
  EXPECT_LT(text.size(), 5'000'000u);
  EXPECT_NE(text.find("of 1000000 walks"), text.npos);
}

}  // namespace
}  // namespace combtest::internal

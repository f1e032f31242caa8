#include "src/text/list_text.h"

#include <gtest/gtest.h>

namespace combtest::internal {
namespace {

TEST(AddToListTest, AddsWhatIsNotThere) {
  std::string list;
  AddToList(list, "/tmp/7");
  EXPECT_EQ(list, "/tmp/7");
  AddToList(list, "/tmp/70");
  AddToList(list, "");
  EXPECT_EQ(list, "/tmp/7, /tmp/70");
}

TEST(AddToListTest, OnlyWholeEntriesAreThere) {
  std::string list = "/tmp/70, /tmp/8";
  AddToList(list, "/tmp/8");
  AddToList(list, "/tmp/70");
  EXPECT_EQ(list, "/tmp/70, /tmp/8");
  AddToList(list, "/tmp/7");
  AddToList(list, "tmp/8");
  EXPECT_EQ(list, "/tmp/70, /tmp/8, /tmp/7, tmp/8");
}

}  // namespace
}  // namespace combtest::internal

#include "src/config/suggestion.h"

#include <gtest/gtest.h>

namespace combtest::internal {
namespace {

TEST(SuggestionTest, NamesTheNearestOption) {
  EXPECT_EQ(Suggestion("thread"), "; did you mean `threads`?");
  EXPECT_EQ(Suggestion("tread_s"), "; did you mean `threads`?");
  EXPECT_EQ(Suggestion("max_thread_cont"), "; did you mean `threads`?");
  EXPECT_EQ(Suggestion("quite_something_else"), "");
}

TEST(SuggestionTest, PrefersKeysOfTheSection) {
  EXPECT_EQ(KeySuggestion("WORKER", "max_thread_cont"), "; did you mean `max_thread_count`?");
  EXPECT_EQ(KeySuggestion("SSH", "usr"), "; did you mean `user`?");
  EXPECT_EQ(KeySuggestion("SLURM", "option"), "; did you mean `options`?");
  EXPECT_EQ(KeySuggestion("LOG", "thread"), "; did you mean `threads` in [WORKER]?");
  EXPECT_EQ(KeySuggestion("LOG", "quite_something_else"), "");
}

TEST(SuggestionTest, NamesTheNearestSection) {
  EXPECT_EQ(SectionSuggestion("WORKR"), "; did you mean [WORKER]?");
  EXPECT_EQ(SectionSuggestion("SOMEWHERE"), "; there are [WORKER], [NET], [SSH], [SLURM], [LOG]");
}

}  // namespace
}  // namespace combtest::internal

// Calls of RunTests that a worker passes on the way to its own give it what they gave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Seen {
  std::string own;
  std::vector<std::string> workers;
};

Seen SeenBy(const Program& program) {
  Seen seen;
  for (const auto& entry : std::filesystem::directory_iterator(program.directory())) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("seen.")) continue;
    if (name == "seen." + std::to_string(program.pid())) {
      seen.own = program.File(name);
    } else {
      seen.workers.push_back(program.File(name));
    }
  }
  return seen;
}

TEST(Passing, GivesWhatTheCallsGave) {
  for (const char* workers : {"0", "1", "2", "8"}) {
    for (const char* threads : {"1", "4"}) {
      SCOPED_TRACE(std::string(workers) + " workers, " + threads + " threads");
      Program program(COMBTEST_PASSING_SUITE,
                      {{"COMBTEST_WORKERS", workers}, {"COMBTEST_THREADS", threads}});
      EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
      EXPECT_THAT(program.out(), HasSubstr("last: 2 selected = 2 passed"));
      const Seen seen = SeenBy(program);
      EXPECT_THAT(seen.own, HasSubstr("first: 4 selected = 2 passed + 1 failed + 1 cancelled"));
      EXPECT_THAT(seen.own, HasSubstr("no twos, bytes \\xFF\\xFE"));
      EXPECT_THAT(seen.own, HasSubstr("state 0 is 1\n"));
      EXPECT_THAT(seen.own, HasSubstr("Add_4 passed 14\n"));
      EXPECT_THAT(seen.own, HasSubstr("Add_4 passed 24\n"));
      EXPECT_THAT(seen.own, HasSubstr("has no default constructor"));
      EXPECT_EQ(seen.workers.empty(), workers == std::string("0"));
      // Those of the first calls have come no further.
      for (const std::string& worker : seen.workers)
        EXPECT_TRUE(seen.own.starts_with(worker)) << worker << "is not a part of\n" << seen.own;
      if (!seen.workers.empty()) {
        EXPECT_THAT(seen.workers, testing::Contains(seen.own));
      }
    }
  }
}

TEST(Passing, SaysWhatItCannotGive) {
  Program opaque(COMBTEST_PASSING_SUITE, {{"COMBTEST_WORKERS", "2"}}, {"opaque"});
  EXPECT_EQ(opaque.Wait(), 1);
  EXPECT_THAT(opaque.out() + opaque.err(),
              HasSubstr("on its way a worker passes opaque, and can't be told what it gave: it "
                        "gathered states, which go to a worker as JSON, and "));
  Program many(COMBTEST_PASSING_SUITE, {{"COMBTEST_WORKERS", "2"}}, {"many"});
  EXPECT_EQ(many.Wait(), 1);
  EXPECT_THAT(many.out() + many.err(), HasSubstr("it gathered more than 10000 states in this "
                                                 "process, which are kept for that only where "
                                                 "they come from workers"));
}

}  // namespace
}  // namespace combtest::test

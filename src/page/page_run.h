// What a report shows of one run, wherever that is known from: the run itself, or traces.
#ifndef COMBTEST_SRC_PAGE_PAGE_RUN_H_
#define COMBTEST_SRC_PAGE_PAGE_RUN_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "combtest/results.h"

namespace combtest::internal {

// Times are in milliseconds, points in time counted from the run's begin.
struct PageRun {
  struct Action {
    std::string name;
    bool serial = false;
    std::vector<std::string> options;  // for people
    std::vector<std::string> pieces;   // of walks' names
  };
  struct Walk {
    static constexpr std::uint16_t kHere = std::numeric_limits<std::uint16_t>::max();
    WalkId id = 0;
    float took = std::numeric_limits<float>::quiet_NaN();  // not a number: not known
    std::uint16_t worker = kHere;                          // the last that ran it
    std::uint8_t outcome = 0;                              // the index in Outcome
  };
  struct Phase {
    std::string branch;
    std::size_t begin = 0, end = 0;  // actions
    std::uint64_t walks = 0;
    double at = 0, took = 0;
  };
  // Walks that ran after all others: failed ones again, those that a failure had left for later, or
  // extra ones to find out why others had failed.
  struct Later {
    enum class Kind { kRetries, kRest, kExtraWalks };
    Kind kind = Kind::kRetries;
    std::uint64_t walks = 0;  // each as often as it ran
    double at = 0, took = 0;
  };
  struct Serial {
    std::string text;
    bool undo = false;
    std::string branch;
    std::string outcome;  // empty: all went well
    std::vector<Failure> failures;
    double at = 0, took = 0;
  };
  struct Worker {
    unsigned worker = 0;
    std::string host;
    std::int64_t pid = 0;
    double at = 0, end = -1;  // below 0: not known
    std::string why;          // why it ended before the run; empty: it didn't
  };
  // Walks that one thread ran, one after the other.
  struct Block {
    std::uint16_t lane = 0;
    float at = 0, took = 0;
    float busy = 0;  // of that, in walks
    std::uint32_t walks = 0, failed = 0;
    WalkId walk = 0;  // one of them, one that failed if any did
  };
  struct Line {
    unsigned worker = 0;
    double at = 0;
    std::string text;
  };

  RunSummary summary;
  std::string program;
  std::string host;
  std::string started;  // UTC, as in traces; empty: not known
  unsigned workers = 0, threads = 1, retries = 0;
  std::int64_t walk_timeout = 0;  // 0: none
  std::vector<std::pair<std::string, std::string>> settings;
  WalkId full_size = 0;
  std::vector<Action> actions;
  std::vector<Walk> walks;  // in the order of the run
  std::vector<Phase> phases;
  std::vector<Later> later;
  std::vector<Serial> serials;
  std::vector<Worker> worker_list;
  std::vector<std::string> lanes;  // what the lanes of blocks are called
  std::vector<Block> blocks;
  std::vector<Line> output;  // of no walk that is known
  // Final states of walks that passed, as JSON, as far as they are at hand.
  std::vector<std::pair<WalkId, std::string>> states;
  // What runs a walk again: `before`, its name, `after`. Empty: nothing is known to.
  std::string replay_before, replay_after;
  std::vector<std::string> notes;  // sentences on what isn't here

  // Of the options' indices, one for each action.
  std::vector<std::size_t> OptionsOf(WalkId id) const;
  std::string NameOf(WalkId id) const { return name_of(id); }
  std::function<std::string(WalkId)> name_of;
  // `Write("x")`, for each action.
  std::string ActionText(WalkId id, std::size_t action) const;
  // The line to paste; empty where there is none.
  std::string ReplayLine(const WalkResult& result) const;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_PAGE_RUN_H_

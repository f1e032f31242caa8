// Which walks run, and in what order: all ways to choose them, one after the other.
#ifndef COMBTEST_SRC_SELECTION_CHOICE_H_
#define COMBTEST_SRC_SELECTION_CHOICE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "combtest/config.h"
#include "combtest/walk_set.h"
#include "combtest/walk_space.h"

namespace combtest::internal {

class LastRun;

// What is asked for. Each way to choose has its fields, which say nothing by default, and a
// function from a space, the walks that are chosen so far and the choice to walks. The functions
// stand in the list in choice.cc, in the order in which they apply.
struct Choice {
  std::string name;          // of the run, as in traces
  std::string filter;        // a --gtest_filter; where it names single walks no others can run
  std::uint64_t sample = 0;  // so many walks at most; 0: all
  double fraction = 1;       // and so much of them
  std::uint64_t seed = 1;    // by which they are chosen
  std::shared_ptr<const LastRun> rerun;  // only what hadn't passed there; null: not asked for
  config::Order order = config::Order::kDeclared;
  std::string order_from;  // where the earlier run is that tells the order; empty: in log_dir
  std::string log_dir;
};

// What the option rerun, `path`, says of the run of this name; null where it is empty. Throws
// Error, naming the option, where traces can't be read.
std::shared_ptr<const LastRun> RunToRepeat(const std::string& path, const std::string& name);

// What the settings ask of a run, beyond what has been registered; `log_dir` is where it leaves its
// own trace. Throws Error as RunToRepeat does.
Choice ChoiceOf(const config::Settings& settings, const std::string& name,
                const std::string& log_dir);

// Of `walks`, what is asked for. All() may stay All(). Throws Error where the traces
// that tell the order can't be read, and what a predicate of the space throws.
WalkSet Chosen(const WalkSpace& space, WalkSet walks, const Choice& choice);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_CHOICE_H_

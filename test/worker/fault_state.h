// The state of the suite of faults: which options a walk has met.
#ifndef COMBTEST_TEST_WORKER_FAULT_STATE_H_
#define COMBTEST_TEST_WORKER_FAULT_STATE_H_

#include <boost/describe.hpp>
#include <string>

struct FaultState {
  int open = -1;
  int remount = -1;
  int write = -1;
  int sync = -1;
  int read = -1;
  std::string ballast;  // makes messages large, where asked for

  // What Remount and Sync return: 10 * what + option.
  void Update(int update) {
    if (update / 10 == 1) remount = update % 10;
    if (update / 10 == 2) sync = update % 10;
  }
};

#ifndef COMBTEST_TEST_OPAQUE_STATE
BOOST_DESCRIBE_STRUCT(FaultState, (), (open, remount, write, sync, read, ballast))
#endif

#endif  // COMBTEST_TEST_WORKER_FAULT_STATE_H_

// How walks of a run are treated, whoever runs them.
#ifndef COMBTEST_SRC_ENGINE_RUN_SETTINGS_H_
#define COMBTEST_SRC_ENGINE_RUN_SETTINGS_H_

#include <chrono>

namespace combtest::internal {

// 0: none.
struct Limits {
  std::chrono::nanoseconds walk_timeout{};    // for one segment of one walk
  std::chrono::nanoseconds run_timeout{};     // for all walks
  std::chrono::nanoseconds serial_timeout{};  // for one serial action or its Undo
};

struct StateSettings {
  bool keep = false;       // final states stay for whoever asks; from workers they come as JSON
  bool as_json = false;    // of those kept: a walk whose state can't be JSON fails
  bool read = false;       // a user reads them: a walk whose state's JSON can't be read fails
  bool checkpoint = true;  // states leave a worker after every segment that another one follows
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_RUN_SETTINGS_H_

// What the log says of a thread that runs walks.
#ifndef COMBTEST_SRC_ENGINE_WALK_LOG_CONTEXT_H_
#define COMBTEST_SRC_ENGINE_WALK_LOG_CONTEXT_H_

#include <exception>
#include <string>
#include <vector>

#include "src/engine/walk_runner.h"
#include "src/log/log_context.h"
#include "src/space/space_data.h"

namespace combtest::internal {

class WalkLogContext : public LogContext {
 public:
  // Both must outlive it.
  WalkLogContext(const SpaceData& space, const WalkRunner& runner)
      : space_(space), runner_(runner) {}

  // The walk that runs from now on.
  void MoveTo(WalkId id) {
    id_ = id;
    known_ = true;
  }
  std::string Walk() const override {
    if (!known_) return {};
    try {
      std::vector<std::size_t> options;
      for (std::size_t a = 0; a < space_.actions.size(); ++a)
        options.push_back(space_.OptionIndex(id_, a));
      return space_.Names().Compose(options);
    } catch (const std::exception&) {  // two options have one name
      return "walk " + std::to_string(id_);
    }
  }
  std::string Action() const override { return runner_.RunningAction(); }

 private:
  const SpaceData& space_;
  const WalkRunner& runner_;
  WalkId id_ = 0;
  bool known_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_WALK_LOG_CONTEXT_H_

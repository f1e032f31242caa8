#include "src/page/page_run.h"

#include <variant>

#include "combtest/duration.h"

namespace combtest::internal {

std::vector<std::size_t> PageRun::OptionsOf(WalkId id) const {
  std::vector<std::size_t> options(actions.size());
  for (std::size_t a = actions.size(); a-- > 0;) {
    const std::size_t count = actions[a].options.size();
    options[a] = static_cast<std::size_t>(id % count);
    id /= count;
  }
  return options;
}

std::string PageRun::ActionText(WalkId id, std::size_t action) const {
  return actions[action].name + "(" + actions[action].options[OptionsOf(id)[action]] + ")";
}

// As the integration's own line: a walk that ends its program, or hangs, does so in a worker.
std::string PageRun::ReplayLine(const WalkResult& result) const {
  if (replay_before.empty()) return {};
  std::string line = replay_before + NameOf(result.id) + replay_after;
  const auto* timed_out = std::get_if<outcome::TimedOut>(&result.outcome);
  if (timed_out != nullptr || std::holds_alternative<outcome::Crashed>(result.outcome) ||
      std::holds_alternative<outcome::Exited>(result.outcome))
    line += " --combtest_workers=1";
  if (timed_out != nullptr) {
    line += " --combtest_walk_timeout=" +
            std::to_string(
                std::chrono::duration_cast<std::chrono::milliseconds>(timed_out->limit).count()) +
            "ms";
  }
  return line;
}

}  // namespace combtest::internal

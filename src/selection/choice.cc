#include "src/selection/choice.h"

#include <initializer_list>

#include "src/selection/last_run.h"
#include "src/selection/sample.h"
#include "src/selection/walk_filter.h"

namespace combtest::internal {

std::shared_ptr<const LastRun> RunToRepeat(const std::string& path, const std::string& name) {
  if (path.empty()) return nullptr;
  try {
    return std::make_shared<const LastRun>(path, name);
  } catch (const Error& error) {
    throw Error("--combtest_rerun: " + std::string(error.what()));
  }
}

Choice ChoiceOf(const config::Settings& settings, const std::string& name,
                const std::string& log_dir) {
  return {name,
          "",
          settings.sample,
          settings.fraction,
          settings.seed,
          RunToRepeat(settings.rerun, name),
          settings.order,
          settings.order_from,
          log_dir};
}

WalkSet Chosen(const WalkSpace& space, WalkSet walks, const Choice& choice) {
  for (const auto step : {NamedByFilter, Sampled, ToRunAgain, InOrder})
    walks = step(space, walks, choice);
  return walks;
}

}  // namespace combtest::internal

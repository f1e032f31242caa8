#include "src/selection/choice.h"

#include <initializer_list>

#include "src/selection/last_run.h"
#include "src/selection/sample.h"
#include "src/selection/walk_filter.h"

namespace combtest::internal {

Choice ChoiceOf(const config::Settings& settings, const std::string& name,
                const std::string& log_dir) {
  return {name,
          "",
          settings.sample,
          settings.fraction,
          settings.seed,
          settings.rerun,
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

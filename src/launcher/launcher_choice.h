// Which launcher the settings ask for.
#ifndef COMBTEST_SRC_LAUNCHER_LAUNCHER_CHOICE_H_
#define COMBTEST_SRC_LAUNCHER_LAUNCHER_CHOICE_H_

#include <memory>

#include "combtest/config.h"
#include "combtest/launcher.h"

namespace combtest::internal {

// True: workers, if there are any, run on this machine.
bool StaysHere(const config::Settings& settings);
// The same one for the same settings, so that what it has prepared is there for the next run.
// Throws Error where the settings make no sense together.
std::shared_ptr<Launcher> LauncherOf(const config::Settings& settings);
// How many workers a run has; `launcher` may be null. Throws Error where nobody says.
unsigned WorkersOf(const config::Settings& settings, std::shared_ptr<Launcher> launcher);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_LAUNCHER_CHOICE_H_

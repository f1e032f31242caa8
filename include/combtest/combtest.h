// combtest without GoogleTest: actions, walks, plans and RunTests. With it: <combtest/gtest.h>.
#ifndef COMBTEST_COMBTEST_H_
#define COMBTEST_COMBTEST_H_

#include "combtest/action.h"        // IWYU pragma: export
#include "combtest/config.h"        // IWYU pragma: export
#include "combtest/current_walk.h"  // IWYU pragma: export
#include "combtest/failure.h"       // IWYU pragma: export
#include "combtest/from_json.h"     // IWYU pragma: export
#include "combtest/json.h"          // IWYU pragma: export
#include "combtest/launcher.h"      // IWYU pragma: export
#include "combtest/log.h"           // IWYU pragma: export
#include "combtest/make_walk.h"     // IWYU pragma: export
#include "combtest/outcome.h"       // IWYU pragma: export
#include "combtest/plan.h"          // IWYU pragma: export
#include "combtest/random.h"        // IWYU pragma: export
#include "combtest/results.h"       // IWYU pragma: export
#include "combtest/run_listener.h"  // IWYU pragma: export
#include "combtest/run_options.h"   // IWYU pragma: export
#include "combtest/run_tests.h"     // IWYU pragma: export
#include "combtest/walk.h"          // IWYU pragma: export
#include "combtest/walk_space.h"    // IWYU pragma: export
#include "combtest/walks.h"         // IWYU pragma: export
#include "combtest/worker.h"        // IWYU pragma: export

#endif  // COMBTEST_COMBTEST_H_

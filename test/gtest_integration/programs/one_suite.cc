// One suite, linked with each kind of main.
#include "test/gtest_integration/programs/actions.h"

COMBTEST_WALKS(One, Trace, A, C);

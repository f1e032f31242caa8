// expect: combtest: Walks<State, Actions...> needs at least one action
// names: Walks<int>
#include <combtest/gtest.h>

COMBTEST_WALKS(Suite, int);

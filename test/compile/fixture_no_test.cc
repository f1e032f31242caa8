// expect: combtest: the Base of WalkTest<State, Base> is no fixture: derive it from testing::Test
// names: NoTest
#include <combtest/gtest.h>

struct NoTest {};
class Suite : public combtest::WalkTest<int, NoTest> {};

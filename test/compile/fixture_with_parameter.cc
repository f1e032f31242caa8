// expect: combtest: the Base of WalkTest<State, Base> has a parameter of its own
// names: Parametrised
#include <combtest/gtest.h>

class Parametrised : public testing::TestWithParam<int> {};
class Suite : public combtest::WalkTest<int, Parametrised> {};

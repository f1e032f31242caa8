// expect: overrid
// names: combtest: the SetUp() of the Base of a WalkTest can't be final
#include <combtest/gtest.h>

class Final : public testing::Test {
 protected:
  void SetUp() final {}
};
class Suite : public combtest::WalkTest<int, Final> {};

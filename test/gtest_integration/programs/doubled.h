// A suite that is instantiated in a header.
#ifndef COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_DOUBLED_H_
#define COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_DOUBLED_H_

#include "test/gtest_integration/programs/actions.h"

class Doubled : public combtest::WalkTest<Trace> {};
INSTANTIATE_TEST_SUITE_P(All, Doubled, (combtest::Walks<Trace, A, C>()), combtest::WalkName());

#endif  // COMBTEST_TEST_GTEST_INTEGRATION_PROGRAMS_DOUBLED_H_

// Which types of state some test body reads.
#ifndef COMBTEST_GTEST_INTEGRATION_READ_STATES_H_
#define COMBTEST_GTEST_INTEGRATION_READ_STATES_H_

#include <typeinfo>

namespace combtest::internal {

bool IsStateRead(const std::type_info& state);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_READ_STATES_H_

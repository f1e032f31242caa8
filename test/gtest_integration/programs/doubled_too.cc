// The other file.
#include "test/gtest_integration/programs/doubled.h"

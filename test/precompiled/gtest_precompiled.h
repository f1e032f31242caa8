// Precompiled for test programs with GoogleTest alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/precompiled/standard.h"

// Precompiled for test programs with GoogleTest and Boost.JSON, without combtest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/precompiled/standard.h"

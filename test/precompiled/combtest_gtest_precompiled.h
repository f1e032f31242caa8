// Precompiled for test programs with combtest and GoogleTest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "combtest/gtest.h"
#include "test/precompiled/standard.h"

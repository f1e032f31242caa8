// Precompiled for test programs with combtest alone.
#include "combtest/combtest.h"
#include "test/precompiled/standard.h"

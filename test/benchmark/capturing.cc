// Plugs GoogleTest's assertions into the benchmark that it is linked into.
#include <combtest/gtest.h>

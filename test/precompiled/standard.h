// What most test programs include of the standard library and of Boost.
#ifndef COMBTEST_TEST_PRECOMPILED_STANDARD_H_
#define COMBTEST_TEST_PRECOMPILED_STANDARD_H_

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#endif  // COMBTEST_TEST_PRECOMPILED_STANDARD_H_

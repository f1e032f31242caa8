# The libraries that combtest stands on.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS filesystem json)

if(COMBTEST_GTEST)
  # A project that brings its own GoogleTest (FetchContent, add_subdirectory) has the target already.
  if(TARGET gtest AND NOT TARGET GTest::gtest)
    add_library(GTest::gtest ALIAS gtest)
    add_library(GTest::gtest_main ALIAS gtest_main)
  endif()
  if(NOT TARGET GTest::gtest)
    find_package(GTest 1.12 REQUIRED)
  endif()
endif()

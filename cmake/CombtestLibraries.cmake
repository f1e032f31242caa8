# The libraries that combtest stands on. combtest-config.cmake.in finds the same for those who use an installed
# combtest: the Boost version and components named here go into it.
find_package(Threads REQUIRED)

# Components are Boost's compiled libraries; header-only ones need no naming. Always Boost's own config package: it
# knows its version and parts, where a FindBoost module only knows older ones.
set(COMBTEST_BOOST_VERSION 1.81)
set(COMBTEST_BOOST_COMPONENTS filesystem json log)
find_package(Boost ${COMBTEST_BOOST_VERSION} CONFIG REQUIRED COMPONENTS ${COMBTEST_BOOST_COMPONENTS})

set(COMBTEST_GTEST_VERSION 1.12)
if(COMBTEST_GTEST)
  # A project that brings its own GoogleTest (add_subdirectory, FetchContent) has the target already.
  if(TARGET gtest AND NOT TARGET GTest::gtest)
    add_library(GTest::gtest ALIAS gtest)
  endif()
  if(NOT TARGET GTest::gtest)
    find_package(GTest ${COMBTEST_GTEST_VERSION} REQUIRED)
  endif()
endif()

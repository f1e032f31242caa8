# The libraries that combtest stands on. combtest-config.cmake.in finds the same for those who use an installed
# combtest: the Boost version and components named here go into it.
find_package(Threads REQUIRED)

# Components are Boost's compiled libraries; header-only ones need no naming. Always Boost's own config package: it
# knows its version and parts, where a FindBoost module only knows older ones.
set(COMBTEST_BOOST_VERSION 1.81)
set(COMBTEST_BOOST_COMPONENTS filesystem json log)
find_package(Boost ${COMBTEST_BOOST_VERSION} CONFIG REQUIRED COMPONENTS ${COMBTEST_BOOST_COMPONENTS})

set(COMBTEST_GTEST_VERSION 1.12)
set(COMBTEST_GOOGLETEST "" CACHE PATH "A folder of GoogleTest's sources, to build that instead of what is installed")
if(COMBTEST_GTEST)
  if(COMBTEST_GOOGLETEST)
    set(INSTALL_GTEST OFF)
    set(COMBTEST_INSTALL OFF)  # which can't hold what isn't installed
    add_subdirectory("${COMBTEST_GOOGLETEST}" googletest EXCLUDE_FROM_ALL)
    get_directory_property(GTest_VERSION DIRECTORY "${COMBTEST_GOOGLETEST}" DEFINITION GOOGLETEST_VERSION)
  endif()
  # A project that brings its own GoogleTest (add_subdirectory, FetchContent) has the target already.
  if(TARGET gtest AND NOT TARGET GTest::gtest)
    add_library(GTest::gtest ALIAS gtest)
  endif()
  if(NOT TARGET GTest::gtest)
    find_package(GTest ${COMBTEST_GTEST_VERSION} REQUIRED)
  endif()
endif()

# What only those who work on combtest itself want.
find_program(COMBTEST_CCACHE ccache)
mark_as_advanced(COMBTEST_CCACHE)
if(COMBTEST_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${COMBTEST_CCACHE}")
endif()

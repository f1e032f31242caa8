# combtest_library(NAME …sources): the library target combtest_NAME with the alias combtest::NAME.
function(combtest_library name)
  set(target combtest_${name})
  add_library(${target} ${ARGN})
  add_library(combtest::${name} ALIAS ${target})
  if(name STREQUAL "combtest")
    set(file combtest)
  else()
    set(file combtest_${name})
  endif()
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    OUTPUT_NAME ${file}
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
    INSTALL_RPATH "$ORIGIN"
    POSITION_INDEPENDENT_CODE ON
    DEFINE_SYMBOL "")  # so that static and shared builds compile alike, and share a compiler cache
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${COMBTEST_UNITY_BUILD} UNITY_BUILD_MODE GROUP)
  target_compile_features(${target} PUBLIC cxx_std_20)
  combtest_warnings(${target})
endfunction()

# Warnings on our own targets only.
function(combtest_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
    # False positives where strings are joined with -O2 (GCC bug 105651, fixed in 13).
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(COMBTEST_DEVELOPER)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

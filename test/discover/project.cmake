# Helpers of the scripts in this folder, which are given as definitions: PREFIX (where combtest is installed), BINARY (a
# folder of the case's own), GENERATOR, CXX_COMPILER, CXX_FLAGS, LAUNCHER (may be empty).
include("${CMAKE_CURRENT_LIST_DIR}/../packaging/run.cmake")

# Configures the project with these arguments of combtest_discover_tests, written as they stand in a CMakeLists.txt.
function(configure_project arguments)
  write_call("${arguments}")
  configure("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/project" "${BINARY}/build"
            "-DCMAKE_PREFIX_PATH=${PREFIX}" "-DCALL=${BINARY}/call.cmake" ${MORE})
endfunction()

function(write_call arguments)
  file(WRITE "${BINARY}/call.cmake" "combtest_discover_tests(walks_test ${arguments})\n")
endfunction()

function(build_project)
  run("${CMAKE_COMMAND}" --build "${BINARY}/build" --parallel 2 ${ARGN})
endfunction()

# Sets `tests` to the names of all tests, and for each `command_NAME` and `PROPERTY_NAME` (ctest tells no PROCESSORS of 1).
macro(read_tests)
  execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --show-only=json-v1 ${ARGN} WORKING_DIRECTORY "${BINARY}/build"
                  OUTPUT_VARIABLE json COMMAND_ERROR_IS_FATAL ANY)
  set(tests "")
  string(JSON count LENGTH "${json}" tests)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON name GET "${json}" tests ${i} name)
    string(JSON "command_${name}" ERROR_VARIABLE none GET "${json}" tests ${i} command)
    list(APPEND tests "${name}")
    foreach(property IN ITEMS PROCESSORS DISABLED TIMEOUT LABELS)
      unset("${property}_${name}")
    endforeach()
    string(JSON property_count LENGTH "${json}" tests ${i} properties)
    math(EXPR last_property "${property_count} - 1")
    foreach(p RANGE ${last_property})
      string(JSON property GET "${json}" tests ${i} properties ${p} name)
      string(JSON "${property}_${name}" GET "${json}" tests ${i} properties ${p} value)
    endforeach()
  endforeach()
endmacro()

# Runs ctest, which is to fail or not, and sets `output`.
function(run_ctest expected)
  execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" ${ARGN} WORKING_DIRECTORY "${BINARY}/build"
                  OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
  message("${text}")
  if(expected STREQUAL "passes" AND NOT result EQUAL 0)
    message(FATAL_ERROR "ctest ${ARGN} fails: ${result}")
  elseif(expected STREQUAL "fails" AND result EQUAL 0)
    message(FATAL_ERROR "ctest ${ARGN} passes")
  endif()
  set(output "${text}" PARENT_SCOPE)
endfunction()

function(expect_equal actual expected what)
  if(NOT "${actual}" STREQUAL "${expected}")
    message(SEND_ERROR "${what}: ${actual}\nexpected: ${expected}")
  endif()
endfunction()

function(expect_match text pattern)
  if(NOT "${text}" MATCHES "${pattern}")
    message(SEND_ERROR "No match for: ${pattern}")
  endif()
endfunction()

# Calls that can't work are refused when the project is configured.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

function(expect_refusal pattern arguments)
  write_call("${arguments}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/project" -B "${BINARY}/build"
                          -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX_COMPILER}" "-DCMAKE_PREFIX_PATH=${PREFIX}"
                          "-DCALL=${BINARY}/call.cmake"
                  OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  if(result EQUAL 0)
    message(SEND_ERROR "Accepted: ${arguments}")
  endif()
  expect_match("${text}" "${pattern}")
endfunction()

expect_refusal("WORKERS takes a number from 1 or AUTO, not `none`" "WORKERS none")
expect_refusal("SHARDS takes a number from 1, not `0`" "SHARDS 0")
expect_refusal("DISCOVERY_MODE takes POST_BUILD or PRE_TEST, not `LATER`" "DISCOVERY_MODE LATER")
expect_refusal("unknown arguments: WORKER" "WORKER 4")
expect_refusal("with SHARDS use the property ENVIRONMENT" "SHARDS 2 PROPERTIES ENVIRONMENT_MODIFICATION A=set:b")

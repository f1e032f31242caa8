# sample_test(NAME COMMAND … EXPECT regex… [REFUSE regex…] [STATUS n]): runs the command and looks at its exit status
# and at what it prints, standard error included: each EXPECT stands in it, and no REFUSE does.
function(sample_test name)
  if(NOT COMBTEST_TESTS)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "STATUS" "COMMAND;EXPECT;REFUSE")
  if(NOT DEFINED ARG_STATUS)
    set(ARG_STATUS 0)
  endif()
  list(POP_FRONT ARG_COMMAND program)
  if(TARGET ${program})
    set(program $<TARGET_FILE:${program}>)
  endif()
  string(REPLACE ";" "\n" expect "${ARG_EXPECT}")
  string(REPLACE ";" "\n" refuse "${ARG_REFUSE}")
  add_test(NAME sample.${name}
           COMMAND ${CMAKE_COMMAND} -DSTATUS=${ARG_STATUS} -DEXPECT=${expect} -DREFUSE=${refuse}
                   -P ${PROJECT_SOURCE_DIR}/samples/check_run.cmake -- ${program} ${ARG_COMMAND})
  set_tests_properties(sample.${name} PROPERTIES TIMEOUT 300)
endfunction()

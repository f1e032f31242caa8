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

# faulty_test(NAME LIBRARY … FAULTS one|crash|three ARGUMENTS … EXPECT regex… REFUSE regex…): runs sample_NAME with a
# library under test that is faulty, and looks at what is said of it.
function(faulty_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "FAULTS" "ARGUMENTS;EXPECT;REFUSE")
  # A sanitizer's runtime must come first among what is loaded.
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    return()
  endif()
  sample_test(${name}.${ARG_FAULTS}_injected
              COMMAND ${CMAKE_COMMAND} -E env LD_PRELOAD=$<TARGET_FILE:faulty_${name}> FAULTY=${ARG_FAULTS}
                      $<TARGET_FILE:sample_${name}> --gtest_brief=1 ${ARG_ARGUMENTS}
              EXPECT ${ARG_EXPECT} REFUSE ${ARG_REFUSE} STATUS 1)
endfunction()

# faulty_tests(NAME WHERE action PAIR text THREE regex…): a fault of two options is named by a pairwise run and at most 20
# extra walks, also where it is a crash, and three that overlap by all walks alone.
function(faulty_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "WHERE;PAIR" "THREE")
  foreach(faults one crash)
    faulty_test(${name} FAULTS ${faults}
                ARGUMENTS --combtest_strength=2 --combtest_workers=8 --combtest_explain=run:20
                EXPECT "extra walks: (1?[0-9]|20) selected = "
                       "${ARG_WHERE}.* with ${ARG_PAIR}: confirmed by [0-9]+ walks, contradicted by none"
                REFUSE "not settled" "contradicted by [1-9]")
  endforeach()
  faulty_test(${name} FAULTS three ARGUMENTS --combtest_threads=2
              EXPECT "fails with ${ARG_PAIR}: [0-9]+ of [0-9]+ such walks" ${ARG_THREE}
              REFUSE "extra walks" "nothing in common" "passes with")
endfunction()

# faulty_library(NAME source LINK target)
function(faulty_library name source)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" LINK)
  add_library(faulty_${name} MODULE ${source})
  target_link_libraries(faulty_${name} PRIVATE ${ARG_LINK} ${CMAKE_DL_LIBS})
  target_compile_features(faulty_${name} PRIVATE cxx_std_20)
  combtest_warnings(faulty_${name})
endfunction()

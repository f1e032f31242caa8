# combtest_discover_tests(TARGET …): the ctest tests of a GoogleTest program that has walk suites. Ordinary cases become
# one test each, named as gtest_discover_tests names them. Each walk suite (each TEST_P of each instantiation) becomes
# one test, whatever the number of its walks, or SHARDS tests.
#
#   combtest_discover_tests(target
#     [WORKERS n|AUTO]                  # a suite's walks run in n processes; it counts as n for ctest -j. AUTO: each core
#     [SHARDS n]                        # a suite becomes n tests (fewer where it has fewer walks), each a part of it
#     [TEST_PREFIX p] [TEST_SUFFIX s]
#     [EXTRA_ARGS …]                    # for the program
#     [WORKING_DIRECTORY d]
#     [DISCOVERY_MODE POST_BUILD|PRE_TEST] [DISCOVERY_TIMEOUT seconds]
#     [XML_OUTPUT_DIR d]                # d/NAME.xml for each test, in which each walk is a case
#     [NO_PRETTY_TYPES] [NO_PRETTY_VALUES]
#     [PROPERTIES name value …])
#
# The default of DISCOVERY_MODE is CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE, or else POST_BUILD.
cmake_policy(PUSH)
cmake_policy(VERSION 3.22)

function(combtest_discover_tests target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_PRETTY_TYPES;NO_PRETTY_VALUES"
    "WORKERS;SHARDS;TEST_PREFIX;TEST_SUFFIX;WORKING_DIRECTORY;DISCOVERY_MODE;DISCOVERY_TIMEOUT;XML_OUTPUT_DIR"
    "EXTRA_ARGS;PROPERTIES")
  _combtest_check_discover_arguments()
  if(NOT arg_DISCOVERY_MODE)
    set(arg_DISCOVERY_MODE "${CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE}")
  endif()
  foreach(default IN ITEMS "DISCOVERY_MODE=POST_BUILD" "DISCOVERY_TIMEOUT=60"
                           "WORKING_DIRECTORY=${CMAKE_CURRENT_BINARY_DIR}")
    string(REGEX MATCH "^([A-Z_]+)=(.*)$" default "${default}")
    if(NOT arg_${CMAKE_MATCH_1})
      set(arg_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    endif()
  endforeach()

  # Several calls for one target are told apart by a number, and configurations by their names.
  get_property(number TARGET ${target} PROPERTY COMBTEST_DISCOVERY_COUNT)
  math(EXPR number "0${number} + 1")
  set_property(TARGET ${target} PROPERTY COMBTEST_DISCOVERY_COUNT ${number})
  set(base "${CMAKE_CURRENT_BINARY_DIR}/${target}_combtest_${number}")
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    set(config "-$<CONFIG>")
    file(WRITE "${base}_include.cmake" "include(\"${base}_include-\${CTEST_CONFIGURATION_TYPE}.cmake\" OPTIONAL)\n")
  endif()
  set(discovery_file "${base}_discovery${config}.cmake")
  set(tests_file "${base}_tests${config}.cmake")

  get_property(emulator TARGET ${target} PROPERTY CROSSCOMPILING_EMULATOR)
  set(discovery "include([====[${CMAKE_CURRENT_FUNCTION_LIST_DIR}/CombtestAddTests.cmake]====])\ncombtest_write_tests(\n")
  string(APPEND discovery "  PROGRAM [====[$<TARGET_FILE:${target}>]====]\n"
                          "  EMULATOR [====[${emulator}]====]\n"
                          "  TESTS_FILE [====[${tests_file}]====]\n")
  foreach(name IN ITEMS WORKERS SHARDS TEST_PREFIX TEST_SUFFIX EXTRA_ARGS WORKING_DIRECTORY DISCOVERY_TIMEOUT
                        XML_OUTPUT_DIR NO_PRETTY_TYPES NO_PRETTY_VALUES PROPERTIES)
    string(APPEND discovery "  ${name} [====[${arg_${name}}]====]\n")
  endforeach()
  string(APPEND discovery ")\n")
  file(GENERATE OUTPUT "${discovery_file}" CONTENT "${discovery}")

  set(discover_now "")
  if(arg_DISCOVERY_MODE STREQUAL "POST_BUILD")
    # The hash makes a changed call another command, which is run again.
    string(SHA1 hash "${discovery}")
    add_custom_command(TARGET ${target} POST_BUILD
                       BYPRODUCTS "${base}_tests.cmake"
                       COMMAND "${CMAKE_COMMAND}" -D "CALL=${hash}" -P "${discovery_file}"
                       VERBATIM)
  else()
    set(discover_now "\
  if(NOT EXISTS \"${tests_file}\" OR
     NOT \"${tests_file}\" IS_NEWER_THAN \"$<TARGET_FILE:${target}>\" OR
     NOT \"${tests_file}\" IS_NEWER_THAN \"${discovery_file}\")
    include(\"${discovery_file}\")
  endif()
")
  endif()
  file(GENERATE OUTPUT "${base}_include${config}.cmake" CONTENT "\
if(EXISTS \"$<TARGET_FILE:${target}>\")
${discover_now}  include(\"${tests_file}\")
else()
  add_test(${target}_NOT_BUILT ${target}_NOT_BUILT)
endif()
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${base}_include.cmake")
endfunction()

# In the scope of combtest_discover_tests.
macro(_combtest_check_discover_arguments)
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "combtest_discover_tests: there is no target `${target}`")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "combtest_discover_tests(${target}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(DEFINED arg_WORKERS AND NOT arg_WORKERS MATCHES "^(AUTO|[1-9][0-9]*)$")
    message(FATAL_ERROR "combtest_discover_tests(${target}): WORKERS takes a number from 1 or AUTO, not `${arg_WORKERS}`")
  endif()
  if(DEFINED arg_SHARDS AND NOT arg_SHARDS MATCHES "^[1-9][0-9]*$")
    message(FATAL_ERROR "combtest_discover_tests(${target}): SHARDS takes a number from 1, not `${arg_SHARDS}`")
  endif()
  if(DEFINED arg_DISCOVERY_MODE AND NOT arg_DISCOVERY_MODE MATCHES "^(POST_BUILD|PRE_TEST)$")
    message(FATAL_ERROR "combtest_discover_tests(${target}): DISCOVERY_MODE takes POST_BUILD or PRE_TEST, not "
                        "`${arg_DISCOVERY_MODE}`")
  endif()
  # It would replace the variables by which the shards know their parts.
  if(DEFINED arg_SHARDS AND "ENVIRONMENT_MODIFICATION" IN_LIST arg_PROPERTIES)
    message(FATAL_ERROR "combtest_discover_tests(${target}): with SHARDS use the property ENVIRONMENT, not "
                        "ENVIRONMENT_MODIFICATION")
  endif()
endmacro()

cmake_policy(POP)

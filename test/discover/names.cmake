# Ordinary cases: the same tests as gtest_discover_tests makes.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")
set(MORE -DCOMPARE=ON)
configure_project("")
build_project()

foreach(pair IN ITEMS "" plain_)
  foreach(whose IN ITEMS ours gtest)
    file(GLOB files "${BINARY}/build/ordinary_test*_tests.cmake")
    execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" -N -V -R "^${pair}${whose}:" WORKING_DIRECTORY "${BINARY}/build"
                    OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
    # Without the numbers and what differs by design.
    string(REGEX REPLACE "#[0-9]+|[0-9]+:|gtest:|ours:" "" listed "${listed}")
    string(REGEX REPLACE "Test +" "Test " listed "${listed}")
    set(${whose} "${listed}")
  endforeach()
  expect_match("${gtest}" "Total Tests: 17")
  expect_equal("${ours}" "${gtest}" "combtest_discover_tests")
endforeach()
run_ctest(passes -R "^ours:" -j2)
expect_match("${output}" "ours:Ordinary.IsSkipped [.]+[*]+Skipped")
expect_match("${output}" "ours:Ordinary.Case [.]+[*]+Not Run [(]Disabled[)]")
expect_match("${output}" "ours:Suite.Case [.]+[*]+Not Run [(]Disabled[)]")

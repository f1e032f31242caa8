# Builds and runs the consumer's programs by what pkg-config says of the installation in PREFIX, with a compiler and no
# build system, once it has been moved into this case's own folder.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")

file(REMOVE_RECURSE "${BINARY}")
file(COPY "${PREFIX}/" DESTINATION "${BINARY}/moved")
file(GLOB folder "${BINARY}/moved/lib*/pkgconfig" "${BINARY}/moved/lib/*/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "${folder}")
separate_arguments(flags UNIX_COMMAND "${CXX_FLAGS}")

# build(PROGRAM module [source])
function(build program module)
  set(source "${CMAKE_CURRENT_LIST_DIR}/consumer/${program}.cc")
  if(ARGC EQUAL 3)
    set(source "${ARGV2}")
  endif()
  execute_process(COMMAND pkg-config --cflags --libs ${module}
                  OUTPUT_VARIABLE options OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(options UNIX_COMMAND "${options}")
  run(${LAUNCHER} "${CXX_COMPILER}" ${flags} -std=c++20 -c "${source}"
      -o "${BINARY}/${program}.o" ${options})
  get_filename_component(libraries "${folder}" DIRECTORY)
  run("${CXX_COMPILER}" ${flags} "${BINARY}/${program}.o" -o "${BINARY}/${program}" ${options} "-Wl,-rpath,${libraries}")
endfunction()

build(count_walks combtest)
run("${BINARY}/count_walks")
build(own_sinks combtest "${SOURCE}/test/docs/snippets/own_sinks.cc")  # uses Boost.Log itself
run("${BINARY}/own_sinks")
build(walks_test combtest_gtest_main)
execute_process(COMMAND "${BINARY}/walks_test" --combtest_workers=2 OUTPUT_VARIABLE output RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT output MATCHES "PASSED  . 3 tests.*SKIPPED . 1 test")
  message(FATAL_ERROR "walks_test: ${status}\n${output}")
endif()

execute_process(COMMAND pkg-config --modversion combtest OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT version STREQUAL VERSION)
  message(FATAL_ERROR "pkg-config says that combtest is ${version}, not ${VERSION}")
endif()

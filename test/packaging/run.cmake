# Helpers of the scripts in this folder, which are given as definitions: SOURCE (of combtest), BINARY (a folder of the
# case's own), GENERATOR, CXX_COMPILER, CXX_FLAGS, LAUNCHER (may be empty).

# Runs a command and ends the script where it fails.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# configure(SOURCE_DIR BINARY_DIR …arguments), with nothing left over from a run before but objects.
function(configure source binary)
  file(REMOVE "${binary}/CMakeCache.txt")
  set(options "-DCMAKE_CXX_COMPILER=${CXX_COMPILER}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}")
  if(LAUNCHER)
    list(APPEND options "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}")
  endif()
  run("${CMAKE_COMMAND}" -S "${source}" -B "${binary}" -G "${GENERATOR}" ${options} ${ARGN})
endfunction()

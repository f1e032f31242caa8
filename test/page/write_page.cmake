# -DPROGRAM=… -DFILE=… -DARGUMENTS=a,b…: has the program write its report. Its walks fail.
file(REMOVE ${FILE} ${FILE}.part)
string(REPLACE "," ";" arguments "${ARGUMENTS}")
get_filename_component(directory ${FILE} DIRECTORY)
execute_process(COMMAND ${PROGRAM} --combtest_report=${FILE} ${arguments} WORKING_DIRECTORY ${directory}
                OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE code)
if(NOT EXISTS ${FILE} OR EXISTS ${FILE}.part)
  message(FATAL_ERROR "${PROGRAM} has written no ${FILE} and ended with ${code}:\n${output}")
endif()

# -DPROGRAM=… -DMERGE=… -DFILE=… -DARGUMENT=…: has two shards of the program leave traces, and a report made of them.
get_filename_component(directory ${FILE} DIRECTORY)
file(REMOVE_RECURSE ${FILE} ${directory}/shards)
foreach(shard 0 1)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=${shard}
                          ${PROGRAM} ${ARGUMENT} --combtest_log_dir=${directory}/shards
                  OUTPUT_QUIET ERROR_QUIET)
endforeach()
execute_process(COMMAND ${MERGE} --report=${FILE} ${directory}/shards OUTPUT_VARIABLE output ERROR_VARIABLE output
                RESULT_VARIABLE code)
if(NOT code EQUAL 1 OR NOT EXISTS ${FILE})  # 1: walks failed
  message(FATAL_ERROR "${MERGE} has ended with ${code}:\n${output}")
endif()

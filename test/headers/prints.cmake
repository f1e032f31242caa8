# Fails where a file prints that docs/architecture.md ("Who may print") doesn't let print.
cmake_minimum_required(VERSION 3.22)
set(printers
  gtest_integration/src/assertion_capture.cc gtest_integration/src/gtest_main.cc
  gtest_integration/src/printed_listener.cc
  gtest_integration/src/walk_listener.cc gtest_integration/src/walk_source.cc gtest_integration/src/walk_test.cc
  gtest_integration/src/worker_listener.cc
  src/api/run_tests.cc src/array_tool/main.cc src/config/option_help.cc src/config/uncaught_error.cc
  src/log/central_log.cc src/log/log_files.cc
  src/merge/main.cc src/os/crash_notice_posix.cc src/os/descriptors.h src/os/descriptors_posix.cc src/os/exit_watch_linux.cc
  src/pool/stage_process.cc src/pool/worker_executor.cc src/process/held_command.cc src/replay/replay.cc
  src/replay/stepped_walk.cc src/report/extra_walks_line.cc src/report/progress_line.cc src/run/audience.cc src/run/listeners.cc src/run/run_guard.cc
  src/run/run_states.cc src/run/scope_note.cc src/selection/array.cc src/selection/last_run.cc src/wire/output_mark.cc
  src/wire/resumption.cc
  src/worker/log_channel.cc src/worker/role.cc)

file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/src/*.h ${ROOT}/src/*.cc ${ROOT}/gtest_integration/src/*.h
     ${ROOT}/gtest_integration/src/*.cc)
foreach(source IN LISTS sources)
  file(STRINGS ${ROOT}/${source} prints
       REGEX "std::(cout|cerr|clog) *<<|[^a-z](std::)?(printf|puts|perror) *\\(|(fprintf|fputs|fwrite) *\\(.*std(out|err)|WriteToStandardError *\\(|::write *\\(STD(OUT|ERR)_FILENO")
  if(prints AND NOT source IN_LIST printers)
    list(GET prints 0 first)
    string(STRIP "${first}" first)
    message(SEND_ERROR "${source}: ${first}\n"
      "  This file may not print. Return the text, throw combtest::Error, or put it into a listener or into src/report; "
      "who may print is in docs/architecture.md and test/headers/prints.cmake.")
  elseif(NOT prints AND source IN_LIST printers)
    message(SEND_ERROR "${source} prints no more: take it off the list in test/headers/prints.cmake")
  endif()
endforeach()

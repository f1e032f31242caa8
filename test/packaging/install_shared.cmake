# Installs shared libraries into BINARY/prefix, from a project that has combtest as a subproject and installs it with
# itself. BUILD: where that project was built with static libraries, whose objects serve these as well.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")

configure("${CMAKE_CURRENT_LIST_DIR}/consumer" "${BUILD}" -DCONSUME=add_subdirectory -DBUILD_SHARED_LIBS=ON
          -DCOMBTEST_INSTALL=ON -DCOMBTEST_MERGE=ON
          "-DFETCHCONTENT_SOURCE_DIR_COMBTEST=${SOURCE}" -DFETCHCONTENT_FULLY_DISCONNECTED=ON)
run("${CMAKE_COMMAND}" --build "${BUILD}" --parallel 2)
file(REMOVE_RECURSE "${BINARY}/prefix")
run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${BINARY}/prefix")
file(GLOB libraries "${BINARY}/prefix/lib*/libcombtest*.so")
list(LENGTH libraries count)
if(NOT count EQUAL 3)
  message(FATAL_ERROR "Shared libraries that were installed: ${libraries}")
endif()

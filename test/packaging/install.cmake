# Installs combtest into BINARY/prefix: from the build INSTALL_FROM, or else from one made here, as somebody who only
# wants the libraries makes it.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")

if(NOT INSTALL_FROM)
  set(INSTALL_FROM "${BINARY}/build")
  configure("${SOURCE}" "${INSTALL_FROM}" "-DBUILD_SHARED_LIBS=${BUILD_SHARED_LIBS}"
            -DCOMBTEST_DEVELOPER=OFF -DCOMBTEST_SAMPLES=OFF -DCMAKE_BUILD_TYPE=None)
  run("${CMAKE_COMMAND}" --build "${INSTALL_FROM}" --parallel 2)
endif()
file(REMOVE_RECURSE "${BINARY}/prefix")
run("${CMAKE_COMMAND}" --install "${INSTALL_FROM}" --prefix "${BINARY}/prefix")

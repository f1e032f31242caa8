# Installs combtest from the build INSTALL_FROM into BINARY/prefix.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")

file(REMOVE_RECURSE "${BINARY}/prefix")
run("${CMAKE_COMMAND}" --install "${INSTALL_FROM}" --prefix "${BINARY}/prefix")

# Files for pkg-config: combtest, combtest_gtest and combtest_gtest_main, as the libraries are called. They name their
# own folder only, so that an installation may be moved.

# Public headers have Boost.Log and Boost.JSON in them, so a program is linked with these though the library is shared.
set(COMBTEST_PC_LIBS "-lboost_log -lboost_thread -lboost_filesystem -lboost_json -pthread")
set(COMBTEST_PC_CFLAGS "-DBOOST_ALL_DYN_LINK")
get_target_property(type Boost::log TYPE)
if(NOT type STREQUAL "SHARED_LIBRARY")
  message(STATUS "Boost's libraries are static: no files for pkg-config, which doesn't know what these need")
  return()
endif()
get_target_property(folder Boost::log LOCATION)
get_filename_component(folder "${folder}" DIRECTORY)
if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
  string(PREPEND COMBTEST_PC_LIBS "-L${folder} ")
endif()
if(NOT Boost_INCLUDE_DIRS MATCHES "^(/usr/include)?$")
  string(PREPEND COMBTEST_PC_CFLAGS "-I${Boost_INCLUDE_DIRS} ")
endif()

# combtest_pkg_config(NAME description LIBS … REQUIRES … CFLAGS …)
function(combtest_pkg_config name description)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "LIBS;REQUIRES;CFLAGS" "")
  if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")  # which stays where it is
    set(prefix "${CMAKE_INSTALL_PREFIX}")
    set(libdir "${CMAKE_INSTALL_LIBDIR}")
  else()
    file(RELATIVE_PATH up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
    set(prefix "\${pcfiledir}/${up}")
    set(libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  endif()
  if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(includedir "${CMAKE_INSTALL_INCLUDEDIR}")
  else()
    set(includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
  endif()
  file(CONFIGURE OUTPUT ${name}.pc @ONLY CONTENT [[
prefix=@prefix@
libdir=@libdir@
includedir=@includedir@

Name: @name@
Description: @description@
Version: @PROJECT_VERSION@
Requires: @ARG_REQUIRES@
Libs: -L${libdir} @ARG_LIBS@
Cflags: -I${includedir} @ARG_CFLAGS@
]])
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${name}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

combtest_pkg_config(combtest "Runs every combination of actions' options, in parallel"
                    LIBS "-lcombtest ${COMBTEST_PC_LIBS}" CFLAGS "${COMBTEST_PC_CFLAGS}")
if(COMBTEST_GTEST)
  get_target_property(wraps combtest_gtest INTERFACE_LINK_OPTIONS)
  list(TRANSFORM wraps REPLACE "^LINKER:" "-Wl,")
  string(REPLACE ";" " " wraps "${wraps}")
  combtest_pkg_config(combtest_gtest "Each combination as a case of GoogleTest"
                      LIBS "${wraps} -lcombtest_gtest"
                      REQUIRES "combtest = ${PROJECT_VERSION}, gtest >= ${COMBTEST_GTEST_VERSION}")
  combtest_pkg_config(combtest_gtest_main "A main function for cases of combtest and GoogleTest"
                      LIBS "-lcombtest_gtest_main" REQUIRES "combtest_gtest = ${PROJECT_VERSION}")
endif()

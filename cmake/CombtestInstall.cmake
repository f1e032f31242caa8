# install(), and what find_package(combtest) reads. The GoogleTest part is exported on its own, so that a program
# that uses only the core needs no GoogleTest.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(COMBTEST_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/combtest")

# combtest_install(EXPORT_FILE INCLUDE_DIR …targets)
function(combtest_install export include)
  install(DIRECTORY "${include}/combtest" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
  install(TARGETS ${ARGN} EXPORT ${export} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT ${export} NAMESPACE combtest:: DESTINATION ${COMBTEST_CMAKE_DIR})
endfunction()

set(programs)
if(COMBTEST_MERGE)
  list(APPEND programs combtest_merge)
endif()
if(COMBTEST_ARRAY)
  list(APPEND programs combtest_array)
endif()
if(programs)
  file(RELATIVE_PATH library_path "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
  set_target_properties(${programs} PROPERTIES INSTALL_RPATH "$ORIGIN/${library_path}")
endif()
combtest_install(combtest-targets include combtest_combtest ${programs})
if(COMBTEST_GTEST)
  combtest_install(combtest-gtest-targets gtest_integration/include combtest_gtest combtest_gtest_main)
endif()

configure_package_config_file(cmake/combtest-config.cmake.in "${PROJECT_BINARY_DIR}/combtest-config.cmake"
                              INSTALL_DESTINATION ${COMBTEST_CMAKE_DIR})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/combtest-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/combtest-config.cmake" "${PROJECT_BINARY_DIR}/combtest-config-version.cmake"
        DESTINATION ${COMBTEST_CMAKE_DIR})
if(COMBTEST_GTEST)
  install(FILES cmake/CombtestDiscoverTests.cmake cmake/CombtestAddTests.cmake DESTINATION ${COMBTEST_CMAKE_DIR})
endif()
include(CombtestPkgConfig)
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs")
install(FILES README.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(PROJECT_IS_TOP_LEVEL AND NOT BUILD_SHARED_LIBS)
  include(CombtestPackage)
endif()

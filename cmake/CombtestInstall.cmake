# install(), and what find_package(combtest) reads.
include(CMakePackageConfigHelpers)

set(COMBTEST_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/combtest")
set(_targets combtest_combtest)
install(DIRECTORY include/combtest DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(COMBTEST_GTEST)
  list(APPEND _targets combtest_gtest combtest_gtest_main)
  install(DIRECTORY gtest_integration/include/combtest DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()
install(TARGETS ${_targets} EXPORT combtest-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT combtest-targets NAMESPACE combtest:: DESTINATION ${COMBTEST_CMAKE_DIR})

configure_package_config_file(cmake/combtest-config.cmake.in "${PROJECT_BINARY_DIR}/combtest-config.cmake"
                              INSTALL_DESTINATION ${COMBTEST_CMAKE_DIR})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/combtest-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/combtest-config.cmake" "${PROJECT_BINARY_DIR}/combtest-config-version.cmake"
        DESTINATION ${COMBTEST_CMAKE_DIR})

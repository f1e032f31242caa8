# What `cpack -G DEB` makes: one development package, with static libraries, as a test is built where it runs.
# Boost is the distribution's. There is no package of shared libraries.
set(CPACK_PACKAGE_NAME libcombtest-dev)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Actions with lists of options: each combination is a case of GoogleTest.
They run in parallel, over processes and machines, with phases in between,
and failures come with what they have in common.")
# Neither a license nor an address is chosen yet. Once they are, they are named here, and here alone.
set(COMBTEST_LICENSE_FILE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGE_CONTACT "combtest")
if(EXISTS "${COMBTEST_LICENSE_FILE}")
  set(CPACK_RESOURCE_FILE_LICENSE "${COMBTEST_LICENSE_FILE}")
  install(FILES "${COMBTEST_LICENSE_FILE}" DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # of combtest-merge and combtest-array
set(boost "${Boost_VERSION_MAJOR}.${Boost_VERSION_MINOR}")
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libboost-filesystem${boost}-dev, libboost-json${boost}-dev, libboost-log${boost}-dev")
if(COMBTEST_GTEST)
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libgtest-dev (>= ${COMBTEST_GTEST_VERSION})")
endif()
include(CPack)

# combtest_library(NAME …sources): a library target combtest_NAME with the alias combtest::NAME.
function(combtest_library name)
  add_library(combtest_${name} ${ARGN})
  add_library(combtest::${name} ALIAS combtest_${name})
  set_target_properties(combtest_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_compile_features(combtest_${name} PUBLIC cxx_std_20)
  combtest_warnings(combtest_${name})
endfunction()

# Warnings on our own targets only.
function(combtest_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow)
  if(COMBTEST_DEVELOPER)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

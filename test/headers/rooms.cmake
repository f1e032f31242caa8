# Fails where a room of src/ includes a room behind it, or anything includes what it shouldn't know.
# Read down the list: each room may include the public headers, itself and the rooms before it.
cmake_minimum_required(VERSION 3.22)
set(order os text arrays space record plan config log process engine trace selection coverage explain report page wire
    launcher worker pool run replay api)
# The programs stand above all rooms, and below one another not at all.
set(programs merge array_tool)

file(GLOB rooms RELATIVE ${ROOT}/src LIST_DIRECTORIES true ${ROOT}/src/*)
foreach(room IN LISTS rooms)
  if(NOT IS_DIRECTORY ${ROOT}/src/${room})
    continue()
  endif()
  set(allowed ${room})
  if(room IN_LIST programs)
    list(APPEND allowed ${order})
  else()
    list(FIND order ${room} place)
    if(place EQUAL -1)
      message(SEND_ERROR "src/${room} is no room that the order knows: give it its place in "
                         "test/headers/rooms.cmake, and a line in docs/architecture.md")
      continue()
    endif()
    list(SUBLIST order 0 ${place} before)
    list(APPEND allowed ${before})
  endif()
  # What checks arrays shares nothing with what makes them.
  if(room STREQUAL "coverage")
    list(REMOVE_ITEM allowed arrays)
  endif()
  file(GLOB_RECURSE sources ${ROOT}/src/${room}/*.h ${ROOT}/src/${room}/*.cc)
  foreach(source IN LISTS sources)
    file(STRINGS ${source} includes REGEX "^#include \"(src|gtest_integration)/")
    foreach(include IN LISTS includes)
      string(REGEX REPLACE "^#include \"(src/)?([a-z_]+)/.*" "\\2" included "${include}")
      if(NOT included IN_LIST allowed)
        file(RELATIVE_PATH name ${ROOT} ${source})
        message(SEND_ERROR "${name}: ${include}\n"
          "  src/${room} may include only: include ${allowed}.\n"
          "  Move what both need into the first room that needs it, pass it in as an argument, or let the later room "
          "plug in through an interface of the earlier one.")
      endif()
    endforeach()
  endforeach()
endforeach()

# The integration of a test framework sees one header of src/.
set(door "src/api/framework.h")
file(GLOB_RECURSE sources ${ROOT}/gtest_integration/*.h ${ROOT}/gtest_integration/*.cc)
foreach(source IN LISTS sources)
  file(STRINGS ${source} includes REGEX "^#include \"(\\.\\./)*src/")
  foreach(include IN LISTS includes)
    if(NOT include MATCHES "^#include \"${door}\"")
      file(RELATIVE_PATH name ${ROOT} ${source})
      message(SEND_ERROR "${name}: ${include}\n"
        "  gtest_integration may include only public headers and ${door}.\n"
        "  Say in ${door} what is needed, and let src/api do it; what isn't about GoogleTest belongs in a room of src/.")
    endif()
  endforeach()
endforeach()

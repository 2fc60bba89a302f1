# Sets ENROLKIT_COMMIT: what --version says about the source, "commit, date". From git, where this folder is the top of a
# repository; in an export (git archive) from dist/commit.txt, which git has filled in. The date is the commit's, never
# the build's, so that the same source gives the same bytes.
set(ENROLKIT_COMMIT "commit unknown")
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR} rev-parse --show-cdup
    OUTPUT_VARIABLE up OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(failed EQUAL 0 AND up STREQUAL "")
    execute_process(COMMAND ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR} log -1 "--format=%H %cs"
      OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    # A new commit is seen by the next build: the reflog grows with each.
    execute_process(COMMAND ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR} rev-parse --path-format=absolute --git-path logs/HEAD
      OUTPUT_VARIABLE reflog OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(EXISTS "${reflog}")
      set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${reflog})
    endif()
  endif()
endif()
if(NOT commit)
  file(STRINGS ${PROJECT_SOURCE_DIR}/dist/commit.txt commit LIMIT_COUNT 1)
endif()
if(commit MATCHES "^([0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f])[0-9a-f]* ([0-9-]+)$")
  set(ENROLKIT_COMMIT "${CMAKE_MATCH_1}, ${CMAKE_MATCH_2}")
endif()

# Writes CTest's own list of the tests of BUILD into OUT.
execute_process(
  COMMAND "${CMAKE_CTEST_COMMAND}" --show-only=json-v1
  WORKING_DIRECTORY "${BUILD}"
  OUTPUT_FILE "${OUT}"
  ERROR_QUIET)

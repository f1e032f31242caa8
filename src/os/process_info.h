// What the operating system knows of this process.
#ifndef COMBTEST_SRC_OS_PROCESS_INFO_H_
#define COMBTEST_SRC_OS_PROCESS_INFO_H_

#include <string>
#include <vector>

namespace combtest::internal {

// The arguments that it was started with, whatever main makes of them. Empty where not known.
std::vector<std::string> CommandLine();
// The directory that it was started in; empty where not known.
const std::string& StartDirectory();
// A relative path, as seen from there: unchanged as long as this process is in that directory.
std::string FromStartDirectory(const std::string& path);
// "NAME=value" for each variable.
std::vector<std::string> Environment();
bool StandardErrorIsTerminal();
// The width of the terminal at standard error; 80 where it isn't known.
unsigned TerminalColumns();
// The program that this process runs, under a name by which it can be run again though its file was
// removed or replaced. Under valgrind that is its file: there the usual name is valgrind's own.
const std::string& RunningImage();
// Calls this process, for ps and the like, after its program rather than after RunningImage().
void NameProcess();
// The absolute path of the program's file; empty where not known.
std::string ExecutablePath();
// The file that a command of this name runs: the name itself if there is a slash in it, or else
// what PATH finds; empty where there is none.
std::string FindProgram(const std::string& name);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_PROCESS_INFO_H_

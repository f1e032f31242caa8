// What actions of the suite of faults do wrong, as the environment says.
#ifndef COMBTEST_TEST_WORKER_MISBEHAVE_H_
#define COMBTEST_TEST_WORKER_MISBEHAVE_H_

#include <string>

// FAULT_DIR is a directory for what the run leaves behind.
std::string FaultDirectory();
// Adds a line to a file there, in one piece.
void AppendLine(const std::string& file, const std::string& line);
// True for the first process that asks for this name.
bool Claim(const std::string& name);

// Whether the process is there, and more than a zombie.
bool Lives(const std::string& pid);

// As close(), of which no sanitizer knows that another thread uses the descriptor.
void CloseUnseen(int descriptor);

// FAULT="kind@place", or several separated by spaces: where a place is `Read(3,0,1,1,0)`, the
// action with the options that the walk has met. With `once` before the kind only the first walk
// there does it.
void MisbehaveAt(const std::string& place);
// Does it now.
void Misbehave(const std::string& kind);

#endif  // COMBTEST_TEST_WORKER_MISBEHAVE_H_

// File descriptors of a worker: its private channel, and its standard streams.
#ifndef COMBTEST_SRC_OS_DESCRIPTORS_H_
#define COMBTEST_SRC_OS_DESCRIPTORS_H_

#include <cstddef>
#include <string_view>

namespace combtest::internal {

struct ChannelDescriptors {
  int in = -1;
  int out = -1;
};

// Moves standard input and output to descriptors of their own; then input reads from nothing, and
// output goes to where standard error goes. Throws std::system_error.
ChannelDescriptors MoveStandardStreams();

// Where one of the standard streams is closed, it leads to nothing from now on: else the next
// descriptor that is opened would be taken for it.
void OpenStandardStreams();

// The same descriptor under a number that programs are not likely to close or to count on.
int MoveAway(int descriptor);

bool IsOpen(int descriptor);

// From now on the calling thread has descriptors of its own, which nobody else can close: these
// two, and no others. False: the system has no such thing.
bool KeepOnlyOnThisThread(const ChannelDescriptors& kept);

// Marks what the descriptor leads to, so that another thing under its number can be told from it.
// False: the system has no such thing.
bool MarkDescriptor(int descriptor);
bool IsMarked(int descriptor);

// None of the descriptors from `first` on outlives an exec. May be called between fork and exec.
void CloseAtExecFrom(int first);

// At least one byte. Ends the process (code kChannelLost) where the reader is gone.
std::size_t WriteSomeOrDie(int descriptor, std::string_view bytes);
void WriteAllOrDie(int descriptor, std::string_view bytes);
// 0 at the end of the stream or where it can't be read any more.
std::size_t ReadSome(int descriptor, char* buffer, std::size_t size);
// To standard error, in one piece where it is short. Errors are passed over.
void WriteToStandardError(std::string_view bytes);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_DESCRIPTORS_H_

// How a process hands its standard streams to another one of the same user on the same machine.
#ifndef COMBTEST_SRC_OS_STREAM_HANDOVER_H_
#define COMBTEST_SRC_OS_STREAM_HANDOVER_H_

#include <optional>
#include <string>

namespace combtest::internal {

struct HandedStreams {
  int in = -1, out = -1, error = -1;
  int giver = -1;       // to be closed when they are of no use any more
  std::string message;  // that came with them
};

// A descriptor that becomes readable when somebody comes. `name` is known on this machine only, and
// without a file, unless somebody else has taken it: then there is a socket of that name in a
// directory that only this user can enter. Throws std::system_error.
int ListenForStreams(const std::string& name);
void StopListening(int listener);
// Of whoever has come; nothing where it is another user, or has gone again. What is in the result
// is the caller's to close.
std::optional<HandedStreams> TakeStreams(int listener);
// Tells the giver that its streams are in use.
void ThankFor(const HandedStreams& streams);

// Hands over and waits for the other side to be done with them. False: there is nobody of that
// name, or they weren't wanted.
bool HandStreamsTo(const std::string& name, const std::string& message);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_STREAM_HANDOVER_H_

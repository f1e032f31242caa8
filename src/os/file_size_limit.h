// What happens where a file would grow beyond the limit of this process (ulimit -f).
#ifndef COMBTEST_SRC_OS_FILE_SIZE_LIMIT_H_
#define COMBTEST_SRC_OS_FILE_SIZE_LIMIT_H_

namespace combtest::internal {

// From now on that is an error of the write and no more, unless the program handles SIGXFSZ.
void IgnoreFileSizeSignal();
// In a child, which shall find the signal as this process did.
void HeedFileSizeSignalAgain();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_FILE_SIZE_LIMIT_H_

// Whoever keeps something that was made from the settings hears of changes.
#ifndef COMBTEST_SRC_CONFIG_CHANGES_H_
#define COMBTEST_SRC_CONFIG_CHANGES_H_

namespace combtest::internal {

// `listener` is called after each change of the settings from now on, on the thread that made it.
// Once is enough; it stays to the program's end. Thread-safe.
void OnSettingsChange(void (*listener)());

// Calls them.
void TellOfSettingsChange();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_CHANGES_H_

/** A problem the person at the keyboard can do something about: only its message is shown, never a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

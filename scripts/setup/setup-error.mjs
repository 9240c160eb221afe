/** A problem the user can fix: only its message is shown, never a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

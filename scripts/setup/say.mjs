/**
 * Progress goes to standard error: standard output is reserved for the requested command.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a script's main function and turns its outcome into the exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main()
  } catch (thrown) {
    say(
      thrown instanceof SetupError || !(thrown instanceof Error) ? messageOf(thrown) : (thrown.stack ?? thrown.message),
    )
    process.exitCode = 1
  }
}

/** @param {unknown} thrown */
export function messageOf(thrown) {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** A problem the user can fix: only its message is shown, never a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

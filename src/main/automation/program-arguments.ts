const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

/**
 * Returns the program's own arguments. Switches before the first word are Chromium's (`--no-sandbox`), except the few
 * that users may start with.
 * @param hasAppPath started as `electron <app> …` rather than packaged: then the first word is the app's path
 */
export function programArguments(argv: readonly string[], hasAppPath: boolean): string[] {
  const passed = argv.slice(1)
  const appAt = hasAppPath ? passed.findIndex((word) => !word.startsWith('-')) : -1
  const args = withoutConfig(passed.slice(appAt + 1))
  const from = args.findIndex((word) => !word.startsWith('-') || ownSwitches.has(word))
  return from === -1 ? [] : args.slice(from)
}

/** Answered without loading the commands, which takes longer than all else. */
export function asksForVersion(args: readonly string[]): boolean {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-v')
}

/** Reads the service configuration for a start of the window: `--config FILE` before any word. */
export function readPlaces(argv: readonly string[]): { readonly configPath?: string } {
  const joined = argv.find((word) => word.startsWith('--config='))
  if (joined !== undefined) return { configPath: joined.slice('--config='.length) }
  const path = argv[argv.indexOf('--config') + 1]
  return argv.includes('--config') && path !== undefined ? { configPath: path } : {}
}

/** A file given to `--config` is not an image to open. */
function withoutConfig(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--config')
  const isFirst = at >= 0 && args.slice(0, at).every((word) => word.startsWith('-'))
  return isFirst ? args.toSpliced(at, 2) : args
}

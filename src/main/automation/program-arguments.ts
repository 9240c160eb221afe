const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

/**
 * What the person gave the program. Switches before the first word are Chromium's (`--no-sandbox`), except the few a
 * person may start with.
 * @param hasAppPath started as `electron <app> …` and not as a packaged program: then the first word names the app
 */
export function programArguments(argv: readonly string[], hasAppPath: boolean): string[] {
  const given = argv.slice(1)
  const appAt = hasAppPath ? given.findIndex((word) => !word.startsWith('-')) : -1
  const rest = withoutConfig(given.slice(appAt + 1))
  const from = rest.findIndex((word) => !word.startsWith('-') || ownSwitches.has(word))
  return from === -1 ? [] : rest.slice(from)
}

/** What a start of the window is told of the services: `--config FILE` in front of any word. */
export function readPlaces(argv: readonly string[]): { readonly configPath?: string } {
  const joined = argv.find((word) => word.startsWith('--config='))
  if (joined !== undefined) return { configPath: joined.slice('--config='.length) }
  const path = argv[argv.indexOf('--config') + 1]
  return argv.includes('--config') && path !== undefined ? { configPath: path } : {}
}

/** A file that is named behind `--config` is no picture to open. */
function withoutConfig(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--config')
  const isFirst = at >= 0 && words.slice(0, at).every((word) => word.startsWith('-'))
  return isFirst ? words.toSpliced(at, 2) : words
}

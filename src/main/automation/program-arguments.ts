const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

/**
 * What the person gave the program. Switches before the first word are Chromium's (`--no-sandbox`), except the few a
 * person may start with.
 * @param hasAppPath started as `electron <app> …` and not as a packaged program: then the first word names the app
 */
export function programArguments(argv: readonly string[], hasAppPath: boolean): string[] {
  const given = argv.slice(1)
  const appAt = hasAppPath ? given.findIndex((word) => !word.startsWith('-')) : -1
  const rest = given.slice(appAt + 1)
  const from = rest.findIndex((word) => !word.startsWith('-') || ownSwitches.has(word))
  return from === -1 ? [] : rest.slice(from)
}

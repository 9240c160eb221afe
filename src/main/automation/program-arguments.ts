interface ArgumentSource {
  readonly argv: readonly string[]
  /** Started as `electron <app> …` and not as a packaged program: then the first word names the app. */
  readonly hasAppPath: boolean
}

const ownLeadingSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

/**
 * What the person gave the program. Switches before the first word are Chromium's (`--no-sandbox`), except the few a
 * person may start with.
 */
export function programArguments({ argv, hasAppPath }: ArgumentSource): string[] {
  const given = argv.slice(1)
  const appAt = hasAppPath ? given.findIndex((word) => !word.startsWith('-')) : -1
  const rest = given.slice(appAt + 1)
  const from = rest.findIndex((word) => !word.startsWith('-') || ownLeadingSwitches.has(word))
  return from === -1 ? [] : rest.slice(from)
}

/** The switches in front, for a start of the same program with other arguments. */
export function leadingSwitches({ argv, hasAppPath }: ArgumentSource): string[] {
  const given = argv.slice(1)
  const wordAt = given.findIndex((word) => !word.startsWith('-') || (!hasAppPath && ownLeadingSwitches.has(word)))
  return wordAt === -1 ? given : given.slice(0, wordAt)
}

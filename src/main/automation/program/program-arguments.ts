const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

/**
 * Returns the program's own arguments. Switches before the first word are Chromium's (`--no-sandbox`), except the few
 * that users may start with; so is the `--` that ends them, which resources/bin/atelier adds.
 * @param hasAppPath started as `electron <app> …` rather than packaged: then the first word is the app's path
 */
export function programArguments(argv: readonly string[], hasAppPath: boolean): string[] {
  const args = withoutConfig(argumentsOf(argv, hasAppPath))
  const from = args.findIndex((word) => !word.startsWith('-') || ownSwitches.has(word))
  return from === -1 ? [] : args.slice(from)
}

/**
 * Returns the names of Chromium's switches among the program's own arguments, where it looks for them as well: a prompt,
 * or the name of a file, may look like `--remote-debugging-port=1`.
 */
export function switchesAmongWords(argv: readonly string[], hasAppPath: boolean): string[] {
  const words = programArguments(argv, hasAppPath)
  const leading = new Set(argv.slice(0, argv.length - words.length).map(switchOf))
  return words
    .map(switchOf)
    .filter((name) => name !== null)
    .filter((name) => !leading.has(name))
}

/** On Windows, a slash begins one too, and capitals do not count. */
function switchOf(word: string): string | null {
  return /^(?:--?|\/)([^=]+)/.exec(word)?.[1]?.toLowerCase() ?? null
}

function argumentsOf(argv: readonly string[], hasAppPath: boolean): readonly string[] {
  const passed = argv.slice(1)
  const appAt = hasAppPath ? passed.findIndex((word) => !word.startsWith('-')) : -1
  return passed.slice(appAt + 1)
}

/** Answered without loading the commands, which takes longer than all else. */
export function asksForVersion(args: readonly string[]): boolean {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-v')
}

interface StartType {
  readonly isCommand: boolean
  readonly hasAppPath: boolean
}

/**
 * Reads the service configuration, `--config FILE`: of a command among its options, of the window before any word, since
 * the words are names of files, and some may look like an option.
 */
export function readPlaces(
  argv: readonly string[],
  { isCommand, hasAppPath }: StartType,
): { readonly configPath?: string } {
  const args = argumentsOf(argv, hasAppPath)
  const at = args.findIndex((word) => word === '--config' || word.startsWith('--config='))
  if (at === -1 || !(isCommand || isBeforeWords(args, at))) return {}
  const [option = '', next] = args.slice(at)
  const path = option === '--config' ? next : option.slice('--config='.length)
  return path === undefined ? {} : { configPath: path }
}

/** A file given to `--config` is not an image to open. */
function withoutConfig(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--config')
  return at >= 0 && isBeforeWords(args, at) ? args.toSpliced(at, 2) : args
}

function isBeforeWords(args: readonly string[], at: number): boolean {
  return args.slice(0, at).every((word) => word.startsWith('-') && word !== '--')
}

import type { CompletionEntry, CompletionOption, CompletionValue, CompletionWord } from './completion-entries.ts'

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type CompletionShell = (typeof shells)[number]

export function isShell(text: string): text is CompletionShell {
  return shells.some((each) => each === text)
}

/** Static scripts: a shell that asked the program would wait for its start at every Tab. */
export const completionScripts: Readonly<Record<CompletionShell, (entries: readonly CompletionEntry[]) => string>> = {
  bash: writeBash,
  zsh: writeZsh,
  fish: writeFish,
  powershell: writePowerShell,
}

const namesOf = (words: readonly CompletionWord[]) => words.map(({ name }) => name)
const flagsOf = (options: readonly CompletionOption[]) => options.map(({ name }) => `--${name}`)
const withValue = ({ options }: CompletionEntry) =>
  options.flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, value }]))
const indent = (lines: readonly string[], by: string) => lines.map((line) => by + line)

/** In single quotes, for bash and zsh. */
const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

function writeBash(entries: readonly CompletionEntry[]): string {
  const paths = entries.map(({ path }) => path).filter(Boolean)
  const [tops, pairs] = [paths.filter((path) => !path.includes(' ')), paths.filter((path) => path.includes(' '))]
  return [
    '_atelier_words() { COMPREPLY+=($(compgen -W "$1" -- "$cur")); }',
    '_atelier_files() {',
    String.raw`  local IFS=$'\n'`,
    '  compopt -o filenames 2>/dev/null',
    '  COMPREPLY+=($(compgen -f -- "$cur"))',
    '}',
    '_atelier() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= word',
    '  COMPREPLY=()',
    '  # Bash splits --option=value at the equals sign.',
    '  if [[ $cur == "=" ]]; then cur=; elif [[ $prev == "=" ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$command $word" in',
    `      ${tops.map((path) => quote(` ${path}`)).join(' | ')}) command=$word ;;`,
    `      ${pairs.map(quote).join(' | ')}) command="$command $word" ;;`,
    '    esac',
    '  done',
    '  case $command in',
    ...entries.flatMap((entry) => indent(bashCase(entry), '    ')),
    '  esac',
    '}',
    'complete -F _atelier atelier',
  ].join('\n')
}

function bashCase(entry: CompletionEntry): string[] {
  const { path, commands, options, argument } = entry
  const valued = withValue(entry)
  return [
    `${quote(path)})`,
    ...(valued.length === 0
      ? []
      : [
          '  case $prev in',
          ...valued.map(({ name, value }) => `    --${name}) ${[...bashValue(value), 'return'].join('; ')} ;;`),
          '  esac',
        ]),
    '  if [[ $cur == -* ]]; then',
    `    _atelier_words ${quote(flagsOf(options).join(' '))}`,
    '  else',
    ...indent(bashValue({ ...argument, words: [...namesOf(commands), ...argument.words] }, ':'), '    '),
    '  fi',
    '  ;;',
  ]
}

/** @param nothing stands where a list of commands may not be empty */
function bashValue({ words, isFile }: CompletionValue, nothing?: string): string[] {
  const lines = [
    ...(words.length > 0 ? [`_atelier_words ${quote(words.join(' '))}`] : []),
    ...(isFile ? ['_atelier_files'] : []),
  ]
  return lines.length === 0 && nothing !== undefined ? [nothing] : lines
}

function writeZsh(entries: readonly CompletionEntry[]): string {
  return [
    '#compdef atelier',
    ...entries.flatMap(zshFunction),
    '# Either loaded from a folder of functions, or read by the start of a shell.',
    'if [[ ${funcstack[1]} == _atelier ]]; then _atelier "$@"; else compdef _atelier atelier; fi',
  ].join('\n')
}

const zshName = (path: string) => ['_atelier', ...path.split(' ').filter(Boolean)].join('_').replaceAll('-', '_')

function zshFunction({ path, commands, options, argument }: CompletionEntry): string[] {
  const specs = options.map(({ name, help, value }) => {
    const text = `[${zshText(help)}]`
    return quote(value === null ? `*--${name}${text}` : `*--${name}=${text}:${name}:${zshAction(value)}`)
  })
  if (commands.length === 0) {
    return [
      `${zshName(path)}() {`,
      `  _arguments ${[...specs, quote(`*:argument:${zshAction(argument)}`)].join(' ')}`,
      '}',
    ]
  }
  const list = commands.map(({ name, help }) => quote(`${name}:${help.replaceAll(':', String.raw`\:`)}`))
  return [
    `${zshName(path)}() {`,
    '  if ((CURRENT == 2)); then',
    `    local -a commands=(${list.join(' ')})`,
    '    if [[ $PREFIX == -* ]]; then',
    `      _arguments ${specs.join(' ')}`,
    '    else',
    '      _describe command commands',
    '    fi',
    '    return',
    '  fi',
    '  shift words',
    '  ((CURRENT--))',
    '  case ${words[1]} in',
    ...commands.map(({ name }) => `    (${name}) ${zshName(`${path} ${name}`)} ;;`),
    '  esac',
    '}',
  ]
}

const zshText = (text: string) => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`)

function zshAction({ words, isFile }: CompletionValue): string {
  if (words.length > 0) return `(${words.join(' ')})`
  return isFile ? '_files' : ' '
}

function writeFish(entries: readonly CompletionEntry[]): string {
  return [
    'function __atelier_words',
    '  set -l words (commandline -opc)',
    '  string match -v -- "-*" $words[2..-1]',
    'end',
    '# Whether the words before the cursor begin with this command, and whether they are nothing else.',
    'function __atelier_in',
    '  set -l words (__atelier_words)',
    '  string match -q -- "$argv *" "$words "',
    'end',
    'function __atelier_at',
    '  set -l words (__atelier_words)',
    '  test "$words" = "$argv"',
    'end',
    'complete -c atelier -f',
    ...entries.flatMap(fishLines),
  ].join('\n')
}

const fishQuote = (text: string) => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`

function fishLines({ path, commands, options, argument }: CompletionEntry): string[] {
  const within = `complete -c atelier -n ${fishQuote(`${path === '' ? '__atelier_at' : '__atelier_in'} ${path}`.trim())}`
  const at = `complete -c atelier -n ${fishQuote(`__atelier_at ${path}`.trim())}`
  return [
    ...commands.map(({ name, help }) => `${at} -a ${name} -d ${fishQuote(help)}`),
    ...(argument.words.length > 0 ? [`${at} -a ${fishQuote(argument.words.join(' '))}`] : []),
    ...(argument.isFile ? [`${within} -F`] : []),
    ...options.map(({ name, help, value }) => {
      const words = value === null || value.words.length === 0 ? '' : ` -a ${fishQuote(value.words.join(' '))}`
      const files = value === null ? '' : value.isFile ? ' -r -F' : ' -x'
      return `${within} -l ${name}${files}${words} -d ${fishQuote(help)}`
    }),
  ]
}

function writePowerShell(entries: readonly CompletionEntry[]): string {
  return [
    '$atelierCommands = @{',
    ...entries.map(({ path, commands, options, argument }) => {
      const words = [...namesOf(commands), ...argument.words, ...flagsOf(options)]
      return `  ${psQuote(path)} = ${psList(words)}`
    }),
    '}',
    '$atelierValues = @{',
    ...entries.flatMap((entry) =>
      withValue(entry).map(
        ({ name, value }) =>
          `  ${psQuote(`${entry.path} --${name}`)} = ${value.isFile ? '$null' : psList(value.words)}`,
      ),
    ),
    '}',
    ...powerShellBody,
  ].join('\n')
}

const psQuote = (text: string) => `'${text.replaceAll("'", "''")}'`
const psList = (words: readonly string[]) => `@(${words.map(psQuote).join(', ')})`

/** Where nothing is returned, PowerShell completes file names. */
const powerShellBody = [
  'Register-ArgumentCompleter -Native -CommandName atelier -ScriptBlock {',
  '  param($wordToComplete, $commandAst, $cursorPosition)',
  '  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |',
  '    ForEach-Object { $_.ToString() } | Select-Object -Skip 1)',
  "  $command = ''",
  '  foreach ($word in $words) {',
  '    $next = "$command $word".Trim()',
  '    if ($atelierCommands.ContainsKey($next)) { $command = $next }',
  '  }',
  "  $last = if ($words.Count -gt 0) { $words[-1] } else { '' }",
  '  $found = $atelierCommands[$command]',
  '  if ($atelierValues.ContainsKey("$command $last")) { $found = $atelierValues["$command $last"] }',
  '  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {',
  "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
  '  }',
  '}',
]

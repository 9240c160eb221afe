import { CommanderError } from 'commander'
import * as messages from '../../../shared/messages/en/cli.ts'
import { didYouMean, didYouMeanOneOf } from '../../../shared/messages/en/start.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { badInput } from '../read-options.ts'

/** Returns the problem with the arguments, in one line; null = help or the version was shown. */
export function readProgramError(thrown: unknown): Error | null {
  if (!(thrown instanceof CommanderError)) return thrown instanceof Error ? thrown : new Error(String(thrown))
  if (thrown.exitCode === 0) return null
  if (thrown.code === 'commander.help') return badInput(messages.commandMissing)
  const [problem = '', suggestion = ''] = thrown.message.replace(/^error: /, '').split('\n')
  return badInput(joinSentences(translate(problem), suggestionOf(suggestion)))
}

type Groups = Readonly<Record<string, string>>

/**
 * Commander’s English sentences. Values are left out, because a key given as an argument by mistake must not be
 * repeated.
 */
const sentences: readonly (readonly [RegExp, (groups: Groups) => string])[] = [
  [/^unknown command '(?<name>.*)'$/, ({ name = '' }) => messages.commandUnknown({ name })],
  [/^unknown option '(?<name>--[\w-]+|-\w)/, ({ name = '' }) => messages.optionUnknown({ name })],
  [/^missing required argument '(?<name>.*)'$/, ({ name = '' }) => messages.argumentMissing({ name })],
  [/^option '(?<option>.*)' argument missing$/, ({ option = '' }) => messages.valueMissing({ option })],
  [
    /^too many arguments for '(?<name>.*)'\. Expected (?<expected>\d+) arguments? but got (?<given>\d+)/,
    ({ name = '', expected = '', given = '' }) => messages.tooManyArguments({ name, expected, given }),
  ],
  [
    /^option '(?<option>--[\w-]+).*' cannot be used with option '(?<other>--[\w-]+)/,
    ({ option = '', other = '' }) => messages.optionConflict({ option, other }),
  ],
]

function translate(problem: string): string {
  for (const [pattern, write] of sentences) {
    const match = pattern.exec(problem)
    if (match) return write(match.groups ?? {})
  }
  return messages.argumentsNotValid
}

/** Of “(Did you mean one of set, test?)”. */
function suggestionOf(text: string): string {
  const { list, names = '' } = /^\(Did you mean (?<list>one of )?(?<names>.*)\?\)$/.exec(text)?.groups ?? {}
  if (names === '') return ''
  return list === undefined ? didYouMean({ name: names }) : didYouMeanOneOf({ names })
}

import { AppError, toErrorData } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { CommandContext, Outcome } from './command.ts'
import { commands, helpText } from './commands.ts'
import { failureReport } from './report.ts'

export interface CommandOutput {
  /** Results only. */
  print(text: string): void
  /** What went wrong, one line each. */
  complain(text: string): void
}

const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const

/** Runs one command and returns the exit code. */
export async function runCommand(
  words: readonly string[],
  context: CommandContext,
  to: CommandOutput & { readonly logger: Logger },
): Promise<number> {
  const [name = '', ...rest] = words
  if (name === '--version' || name === '-v') return finish(to, context.appVersion)
  if (name === '--help' || name === '-h' || rest.includes('--help')) return finish(to, helpText(context.appVersion))
  const isJson = rest.includes('--json')
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command === undefined) throw unknownCommand(name)
    await context.loadSettings()
    const outcome = await command.run(rest, context)
    return tell(outcome, isJson, to, context.signal)
  } catch (thrown) {
    const { code, message } = toErrorData(thrown)
    if (code === 'internal/bug') to.logger.error('command.failed', { command: name, error: thrown })
    if (isJson) to.print(JSON.stringify(failureReport(thrown)))
    to.complain(message)
    return exitCodeOf(code, context.signal)
  }
}

function finish(to: CommandOutput, text: string): number {
  to.print(text)
  return exitCodes.done
}

function tell(
  { lines, report, problems = [] }: Outcome,
  isJson: boolean,
  to: CommandOutput,
  signal: AbortSignal | undefined,
): number {
  if (isJson) to.print(JSON.stringify(report))
  else for (const line of lines) to.print(line)
  for (const problem of problems) to.complain(problem)
  const codes = [report].flat().flatMap(({ error_code }) => error_code ?? [])
  return codes[0] === undefined ? exitCodes.done : exitCodeOf(codes[0], signal)
}

function unknownCommand(name: string): AppError {
  const known = Object.keys(commands).join(', ')
  if (name === '') return new AppError('request/invalid', `Say what to do: ${known}. --help tells more.`)
  return new AppError('request/invalid', `“${name}” is not a command. Known: ${known}. --help tells more.`)
}

/** What the person gave could not be used (2), or it could and the work failed all the same (1). */
function exitCodeOf(code: string, signal?: AbortSignal): number {
  if (signal?.aborted) return exitCodes.interrupted
  const isInput =
    /^(request\/invalid|configuration\/|media\/|fill\/|provider\/unsupported|storage\/(not-found|exists)$)/.test(code)
  return isInput ? exitCodes.badInput : exitCodes.failed
}

import { toErrorData } from '../../../shared/errors/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { buildProgram } from './build-program.ts'
import type { CliCommand, CommandContext, CommandOutcome, EarlyContext, OptionSpecs, OptionValues } from './command.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { howToMend } from '../how-to-mend.ts'
import { loadCommands } from './load-commands.ts'
import { toPrintedJson, toPrintedText } from '../printed-text.ts'
import { readProgramError } from './read-program-error.ts'
import { failureReport, successReport } from '../report.ts'
import { isForOutput, runToOutput } from '../edit/run-to-output.ts'

export interface CommandOutput {
  /** Prints results only. */
  print(text: string): void
  /** Writes a result that is no text. */
  writeBytes(bytes: Uint8Array): void
  /** Reports problems, one line each. */
  complain(text: string): void
  /** Writes preformatted help. */
  write(stream: 'out' | 'err', text: string): void
}

export interface StartContext extends EarlyContext {
  /** Whether standard output is shown to a person, rather than read by a program or kept in a file. */
  readonly isTerminal: boolean
  /** Waits for Electron and the settings. Invalid settings are reported, whether or not the command needs them. */
  prepare(): Promise<CommandContext>
}

/** Parses the arguments, runs the command that they name, and returns the exit code. */
export async function dispatchCommand(
  args: readonly string[],
  context: StartContext,
  to: CommandOutput & { readonly logger: Logger },
): Promise<number> {
  // Where the arguments cannot be read. After `--`, it is a word like any other.
  let isJson = optionsOf(args).includes('--json')
  let exitCode: number = exitCodes.done
  const program = buildProgram(await loadCommands(args), {
    appVersion: context.appVersion,
    write: (text) => to.write('out', text),
    writeError: (text) => to.write('err', text),
    async onRun(command, values, operands) {
      isJson = values['json'] === true
      const outcome = await outcomeOf(command, { values, operands, context, isJson })
      exitCode = print(outcome, isJson, to, context.signal)
    },
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (thrown) {
    const error = readProgramError(thrown)
    if (error === null) return exitCodes.done
    const { code, message, detail } = toErrorData(error)
    if (code === 'internal/bug') to.logger.error('command.failed', { command: args[0], error })
    if (isJson) to.print(toPrintedJson(failureReport(error)))
    to.complain(message)
    const hint = howToMend({ code, detail })
    if (hint !== null) to.complain(hint)
    return exitCodeOf({ code }, context.signal)
  }
}

function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  return end === -1 ? args : args.slice(0, end)
}

interface Run {
  readonly values: OptionValues<OptionSpecs>
  readonly operands: readonly string[]
  readonly context: StartContext
  readonly isJson: boolean
}

async function outcomeOf(command: CliCommand, { values, operands, context, isJson }: Run): Promise<CommandOutcome> {
  if (command.isEarly) {
    const outcome = await command.run(values, operands, context)
    return { ...outcome, report: isJson ? await outcome.report() : successReport({}) }
  }
  const prepared = await context.prepare()
  return isForOutput(command, values, { isJson, isTerminal: context.isTerminal })
    ? runToOutput(command, values, { args: operands, context: prepared })
    : command.run(values, operands, prepared)
}

function print(
  { lines, bytes, report, problems = [] }: CommandOutcome,
  isJson: boolean,
  to: CommandOutput,
  signal: AbortSignal,
): number {
  if (bytes !== undefined) to.writeBytes(bytes)
  else if (isJson) to.print(toPrintedJson(report))
  else if (lines.length > 0) to.print(toPrintedText(lines.join('\n')))
  for (const problem of problems) to.complain(problem)
  const failed = [report].flat().find(({ error_code }) => error_code !== null)
  if (!failed?.error_code) return exitCodes.done
  return exitCodeOf({ code: failed.error_code, isRefusal: failed.outcome === 'refused' }, signal)
}

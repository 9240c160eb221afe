import { toErrorData } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import { buildProgram } from './build-program.ts'
import type { CommandContext, CommandOutcome } from './command.ts'
import { commands } from './commands.ts'
import { readProgramError } from './read-program-error.ts'
import { failureReport } from './report.ts'
import { isForOutput, runToOutput } from './run-to-output.ts'

export interface CommandOutput {
  /** Prints results only, one line at a time. */
  print(text: string): void
  /** Writes a result that is no text. */
  writeBytes(bytes: Uint8Array): void
  /** Reports problems, one line each. */
  complain(text: string): void
  /** Writes preformatted help. */
  write(stream: 'out' | 'err', text: string): void
}

const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const

/** Runs one command and returns the exit code. */
export async function runCommand(
  args: readonly string[],
  context: CommandContext,
  to: CommandOutput & { readonly logger: Logger },
): Promise<number> {
  const isJson = args.includes('--json')
  let exitCode: number = exitCodes.done
  const program = buildProgram(commands, {
    appVersion: context.appVersion,
    write: (text) => to.write('out', text),
    writeError: (text) => to.write('err', text),
    async onRun(command, values, operands) {
      await context.prepare()
      const outcome = isForOutput(command, values, isJson)
        ? await runToOutput(command, values, { args: operands, context })
        : await command.run(values, operands, context)
      exitCode = print(outcome, isJson, to, context.signal)
    },
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (thrown) {
    const error = readProgramError(thrown)
    if (error === null) return exitCodes.done
    const { code, message } = toErrorData(error)
    if (code === 'internal/bug') to.logger.error('command.failed', { command: args[0], error })
    if (isJson) to.print(JSON.stringify(failureReport(error)))
    to.complain(message)
    return exitCodeOf(code, context.signal)
  }
}

function print(
  { lines, bytes, report, problems = [] }: CommandOutcome,
  isJson: boolean,
  to: CommandOutput,
  signal: AbortSignal | undefined,
): number {
  if (bytes !== undefined) to.writeBytes(bytes)
  else if (isJson) to.print(JSON.stringify(report))
  else for (const line of lines) to.print(line)
  for (const problem of problems) to.complain(problem)
  const codes = [report].flat().flatMap(({ error_code }) => error_code ?? [])
  return codes[0] === undefined ? exitCodes.done : exitCodeOf(codes[0], signal)
}

/** Returns 2 for invalid input, 1 for a failure despite valid input. */
function exitCodeOf(code: string, signal?: AbortSignal): number {
  if (signal?.aborted) return exitCodes.interrupted
  const isInput =
    /^(request\/invalid|configuration\/|media\/|fill\/|provider\/unsupported|storage\/(not-found|exists)$)/.test(code)
  return isInput ? exitCodes.badInput : exitCodes.failed
}

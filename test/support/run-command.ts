import { startInHost } from './host/run-in-host.ts'
import { programEnvironment, type ProgramResult } from './run-built-program.ts'

export type { ProgramResult }

export interface CommandOptions {
  readonly home: string
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Called once it runs, for tests that interrupt it. */
  readonly onStarted?: (interrupt: () => void) => void
  /** Called with its standard error. */
  readonly onSaid?: (text: string) => void
}

/**
 * Runs a command as a start of the program would, in a process that is warm (test/support/host). What only a start shows
 * (exit codes, signals, pipes, kills) is run by `runBuiltProgram`.
 */
export function runCommand(args: readonly string[], options: CommandOptions): Promise<ProgramResult> {
  const { home, input = '', cwd = process.cwd(), onStarted, onSaid } = options
  const command = startInHost({ args, home, cwd, env: programEnvironment(options) }, { onSaid })
  command.write(input)
  command.endInput()
  onStarted?.(command.interrupt)
  return command.ended
}

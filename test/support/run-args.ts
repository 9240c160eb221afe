import { buildProgram } from '../../src/main/automation/program/build-program.ts'
import type {
  CliCommand,
  CommandContext,
  CommandOutcome,
  OptionSpecs,
  OptionValues,
} from '../../src/main/automation/program/command.ts'
import { readProgramError } from '../../src/main/automation/program/read-program-error.ts'

/** Parses args with the real parser and runs them. @throws errors the command line would report */
export async function runArgs(
  commands: readonly CliCommand[],
  args: readonly string[],
  context: CommandContext,
): Promise<CommandOutcome> {
  const outcomes: CommandOutcome[] = []
  const program = buildProgram(commands, {
    appVersion: '1.2.3',
    write: () => undefined,
    writeError: () => undefined,
    onRun: async (command, values, rest) => void outcomes.push(await outcomeOf(command, values, rest, context)),
  })
  await program.parseAsync([...args], { from: 'user' }).catch((thrown: unknown) => {
    throw readProgramError(thrown) ?? thrown
  })
  const [outcome] = outcomes
  if (outcome === undefined) throw new Error('No command was run.')
  return outcome
}

async function outcomeOf(
  command: CliCommand,
  values: OptionValues<OptionSpecs>,
  args: readonly string[],
  context: CommandContext,
): Promise<CommandOutcome> {
  if (!command.isEarly) return command.run(values, args, context)
  const outcome = await command.run(values, args, context)
  return { ...outcome, report: await outcome.report() }
}

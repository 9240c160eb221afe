import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as messages from '../../../shared/messages/en/cli.ts'
import type { CliCommand, CommandContext, CommandOutcome, OptionSpecs, OptionValues } from '../program/command.ts'
import { badInput } from '../read-options.ts'

type Values = OptionValues<OptionSpecs>
type LateCommand = Exclude<CliCommand, { readonly isEarly: true }>

/** Whether the result is to go to standard output. @throws request/invalid where that cannot work */
export function isForOutput(
  { standardOutput }: Pick<CliCommand, 'standardOutput'>,
  given: Values,
  { isJson, isTerminal }: { readonly isJson: boolean; readonly isTerminal: boolean },
): boolean {
  const values: Readonly<Record<string, unknown>> = given
  if (standardOutput === undefined || values['out'] !== '-') return false
  if (isJson) throw badInput(messages.outputOrJson)
  // Before anything is made or paid for. A terminal would obey some of the bytes.
  if (isTerminal) throw badInput(messages.outputIsTerminal)
  const { model, n } = values
  const isSeveral = (Array.isArray(model) && model.length > 1) || (n !== undefined && n !== '1')
  if (standardOutput === 'image' && isSeveral) throw badInput(messages.outputOfOne)
  return true
}

/** Runs a command whose result goes to standard output, by way of a temporary file where it writes files only. */
export async function runToOutput(
  command: LateCommand,
  values: Values,
  { args, context }: { readonly args: readonly string[]; readonly context: CommandContext },
): Promise<CommandOutcome> {
  if (command.standardOutput === 'image') {
    return withBytes(await command.run({ ...values, out: undefined }, args, context))
  }
  const extension = (await command.outputExtension?.(values, args, context)) ?? 'png'
  const path = join(context.paths.temporary, `${randomUUID()}.${extension}`)
  try {
    await context.services()
    return await withBytes(await command.run({ ...values, out: path } as unknown as Values, args, context))
  } finally {
    await rm(path, { force: true })
  }
}

/** Problems stay on standard error. */
async function withBytes(outcome: CommandOutcome): Promise<CommandOutcome> {
  const [image] = [outcome.report].flat().flatMap(({ images }) => images)
  if (image === undefined) return { ...outcome, lines: [] }
  return { ...outcome, lines: [], bytes: await readFile(image.path) }
}

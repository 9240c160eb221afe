import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import type { CommandContext } from '../program/command.ts'

export interface BatchReport {
  /** Appends one line. @throws storage/* */
  write(line: object): Promise<void>
  close(): Promise<void>
}

const noReport: BatchReport = { write: () => Promise.resolve(), close: () => Promise.resolve() }

/** Begins a report anew: a resumed run reports the finished jobs once more. @throws storage/* */
export async function openBatchReport(
  name: string | undefined,
  { workingFolder }: Pick<CommandContext, 'workingFolder'>,
): Promise<BatchReport> {
  if (name === undefined) return noReport
  const fail = (thrown: unknown): never => {
    throw toFileError(thrown, messages.cannotWriteReport({ name }))
  }
  const file = await open(resolve(workingFolder, name), 'w').catch(fail)
  let last: Promise<void> = Promise.resolve()
  return {
    write(line) {
      const mine = last.then(() => file.appendFile(`${JSON.stringify(line)}\n`).catch(fail))
      last = mine.catch(() => undefined)
      return mine
    },
    close: () => file.close(),
  }
}

import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { toFileError } from '../../shared/errors/index.ts'
import { cannotReadCalls } from '../../shared/messages/en/cli-scripts.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { CommandContext, ProgramServices } from './program/command.ts'
import type { FileAccess, ToolContext } from './tools/tool.ts'

export interface ToolRun extends Pick<ToolContext, 'admit' | 'onProgress'> {
  readonly services: ProgramServices
  /** Absent = the working folder. */
  readonly outputFolder?: string | undefined
  readonly signal: AbortSignal
  readonly approve?: ApproveSpend | undefined
}

/** What tools get on the command line: they may read and write whatever the person who runs them may. */
export function createToolContext(
  { paths, workingFolder }: Pick<CommandContext, 'paths' | 'workingFolder'>,
  { outputFolder, ...run }: ToolRun,
): ToolContext {
  return { ...run, paths, agent: null, files: commandLineFiles(workingFolder, outputFolder) }
}

/** Every file of the user. @param output absent = the working folder */
export function commandLineFiles(workingFolder: string, output = '.'): FileAccess {
  const outputFolder = resolve(workingFolder, output)
  return {
    async readable(path) {
      return realpath(resolve(workingFolder, path)).catch((thrown: unknown) => {
        throw toFileError(thrown, cannotReadCalls({ name: path }))
      })
    },
    writable: (path) => Promise.resolve(resolve(outputFolder, path)),
    outputFolder,
  }
}

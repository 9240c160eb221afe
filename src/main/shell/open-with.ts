import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { shell } from 'electron'
import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'

/** Opens a file in a program, or as the system would. Resolves when that has started. @throws storage/not-found */
export async function openWith(path: string, program: ProgramPath | null): Promise<void> {
  if (program === null) {
    const problem = await shell.openPath(path)
    if (problem === '') return
    throw new AppError(
      'storage/not-found',
      `The system knows no program for ${basename(path)}: ${problem}. Choose one with “Edit in another program…”.`,
    )
  }
  await access(program).catch(() =>
    Promise.reject(new AppError('storage/not-found', messages.appMissing({ app: basename(program) }))),
  )
  // On macOS a program is a folder that only the system can start.
  if (process.platform === 'darwin') await start(program, '/usr/bin/open', ['-a', program, path])
  else await start(program, program, [path])
}

function start(program: string, command: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { detached: true, stdio: 'ignore' })
    child.once('error', (thrown) => reject(notStarted(program, thrown.message)))
    child.once('spawn', () => {
      // It lives on when Atelier ends.
      child.unref()
      resolve()
    })
  })
}

function notStarted(program: string, why: string): AppError {
  return new AppError('storage/not-found', messages.appNotStarted({ app: basename(program), reason: why }))
}

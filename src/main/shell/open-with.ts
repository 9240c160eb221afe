import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { shell } from 'electron'
import type { ProgramPath } from '../../shared/domain/guarded-values.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'
import type { Logger } from '../platform/logger.ts'
import { isAllowedLink } from './allowed-link.ts'

/** Opens a file in a program or with the system's default. Resolves when it has started. @throws storage/not-found */
export async function openWith(path: string, program: ProgramPath | null): Promise<void> {
  if (program === null) {
    const problem = await shell.openPath(path)
    if (problem === '') return
    throw new AppError('storage/not-found', messages.noAppForFile({ file: basename(path), reason: problem }))
  }
  await access(program).catch(() =>
    Promise.reject(new AppError('storage/not-found', messages.appMissing({ app: basename(program) }))),
  )
  // On macOS a program is a bundle that only the system can start.
  if (process.platform === 'darwin') await start(program, '/usr/bin/open', ['-a', program, path])
  else await start(program, program, [path])
}

function start(program: string, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' })
    child.once('error', (thrown) => reject(notStarted(program, thrown.message)))
    child.once('spawn', () => {
      // The program keeps running when Atelier quits.
      child.unref()
      resolve()
    })
  })
}

function notStarted(program: string, why: string): AppError {
  return new AppError('storage/not-found', messages.appNotStarted({ app: basename(program), reason: why }))
}

/** Opens an allowed page in the user's browser; anything else is only logged. */
export function openExternalLink(url: string, logger: Logger): void {
  if (!isAllowedLink(url)) {
    logger.warn('link.refused', { url })
    return
  }
  open(url, logger)
}

/** Opens a page whose URL main itself knows, such as a model's terms; the page in the window never supplies it. */
export function openKnownPage(url: string, logger: Logger): void {
  if (URL.parse(url)?.protocol === 'https:') open(url, logger)
  else logger.warn('link.refused', { url })
}

function open(url: string, logger: Logger): void {
  shell.openExternal(url).catch((thrown: unknown) => logger.warn('link.failed', { url, error: thrown }))
}

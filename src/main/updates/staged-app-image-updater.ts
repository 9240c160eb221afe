import { spawn } from 'node:child_process'
import { renameSync, unlinkSync } from 'node:fs'
import { chmod, copyFile, open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppImageUpdater } from 'electron-updater'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'

/**
 * Replaces the AppImage by a rename: electron-updater deletes it before it moves the new one there, and a full disk
 * would leave no program at all.
 */
export class StagedAppImageUpdater extends AppImageUpdater {
  #staged: { readonly path: string; readonly target: string; readonly current: string } | null = null

  /** Copies the update beside the program, on the same disk. @throws storage/*, update/failed */
  async stage({ path }: { readonly path: string }): Promise<void> {
    const current = process.env['APPIMAGE']
    if (current === undefined) throw new AppError('update/failed', messages.nothingFound)
    const target = nextPath(current, path)
    const staged = join(dirname(current), `.${basename(target)}.update`)
    try {
      await copyFile(path, staged)
      await chmod(staged, 0o755)
      const file = await open(staged, 'r+')
      try {
        await file.sync()
      } finally {
        await file.close()
      }
      this.#staged = { path: staged, target, current }
    } catch (thrown) {
      await rm(staged, { force: true }).catch(() => undefined)
      throw toFileError(thrown, messages.notPrepared({ file: basename(current) }))
    }
  }

  protected override doInstall(): boolean {
    if (this.#staged === null) return false
    const { path, target, current } = this.#staged
    renameSync(path, target)
    if (target !== current) unlinkSync(current)
    spawn(target, [], { detached: true, stdio: 'ignore' }).unref()
    return true
  }
}

/** A name with a version gets that of the new one; a name that a person has chosen stays. */
function nextPath(current: string, downloaded: string): string {
  return /\d+\.\d+\.\d+/.test(basename(current)) ? join(dirname(current), basename(downloaded)) : current
}

import { join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { writeEditNote, type EditNote } from './edit-note.ts'
import { takeVersion, type TakeOptions } from './take-version.ts'
import { watchFile, type FileVerdict, type WatchTiming } from './watch-file.ts'

interface WatchEditOptions extends TakeOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly timing: WatchTiming
  readonly onNoticed: (error: AppError) => void
  readonly onTaken: (asset: Asset) => void
}

/** A working copy that is watched. */
export interface WatchedEdit {
  readonly path: string
  note(): EditNote
  stop(): Promise<void>
}

/** Takes back each version that is saved of a working copy, and tells of trouble once until something comes of it again. */
export function watchEdit(options: WatchEditOptions, folder: string, began: EditNote): WatchedEdit {
  const path = join(folder, began.fileName)
  let note = began
  let hasTold = false

  function tell(error: AppError): void {
    if (hasTold) return
    hasTold = true
    options.onNoticed(error)
  }

  async function take(unchangedMs: number): Promise<FileVerdict> {
    try {
      const taken = await takeVersion(options, path, { assetId: note.assetId, knownSha256: note.takenSha256 })
      if (taken !== null) {
        note = { ...note, takenSha256: taken.sha256 }
        await writeEditNote(folder, note)
        options.onTaken(taken.asset)
      }
      hasTold = false
      return 'done'
    } catch (thrown) {
      return afterFailure(thrown, unchangedMs)
    }
  }

  /** The program may have paused while writing; content that stays the same for much longer is reported. */
  function afterFailure(thrown: unknown, unchangedMs: number): FileVerdict {
    const { code, message } = toErrorData(thrown)
    options.logger.warn('external.not-taken', { folder, unchangedMs, error: thrown })
    if (unchangedMs < options.timing.brokenMs) return 'later'
    if (code.startsWith('media/')) {
      tell(unreadableNotice(note))
      return 'done'
    }
    const text = `What was saved of “${note.fileName}” could not be taken back yet: ${message} It is tried again.`
    tell(new AppError(code, text))
    return 'later'
  }

  const watch = watchFile({
    path,
    timing: options.timing,
    clock: options.clock,
    onSettled: take,
    onGone: () => tell(goneNotice(note)),
  })
  return { path, note: () => note, stop: () => watch.stop() }
}

function goneNotice({ fileName }: EditNote): AppError {
  return new AppError('storage/not-found', messages.editedFileMissing({ file: fileName }))
}

function unreadableNotice({ fileName }: EditNote): AppError {
  return new AppError('media/undecodable', messages.editedFileUnreadable({ file: fileName }))
}

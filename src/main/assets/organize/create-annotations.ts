import type { AssetId } from '../../../shared/domain/ids.ts'
import { countPacked, unpackIds } from '../../../shared/domain/packed-ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { FormerMark, TagChange } from '../../database/index.ts'
import type { Assets } from '../assets.ts'
import type { AssetsContext } from '../assets-context.ts'

const undosKept = 50
/** Of all changes together, 26 bytes each. The last change can be taken back however many it was. */
const picturesKept = 4_000_000

/** What a person says of pictures. */
export function createAnnotations(context: Pick<AssetsContext, 'database' | 'announce'>): Assets['annotations'] {
  const { database } = context
  /** What was before each change, oldest first. */
  const undos = new Map<string, readonly FormerMark[]>()
  let lastUndo = 0

  const announce = (ids: readonly AssetId[]): void => {
    if (ids.length > 0) context.announce({ ids, reason: 'marks' })
  }

  function keep(former: readonly FormerMark[]): string {
    const undoId = String(++lastUndo)
    undos.set(undoId, former)
    for (const [oldest] of undos) {
      if (undos.size === 1 || (undos.size <= undosKept && countPictures(undos.values()) <= picturesKept)) break
      undos.delete(oldest)
    }
    return undoId
  }

  function changed(change: TagChange | null, name: string): { undoId: string } {
    if (change === null) throw new AppError('storage/not-found', messages.tagUnknown({ name }))
    announce(change.ids)
    return { undoId: keep(change.former) }
  }

  return {
    async change(ids, change) {
      const done = await database.call('marks.change', { ids, change })
      const undoId = keep(done.former)
      announce(unpackIds(done.changed))
      return { undoId, changed: countPacked(done.changed) }
    },
    async undo(undoId) {
      const former = undos.get(undoId)
      if (former === undefined) throw undoneError()
      undos.delete(undoId)
      try {
        announce(unpackIds(await database.call('marks.restore', { former })))
      } catch (thrown) {
        // Nothing was changed: it can be tried again once there is room on the disk.
        undos.set(undoId, former)
        throw thrown
      }
    },
    tags: () => database.call('tags.list', null),
    async renameTag(from, to) {
      return changed(await database.call('tags.rename', { from, to }), from)
    },
    async removeTag(name) {
      return changed(await database.call('tags.remove', { name }), name)
    },
  }
}

function countPictures(changes: Iterable<readonly FormerMark[]>): number {
  let count = 0
  for (const former of changes) for (const { ids } of former) count += countPacked(ids)
  return count
}

function undoneError(): AppError {
  return new AppError('storage/not-found', messages.cannotUndo)
}

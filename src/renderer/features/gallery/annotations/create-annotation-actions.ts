import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ColorLabel, AnnotationChange, Annotations } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../../client/index.ts'
import type { UndoStack } from '../create-undo-stack.ts'
import { describeAnnotationChange } from './annotation-messages.ts'

type Ids = readonly AssetId[]

export interface AnnotationActions {
  /** Annotates all of them at once, shows a notice, and offers to undo. */
  mark(ids: Ids, change: AnnotationChange): Promise<void>
  /** Setting the same label twice clears it. */
  toggleLabel(ids: Ids, label: ColorLabel): Promise<void>
  /** Saves while typing: undoable, but shows no notice. */
  keepNotes(ids: Ids, notes: string): Promise<void>
  /** Renames on all images; renaming to an existing tag merges the two. */
  renameTag(from: string, to: string): Promise<void>
  removeTag(name: string): Promise<void>
}

export function createAnnotationActions(
  { client, assets }: Pick<Services, 'client' | 'assets'>,
  undo: UndoStack,
): AnnotationActions {
  async function annotate(ids: Ids, change: AnnotationChange) {
    if (ids.length === 0) return null
    const { undoId, changed } = await client.call('catalogue.mark', { ids: [...ids], change })
    if (changed === 0) return null
    return {
      message: describeAnnotationChange(change, changed),
      undo: () => client.call('catalogue.undoMark', { undoId }),
    }
  }

  async function mark(ids: Ids, change: AnnotationChange): Promise<void> {
    const step = await annotate(ids, change)
    if (step !== null) undo.pushStep(step)
  }

  const pushUndo = (message: string, { undoId }: { undoId: string }) =>
    undo.pushStep({ message, undo: () => client.call('catalogue.undoMark', { undoId }) })

  const known = (ids: Ids): readonly (Annotations | undefined)[] => {
    const { records } = assets.store.getState()
    return ids.map((id) => records.get(id)?.annotations)
  }

  return {
    mark,
    async toggleLabel(ids, label) {
      const isOnAll = known(ids).every((annotations) => annotations?.label === label)
      await mark(ids, { label: isOnAll ? null : label })
    },
    renameTag: async (from, to) =>
      pushUndo(messages.renamedTag({ from, to }), await client.call('catalogue.renameTag', { from, to })),
    removeTag: async (name) =>
      pushUndo(messages.removedTag({ name }), await client.call('catalogue.removeTag', { name })),
    async keepNotes(ids, notes) {
      const step = await annotate(ids, { notes })
      if (step !== null) undo.push(step)
    },
  }
}

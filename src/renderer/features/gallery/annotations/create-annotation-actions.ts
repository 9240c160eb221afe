import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ColorLabel, AnnotationChange, Annotations } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../../client/index.ts'
import type { UndoStack } from '../create-undo-stack.ts'
import { describeAnnotationChange } from './annotation-messages.ts'

type Ids = readonly AssetId[]

export interface AnnotationActions {
  /** All of them at once; says what was done and offers to take it back. */
  mark(ids: Ids, change: AnnotationChange): Promise<void>
  /** The same label for the second time takes it off. */
  toggleLabel(ids: Ids, label: ColorLabel): Promise<void>
  /** Kept as one writes: it can be taken back, but nothing pops up. */
  keepNotes(ids: Ids, notes: string): Promise<void>
  /** Of all pictures; into a name that is there already, both become one. */
  renameTag(from: string, to: string): Promise<void>
  removeTag(name: string): Promise<void>
}

export function createAnnotationActions(
  { client, assets }: Pick<Services, 'client' | 'assets'>,
  undo: UndoStack,
): AnnotationActions {
  async function change(ids: Ids, wanted: AnnotationChange) {
    if (ids.length === 0) return null
    const { undoId, changed } = await client.call('catalogue.mark', { ids: [...ids], change: wanted })
    if (changed === 0) return null
    return {
      words: describeAnnotationChange(wanted, changed),
      undo: () => client.call('catalogue.undoMark', { undoId }),
    }
  }

  async function mark(ids: Ids, wanted: AnnotationChange): Promise<void> {
    const step = await change(ids, wanted)
    if (step !== null) undo.tell(step)
  }

  const tell = (words: string, { undoId }: { undoId: string }) =>
    undo.tell({ words, undo: () => client.call('catalogue.undoMark', { undoId }) })

  const known = (ids: Ids): readonly (Annotations | undefined)[] => {
    const { records } = assets.store.getState()
    return ids.map((id) => records.get(id)?.marks)
  }

  return {
    mark,
    async toggleLabel(ids, label) {
      const isOnAll = known(ids).every((marks) => marks?.label === label)
      await mark(ids, { label: isOnAll ? null : label })
    },
    renameTag: async (from, to) =>
      tell(messages.renamedTag({ from, to }), await client.call('catalogue.renameTag', { from, to })),
    removeTag: async (name) => tell(messages.removedTag({ name }), await client.call('catalogue.removeTag', { name })),
    async keepNotes(ids, notes) {
      const step = await change(ids, { notes })
      if (step !== null) undo.push(step)
    },
  }
}

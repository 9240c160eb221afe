import type { AssetId } from '../../../shared/domain/ids.ts'
import { referenceImagesMax, type NamedReference } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import type { ReferencesStore } from '../../client/index.ts'
import type { UndoStack } from './create-undo-stack.ts'

interface Parts {
  readonly references: ReferencesStore
  readonly undo: UndoStack
}

/** Adds images to a named reference, behind those it has and as many as there is room for. */
export async function addToReference(
  { references, undo }: Parts,
  { id, name, imageIds }: NamedReference,
  ids: readonly AssetId[],
): Promise<void> {
  const added = ids.filter((each) => !imageIds.includes(each)).slice(0, referenceImagesMax - imageIds.length)
  if (added.length === 0) {
    const isFull = imageIds.length >= referenceImagesMax
    return undo.notify(
      isFull ? messages.referenceFull({ name, max: referenceImagesMax }) : messages.alreadyIn({ name }),
    )
  }
  await references.change(id, { imageIds: [...imageIds, ...added] })
  undo.pushStep({
    message: messages.addedTo({ count: added.length, name }),
    undo: async () => {
      const current = references.store.getState().all?.find((each) => each.id === id)
      if (current === undefined) return
      await references.change(id, { imageIds: current.imageIds.filter((each) => !added.includes(each)) })
    },
  })
}

import type { AssetId } from '../../../shared/domain/ids.ts'
import { referenceImagesMax, type NamedReference, type ReferenceDraft } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { findMentions, referenceKey } from '../../../shared/prompting/index.ts'

export function blankDraft(name: string, imageIds: readonly AssetId[]): ReferenceDraft {
  return {
    name,
    kind: 'person',
    imageIds: imageIds.slice(0, referenceImagesMax),
    note: '',
    description: '',
    rights: '',
  }
}

export function draftOf(reference: NamedReference): ReferenceDraft {
  const { name, kind, imageIds, note, description, rights } = reference
  return { name, kind, imageIds, note, description, rights }
}

/** As it is saved: without spaces around the texts. */
export function tidied(draft: ReferenceDraft): ReferenceDraft {
  return {
    ...draft,
    name: draft.name.trim(),
    note: draft.note.trim(),
    description: draft.description.trim(),
    rights: draft.rights.trim(),
  }
}

export function isSameDraft(a: ReferenceDraft, b: ReferenceDraft): boolean {
  return JSON.stringify(draftFields(a)) === JSON.stringify(draftFields(b))
}

function draftFields({ name, kind, imageIds, note, description, rights }: ReferenceDraft) {
  return [name, kind, imageIds, note, description, rights]
}

/** Why a name cannot be saved; null = it can. */
export function nameProblem(
  name: string,
  others: readonly Pick<NamedReference, 'id' | 'name'>[],
  ownId: NamedReference['id'] | null,
): string | null {
  const [mention] = findMentions(`@${name}`)
  if (mention?.name !== name) return messages.nameFormat
  const key = referenceKey(name)
  return others.some((each) => each.id !== ownId && referenceKey(each.name) === key) ? messages.nameUsed : null
}

/** With added images behind the others, without repetitions. */
export function withImages(ids: readonly AssetId[], added: readonly AssetId[]): AssetId[] {
  return [...new Set([...ids, ...added])].slice(0, referenceImagesMax)
}

/** With the image at `from` moved to `to`. */
export function moveImage(ids: readonly AssetId[], from: number, to: number): AssetId[] {
  const moved = ids[from]
  if (moved === undefined || to < 0 || to >= ids.length) return [...ids]
  return ids.toSpliced(from, 1).toSpliced(to, 0, moved)
}

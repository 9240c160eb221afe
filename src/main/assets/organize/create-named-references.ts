import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceDraft } from '../../../shared/domain/named-reference.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/references.ts'
import { referenceKey } from '../../../shared/prompting/index.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { Assets, NamedReferences } from '../assets.ts'
import type { ExchangedImages } from './exchange-references.ts'

interface NamedReferencesContext {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly changes: Pick<Assets['changes'], 'onChanged'>
  readonly images: ExchangedImages
}

export function createNamedReferences(context: NamedReferencesContext): NamedReferences {
  const { database, clock, changes, images } = context
  const { on: onChanged, emit } = createEmitter()
  // Their images may go to the trash, others may use them, or another program may have changed them.
  changes.onChanged(() => emit())

  async function save(reference: Omit<NamedReference, 'uses'>): Promise<NamedReference> {
    const record = { ...reference, imageIds: [...new Set(reference.imageIds)], key: referenceKey(reference.name) }
    if (!(await database.call('references.save', { record }))) {
      throw new AppError('request/invalid', messages.nameTaken({ name: reference.name }))
    }
    emit()
    return require(reference.id)
  }

  async function require(id: NamedReferenceId): Promise<NamedReference> {
    const found = (await database.call('references.list', null)).find((each) => each.id === id)
    if (found !== undefined) return found
    throw new AppError('storage/not-found', messages.referenceGone)
  }

  function create(draft: ReferenceDraft): Promise<NamedReference> {
    const nowMs = clock.nowMs()
    return save({ ...draft, id: newId<NamedReferenceId>(nowMs), createdAtMs: nowMs, changedAtMs: nowMs })
  }

  return {
    list: () => database.call('references.list', null),
    create,
    async change(id, change) {
      const { uses: _uses, ...before } = await require(id)
      return save({ ...before, ...definedOf(change), changedAtMs: clock.nowMs() })
    },
    async remove(id) {
      if ((await database.call('references.remove', { id, atMs: clock.nowMs() })) > 0) emit()
    },
    async restore(id) {
      if (!(await database.call('references.restore', { id }))) {
        throw new AppError('request/invalid', messages.nameTakenSince)
      }
      emit()
      return require(id)
    },
    async exportTo(id, path, signal) {
      const { exportReference } = await import('./exchange-references.ts')
      await exportReference(await require(id), path, images, signal)
    },
    async importFrom(path, signal) {
      const { readDraft, findFreeName } = await import('./exchange-references.ts')
      const draft = await readDraft(path, images, signal)
      const name = findFreeName(draft.name, await database.call('references.list', null))
      const reference = await create({ ...draft, name })
      return { reference, nameInFile: name === draft.name ? null : draft.name }
    },
    onChanged,
  }
}

type Change = Parameters<NamedReferences['change']>[1]

/** Fields that are left out stay as they are. */
function definedOf(change: Change): Partial<ReferenceDraft> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

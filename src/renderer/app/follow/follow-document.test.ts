import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import type { DocumentsStore } from '../../client/index.ts'
import { assetId, documentId } from '../../../../test/support/window/sample-records.ts'
import { followDocument } from './follow-document.ts'

const open = (number: number): readonly CanvasDocument[] => {
  const id = documentId(number)
  return [{ id, baseId: assetId(number), name: '', widthPx: 1, heightPx: 1, isActive: true, openedAtMs: number }]
}

type OpenDocuments = ReturnType<DocumentsStore['store']['getState']>

it.each([
  ['before', open(1)],
  ['after', null],
] as const)('reports each change of the active document once, for a list loaded %s following', (_, documents) => {
  const store = createStore<OpenDocuments>(() => ({ documents, error: null }))
  const shown: unknown[] = []
  followDocument(store, (id) => shown.push(id))
  store.setState({ documents: open(1) })
  store.setState({ documents: open(2) })
  store.setState({ documents: [] })
  expect(shown).toEqual([documentId(1), documentId(2), null])
})

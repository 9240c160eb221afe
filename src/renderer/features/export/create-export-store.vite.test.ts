import { describe, expect, it } from 'vitest'
import { createClient } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../test/support/window/fake-bridge.ts'
import { assetId, sampleFolder, sampleHandle, sampleSettings } from '../../../../test/support/window/sample-records.ts'
import {
  changeOptions,
  createExportStore,
  emptyReport as nothing,
  exportDisabledReason,
  loadExample,
  measureFile,
  settleConflicts,
  showExported,
  skipConflicts,
  startExport,
} from './create-export-store.ts'
import type { WrittenHandle } from '../../../shared/domain/file-handles.ts'
import { insertToken } from './template-field.tsx'

const example = { fileName: 'late.png', problem: null, widthPx: 1, heightPx: 1 }
const signal = new AbortController().signal

const folder = sampleFolder('/out')
const writtenFile = (number: number) => ({
  id: assetId(number),
  path: `/out/${number}.png`,
  file: sampleHandle(`${number}.png`) as WrittenHandle,
})

function setUp(answers: Answers, exportFolder: typeof folder | null = folder) {
  const bridge = createFakeBridge(answers)
  const store = createExportStore([assetId(1), assetId(2)], sampleSettings({ exportFolder }))
  const exports = () => bridge.calls.filter(({ name }) => name === 'exports.run').map(({ input }) => input)
  return { bridge, store, client: createClient(bridge), exports }
}

describe('export form', () => {
  it('starts with the last used folder and options', () => {
    expect(setUp({}).store.getState()).toMatchObject({ folder, options: { format: 'png', quality: 90 } })
  })

  it('inserts a token at the caret', () => {
    expect(insertToken('a-b', 'seed', 2, 2)).toBe('a-{seed}b')
    expect(insertToken('a-b', 'seed', 0, 3)).toBe('{seed}')
  })

  it('gives the reason why the export cannot start', async () => {
    const { store, client } = setUp({
      'exports.example': () => ({ ...example, problem: 'There is no token {x}.' }),
    })
    expect(exportDisabledReason(store.getState())).toBeNull()
    changeOptions(store, { template: ' ' })
    expect(exportDisabledReason(store.getState())).toBe('Enter a file name.')
    changeOptions(store, { template: '{x}' })
    await loadExample(store, client, store.getState().options, signal)
    expect(exportDisabledReason(store.getState())).toBe('This file name is not valid.')
  })

  it('requires all metadata or none for original files', () => {
    const { store } = setUp({ 'exports.example': () => example })
    changeOptions(store, { format: 'original', metadata: 'label' })
    expect(exportDisabledReason(store.getState())).toBe('Select all metadata or none.')
    for (const metadata of ['all', 'none'] as const) {
      changeOptions(store, { metadata })
      expect(exportDisabledReason(store.getState())).toBeNull()
    }
  })

  it('ignores an example whose request was aborted', async () => {
    const { store, client } = setUp({ 'exports.example': () => example })
    await loadExample(store, client, store.getState().options, AbortSignal.abort())
    expect(store.getState().example).toBeNull()
  })
})

describe('size of the file', () => {
  it('is that of the first image, as written', async () => {
    const { store, client } = setUp({ 'exports.measure': ({ id }) => ({ bytes: id === assetId(1) ? 4_321 : 1 }) })
    await measureFile(store, client, store.getState().options, signal)
    expect(store.getState().fileBytes).toBe(4_321)
  })

  it('stays unknown where the file cannot be written, or is not asked for anymore', async () => {
    const { store, client } = setUp({
      'exports.measure': () => {
        throw new Error('no space left')
      },
    })
    await measureFile(store, client, store.getState().options, signal)
    expect(store.getState()).toMatchObject({ fileBytes: null, error: null })
    const late = setUp({ 'exports.measure': () => ({ bytes: 4_321 }) })
    await measureFile(late.store, late.client, late.store.getState().options, AbortSignal.abort())
    expect(late.store.getState().fileBytes).toBeNull()
  })
})

describe('export', () => {
  it('asks for a folder and writes nothing when none is chosen', async () => {
    const { store, client, exports } = setUp({ 'exports.chooseFolder': () => ({ folder: null }) }, null)
    await startExport(store, client, signal)
    expect(exports()).toEqual([])
    expect(store.getState().phase).toBe('form')
  })

  it('reports the written files', async () => {
    const written = [writtenFile(1)]
    const { store, client, exports } = setUp({ 'exports.run': () => ({ ...nothing, written }) })
    await startExport(store, client, signal)
    expect(exports()).toMatchObject([
      { ids: [assetId(1), assetId(2)], folder: folder.handle, options: { onConflict: 'ask' } },
    ])
    expect(store.getState()).toMatchObject({ phase: 'done', report: { written }, progress: null })
  })

  it('asks before replacing files, then writes only the conflicting images', async () => {
    const first = writtenFile(1)
    const second = writtenFile(2)
    const { store, client, exports } = setUp({
      'exports.run': ({ options }) =>
        options.onConflict === 'ask'
          ? { ...nothing, written: [first], conflicts: [{ id: second.id, path: second.path }] }
          : { ...nothing, written: [second] },
    })
    await startExport(store, client, signal)
    expect(store.getState().phase).toBe('conflicts')
    await settleConflicts(store, client, 'number', signal)
    expect(exports().at(-1)).toMatchObject({ ids: [assetId(2)], options: { onConflict: 'number' } })
    expect(store.getState()).toMatchObject({ phase: 'done', report: { written: [first, second], conflicts: [] } })
  })

  it('returns to the form when conflicts are skipped and nothing was written', async () => {
    const conflicts = [{ id: assetId(1), path: '/out/1.png' }]
    const { store, client, exports } = setUp({ 'exports.run': () => ({ ...nothing, conflicts }) })
    await startExport(store, client, signal)
    skipConflicts(store)
    expect(store.getState().phase).toBe('form')
    expect(exports()).toHaveLength(1)
  })

  it('returns to the form with the error, or without one after a cancellation', async () => {
    const full = { code: 'storage/full', message: 'The disk is full.' }
    const failing = setUp({ 'exports.run': () => Promise.reject(full) })
    await startExport(failing.store, failing.client, signal)
    expect(failing.store.getState()).toMatchObject({ phase: 'form', error: { code: 'storage/full' } })

    const cancelled = setUp({ 'exports.run': () => Promise.reject({ code: 'request/cancelled', message: '' }) })
    await startExport(cancelled.store, cancelled.client, signal)
    expect(cancelled.store.getState()).toMatchObject({ phase: 'form', error: null })
  })

  it('shows the progress of its own run', async () => {
    const answer = Promise.withResolvers<typeof nothing>()
    const { bridge, store, client } = setUp({ 'exports.run': () => answer.promise })
    const exporting = startExport(store, client, signal)
    bridge.emit('exports.progressed', { runId: 'another', done: 9, total: 9 })
    bridge.emit('exports.progressed', { runId: store.getState().runId!, done: 1, total: 2 })
    expect(store.getState()).toMatchObject({ phase: 'writing', progress: { done: 1, total: 2 } })
    answer.resolve(nothing)
    await exporting
  })
})

describe('show in folder', () => {
  it('reveals the first written file and shows an error when it is gone', async () => {
    const gone = { code: 'storage/not-found', message: 'The file is not there any more.' }
    let isGone = false
    const { bridge, store, client } = setUp({
      'exports.reveal': () => (isGone ? Promise.reject(gone) : undefined),
    })
    await showExported(store, client)
    expect(bridge.calls).toEqual([])
    const written = [writtenFile(1), writtenFile(2)]
    store.setState({ report: { ...nothing, written } })
    await showExported(store, client)
    expect(bridge.calls).toMatchObject([{ name: 'exports.reveal', input: { file: sampleHandle('1.png') } }])
    expect(store.getState().error).toBeNull()
    isGone = true
    await showExported(store, client)
    expect(store.getState().error).toMatchObject({ code: 'storage/not-found' })
  })
})

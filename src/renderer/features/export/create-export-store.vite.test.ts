import { describe, expect, it } from 'vitest'
import { builtInPresets } from '../../../shared/domain/export-options.ts'
import { createClient } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../test/support/window/fake-bridge.ts'
import { assetId, sampleFolder, sampleHandle, sampleSettings } from '../../../../test/support/window/sample-records.ts'
import {
  changeOptions,
  chooseLast,
  createExportStore,
  emptyReport as nothing,
  exportDisabledReason,
  isChanged,
  loadExample,
  loadRemembered,
  measureFile,
  remember,
  settleConflicts,
  showExported,
  skipConflicts,
  startExport,
} from './create-export-store.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
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
  const store = createExportStore([assetId(1), assetId(2)], sampleSettings({ exportFolder }), null)
  const exports = () => bridge.calls.filter(({ name }) => name === 'exports.run').map(({ input }) => input)
  return { bridge, store, client: createClient(bridge), exports }
}

describe('export form', () => {
  it('starts with the last used folder and options', () => {
    expect(setUp({}).store.getState()).toMatchObject({ folder, options: { format: 'png', quality: 90 } })
  })

  it('starts as the images were exported last; others start as they are, with the last export a click away', () => {
    const [web] = builtInPresets.filter(({ id }) => id === 'web')
    const options = { ...web!.options, quality: 70 }
    const settings = sampleSettings({ exportFolder: folder, exportPresetId: 'web', exportOptions: options })
    const known = createExportStore([assetId(1)], settings, {
      presetId: 'print',
      options: { ...options, format: 'tiff' },
    })
    expect(known.getState()).toMatchObject({ options: { format: 'tiff' }, preset: { id: 'print' }, last: null })
    const other = createExportStore([assetId(2)], settings, null)
    expect(other.getState()).toMatchObject({ options: { format: 'png' }, preset: { id: 'png' }, folder })
    expect(other.getState().last).toMatchObject({ options, preset: { id: 'web' } })
    chooseLast(other, folder)
    expect(other.getState()).toMatchObject({ options, preset: { id: 'web' }, folder, last: null })
  })

  it('takes the folder from the preset: what is remembered with the library names no place', async () => {
    const [{ folder: _folder, ...png }] = [builtInPresets[0]!.options]
    const fixed = { ...png, place: 'fixed' } as const
    const own = { id: 'own', name: 'Own', options: { ...fixed, folder } }
    const settings = sampleSettings({ exportPresets: [own] })
    const ofOwn = createExportStore([assetId(1)], settings, { presetId: 'own', options: fixed })
    expect(ofOwn.getState()).toMatchObject({ folder, preset: own })
    expect(isChanged(ofOwn.getState())).toBe(false)
    expect(createExportStore([assetId(1)], settings, { presetId: 'gone', options: fixed }).getState().folder).toBeNull()
    const sent: unknown[] = []
    const bridge = createFakeBridge({ 'exports.remember': (input) => void sent.push(input) })
    await remember(ofOwn, createClient(bridge))
    expect(sent).toEqual([{ ids: [assetId(1)], remembered: { presetId: 'own', options: fixed } }])
  })

  it('asks how few images were exported, and remembers it for them; a batch is no document', async () => {
    const asked: number[] = []
    const bridge = createFakeBridge({
      'exports.remembered': ({ ids }) => {
        asked.push(ids.length)
        return { remembered: { presetId: null, options: builtInPresets[1]!.options } }
      },
      'exports.remember': ({ ids }) => void asked.push(-ids.length),
    })
    const client = createClient(bridge)
    const settings = sampleSettings()
    const started = async (ids: readonly AssetId[], by = client) => {
      const store = createExportStore(ids, settings)
      expect(store.getState().phase).toBe('loading')
      await loadRemembered(store, by, settings)
      expect(store.getState().phase).toBe('form')
      return store
    }
    const ids = Array.from({ length: 101 }, (_, number) => assetId(number))
    const formats = await Promise.all([ids.slice(1), ids, []].map((some) => started(some)))
    expect(formats.map((store) => store.getState().options.format)).toEqual(['jpeg', 'png', 'png'])
    for (const store of formats.slice(0, 2)) await remember(store, client)
    expect(asked).toEqual([100, -100])
    const unknown = await started([assetId(1)], createClient(createFakeBridge({})))
    expect(unknown.getState().options.format).toBe('png')
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

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExportReport, Output } from '../../../shared/contract/index.ts'
import type { ExportOptions, ExportPreset, PresetOptions } from '../../../shared/domain/export-options.ts'
import type { SheetOptions, WebGalleryOptions } from '../../../shared/domain/export-pages.ts'
import {
  defaultGalleryOptions,
  defaultSheetOptions,
  pagePicturesMax,
} from '../../../shared/domain/export-page-defaults.ts'
import { exportPicturesMax } from '../../../shared/domain/export-presets.ts'
import type { PickedFolder } from '../../../shared/domain/file-handles.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { WindowSettings } from '../../../shared/domain/settings.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import type { Client } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import { allPresets, isSameExport, presetFor } from './presets.ts'

/** Each picture as a file, or pages of many. */
export type ExportKind = 'pictures' | 'sheet' | 'gallery'

export interface ExportState {
  readonly ids: readonly AssetId[]
  readonly what: ExportKind
  readonly sheet: SheetOptions
  readonly gallery: WebGalleryOptions
  readonly options: PresetOptions
  /** The preset that was chosen; what has been changed since is in `options`. */
  readonly preset: ExportPreset | null
  /** null = asked when it starts. */
  readonly folder: PickedFolder | null
  /** What the first picture would be, and what is wrong with the template; null until known. */
  readonly example: Output<'exports.example'> | null
  readonly phase: 'form' | 'writing' | 'conflicts' | 'done'
  readonly progress: { readonly done: number; readonly total: number } | null
  /** Of the run under way. */
  readonly runId: string | null
  readonly report: ExportReport
  /** Of a contact sheet's texts, what no installed font has. */
  readonly missingCharacters: readonly string[]
  readonly error: unknown
}

export type ExportStore = StoreApi<ExportState>

export const emptyReport: ExportReport = { written: [], conflicts: [], skipped: [], failed: [], left: [], notes: [] }

export function createExportStore(ids: readonly AssetId[], settings: WindowSettings): ExportStore {
  const { exportOptions: options, exportPresetId: id, exportPresets: own } = settings
  return createStore<ExportState>(() => ({
    ids,
    what: 'pictures',
    sheet: { ...settings.exportSheet, title: defaultSheetOptions.title },
    gallery: { ...settings.exportGallery, title: defaultGalleryOptions.title },
    options,
    preset: presetFor(allPresets(own), { id, options }),
    folder: folderOf(options, settings.exportFolder),
    example: null,
    phase: 'form',
    progress: null,
    runId: null,
    report: emptyReport,
    missingCharacters: [],
    error: null,
  }))
}

function folderOf({ place, folder }: PresetOptions, last: PickedFolder | null): PickedFolder | null {
  if (place === 'ask') return null
  return place === 'fixed' ? folder : last
}

export function changeOptions(store: ExportStore, patch: Partial<PresetOptions>): void {
  store.setState(({ options }) => ({ options: { ...options, ...patch }, error: null }))
}

/** The preset as it is, with its folder. */
export function choosePreset(store: ExportStore, preset: ExportPreset, lastFolder: PickedFolder | null): void {
  const { options } = preset
  store.setState({ preset, options, folder: folderOf(options, lastFolder), error: null })
}

/** Whether the options are no longer what the chosen preset says. */
export function isChanged({ preset, options }: Pick<ExportState, 'preset' | 'options'>): boolean {
  return preset === null || !isSameExport(preset.options, options)
}

/** An original file cannot be reduced to its label. */
function needsAmount({ format, metadata }: ExportOptions): boolean {
  return format === 'original' && metadata === 'label'
}

/** Why the export cannot start; null when it can. */
export function exportDisabledReason({ what, gallery, options, example, ids }: ExportState): string | null {
  if (ids.length === 0) return messages.nothingToExport
  const most = what === 'pictures' ? exportPicturesMax : pagePicturesMax
  if (ids.length > most) return messages.tooManyImages({ most: formatNumber(most) })
  if (what === 'gallery' && gallery.title.trim() === '') return messages.enterGalleryTitle
  if (what !== 'pictures') return null
  if (needsAmount(options)) return messages.allMetadataOrNone
  if (options.template.trim() === '') return messages.enterFileName
  // What is wrong stands below the field; said in full here as well it would leave no room for it.
  return example?.problem ? messages.fileNameNotValid : null
}

export async function loadExample(
  store: ExportStore,
  client: Client,
  options: PresetOptions,
  signal: AbortSignal,
): Promise<void> {
  const id = store.getState().ids[0]
  if (id === undefined || options.template === '') return
  try {
    const example = await client.call('exports.example', { id, options }, { signal })
    if (!signal.aborted) store.setState({ example })
  } catch (error) {
    if (!signal.aborted) store.setState({ error })
  }
}

export async function chooseFolder(store: ExportStore, client: Client): Promise<PickedFolder | null> {
  try {
    const startIn = store.getState().folder?.handle ?? null
    const { folder } = await client.call('exports.chooseFolder', { startIn })
    if (folder !== null) store.setState({ folder, error: null })
    return folder
  } catch (error) {
    store.setState({ error })
    return null
  }
}

/** Writes everything; what is already there is asked about first, where that is wished. */
export async function startExport(store: ExportStore, client: Client, signal: AbortSignal): Promise<void> {
  const folder = store.getState().folder ?? (await chooseFolder(store, client))
  if (folder === null) return
  store.setState({ report: emptyReport, missingCharacters: [] })
  const { what, ids, options } = store.getState()
  if (what !== 'pictures') return writePages(store, client, { folder, signal })
  await write(store, client, ids, { folder, onConflict: options.onConflict, signal })
}

/** Continues after the question about files that are already there. */
export async function settleConflicts(
  store: ExportStore,
  client: Client,
  onConflict: 'replace' | 'number',
  signal: AbortSignal,
): Promise<void> {
  const { report, folder } = store.getState()
  if (folder === null) return
  const ids = report.conflicts.map(({ id }) => id)
  store.setState({ report: { ...report, conflicts: [] } })
  await write(store, client, ids, { folder, onConflict, signal })
}

/** Leaves the files that are there alone and shows what was written. */
export function skipConflicts(store: ExportStore): void {
  const { report } = store.getState()
  const isDone = report.written.length > 0 || report.failed.length > 0
  const skipped = [...report.skipped, ...report.conflicts]
  store.setState({ report: { ...report, conflicts: [], skipped }, phase: isDone ? 'done' : 'form' })
}

/** Once more what failed and what was not come to; what is written stays. */
export async function retryRest(store: ExportStore, client: Client, signal: AbortSignal): Promise<void> {
  const { report, folder, options } = store.getState()
  if (folder === null) return
  const ids = [...report.failed.map(({ id }) => id), ...report.left]
  store.setState({ report: { ...report, failed: [], left: [] } })
  await write(store, client, ids, { folder, onConflict: options.onConflict, signal })
}

/** Ends after the files being written; what there is by then is shown. */
export async function stopExport(store: ExportStore, client: Client): Promise<void> {
  const { runId } = store.getState()
  if (runId !== null) await client.call('exports.stop', { runId }).catch((error: unknown) => store.setState({ error }))
}

/** Opens the system's file manager at the first file written. */
export async function showExported(store: ExportStore, client: Client): Promise<void> {
  const file = store.getState().report.written[0]?.file
  if (file === undefined) return
  try {
    await client.call('exports.reveal', { file })
    store.setState({ error: null })
  } catch (error) {
    store.setState({ error })
  }
}

interface WriteOptions {
  readonly folder: PickedFolder
  readonly onConflict: ExportOptions['onConflict']
  readonly signal: AbortSignal
}

/** A contact sheet or a web gallery: whole or not at all, so stopping leaves nothing. */
async function writePages(
  store: ExportStore,
  client: Client,
  { folder, signal }: Omit<WriteOptions, 'onConflict'>,
): Promise<void> {
  const { what, sheet, gallery, ids } = store.getState()
  await follow(store, client, ids.length, async (runId) => {
    const run = { runId, ids: [...ids], folder: folder.handle }
    const {
      written: files,
      failed,
      missingCharacters,
    } = what === 'sheet'
      ? await client.call('exports.sheet', { ...run, options: sheet }, { signal })
      : await client.call('exports.gallery', { ...run, options: gallery }, { signal })
    const written = files.map((each) => ({ ...each, id: ids[0]! }))
    store.setState({ report: { ...emptyReport, written, failed }, missingCharacters, phase: 'done' })
  })
}

async function write(
  store: ExportStore,
  client: Client,
  ids: readonly AssetId[],
  { folder, onConflict, signal }: WriteOptions,
): Promise<void> {
  const options = { ...store.getState().options, onConflict }
  await follow(store, client, ids.length, async (runId) => {
    const of = store.getState().ids
    const rest = of.length === ids.length ? {} : { of: [...of] }
    const next = await client.call(
      'exports.run',
      { runId, ids: [...ids], ...rest, folder: folder.handle, options },
      { signal },
    )
    const report = joinReports(store.getState().report, next)
    store.setState({ report, phase: report.conflicts.length > 0 ? 'conflicts' : 'done' })
  })
}

/** Shows how far a run is, and what ends it. */
async function follow(
  store: ExportStore,
  client: Client,
  total: number,
  work: (runId: string) => Promise<void>,
): Promise<void> {
  const runId = crypto.randomUUID()
  store.setState({ phase: 'writing', progress: { done: 0, total }, runId, error: null })
  const stop = client.on('exports.progressed', ({ runId: of, ...progress }) => {
    if (of === runId) store.setState({ progress })
  })
  try {
    await work(runId)
  } catch (error) {
    const isCancelled = error instanceof AppError && error.code === 'request/cancelled'
    store.setState({ phase: 'form', error: isCancelled ? null : error })
  } finally {
    stop()
    store.setState({ progress: null, runId: null })
  }
}

function joinReports(before: ExportReport, next: ExportReport): ExportReport {
  return {
    written: [...before.written, ...next.written],
    conflicts: next.conflicts,
    skipped: [...before.skipped, ...next.skipped],
    failed: [...before.failed, ...next.failed],
    left: [...before.left, ...next.left],
    notes: [...new Set([...before.notes, ...next.notes])],
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExportReport, Output } from '../../../shared/contract/index.ts'
import {
  type ExportOptions,
  type ExportPreset,
  type PresetOptions,
  type RememberedExport,
  defaultExportOptions,
  exportImagesMax,
  rememberedImagesMax,
} from '../../../shared/domain/export-options.ts'
import {
  type SheetOptions,
  type WebGalleryOptions,
  defaultGalleryOptions,
  defaultSheetOptions,
  pageImagesMax,
} from '../../../shared/domain/export-pages.ts'
import type { PickedFolder } from '../../../shared/domain/file-handles.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { WindowSettings } from '../../../shared/domain/settings.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import type { Client } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import { allPresets, isSameExport, presetFor } from './presets.ts'

/** Each image as a file, or many on pages. */
export type ExportKind = 'pictures' | 'sheet' | 'gallery'

export interface ExportState {
  readonly ids: readonly AssetId[]
  readonly what: ExportKind
  readonly sheet: SheetOptions
  readonly gallery: WebGalleryOptions
  readonly options: PresetOptions
  /** The selected preset; later changes are in `options`. */
  readonly preset: ExportPreset | null
  /** The export before, if these images were not part of it and it was another one than they start with. */
  readonly last: Pick<ExportState, 'preset' | 'options'> | null
  /** null = prompts for one on start. */
  readonly folder: PickedFolder | null
  /** File name of the first image, and what is wrong with the template; null until known. */
  readonly example: Output<'exports.example'> | null
  /** Size of the first image's file; null until known. */
  readonly fileBytes: number | null
  /** `loading`: how these images were exported last is being looked up. */
  readonly phase: 'loading' | 'form' | 'writing' | 'conflicts' | 'done'
  readonly progress: { readonly done: number; readonly total: number } | null
  /** The run in progress. */
  readonly runId: string | null
  readonly report: ExportReport
  /** Characters of a contact sheet's text that no installed font has. */
  readonly missingCharacters: readonly string[]
  readonly error: unknown
}

export type ExportStore = StoreApi<ExportState>

export const emptyReport: ExportReport = { written: [], conflicts: [], skipped: [], failed: [], left: [], notes: [] }

/** @param remembered how these images were exported last; absent = `loadRemembered` is to ask */
export function createExportStore(
  ids: readonly AssetId[],
  settings: WindowSettings,
  remembered?: RememberedExport | null,
): ExportStore {
  return createStore<ExportState>(() => ({
    ids,
    what: 'pictures',
    sheet: { ...settings.exportSheet, title: defaultSheetOptions.title },
    gallery: { ...settings.exportGallery, title: defaultGalleryOptions.title },
    ...startOf(settings, remembered ?? null),
    example: null,
    fileBytes: null,
    phase: remembered === undefined ? 'loading' : 'form',
    progress: null,
    runId: null,
    report: emptyReport,
    missingCharacters: [],
    error: null,
  }))
}

/** How one image was exported says nothing about another: that starts as it is, and the last export is a click away. */
function startOf(settings: WindowSettings, remembered: RememberedExport | null) {
  const presets = allPresets(settings.exportPresets)
  const id = remembered?.presetId ?? null
  const known = presets.find((preset) => preset.id === id)
  const options = remembered ? { ...remembered.options, folder: known?.options.folder ?? null } : defaultExportOptions
  const last = { id: settings.exportPresetId, options: settings.exportOptions }
  const isOther = remembered === null && !isSameExport(last.options, options)
  return {
    options,
    preset: presetFor(presets, { id, options }),
    last: isOther ? { preset: presetFor(presets, last), options: last.options } : null,
    folder: folderOf(options, settings.exportFolder),
  }
}

/** Starts the form as these images were exported last. */
export async function loadRemembered(store: ExportStore, client: Client, settings: WindowSettings): Promise<void> {
  const ids = [...store.getState().ids]
  const isAsked = ids.length > 0 && ids.length <= rememberedImagesMax
  // The form is as good without; an export says itself what is wrong.
  const answer = isAsked ? await client.call('exports.remembered', { ids }).catch(() => null) : null
  store.setState({ ...startOf(settings, answer?.remembered ?? null), phase: 'form' })
}

/** Never fails: only what the form starts with the next time depends on it. */
export async function remember(store: ExportStore, client: Client): Promise<void> {
  const { ids, preset, options } = store.getState()
  if (ids.length > rememberedImagesMax) return
  const { folder: _, ...rest } = options
  const remembered = { presetId: preset?.id ?? null, options: rest }
  await client.call('exports.remember', { ids: [...ids], remembered }).catch(() => undefined)
}

function folderOf({ place, folder }: PresetOptions, last: PickedFolder | null): PickedFolder | null {
  if (place === 'ask') return null
  return place === 'fixed' ? folder : last
}

export function changeOptions(store: ExportStore, patch: Partial<PresetOptions>): void {
  store.setState(({ options }) => ({ options: { ...options, ...patch }, error: null }))
}

/** Applies the preset with its folder. */
export function choosePreset(store: ExportStore, preset: ExportPreset, lastFolder: PickedFolder | null): void {
  const { options } = preset
  store.setState({ preset, options, folder: folderOf(options, lastFolder), error: null })
}

/** Applies the export before. */
export function chooseLast(store: ExportStore, lastFolder: PickedFolder | null): void {
  const { last } = store.getState()
  if (last === null) return
  store.setState({ ...last, last: null, folder: folderOf(last.options, lastFolder), error: null })
}

/** Returns whether the options differ from the selected preset. */
export function isChanged({ preset, options }: Pick<ExportState, 'preset' | 'options'>): boolean {
  return preset === null || !isSameExport(preset.options, options)
}

/** The original file's metadata cannot be reduced to the AI label. */
function needsAmount({ format, metadata }: ExportOptions): boolean {
  return format === 'original' && metadata === 'label'
}

/** Returns why the export is disabled; null if it can start. */
export function exportDisabledReason({ what, gallery, options, example, ids }: ExportState): string | null {
  if (ids.length === 0) return messages.nothingToExport
  const most = what === 'pictures' ? exportImagesMax : pageImagesMax
  if (ids.length > most) return messages.tooManyImages({ most: formatNumber(most) })
  if (what === 'gallery' && gallery.title.trim() === '') return messages.enterGalleryTitle
  if (what !== 'pictures') return null
  if (needsAmount(options)) return messages.allMetadataOrNone
  if (options.template.trim() === '') return messages.enterFileName
  // The full error is below the field; repeating it here would leave no room for it.
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

/** The size of the file is a help only: without it, the form is as good. */
export async function measureFile(
  store: ExportStore,
  client: Client,
  options: PresetOptions,
  signal: AbortSignal,
): Promise<void> {
  const id = store.getState().ids[0]
  if (id === undefined || needsAmount(options)) return
  try {
    const { bytes } = await client.call('exports.measure', { id, options }, { signal })
    if (!signal.aborted) store.setState({ fileBytes: bytes })
  } catch {
    // The export itself says what is wrong.
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

/** Writes everything; asks first about existing files if so configured. */
export async function startExport(store: ExportStore, client: Client, signal: AbortSignal): Promise<void> {
  const folder = store.getState().folder ?? (await chooseFolder(store, client))
  if (folder === null) return
  store.setState({ report: emptyReport, missingCharacters: [] })
  const { what, ids, options } = store.getState()
  if (what !== 'pictures') return writePages(store, client, { folder, signal })
  await write(store, client, ids, { folder, onConflict: options.onConflict, signal })
}

/** Continues after the prompt about existing files. */
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

/** Leaves existing files alone and shows what was written. */
export function skipConflicts(store: ExportStore): void {
  const { report } = store.getState()
  const isDone = report.written.length > 0 || report.failed.length > 0
  const skipped = [...report.skipped, ...report.conflicts]
  store.setState({ report: { ...report, conflicts: [], skipped }, phase: isDone ? 'done' : 'form' })
}

/** Retries what failed or was not reached; written files stay. */
export async function retryRest(store: ExportStore, client: Client, signal: AbortSignal): Promise<void> {
  const { report, folder, options } = store.getState()
  if (folder === null) return
  const ids = [...report.failed.map(({ id }) => id), ...report.left]
  store.setState({ report: { ...report, failed: [], left: [] } })
  await write(store, client, ids, { folder, onConflict: options.onConflict, signal })
}

/** Stops after the files in progress and shows the result so far. */
export async function stopExport(store: ExportStore, client: Client): Promise<void> {
  const { runId } = store.getState()
  if (runId !== null) await client.call('exports.stop', { runId }).catch((error: unknown) => store.setState({ error }))
}

/** Shows the first written file in the system's file manager. */
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

/** Writes a contact sheet or web gallery: all or nothing, so stopping leaves no files. */
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

/** Tracks a run's progress and its end. */
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

function joinReports(first: ExportReport, second: ExportReport): ExportReport {
  return {
    written: [...first.written, ...second.written],
    conflicts: second.conflicts,
    skipped: [...first.skipped, ...second.skipped],
    failed: [...first.failed, ...second.failed],
    left: [...first.left, ...second.left],
    notes: [...new Set([...first.notes, ...second.notes])],
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExportReport } from '../../../shared/contract/index.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { ExportOptions, Settings } from '../../../shared/domain/settings.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Client } from '../../client/index.ts'

export interface ExportState {
  readonly ids: readonly AssetId[]
  readonly options: ExportOptions
  readonly folder: string | null
  /** The name the first picture would get, and what is wrong with the template; null until known. */
  readonly example: { readonly fileName: string; readonly problem: string | null } | null
  readonly phase: 'form' | 'writing' | 'conflicts' | 'done'
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly report: ExportReport
  readonly error: unknown
}

export type ExportStore = StoreApi<ExportState>

const emptyReport: ExportReport = { written: [], conflicts: [], failed: [] }

export function createExportStore(ids: readonly AssetId[], settings: Settings): ExportStore {
  return createStore<ExportState>(() => ({
    ids,
    options: settings.exportOptions,
    folder: settings.exportFolder,
    example: null,
    phase: 'form',
    progress: null,
    report: emptyReport,
    error: null,
  }))
}

export function changeOptions(store: ExportStore, patch: Partial<ExportOptions>): void {
  store.setState(({ options }) => ({ options: { ...options, ...patch }, error: null }))
}

/** Puts a token at the caret, or instead of what is selected. */
export function insertToken(template: string, token: string, from: number, to: number): string {
  return `${template.slice(0, from)}{${token}}${template.slice(to)}`
}

/** Why the export cannot start; null when it can. */
export function exportObstacle({ options, example, ids }: ExportState): string | null {
  if (ids.length === 0) return 'There is nothing to export.'
  if (options.template.trim() === '') return 'Give the file a name.'
  return example?.problem ?? null
}

export async function loadExample(
  store: ExportStore,
  client: Client,
  options: ExportOptions,
  signal: AbortSignal,
): Promise<void> {
  const id = store.getState().ids[0]
  if (id === undefined || options.template === '') return
  try {
    const example = await client.call('library.exportName', { id, options }, { signal })
    if (!signal.aborted) store.setState({ example })
  } catch (error) {
    if (!signal.aborted) store.setState({ error })
  }
}

export async function chooseFolder(store: ExportStore, client: Client): Promise<string | null> {
  try {
    const { folder } = await client.call('library.chooseFolder', { startIn: store.getState().folder })
    if (folder !== null) store.setState({ folder, error: null })
    return folder
  } catch (error) {
    store.setState({ error })
    return null
  }
}

/** Writes everything; what is already there is asked about first. */
export async function startExport(store: ExportStore, client: Client, signal: AbortSignal): Promise<void> {
  const folder = store.getState().folder ?? (await chooseFolder(store, client))
  if (folder === null) return
  store.setState({ report: emptyReport })
  await write(store, client, store.getState().ids, { folder, onConflict: 'ask', signal })
}

/** Continues after the question about files that are already there. */
export async function settleConflicts(
  store: ExportStore,
  client: Client,
  onConflict: 'replace' | 'keep-both',
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
  const hasResult = report.written.length > 0 || report.failed.length > 0
  store.setState({ report: { ...report, conflicts: [] }, phase: hasResult ? 'done' : 'form' })
}

/** Opens the system's file manager at the first file written. */
export async function showExported(store: ExportStore, client: Client): Promise<void> {
  const path = store.getState().report.written[0]?.path
  if (path === undefined) return
  try {
    await client.call('library.revealExport', { path })
    store.setState({ error: null })
  } catch (error) {
    store.setState({ error })
  }
}

interface WriteOptions {
  readonly folder: string
  readonly onConflict: 'ask' | 'replace' | 'keep-both'
  readonly signal: AbortSignal
}

async function write(
  store: ExportStore,
  client: Client,
  ids: readonly AssetId[],
  { folder, onConflict, signal }: WriteOptions,
): Promise<void> {
  const { options } = store.getState()
  store.setState({ phase: 'writing', progress: { done: 0, total: ids.length }, error: null })
  const stop = client.on('library.progressed', ({ task, done, total }) => {
    if (task === 'export') store.setState({ progress: { done, total } })
  })
  try {
    const next = await client.call('library.export', { ids: [...ids], folder, options, onConflict }, { signal })
    const report = joinReports(store.getState().report, next)
    store.setState({ report, phase: report.conflicts.length > 0 ? 'conflicts' : 'done' })
  } catch (error) {
    const isCancelled = error instanceof AppError && error.code === 'request/cancelled'
    store.setState({ phase: 'form', error: isCancelled ? null : error })
  } finally {
    stop()
    store.setState({ progress: null })
  }
}

function joinReports(before: ExportReport, next: ExportReport): ExportReport {
  return {
    written: [...before.written, ...next.written],
    conflicts: next.conflicts,
    failed: [...before.failed, ...next.failed],
  }
}

import type { FolderHandle, PickedFolder } from '../../../src/shared/domain/file-handles.ts'
import type { Asset, Recipe } from '../../../src/shared/domain/asset.ts'
import type { EditRecord } from '../../../src/shared/domain/edit.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { AssetId, DocumentId, JobId } from '../../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import type { LedgerEntry } from '../../../src/shared/domain/ledger.ts'
import { windowSettingsSchema, type WindowSettings } from '../../../src/shared/domain/settings.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'

/** Ids and records for tests. Numbers sort like the ids. */
const ulid = (prefix: string, number: number) => `01${prefix}${String(number).padStart(23, '0')}`
export const assetId = (number: number) => ulid('A', number) as AssetId
export const jobId = (number: number) => ulid('J', number) as JobId
export const documentId = (number: number) => ulid('D', number) as DocumentId

export function sampleAsset(number: number, change: Partial<Asset> = {}): Asset {
  return {
    id: assetId(number),
    name: `image ${number}`,
    relativePath: `2026/picture-${number}.png`,
    mime: 'image/png',
    widthPx: 600,
    heightPx: 400,
    fileBytes: 1_000,
    hasAlpha: false,
    sha256: '0'.repeat(64),
    createdAtMs: number,
    trashedAtMs: null,
    parentId: null,
    hasMask: false,
    hasRawAnswer: false,
    isMissing: false,
    isDamaged: false,
    annotations: { rating: 0, flag: 'none', label: null, notes: '', tags: [] },
    recipe: importRecipe,
    ...change,
  }
}

/** An image made from another one. */
export const sampleResult = (
  number: number,
  parent: number,
  recipe: Partial<Recipe> = {},
  change: Partial<Asset> = {},
): Asset => sampleAsset(number, { parentId: assetId(parent), ...change, recipe: { ...importRecipe, ...recipe } })

export const sampleEdit: EditRecord = {
  intent: 'fill',
  sent: {
    crop: { x: 10, y: 20, widthPx: 812, heightPx: 640 },
    frame: { widthPx: 1024, heightPx: 1024 },
    box: { x: 0, y: 0, widthPx: 1024, heightPx: 807 },
  },
  answer: { widthPx: 1024, heightPx: 1024 },
  blend: { match: 1, softenPx: 25, isAligned: true, offsetXPx: 0, offsetYPx: 0, opacity: 1, isForced: false },
  alignment: { shiftXPx: 1.24, shiftYPx: -0.5, scale: 1.004, rotationDeg: 0, correlation: 0.973, basis: 'measured' },
  insidePx: 18_204,
  outsidePx: 221_796,
  maskVerdict: 'kept',
  isRefused: false,
  reblendOf: null,
}

/** An attempt that made its image, at a cost that was not reported. */
export function sampleLedgerEntry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 1,
    atMs: 1_795_176_000_000,
    endedAtMs: 1_795_176_009_000,
    callId: 'call-1',
    runId: null,
    documentId: null,
    provider: 'openai',
    model: 'gpt-image-1.5',
    operation: 'generate',
    pictures: 1,
    picturesCame: 1,
    outcome: 'done',
    billed: 'yes',
    estimateUsd: null,
    estimateAsOf: null,
    realUsd: null,
    usage: {},
    requestId: null,
    handle: null,
    words: null,
    startedBy: 'window',
    ...change,
  }
}

export function sampleJob(number: number, change: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id: jobId(number),
    documentId: documentId(1),
    assetId: assetId(1),
    callId: `call-${number}`,
    operation: 'fill',
    provider: 'content-aware-fill',
    model: null,
    prompt: null,
    seed: number,
    state: 'done',
    phase: null,
    progress: 1,
    waitingUntilMs: null,
    preview: null,
    resultId: assetId(100 + number),
    refusal: null,
    error: null,
    wasSent: false,
    isBilled: 'no',
    handle: null,
    requestId: null,
    warnings: [],
    attempts: [],
    estimateUsd: 0,
    costUsd: 0,
    createdAtMs: number,
    timingMs: 900,
    verdict: 'open',
    ...change,
  }
}

/** A valid handle, distinguished by its purpose. */
export const sampleHandle = (of: string) =>
  of
    .replaceAll(/[^A-Za-z0-9_-]/g, '-')
    .padEnd(32, '0')
    .slice(0, 32)

export const sampleFolder = (name: string): PickedFolder => ({ handle: sampleHandle(name) as FolderHandle, name })

/** The defaults after the first start. Export defaults come from main, which refers to its folder by a handle. */
export function sampleSettings(change: Partial<WindowSettings> = {}): WindowSettings {
  const exported = {
    exportOptions: defaultExportOptions,
    exportPresets: [],
    exportFolder: null,
    setInFile: { file: '', names: [] },
  }
  return { ...windowSettingsSchema.parse({ hasSeenFirstStart: true, ...exported }), ...change }
}

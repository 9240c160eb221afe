import type { CallName, Input } from '../../../src/shared/contract/index.ts'
import { assetId, documentId, exportedPath, jobId, settings } from './fake-services.ts'

const { exportOptions } = settings
const error = { code: 'internal/bug', message: 'It broke.' } as const

/** One valid request for every route: a new route without one does not compile. */
export const routeSamples: { readonly [K in CallName]: Input<K> } = {
  'app.info': {},
  'app.readyToClose': {},
  'app.report': { error, stack: 'at somewhere' },
  'app.revealHome': {},
  'settings.get': {},
  'settings.change': { theme: 'dark' },
  'canvas.documents': {},
  'canvas.open': { assetId },
  'canvas.activate': { id: documentId },
  'canvas.close': { id: documentId },
  'canvas.setBase': { id: documentId, baseId: assetId },
  'canvas.loadMask': { id: documentId },
  'canvas.saveMask': {
    id: documentId,
    tiles: [{ column: 1, row: 2, deflated: new Uint8Array([3]) }],
    settings: { growPx: 4, featherPx: 8 },
  },
  'jobs.fill': {
    documentId,
    assetId,
    maskPng: new Uint8Array([1]),
    samplingPng: null,
    growPx: 4,
    featherPx: 8,
    seed: null,
    colourAdaptation: 0.5,
  },
  'jobs.cancel': { id: jobId },
  'jobs.list': { documentId },
  'jobs.decide': { id: jobId, verdict: 'kept' },
  'library.order': { trashed: false },
  'library.assets': { ids: [assetId] },
  'library.children': { id: assetId },
  'library.chooseAndImport': {},
  'library.importFiles': { paths: ['/pictures/coffee.png'] },
  'library.importClipboard': {},
  'library.trash': { ids: [assetId] },
  'library.restore': { ids: [assetId] },
  'library.purge': { ids: [assetId] },
  'library.reveal': { id: assetId },
  'library.startDrag': { ids: [assetId] },
  'library.chooseFolder': { startIn: null },
  'library.exportName': { id: assetId, options: exportOptions },
  'library.export': { ids: [assetId], folder: '/exports', options: exportOptions, onConflict: 'ask' },
  'library.revealExport': { path: exportedPath },
}

export const routeNames = Object.keys(routeSamples) as CallName[]

import type { Exports } from '../../../src/main/assets/exports.ts'
import type { HandlerServices } from '../../../src/main/ipc/index.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { partOf } from '../../support/part-of.ts'
import { assetId } from './sample-ids.ts'
import { exportedPath } from './sample-values.ts'

const done = async () => undefined

export const exports: Exports = {
  presets: () => [],
  caption: async () => 'coffee',
  sheet: async () => ({ paths: [exportedPath], failed: [], missingCharacters: [] }),
  grid: async () => ({ isReduced: false, missingCharacters: [] }),
  gallery: async () => ({ paths: [exportedPath], failed: [], missingCharacters: [] }),
  measure: async () => 1_200_000,
  remembered: async () => ({ presetId: 'web', options: defaultExportOptions }),
  remember: done,
  example: async () => ({ fileName: 'coffee.png', problem: null, widthPx: 600, heightPx: 400 }),
  run: async (_request, options) => {
    options?.onProgress?.(1, 1)
    return {
      written: [{ id: assetId, path: exportedPath }],
      conflicts: [],
      skipped: [],
      failed: [],
      left: [],
      notes: [],
    }
  },
  checkCredentials: async () => ({
    type: 'checked',
    state: 'intact',
    signer: 'Ann Artist',
    issuer: null,
    signedAtMs: null,
    generator: 'Atelier 0.1.0',
    actions: [{ name: 'c2pa.created', by: 'openai gpt-image-2', digitalSourceType: null, description: null }],
    ingredients: [{ title: 'coffee', description: null, hasCredentials: false }],
    problems: [],
  }),
  to: async () => [],
  countChanges: async () => null,
}

const identity = {
  kind: 'made',
  name: 'Ann Artist',
  issuer: 'Ann Artist, made with Atelier',
  validUntilMs: 0,
  fingerprint: '0'.repeat(64),
  keptIn: 'keychain',
} as const

export const signing = partOf<HandlerServices['signing']>({
  identity: async () => identity,
  make: async () => identity,
  useOwn: async () => identity,
  forget: done,
})

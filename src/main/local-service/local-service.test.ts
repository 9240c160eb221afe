import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkpoint, esrgan, lora, unet } from '../../../test/support/models/image-models.ts'
import { writeSafetensors } from '../../../test/support/models/write-model.ts'
import { programPathSchema } from '../../shared/domain/guarded-values.ts'
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts'
import { hashFile } from '../platform/pure/hash-file.ts'
import { createLocalService, type FileHashes } from './local-service.ts'
import { createFileHashes } from './file-hashes.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-local-'))
})
// A write that is not awaited may still be in progress.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const facts = { version: '1', commit: 'abc', fits: 'master-1-abc', devices: [] }

const noHashes: Pick<FileHashes, 'find'> = { find: async () => null }

function createService(hashes = noHashes) {
  let settings: Settings = settingsSchema.parse({})
  const service = createLocalService({
    lastUsedMs: (id) => (id === 'paper' ? 1_000 : null),
    engine: {
      inspect: () => Promise.resolve(facts),
      prove: (path) => (path.includes('bad') ? Promise.reject(new Error('It is no library.')) : Promise.resolve(facts)),
      convert: () => Promise.resolve(),
      unload: () => Promise.resolve(),
    },
    memory: { plan: () => null },
    facts: () => null,
    hashes,
    ownFolder: join(folder, 'own'),
    settings: {
      get: () => settings,
      change: async (patch) => (settings = settingsSchema.parse({ ...settings, ...patch })),
    },
  })
  return { service, settings: () => settings }
}

const programIn = (name: string) => {
  writeFileSync(join(folder, name), '')
  return programPathSchema.parse(join(folder, name))
}

it('finds the model and upscaler of an image under their current names by hash', async () => {
  const hashes = createFileHashes({ bookPath: join(folder, 'hashes.json'), hash: hashFile })
  const { service } = createService(hashes)
  const models = join(folder, 'models')
  const at = (name: string) => join(models, name)
  writeSafetensors(at('paper.safetensors'), checkpoint(unet(), 'sd1'))
  writeSafetensors(at('x4.safetensors'), esrgan(), { made: '1' })
  await service.addFolder(models)
  const files = [
    { part: 'model' as const, name: 'paper.safetensors', ...(await hashes.of(at('paper.safetensors'))) },
    { part: 'upscaler' as const, name: 'x4.safetensors', ...(await hashes.of(at('x4.safetensors'))) },
  ]
  const record = { engine: { version: '', commit: '' }, device: null, saving: null, files }
  expect(await service.locate(record)).toEqual({ modelId: 'paper', upscalerId: 'x4', missing: [] })

  renameSync(at('paper.safetensors'), at('cloth.safetensors'))
  renameSync(at('x4.safetensors'), at('4x sharper.safetensors'))
  // Same size as the file that had this name before.
  writeSafetensors(at('x4.safetensors'), esrgan(), { made: '2' })
  expect(await service.locate(record)).toEqual({ modelId: 'cloth', upscalerId: '4x-sharper', missing: [] })

  rmSync(at('4x sharper.safetensors'))
  expect(await service.locate(record)).toEqual({ modelId: 'cloth', upscalerId: null, missing: [files[1]] })
})

describe('model folders', () => {
  it('are counted; a missing one reports a problem and stays listed', async () => {
    const { service } = createService()
    writeSafetensors(join(folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(join(folder, 'ink.safetensors'), lora(['attn1.to_q', 320, 320]))
    const missingFolder = mkdtempSync(join(tmpdir(), 'atelier-gone-'))
    await service.addFolder(folder)
    await service.addFolder(missingFolder)
    await service.addFolder(folder)
    rmSync(missingFolder, { recursive: true })
    const { folders, models, loras, refused } = await service.look()
    expect(folders).toEqual([
      { path: folder, models: 1, problem: null, isOwn: false },
      { path: missingFolder, models: 0, problem: expect.stringContaining(missingFolder), isOwn: false },
    ])
    expect(models).toMatchObject([{ label: 'paper', isReady: true, missing: [] }])
    expect({ loras, refused }).toEqual({ loras: 1, refused: [] })
    await service.forgetFolder(missingFolder)
    expect((await service.look()).folders).toHaveLength(1)
    await expect(service.forgetFolder(missingFolder)).rejects.toMatchObject({ code: 'request/invalid' })
  })

  it('start with the folder of Atelier once it has models', async () => {
    const { service } = createService()
    writeSafetensors(join(folder, 'own', 'converted', 'paper.safetensors'), checkpoint(unet(), 'sd1'))
    const { folders, models } = await service.look()
    expect(folders).toEqual([{ path: join(folder, 'own'), models: 1, problem: null, isOwn: true }])
    expect(models).toMatchObject([{ id: 'paper', lastUsedMs: 1_000 }])
    await expect(service.forgetFolder(join(folder, 'own'))).rejects.toMatchObject({ code: 'request/invalid' })
  })

  it('can include the download folder until it is removed', async () => {
    const { service, settings } = createService()
    const ownFolder = { path: join(folder, 'own'), isOwn: true }
    expect((await service.look()).downloads).toEqual(ownFolder)
    await service.downloadTo(folder)
    await service.downloadTo(folder)
    expect(settings()).toMatchObject({ modelFolders: [folder], downloadFolder: folder })
    expect(await service.look()).toMatchObject({
      downloads: { path: folder, isOwn: false },
      folders: [{ path: folder }],
    })
    await expect(service.downloadTo(programIn('file'))).rejects.toMatchObject({ code: 'request/invalid' })
    await expect(service.downloadTo(join(folder, 'none'))).rejects.toMatchObject({ code: 'storage/not-found' })
    await service.downloadTo(ownFolder.path)
    expect(settings()).toMatchObject({ modelFolders: [folder], downloadFolder: null })
    await service.downloadTo(folder)
    await service.forgetFolder(folder)
    expect(settings()).toMatchObject({ modelFolders: [], downloadFolder: null })
  })

  it('must be existing folders', async () => {
    const { service, settings } = createService()
    await expect(service.addFolder(programIn('file'))).rejects.toMatchObject({ code: 'request/invalid' })
    await expect(service.addFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(settings().modelFolders).toEqual([])
  })
})

describe('the engine', () => {
  it('is not replaced by one that cannot be loaded', async () => {
    const { service, settings } = createService()
    const good = programIn('good.so')
    await service.useEngine(good)
    await expect(service.useEngine(programIn('bad.so'))).rejects.toThrow('It is no library.')
    expect(settings().enginePath).toBe(good)
    expect((await service.look()).engine).toEqual({ path: good, facts, isOfAnotherRelease: false })
    await service.forgetEngine()
    expect((await service.look()).engine).toBeNull()
    await expect(service.inspectEngine()).rejects.toMatchObject({ code: 'engine/missing' })
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settingsSchema, type SettingsPatch } from '../../../shared/domain/settings.ts'
import { checkpoint, flux, lora, unet } from '../../../../test/support/models/image-models.ts'
import { writeSafetensors } from '../../../../test/support/models/write-model.ts'
import { runArgs } from '../../../../test/support/run-args.ts'
import { createLocalService } from '../../local-service/index.ts'
import { forgetModelsCommand, importModelsCommand, listModelsCommand } from './models-commands.ts'

const commands = [listModelsCommand, importModelsCommand, forgetModelsCommand]
let folder: string
let settings = settingsSchema.parse({})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-models-'))
  settings = settingsSchema.parse({})
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const change = async (patch: SettingsPatch) => (settings = settingsSchema.parse({ ...settings, ...patch }))
const local = createLocalService({
  lastUsedMs: () => null,
  engine: {
    inspect: () => Promise.reject(new Error('Nobody asks.')),
    prove: () => Promise.reject(new Error('Nobody asks.')),
    convert: () => Promise.resolve(),
    unload: () => Promise.resolve(),
  },
  ownFolder: join(tmpdir(), 'none'),
  settings: { get: () => settings, change },
  memory: { plan: () => null },
  facts: () => null,
  hashes: { find: async () => null },
})

const run = (...args: string[]) =>
  runArgs(commands, ['models', ...args], {
    workingFolder: folder,
    signal: new AbortController().signal,
    paths: { models: join(folder, 'own') },
    settings: { load: async () => settings, change },
    services: async () => ({ local: async () => local }),
  } as never)

it('lists models with their files, what is missing, and what is not used and why', async () => {
  const ready = writeSafetensors(join(folder, 'v1-5.safetensors'), checkpoint(unet(), 'sd1'))
  const incomplete = writeSafetensors(join(folder, 'flux1-dev.safetensors'), flux())
  writeSafetensors(
    join(folder, 'ink.safetensors'),
    lora(['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k', 768, 320]),
  )
  writeFileSync(join(folder, 'old.ckpt'), Buffer.from('PK\u0003\u0004'))
  const { lines, report, problems } = await run('list', '--folder', '.')
  expect(lines).toEqual([
    expect.stringMatching(/^incomplete {2}flux1-dev {2}FLUX\.1 dev · f16 · \d+\.\d MB$/),
    `            diffusion: ${incomplete}`,
    '            needs a FLUX VAE (ae.safetensors)',
    '            needs the CLIP-L text encoder (clip_l.safetensors)',
    '            needs the T5-XXL text encoder (t5xxl_fp16.safetensors)',
    expect.stringMatching(/^ready {7}v1-5 {2}Stable Diffusion 1\.x · f16 · \d+\.\d MB$/),
    `            model: ${ready}`,
    'LoRA (sd1)  ink.safetensors',
    '2 models, 1 complete',
  ])
  expect(problems).toEqual([expect.stringContaining('old.ckpt is a pickle')])
  expect(report).toMatchObject({
    success: true,
    local_models: {
      models: [
        { id: 'flux1-dev', ready: false, license: 'FLUX Non-Commercial License', missing: { length: 3 } },
        {
          id: 'v1-5',
          ready: true,
          family: 'sd1',
          files: { model: ready },
          size: '512x512',
          steps: 20,
          sampler: 'euler_a',
        },
      ],
      others: [{ kind: 'lora', architecture: 'sd1' }],
      refused: [{ path: join(folder, 'old.ckpt'), error_code: 'model/unsupported' }],
    },
  })
})

it('adds and forgets folders', async () => {
  expect((await run('list')).lines).toEqual([expect.stringContaining('models import FOLDER')])
  writeSafetensors(join(folder, 'v1-5.safetensors'), checkpoint(unet(), 'sd1'))
  expect((await run('import', '.')).lines).toEqual([`${folder}: 1 model, 1 complete`])
  expect((await run('import', folder)).lines).toEqual([`${folder} is already a model folder.`])
  expect(settings.modelFolders).toEqual([folder])
  expect((await run('list')).report).toMatchObject({
    model_folders: [folder],
    local_models: { models: [{ id: 'v1-5' }] },
  })
  expect((await run('forget', '.')).report).toMatchObject({ model_folders: [] })
  expect(settings.modelFolders).toEqual([])
  await expect(run('forget', '.')).rejects.toMatchObject({ code: 'request/invalid' })
})

it('rejects files and missing folders', async () => {
  const file = writeSafetensors(join(folder, 'a.safetensors'), flux())
  await expect(run('import', file)).rejects.toMatchObject({ code: 'request/invalid' })
  await expect(run('list', '--folder', 'gone')).rejects.toMatchObject({ code: 'storage/not-found' })
  await expect(run('import', 'gone')).rejects.toMatchObject({ code: 'storage/not-found' })
  expect(settings.modelFolders).toEqual([])
})

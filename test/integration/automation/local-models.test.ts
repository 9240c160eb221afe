import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DescribedImage } from '../../../src/main/automation/library/format-asset.ts'
import { noSaving } from '../../../src/main/engine/index.ts'
import { suggestedModels } from '../../../src/shared/domain/suggested-models.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { checkpoint, controlNet, diffusersControlNet, esrgan, lora, unet } from '../../support/models/image-models.ts'
import { writeSafetensors } from '../../support/models/write-model.ts'
import { writeTinyDepth } from '../../support/vision/write-tiny-depth.ts'
import { runCommand } from '../../support/run-command.ts'

const size = { widthPx: 192, heightPx: 128 }
const hole = { x: 64, y: 32, widthPx: 48, heightPx: 40 }

let folder: string
let home: string
let engine: Awaited<ReturnType<typeof buildStandIn>>
const at = (name: string) => join(folder, name)

const atelier = (...args: string[]) => atelierIn(home, args)

async function atelierIn(root: string, args: readonly string[]) {
  const env = { OPENAI_API_KEY: 'sk-proj-not-a-real-key-at-all' }
  const result = await runCommand([...args, '--json'], { home: root, cwd: folder, env })
  return { ...result, report: JSON.parse(result.out) as Record<string, unknown> }
}

const pixels = async (path: string) =>
  sharp(await readFile(path))
    .raw()
    .toBuffer()

const paper = (prompt: string) => ['generate', prompt, ...'--provider local --model paper --size 128x128'.split(' ')]
const generate = (prompt: string, ...more: string[]) => atelier(...paper(prompt), ...more)

let chosen: Awaited<ReturnType<typeof atelier>>

beforeAll(async () => {
  engine = await buildStandIn()
  folder = await mkdtemp(join(tmpdir(), 'atelier-local-'))
  home = join(folder, 'home')
  writeSafetensors(at('paper.safetensors'), checkpoint(unet(), 'sd1'))
  writeSafetensors(at('ink.safetensors'), lora(['lora_unet_down_blocks_0', 4, 4]))
  writeSafetensors(at('x4.safetensors'), esrgan())
  writeSafetensors(at('canny.safetensors'), controlNet())
  writeSafetensors(at('xl.safetensors'), diffusersControlNet(2_048, 10))
  writeSafetensors(at('folder.safetensors'), diffusersControlNet())
  writeSafetensors(at('oil.safetensors'), lora(['lora_te2_text_model_encoder_layers_0_mlp_fc1', 8, 8]))
  await Promise.all([writeFile(at('photo.png'), photoPng(size)), writeFile(at('mask.png'), maskPng(size, hole))])
  chosen = await atelier('engine', 'use', engine.libraryPath)
  await atelier('models', 'import', '.')
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  await rm(engine.folder, { recursive: true, force: true })
})

it('reports what is missing before an engine is installed', async () => {
  const bare = join(folder, 'bare-home')
  const { code, report, err } = await atelierIn(bare, paper('a kite'))
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ success: false, error: expect.stringContaining('No local engine yet.') })
  expect(err).toContain('atelier engine use')
  expect((await atelierIn(bare, ['upscale', 'photo.png'])).report).toMatchObject({
    success: false,
    error: expect.stringContaining('It needs Atelier’s engine for local models.'),
    missing_model: { id: suggestedModels.upscale.id },
  })
  const nameless = await atelierIn(bare, ['generate', 'a kite', '--provider', 'local'])
  expect(nameless.report).toMatchObject({ success: false, error: expect.stringContaining('models import') })
  const refused = await atelierIn(bare, ['engine', 'use', 'photo.png'])
  expect(refused.report).toMatchObject({ success: false, error_code: 'engine/unusable' })
})

it('draws with a selected engine and model, and records both in the recipe', async () => {
  expect(chosen.report).toMatchObject({ success: true, engine: { path: engine.libraryPath, version: 'stand-in' } })
  const listed = await atelier('engine', 'list')
  expect(listed.report).toMatchObject({ success: true, engine_path: engine.libraryPath, engines: [] })

  const first = await generate('a kite', '--seed', '5', '--n', '2', '--out', 'kite.png')
  expect(first.report).toMatchObject({
    success: true,
    provider: 'local',
    model: 'paper',
    cost_estimate: 0,
    images: [{ seed_used: 5 }, { seed_used: 6 }],
  })
  // Both images are drawn together.
  expect(first.err.split('\n').filter((line) => line === 'paper: 100%')).toHaveLength(1)
  const repeated = await generate('a kite', '--seed', '6', '--out', 'again.png')
  const [{ path: second }] = (first.report['images'] as { path: string }[]).slice(1) as [{ path: string }]
  const [{ path: same }] = repeated.report['images'] as [{ path: string }]
  expect(await pixels(same)).toEqual(await pixels(second))

  const [{ id }] = repeated.report['images'] as [{ id: string }]
  const bytes = await readFile(at('paper.safetensors'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { report } = await atelier('show', id)
  expect((report['shown'] as DescribedImage).asset.recipe.generation?.local).toEqual({
    engine: { version: 'stand-in', commit: '0000000' },
    device: 'Stand-in GPU',
    saving: noSaving,
    files: [{ part: 'model', name: 'paper.safetensors', bytes: bytes.length, sha256 }],
  })
  const printed = await runCommand(['show', id], { home, cwd: folder })
  expect(printed.out).toContain(`paper.safetensors  sha256 ${sha256}`)
})

it('reports which models fit in memory, and how a large image is made to fit', async () => {
  const { report } = await atelier('models', 'list')
  const { models } = report['local_models'] as { models: unknown[] }
  expect(models).toEqual([expect.objectContaining({ id: 'paper', fit: 'fits', memory_free_bytes: 6 * 1_024 ** 3 })])
  const large = await generate('a kite', '--size', '1536x1024')
  expect(large.report['warnings']).toMatchObject([
    { code: 'memory-saved', message: expect.stringContaining('tiled decoding') },
  ])
})

it('retries with more memory saving when memory runs out, and gives advice when that fails', async () => {
  expect((await generate('greedy')).report).toMatchObject({ success: true })
  expect((await generate('killed')).report).toMatchObject({ success: true })
  expect((await generate('insatiable')).report).toMatchObject({
    success: false,
    error_code: 'engine/out-of-memory',
    error: expect.stringContaining('Choose a smaller size or a model of lower precision, or close other apps.'),
  })
})

it('upscales an image, and rejects unsuitable models and scales', async () => {
  const { report } = await atelier('upscale', 'photo.png', '--model', 'x4', '--scale', '2', '--out', 'large.png')
  expect(report).toMatchObject({ success: true, provider: 'local', model: 'x4', cost_estimate: 0 })
  const [{ path }] = report['images'] as [{ path: string }]
  const large = await sharp(await readFile(path)).metadata()
  expect({ widthPx: large.width, heightPx: large.height }).toEqual({ widthPx: 384, heightPx: 256 })
  expect((await atelier('upscale', 'photo.png')).report).toMatchObject({ success: true, model: 'x4' })
  const notUpscaler = await atelier('upscale', 'photo.png', '--model', 'paper')
  expect(notUpscaler.report).toMatchObject({ success: false, error: '“paper” is not an upscaler. Available: x4.' })
  const misspelled = await atelier('generate', 'a kite', '--provider', 'local', '--model', 'papper')
  expect(misspelled.report).toMatchObject({ success: false, error: expect.stringContaining('Did you mean paper?') })
  const wrongScale = await atelier('upscale', 'photo.png', '--model', 'x4', '--scale', '3')
  expect(wrongScale.report).toMatchObject({
    success: false,
    error: expect.stringContaining('--scale must be one of 2, 4'),
  })
})

it('upscales wide images in tiles, keeps transparency, and uses smaller tiles when memory runs out', async () => {
  const wide = { width: 1_100, height: 40, channels: 4, background: { r: 200, g: 100, b: 50, alpha: 0.5 } } as const
  await sharp({ create: wide }).png().toFile(at('wide.png'))
  writeSafetensors(at('greedy.safetensors'), esrgan())
  for (const model of ['x4', 'greedy']) {
    const { report } = await atelier('upscale', 'wide.png', '--model', model, '--out', `wide-${model}.png`)
    expect(report).toMatchObject({ success: true, model })
    const [{ path }] = report['images'] as [{ path: string }]
    const { data, info } = await sharp(await readFile(path))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([4_400, 160, 4])
    expect([...data.subarray(0, 4)]).toEqual([200, 100, 50, 128])
  }
  await rm(at('greedy.safetensors'))
  // No temporary file remains.
  expect(await readdir(join(home, 'cache', 'temporary'))).toEqual([])
  await sharp({ create: { width: 5_000, height: 8, channels: 3, background: '#fff' } })
    .png()
    .toFile(at('banner.png'))
  expect((await atelier('upscale', 'banner.png', '--model', 'x4')).report).toMatchObject({
    success: false,
    error_code: 'provider/unsupported',
    error: expect.stringContaining('At ×4 this image would be 20000 × 32. Atelier opens images up to 16384 px'),
  })
})

it('converts a model to a smaller copy and draws with it', async () => {
  const { report } = await atelier('models', 'convert', 'paper')
  const { choices } = report['conversions'] as { choices: { precision: string; bytes: number }[] }
  expect(choices[0]).toMatchObject({ precision: 'q8_0' })
  const converted = await atelier('models', 'convert', 'paper', '--to', 'Q8_0')
  const path = join(home, 'models', 'converted', 'paper-q8_0.gguf')
  expect(converted.report).toMatchObject({ success: true, converted_model: { id: 'paper', precision: 'q8_0', path } })
  expect(converted.err).toContain('Converting paper to q8_0: 50%')
  expect(await readdir(join(home, 'models', 'converted'))).toEqual(['paper-q8_0.gguf'])
  const drawn = await atelier(...'generate kite --provider local --model paper-q8_0 --size 128x128'.split(' '))
  expect(drawn.report).toMatchObject({ success: true, model: 'paper-q8_0' })
  const twice = await atelier('models', 'convert', 'paper', '--to', 'q8_0')
  expect(twice.report).toMatchObject({ success: false, error: expect.stringContaining('already exists') })
  for (const [args, reason] of [
    ['paper --to q3', '--to must be one of f16, q8_0'],
    ['nothing', 'There is no local model “nothing”'],
    ['paper --to f16', 'f16 saves nothing with paper.safetensors. Choose one of: q8_0'],
  ] as const) {
    const refused = await atelier('models', 'convert', ...args.split(' '))
    expect(refused.report).toMatchObject({ success: false, error: expect.stringContaining(reason) })
  }
})

it('leaves no file of a failed conversion', async () => {
  writeSafetensors(at('broken.safetensors'), checkpoint(unet(), 'sd1'))
  const { report } = await atelier('models', 'convert', 'broken', '--to', 'q8_0')
  expect(report).toMatchObject({
    success: false,
    error_code: 'engine/failed',
    error: expect.stringContaining('Last output: '),
  })
  expect(await readdir(join(home, 'models', 'converted'))).not.toContainEqual(expect.stringContaining('broken'))
  await rm(at('broken.safetensors'))
})

it('edits inside a mask and changes nothing outside', async () => {
  const args = 'edit photo.png --mask mask.png --provider local --model paper --out edited.png'.split(' ')
  const edited = await atelier(...args, 'a kite')
  expect(edited.report).toMatchObject({ success: true, changed_outside: 0 })
  expect(edited.report['changed_inside']).toBeGreaterThan(0)
})

it('makes variations of an image, free and without a network', async () => {
  const args = 'variations photo.png --provider local --model paper --out varied'.split(' ')
  const { report } = await atelier(...args)
  const [image] = report['images'] as { path: string }[]
  expect(report).toMatchObject({ success: true, cost_estimate: 0 })
  expect(await sharp(image!.path).metadata()).toMatchObject({ width: size.widthPx, height: size.heightPx })
})

it('applies a LoRA by name, and lists the available ones for an unknown name', async () => {
  const unknown = await generate('a kite', '--lora', 'chalk@0.5')
  expect(unknown.report).toMatchObject({ success: false, error: expect.stringContaining('Available: ink') })
  const echoed = await generate('tell', '--lora', 'ink@0.5', '--option', 'sampler=dpm++2m')
  expect(echoed.report['error']).toContain(`loras=1:${at('ink.safetensors')}:0.5`)
  expect(echoed.report['error']).toContain('sampler=dpm++2m')
  expect((await generate('tell <lora:ink:0.25>')).report['error']).toContain(`loras=1:${at('ink.safetensors')}:0.25`)
  const misfit = await generate('a kite', '--lora', 'oil@0.5')
  expect(misfit.report['error']).toContain('“oil” is a LoRA for SDXL models')
  // The engine library is third-party code and must not see API keys.
  expect(echoed.report['error']).toContain('sees no key')
})

it('follows a control image with the matching ControlNet, and records it in the recipe', async () => {
  const echoed = await generate('tell', '--control', 'photo.png', '--control-strength', '1.5')
  expect(echoed.report['error']).toContain(`control=128x128:1.5:${at('canny.safetensors')}`)
  const args = ['--control', 'photo.png', '--control-net', 'canny', '--control-edges', '--seed', '5']
  const drawn = await generate('a kite', ...args, '--out', 'followed.png')
  expect(drawn.report).toMatchObject({ success: true, warnings: [{ code: 'control-fitted' }] })
  const [{ id, path }] = drawn.report['images'] as [{ id: string; path: string }]
  const plain = await generate('a kite', '--seed', '5', '--out', 'free.png')
  expect(await pixels(path)).not.toEqual(await pixels((plain.report['images'] as [{ path: string }])[0].path))
  const { generation } = ((await atelier('show', id)).report['shown'] as DescribedImage).asset.recipe
  expect(generation).toMatchObject({ control: { net: 'canny', strength: 0.9, findsEdges: true } })
  expect(generation?.local?.files.map(({ part, name }) => [part, name])).toEqual([
    ['model', 'paper.safetensors'],
    ['controlNet', 'canny.safetensors'],
  ])
  const edited = await atelier(...'edit photo.png tell --control photo.png --provider local --model paper'.split(' '))
  expect(edited.report['error']).toContain('control=192x128:0.9:')
})

it('runs tools with a depth map as control image, and repeats them with the same map', async () => {
  writeTinyDepth(at('tiny-depth'))
  const control = { image: 'photo.png', preprocessor: 'depth', net: 'canny' }
  const parameters = { provider: 'local', model: 'paper', size: '128x128', seed: 5, control }
  const run = async (name: string, prompt: string, change: object = {}) => {
    await writeFile(
      at(name),
      JSON.stringify({ tool: 'generate_image', parameters: { ...parameters, prompt, ...change } }),
    )
    return atelier('run', name)
  }
  const planned = await run('plan.json', 'a kite', { estimate_only: true })
  expect(planned.report).toMatchObject({ success: true, warnings: [{ code: 'control-fitted' }] })
  expect((await atelier('search', 'operation:depth')).report['images']).toEqual([])
  expect((await run('tell.json', 'tell')).report['error']).toContain(`control=128x128:0.9:${at('canny.safetensors')}`)
  const drawn = await run('kite.json', 'a kite')
  const [{ id, path }] = drawn.report['images'] as [{ id: string; path: string }]
  const [depth] = (await atelier('search', 'operation:depth')).report['images'] as [{ id: string }]
  await atelier('recipe', id, '--out', 'recipe.json')
  const recipe = JSON.parse(await readFile(at('recipe.json'), 'utf8')) as Record<string, unknown>
  expect(recipe).toMatchObject({
    parameters: { control: { image: depth.id, preprocessor: 'none', net: 'canny', strength: 0.9 } },
    atelier: { differences: [] },
  })
  const again = await atelier('run', 'recipe.json')
  const [repeated] = again.report['images'] as [{ path: string }]
  expect(await pixels(repeated.path)).toEqual(await pixels(path))
})

it('rejects unusable control options with advice', async () => {
  for (const [args, reason] of [
    ['--control photo.png --control-net xl', '“xl” is a ControlNet for SDXL models'],
    ['--control photo.png --control-net folder', 'cannot be used. It is in diffusers’ format'],
    [
      '--control photo.png --control-net none',
      'There is no ControlNet named “none” on this computer. Choose another: canny.',
    ],
    ['--control photo.png --control-strength 3', '--control-strength must be'],
    ['--control-net canny', 'requires a control image'],
    ['--control nowhere.png', 'nowhere.png'],
  ] as const) {
    const { report } = await generate('a kite', ...args.split(' '))
    expect(report).toMatchObject({ success: false, error: expect.stringContaining(reason) })
  }
  const { report } = await atelier('models', 'list')
  const { others } = report['local_models'] as { others: { kind: string; problem?: string | null }[] }
  expect(others.filter(({ kind }) => kind === 'controlnet').map(({ problem }) => problem)).toEqual([
    null,
    expect.stringContaining('diffusers'),
    null,
  ])
})

it('reports the last output of an engine that stopped, and draws again', async () => {
  const ended = await generate('abort')
  expect(ended.report).toMatchObject({ success: false, error_code: 'engine/stopped' })
  expect(ended.report['error']).toContain('GGML_ASSERT')
  expect((await generate('a kite')).report).toMatchObject({ success: true })
})

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../test/support/failure-of.ts'
import { downloaderInPlace, startHub, type HubStandIn } from '../../../test/support/hub/hub-stand-in.ts'
import { createNodeTransport } from '../../../test/support/node-transport.ts'
import { folderInMemory } from '../../../test/support/temporary-home.ts'
import { onnxFoldersOf } from './onnx-folders.ts'
import { createHub, createModelDownloads, searchHub, type ModelDownloads } from './index.ts'

const { signal } = new AbortController()
const birefnet = 'onnx-community/BiRefNet_lite-ONNX'
const processor = json({ size: { width: 16, height: 16 } })

let folder: string
let userFolder: string
let standIn: HubStandIn
let downloads: ModelDownloads

beforeEach(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-models-'))
  userFolder = await mkdtemp(join(folderInMemory(), 'atelier-elsewhere-'))
  standIn = await startHub({
    [birefnet]: {
      files: {
        'config.json': json({ model_type: 'birefnet' }),
        'preprocessor_config.json': processor,
        'onnx/model.onnx': onnx('exact'),
        'onnx/model.onnx_data': { bytes: Buffer.from('weights') },
        'onnx/model_fp16.onnx': onnx('half'),
        'onnx/model_bnb4.onnx': onnx('not run here'),
        'model.pth': { bytes: Buffer.from('pickle') },
      },
    },
    'paper/clip': {
      files: {
        'config.json': json({ model_type: 'clip' }),
        'preprocessor_config.json': processor,
        'tokenizer.json': json({ version: '1.0' }),
        'tokenizer_config.json': json({}),
        'special_tokens_map.json': json({}),
        'onnx/model.onnx': onnx('both encoders'),
        'onnx/text_model_quantized.onnx': onnx('small text encoder'),
        'onnx/vision_model_quantized.onnx': onnx('small image encoder'),
        'onnx/vision_model.onnx': onnx('image encoder without a text encoder'),
      },
    },
    'Carve/LaMa-ONNX': {
      files: { 'lama_fp32.onnx': onnx('exact'), 'lama.onnx': onnx('other'), 'README.json': json({}) },
    },
    'opencv/inpainting_lama': { files: { 'inpainting_lama_2025jan.onnx': onnx('the only one') } },
    'andraniksargsyan/migan': { files: { 'migan.onnx': onnx('bare'), 'migan_pipeline_v2.onnx': onnx('pipeline') } },
    'paper/upscalers': { files: { '4x-Paper.onnx': onnx('four'), '2x-Paper.onnx': onnx('two') } },
    'paper/graph': { files: { 'yolo.onnx': onnx('something else') } },
    'paper/florence': {
      files: {
        'config.json': json({ model_type: 'florence2' }),
        'generation_config.json': json({ no_repeat_ngram_size: 3 }),
        'preprocessor_config.json': processor,
        'tokenizer.json': json({ version: '1.0' }),
        'tokenizer_config.json': json({}),
        'vocab.json': json({}),
        'onnx/vision_encoder.onnx': onnx('image encoder'),
        'onnx/embed_tokens.onnx': onnx('token embedder'),
        'onnx/encoder_model.onnx': onnx('encoder'),
        'onnx/decoder_model.onnx': onnx('decoder without a cache'),
        'onnx/decoder_with_past_model.onnx': onnx('decoder with a cache'),
        'onnx/decoder_model_merged.onnx': onnx('decoder'),
      },
    },
    'Xenova/owlv2-base-patch16-ensemble': {
      files: {
        'config.json': json({ model_type: 'owlv2' }),
        'preprocessor_config.json': processor,
        'tokenizer.json': json({ version: '1.0' }),
        'tokenizer_config.json': json({ pad_token: '!' }),
        'vocab.json': json({}),
        'onnx/model.onnx': onnx('exact'),
        'onnx/model_quantized.onnx': onnx('small'),
      },
    },
    'paper/page': { files: { 'config.json': json({}), 'onnx/model.onnx': { bytes: Buffer.from('<html>') } } },
    'paper/nameless': { files: { 'onnx/model.onnx': onnx('no config') } },
  })
  const transport = createNodeTransport()
  downloads = createModelDownloads({
    hub: hub(),
    downloader: downloaderInPlace({ transport, limits: { triesMax: 1, pauseMs: 1, pauseMsMax: 1 } }),
    folder,
    target: () => null,
    folders: async () => [folder, userFolder],
    patienceMs: null,
  })
})
afterEach(async () => {
  await downloads.dispose()
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
  await rm(userFolder, { recursive: true, force: true })
})

function hub() {
  return createHub({
    transport: createNodeTransport(),
    address: standIn.address,
    appVersion: '1',
    token: async () => null,
  })
}

function json(value: object) {
  return { bytes: Buffer.from(JSON.stringify(value)) }
}

function onnx(content: string) {
  return { bytes: Buffer.concat([Buffer.of(8, 10), Buffer.from(content)]) }
}

async function get(id: string, to?: string) {
  const plan = await downloads.plan(id, signal, to)
  await downloads.start(plan, { hasAccepted: true })
  await downloads.wait(plan.id, signal)
  return plan
}

const filesIn = async (root: string) =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.sets'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()

it('of the catalog is downloaded with its descriptions, into a folder of its own', async () => {
  const plan = await get('birefnet-lite')
  expect(plan).toMatchObject({ label: 'BiRefNet Lite, background removal', licenses: [{ name: 'MIT' }] })
  const files = ['config.json', 'onnx/model.onnx', 'onnx/model.onnx_data', 'preprocessor_config.json']
  expect(await filesIn(folder)).toEqual(files.map((file) => join('BiRefNet_lite-ONNX', file)))
  expect(await readFile(join(folder, 'BiRefNet_lite-ONNX', 'config.json'))).toEqual(
    standIn.repositories[birefnet]!.files['config.json']!.bytes,
  )
  expect((await downloads.plan('birefnet-lite', signal)).missingBytes).toBe(0)
  await downloads.remove('birefnet-lite')
  expect(await readdir(folder)).toEqual(['.sets'])
})

it('that finds objects by words comes with its tokenizer', async () => {
  const plan = await get('owlv2-base')
  expect(plan).toMatchObject({ label: 'OWLv2 Base, object detection', licenses: [{ name: 'Apache 2.0' }] })
  const files = [
    'config.json',
    'onnx/model.onnx',
    'preprocessor_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ]
  expect(await filesIn(folder)).toEqual(files.map((file) => join('owlv2-base-patch16-ensemble', file)))
  await downloads.remove('owlv2-base')
  expect(await readdir(folder)).toEqual(['.sets'])
})

it('is downloaded in the named precision', async () => {
  await get('birefnet-lite:model_fp16.onnx')
  expect(await filesIn(folder)).toContain('BiRefNet_lite-ONNX/onnx/model_fp16.onnx')
  const error = await failureOf(downloads.plan('birefnet-lite:model_bnb4.onnx', signal))
  expect(error).toMatchObject({ code: 'request/invalid', message: expect.stringContaining('model_fp16.onnx') })
})

it('of any repository has the graphs of its kind and what they need', async () => {
  await get('paper/clip')
  expect(await filesIn(folder)).toEqual([
    'clip/config.json',
    'clip/onnx/text_model_quantized.onnx',
    'clip/onnx/vision_model_quantized.onnx',
    'clip/preprocessor_config.json',
    'clip/tokenizer.json',
    'clip/tokenizer_config.json',
  ])
})

it('that describes images has its four graphs and what they need', async () => {
  await get('paper/florence')
  const graphs = ['decoder_model_merged', 'embed_tokens', 'encoder_model', 'vision_encoder']
  expect(await filesIn(folder)).toEqual([
    'florence/config.json',
    'florence/generation_config.json',
    ...graphs.map((name) => `florence/onnx/${name}.onnx`),
    'florence/preprocessor_config.json',
    'florence/tokenizer.json',
    'florence/tokenizer_config.json',
  ])
})

it('with the same description as another model has its own copy', async () => {
  await get('birefnet-lite')
  await get('paper/clip')
  await downloads.remove('birefnet-lite')
  expect(await readFile(join(folder, 'clip', 'preprocessor_config.json'))).toEqual(processor.bytes)
})

it('is listed by a search of its repository, in each precision', async () => {
  const found = await searchHub(birefnet, hub(), signal)
  expect(found.map(({ id }) => id)).toEqual([`${birefnet}:onnx/model.onnx`, `${birefnet}:onnx/model_fp16.onnx`])
  expect(found[0]).toMatchObject({ sizeBytes: 14, license: 'apache-2.0' })
  await get(found[1]!.id)
  expect(await filesIn(folder)).toContain('BiRefNet_lite-ONNX/onnx/model_fp16.onnx')
})

it('never replaces files of the user, and leaves them when it is removed', async () => {
  const mine = join(userFolder, 'BiRefNet_lite-ONNX', 'config.json')
  await mkdir(join(userFolder, 'BiRefNet_lite-ONNX'))
  await writeFile(mine, 'mine')
  const error = await failureOf(downloads.plan('birefnet-lite', signal, userFolder))
  expect(error).toMatchObject({ code: 'download/refused', message: expect.stringContaining(userFolder) })
  await rm(mine)
  await writeFile(join(userFolder, 'BiRefNet_lite-ONNX', 'notes.txt'), 'mine')
  await get('birefnet-lite', userFolder)
  await downloads.remove('birefnet-lite')
  expect(await filesIn(userFolder)).toEqual(['BiRefNet_lite-ONNX/notes.txt'])
})

it.each([
  ['lama', 'LaMa-ONNX/lama_fp32.onnx'],
  ['lama:lama.onnx', 'LaMa-ONNX/lama.onnx'],
  ['lama-opencv', 'inpainting_lama/inpainting_lama_2025jan.onnx'],
  ['migan', 'migan/migan_pipeline_v2.onnx'],
  ['opencv/inpainting_lama', 'inpainting_lama/inpainting_lama_2025jan.onnx'],
  ['Carve/LaMa-ONNX:lama_fp32.onnx', 'LaMa-ONNX/lama_fp32.onnx'],
])('for removal is a single graph: %s', async (id, file) => {
  await get(id)
  expect(await filesIn(folder)).toEqual([file])
})

it('that is an upscaler is a single graph, too', async () => {
  await get('paper/upscalers:4x-Paper.onnx')
  expect(await filesIn(folder)).toEqual(['upscalers/4x-Paper.onnx'])
})

it('for removal with several graphs asks which one', async () => {
  const error = await failureOf(downloads.plan('Carve/LaMa-ONNX', signal))
  expect(error).toMatchObject({ code: 'request/invalid', message: expect.stringContaining('lama_fp32.onnx') })
})

it.each([
  ['paper/graph', 'model/unsupported', 'no onnx folder'],
  ['paper/page', 'model/unsupported', 'not in ONNX format'],
  ['paper/nameless', 'model/unsupported', 'no onnx folder'],
  ['paper/nameless:onnx/model.onnx', 'model/unsupported', 'model.onnx'],
])('of %s is rejected', async (id, code, text) => {
  expect(await failureOf(get(id))).toMatchObject({ code, message: expect.stringContaining(text) })
  expect((await filesIn(folder)).filter((file) => file.endsWith('.onnx'))).toEqual([])
})

it('of a repository with as many graphs as a listing may have gets the weights of its own', () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `${at}x-upscale.onnx`)
  const files = names.flatMap((name) => [name, `${name}_data`]).map((path) => ({ path, sizeBytes: 1, sha256: '' }))
  const found = onnxFoldersOf({ repo: 'paper/many', files, texts: [] })
  expect(found).toHaveLength(10_000)
  expect(found.every(({ path, files: own }) => own.join(' ') === `${path} ${path}_data`)).toBe(true)
})

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { smallModel, startHub, type HubStandIn } from '../../support/hub/hub-stand-in.ts'
import { writeTinyInpainting } from '../../support/vision/write-tiny-inpainting.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand } from '../../support/run-command.ts'

const bytes = smallModel(6_000_000)

let home: string
let standIn: HubStandIn
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-hub-'))
  standIn = await startHub({
    'paper/ink': { files: { 'ink.safetensors': { bytes } } },
    'stabilityai/sdxl-turbo': { files: { 'sd_xl_turbo_1.0_fp16.safetensors': { bytes: smallModel() } } },
  })
})
afterEach(async () => {
  await standIn.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

const surroundings = () => ({ home, env: { HF_ENDPOINT: standIn.address } })

async function atelier(args: readonly string[]) {
  const result = await runCommand([...args, '--json'], surroundings())
  return { ...result, report: (result.out === '' ? {} : JSON.parse(result.out)) as Record<string, unknown> }
}

const at = (name: string) => join(home, 'models', name)
const stallAt = (count: number) =>
  Object.assign(standIn.repositories['paper/ink']!.files['ink.safetensors']!, { faults: { stallAfter: [count] } })

/** Resolves when a file has at least `count` bytes on disk. */
async function waitForBytes(name: string, count: number): Promise<void> {
  await vi.waitFor(async () => expect((await stat(at(name))).size).toBeGreaterThanOrEqual(count), 60_000)
}

it('downloads and lists a model for local vision', async () => {
  const folder = writeTinyMatting(join(home, 'source'))
  const paths = ['config.json', 'preprocessor_config.json', join('onnx', 'model.onnx')]
  const files = await Promise.all(paths.map(async (path) => [path, { bytes: await readFile(join(folder, path)) }]))
  standIn.repositories['Xenova/modnet'] = { files: Object.fromEntries(files) }
  const { report } = await atelier(['models', 'download', 'modnet'])
  expect(report).toMatchObject({ success: true, download: { licenses: [{ name: 'Apache 2.0' }] } })
  const listed = await atelier(['models', 'list'])
  expect(listed.report).toMatchObject({ local_models: { vision: [{ name: 'modnet', task: 'background' }] } })
})

it('downloads and lists a model for removal, which is a single file', async () => {
  const path = writeTinyInpainting(join(home, 'source', 'lama_fp32.onnx'))
  standIn.repositories['Carve/LaMa-ONNX'] = { files: { 'lama_fp32.onnx': { bytes: await readFile(path) } } }
  const { report } = await atelier(['models', 'download', 'lama'])
  expect(report).toMatchObject({ success: true, download: { files: [at(join('LaMa-ONNX', 'lama_fp32.onnx'))] } })
  const listed = await atelier(['models', 'list'])
  expect(listed.report).toMatchObject({ local_models: { vision: [{ name: 'lama_fp32', task: 'remove' }] } })
})

it('searches, downloads, lists, and removes a model', async () => {
  const found = await atelier(['models', 'search', 'ink'])
  expect(found.report).toMatchObject({ success: true, offered_models: [{ repo: 'paper/ink' }] })
  const files = await atelier(['models', 'search', 'paper/ink'])
  expect(files.report).toMatchObject({ offered_models: [{ file: 'ink.safetensors', bytes: bytes.length }] })
  const added = await atelier(['models', 'add', 'paper/ink'])
  expect(added.report).toMatchObject({
    success: true,
    download: { bytes: bytes.length, files: [at('ink.safetensors')] },
  })
  expect(bytes.equals(await readFile(at('ink.safetensors')))).toBe(true)
  const listed = await atelier(['models', 'list'])
  expect(listed.report).toMatchObject({ local_models: { others: [{ path: at('ink.safetensors'), kind: 'lora' }] } })
  const removed = await atelier(['models', 'remove', 'ink'])
  expect(removed.report).toMatchObject({ success: true, removed_model: { freed_bytes: bytes.length } })
  const repeated = await atelier(['models', 'remove', 'ink'])
  expect([repeated.code, repeated.report['error_code']]).toEqual([2, 'request/invalid'])
})

it('downloads to a given folder, and reports one that does not exist', async () => {
  const targetFolder = await mkdtemp(join(tmpdir(), 'atelier-elsewhere-'))
  const missingFolder = await atelier(['models', 'add', 'paper/ink', '--to', join(targetFolder, 'gone')])
  expect(missingFolder.report).toMatchObject({ success: false, error_code: 'storage/not-found' })
  const path = join(targetFolder, 'ink.safetensors')
  const added = await atelier(['models', 'add', 'paper/ink', '--to', targetFolder])
  expect(added.report).toMatchObject({ success: true, download: { files: [path] } })
  expect(bytes.equals(await readFile(path))).toBe(true)
  const listed = await atelier(['models', 'list'])
  expect(listed.report).toMatchObject({ local_models: { others: [{ path, kind: 'lora' }] } })
  const removed = await atelier(['models', 'remove', 'ink'])
  expect(removed.report).toMatchObject({ removed_model: { freed_bytes: bytes.length } })
  expect(await readdir(targetFolder)).toEqual([])
  await rm(targetFolder, { recursive: true })
})

it('shows the license terms of a model, and downloads it once they are accepted', async () => {
  const catalog = await atelier(['models', 'catalog'])
  expect(catalog.report['offered_models']).toContainEqual(
    expect.objectContaining({ id: 'sdxl-turbo', has_terms: true }),
  )
  const refused = await atelier(['models', 'download', 'sdxl-turbo'])
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('https://stability.ai/license')
  expect(standIn.deliveries).toEqual([])
  const accepted = await atelier(['models', 'download', 'sdxl-turbo', '--accept-terms'])
  expect(accepted.report).toMatchObject({ success: true, download: { id: 'sdxl-turbo' } })
})

it.each(['interrupted', 'killed'])('resumes a download that was %s', async (how) => {
  stallAt(4_000_000)
  const first = await runBuiltProgram(['models', 'add', 'paper/ink', '--json'], {
    ...surroundings(),
    onStarted: (interrupt, kill) =>
      void waitForBytes('ink.safetensors.part', 3_000_000).then(how === 'killed' ? kill : interrupt),
  })
  expect(first.code).toBe(how === 'killed' ? null : 5)
  expect(await readdir(join(home, 'models'))).not.toContain('ink.safetensors')
  const next = await atelier(['models', 'add', 'paper/ink'])
  expect(next.report).toMatchObject({ success: true })
  expect(standIn.deliveries.at(-1)?.headers.range).toMatch(/^bytes=[34]\d{6}-$/)
  expect(bytes.equals(await readFile(at('ink.safetensors')))).toBe(true)
  expect((await readdir(join(home, 'models'))).toSorted()).toEqual(['.sets', 'ink.safetensors'])
})

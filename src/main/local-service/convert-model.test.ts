import { copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../test/support/failure-of.ts'
import { checkpoint, unet } from '../../../test/support/models/image-models.ts'
import { writeSafetensors } from '../../../test/support/models/write-model.ts'
import type { LocalEngine } from '../engine/engine.ts'
import { convertModel, type ConversionPlan } from './convert-model.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-convert-'))
})
afterEach(() => rm(folder, { recursive: true }))

const watch = { signal: new AbortController().signal }
const temporaryName = (pid: number) => `.paper-q8_0.gguf.${pid}.0123456789ab.atelier-tmp`
const names = async () => (await readdir(join(folder, 'converted'))).toSorted()

function plan(): ConversionPlan {
  const from = writeSafetensors(join(folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  const path = join(folder, 'converted', 'paper-q8_0.gguf')
  return { from, bytes: 1_000, exceptions: [], choices: [{ precision: 'q8_0', bytes: 500, path }] }
}

/** Copies once this many calls are running at the same time. */
function slowEngine(together: number): Pick<LocalEngine, 'convert'> {
  const waiting: (() => void)[] = []
  return {
    async convert(_library, { from, to }) {
      const allStarted = new Promise<void>((resolve) => waiting.push(resolve))
      if (waiting.length === together) waiting.forEach((proceed) => proceed())
      await allStarted
      await copyFile(from, to)
    },
  }
}

it('keeps one file and rejects the second when two programs convert at once', async () => {
  const planned = plan()
  const needs = { engine: slowEngine(2), libraryPath: '/engine.so' }
  const results = await Promise.allSettled([1, 2].map(() => convertModel(planned, 'q8_0', needs, watch)))
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const lost = results.find((end) => end.status === 'rejected')
  expect(lost?.reason).toMatchObject({ code: 'storage/exists' })
  expect(await names()).toEqual(['paper-q8_0.gguf'])
})

it('removes temporary files of a killed program but not of a running one', async () => {
  await mkdir(join(folder, 'converted'))
  await writeFile(join(folder, 'converted', temporaryName(process.pid)), 'under way')
  await writeFile(join(folder, 'converted', temporaryName(2 ** 22)), 'half')
  await utimes(join(folder, 'converted', temporaryName(2 ** 22)), 0, 0)
  const needs = { engine: slowEngine(1), libraryPath: '/engine.so' }
  await convertModel(plan(), 'q8_0', needs, watch)
  expect(await names()).toEqual([temporaryName(process.pid), 'paper-q8_0.gguf'])
})

it('leaves no files when the engine fails', async () => {
  const engine = { convert: () => Promise.reject(new Error('no')) }
  await failureOf(convertModel(plan(), 'q8_0', { engine, libraryPath: '/engine.so' }, watch))
  expect(await names()).toEqual([])
})
